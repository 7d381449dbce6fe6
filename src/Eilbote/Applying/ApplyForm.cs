using System.Security.Cryptography;
using System.Text;
using Eilbote.Applications;
using Eilbote.Connectors;
using Eilbote.Web;

namespace Eilbote.Applying;

/// <summary>What was typed into the form. The names of the fields are fixed: boards and scripts rely on them.</summary>
public sealed record ApplyForm
{
    /// <summary>Characters: the least that an ATS documents for names, e-mail and phone.</summary>
    public const int ShortText = 255;

    /// <summary>Characters.</summary>
    public const int LongText = 5000;

    public string FirstName { get; init; } = "";
    public string LastName { get; init; } = "";
    public string Email { get; init; } = "";
    public string Phone { get; init; } = "";
    public string Message { get; init; } = "";

    /// <summary>The version of the privacy notice that stood above the button.</summary>
    public string Consent { get; init; } = "";

    /// <summary>As typed, by the names of their fields.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

    /// <summary>What was answered, as far as it could be read.</summary>
    public List<GivenAnswer> Given { get; init; } = [];

    public Applicant Applicant => new()
    {
        FirstName = FirstName,
        LastName = LastName,
        Email = Email,
        Phone = Phone.Length > 0 ? Phone : null,
        Message = Message.Length > 0 ? Message : null,
        Answers = Given,
    };

    public static ApplyForm From(IReadOnlyDictionary<string, string> fields)
    {
        return new()
        {
            FirstName = Line("first_name"),
            LastName = Line("last_name"),
            Email = IncomingText.Address(fields.GetValueOrDefault("email")),
            Phone = IncomingText.Address(fields.GetValueOrDefault("phone")),
            Message = IncomingText.Text(fields.GetValueOrDefault("message")).ReplaceLineEndings("\n"),
            Consent = Line("consent"),
            Answers = fields.Where(x => Question.KeyOf(x.Key) is not null).ToDictionary(x => x.Key, x => x.Value),
        };

        string Line(string name) => IncomingText.Line(fields.GetValueOrDefault(name));
    }

    /// <summary>What is wrong, by field name, in the applicant's language.</summary>
    /// <param name="cut">Fields of which only the beginning was read.</param>
    /// <param name="notice">The version of the notices that apply now.</param>
    public Dictionary<string, string> Check(IReadOnlySet<string> cut, string notice)
    {
        var errors = new Dictionary<string, string>();
        Required("first_name", FirstName, T("Bitte geben Sie Ihren Vornamen ein.", "Please enter your first name."));
        Required("last_name", LastName, T("Bitte geben Sie Ihren Nachnamen ein.", "Please enter your last name."));
        Required("email", Email, T("Bitte geben Sie Ihre E-Mail-Adresse ein.", "Please enter your e-mail address."));
        if (!errors.ContainsKey("email") && EmailAddress.Wrong(Email) is { } wrong)
            errors["email"] = wrong;
        Plain("phone", Phone, ShortText);
        if (Phone.Length > 0 && !errors.ContainsKey("phone") && Phone.Count(char.IsDigit) < 5)
            errors["phone"] = Phone.Any(char.IsLetter) || !Phone.Any(char.IsDigit)
                ? T("Das ist keine Telefonnummer. Beispiel: +43 660 1234567", "This is not a phone number. Example: +43 660 1234567")
                : T(
                    "Diese Telefonnummer ist zu kurz. Beispiel: +43 660 1234567",
                    "This phone number is too short. Example: +43 660 1234567");
        Plain("message", Message, LongText);
        if (Consent != notice)
            errors["consent"] = T(
                "Der Datenschutzhinweis wurde inzwischen geändert. Bitte lesen Sie ihn und senden Sie noch einmal.",
                "The privacy notice has changed. Please read it and send again.");
        return errors;

        void Required(string field, string value, string missing)
        {
            if (value.Length == 0 && !cut.Contains(field))
                errors[field] = missing;
            else
                Plain(field, value, ShortText);
        }

        void Plain(string field, string value, int limit)
        {
            if ((cut.Contains(field) ? TypedText.Cut(limit, value.Length) : TypedText.Wrong(value, limit, lines: field == "message")) is { } wrong)
                errors[field] = Texts.T(wrong);
        }
    }

    /// <summary>SHA-256 over fields and documents, so that the same content leads to the same receipt.</summary>
    public string ContentHash(IEnumerable<Document> documents)
    {
        var lines = (Applicant with { Email = EmailAddress.Normalize(Email) }).Values
            .Concat(documents.Select(x => $"{x.Slot} {x.Sha256}").Order(StringComparer.Ordinal))
            .Select(x => $"{x.Length}:{x}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }

    private static string T(string de, string en) => Texts.T(de, en);
}

/// <summary>The notice on who stores what for how long. Sending needs it; the form carries its version.</summary>
public static class PrivacyNotice
{
    public const string Version = "2026-11";

    /// <summary>Of both notices that a form refers to, ours and the employer's: what an application keeps.</summary>
    public static string Of(int employersVersion) => employersVersion == 0 ? Version : $"{Version}.{employersVersion}";
}
