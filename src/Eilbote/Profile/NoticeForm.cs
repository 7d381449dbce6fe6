using Eilbote.Employers;
using Eilbote.Connectors;
using Eilbote.Web;

namespace Eilbote.Profile;

/// <summary>What is typed for the employer's privacy notice; the names of the properties are the names of the fields.</summary>
public sealed record NoticeForm
{
    private const int Short = 255, Long = 20_000;

    public string Controller { get; init; } = "";
    public string Address { get; init; } = "";
    public string Contact { get; init; } = "";
    public string Url { get; init; } = "";
    public string Text { get; init; } = "";
    public string TextEn { get; init; } = "";

    public static ValueTask<NoticeForm?> BindAsync(HttpContext http) => SentFields.BindAsync(http, sent => new NoticeForm
    {
        Controller = sent[nameof(Controller)],
        Address = sent[nameof(Address)],
        Contact = sent[nameof(Contact)],
        Url = sent[nameof(Url)],
        Text = sent[nameof(Text)],
        TextEn = sent[nameof(TextEn)],
    });

    public static NoticeForm Of(EmployerNotice? notice) => notice is null ? new() : new()
    {
        Controller = notice.Controller,
        Address = notice.Address,
        Contact = notice.Contact,
        Url = notice.Url,
        Text = notice.Text,
        TextEn = notice.TextEn,
    };

    public NoticeForm Cleaned() => new()
    {
        Controller = IncomingText.Line(Controller),
        Address = IncomingText.Text(Address).ReplaceLineEndings("\n"),
        Contact = IncomingText.Address(Contact),
        Url = IncomingText.Address(Url),
        Text = IncomingText.Text(Text).ReplaceLineEndings("\n"),
        TextEn = IncomingText.Text(TextEn).ReplaceLineEndings("\n"),
    };

    /// <summary>What is wrong, by field.</summary>
    public Dictionary<string, Words> Check()
    {
        var errors = new Dictionary<string, Words>();
        foreach (var (field, value, limit) in new[]
        {
            (nameof(Controller), Controller, Short), (nameof(Address), Address, 500), (nameof(Contact), Contact, Short),
            (nameof(Url), Url, 1000), (nameof(Text), Text, Long), (nameof(TextEn), TextEn, Long),
        })
            if (TypedText.Wrong(value, limit, lines: field is nameof(Address) or nameof(Text) or nameof(TextEn)) is { } wrong)
                errors[field] = wrong;
        if (Controller.Length == 0)
            errors[nameof(Controller)] = new(
                "Bitte geben Sie an, welches Unternehmen für die Daten verantwortlich ist.",
                "Please say which company is responsible for the data.");
        if (Address.Length == 0)
            errors[nameof(Address)] = new("Bitte geben Sie die Anschrift an.", "Please give the postal address.");
        if (!EmailAddress.IsOne(Contact))
            errors.TryAdd(nameof(Contact), new(
                "Bitte geben Sie eine E-Mail-Adresse an, an die man sich wenden kann. Beispiel: datenschutz@beispiel.at",
                "Please give an e-mail address to write to. Example: privacy@example.com"));
        if (Url.Length > 0 && !(Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url.Host.Contains('.')))
            errors.TryAdd(nameof(Url), new(
                "Das ist keine vollständige Adresse. Beispiel: https://www.beispiel.at/datenschutz",
                "This is not a complete address. Example: https://www.example.com/privacy"));
        if (Url.Length == 0 && Text.Length == 0)
            errors.TryAdd(nameof(Text), new(
                "Bitte geben Sie die Adresse Ihres Datenschutzhinweises an, oder schreiben Sie ihn hier.",
                "Please give the address of your privacy notice, or write it here."));
        return errors;
    }
}
