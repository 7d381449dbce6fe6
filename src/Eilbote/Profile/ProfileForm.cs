using Eilbote.Employers;
using Eilbote.Connectors;
using Eilbote.Web;

namespace Eilbote.Profile;

/// <summary>What is typed for the employer's profile; the names of the properties are the names of the fields.</summary>
public sealed record ProfileForm
{
    public string Name { get; init; } = "";
    public string Place { get; init; } = "";
    public string ContactName { get; init; } = "";
    public string ContactEmail { get; init; } = "";
    public string ContactPhone { get; init; } = "";
    public bool RemoveLogo { get; init; }
    public bool TakesArchives { get; init; }

    /// <summary>A new one.</summary>
    public IFormFile? Logo { get; init; }

    public static ValueTask<ProfileForm?> BindAsync(HttpContext http) => SentFields.BindAsync(http, sent => new ProfileForm
    {
        Name = sent[nameof(Name)],
        Place = sent[nameof(Place)],
        ContactName = sent[nameof(ContactName)],
        ContactEmail = sent[nameof(ContactEmail)],
        ContactPhone = sent[nameof(ContactPhone)],
        RemoveLogo = sent.Checked(nameof(RemoveLogo)),
        TakesArchives = sent.Checked(nameof(TakesArchives)),
        Logo = sent.File(nameof(Logo)),
    });

    public static ProfileForm Of(Employer employer) => new()
    {
        Name = employer.Name,
        Place = employer.Place,
        ContactName = employer.ContactName,
        ContactEmail = employer.ContactEmail,
        ContactPhone = employer.ContactPhone,
        TakesArchives = employer.TakesArchives,
    };

    public ProfileForm Cleaned() => new()
    {
        Name = Clean(Name),
        Place = Clean(Place),
        ContactName = Clean(ContactName),
        ContactEmail = Clean(ContactEmail),
        ContactPhone = Clean(ContactPhone),
        RemoveLogo = RemoveLogo,
        TakesArchives = TakesArchives,
    };

    /// <summary>What is wrong, by field.</summary>
    public Dictionary<string, Words> Check()
    {
        var errors = new Dictionary<string, Words>();
        foreach (var (field, value, limit) in new[] {
            ("Name", Name, 200), ("Place", Place, 200), ("ContactName", ContactName, 200), ("ContactEmail", ContactEmail, 255),
            ("ContactPhone", ContactPhone, 40) })
            if (TypedText.Wrong(value, limit) is { } wrong)
                errors[field] = wrong;
        if (Name.Length == 0)
            errors["Name"] = new("Bitte geben Sie den Namen Ihres Unternehmens ein.", "Please enter your company's name.");
        if (ContactEmail.Length == 0)
            errors["ContactEmail"] = new(
                "Bewerber:innen brauchen eine Adresse, an die sie sich wenden können.",
                "Applicants need an address to turn to.");
        else if (!EmailAddress.IsOne(ContactEmail))
            errors.TryAdd("ContactEmail", new(
                "Diese E-Mail-Adresse ist nicht vollständig. Beispiel: jobs@beispiel.at",
                "This e-mail address is not complete. Example: jobs@example.com"));
        if (ContactPhone.Length > 0
            && (ContactPhone.Count(char.IsAsciiDigit) < 5
            || ContactPhone.Any(x => !char.IsAsciiDigit(x) && !"+()/- .".Contains(x, StringComparison.Ordinal))))
            errors.TryAdd("ContactPhone", new(
                "Das ist keine Telefonnummer. Beispiel: +43 1 234567",
                "This is not a phone number. Example: +43 1 234567"));
        return errors;
    }

    private static string Clean(string? text) => IncomingText.Line(text);
}
