using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using Eilbote.Web;

namespace Eilbote.Applying;

/// <summary>What was typed into the form. The names of the fields are fixed: boards and scripts rely on them.</summary>
public sealed record ApplyForm
{
    /// <summary>Characters: the least that an ATS documents for names, e-mail and phone.</summary>
    public const int ShortText = 255;

    /// <summary>Characters.</summary>
    public const int LongText = 5000;

    /// <summary>Characters before the @: what mail servers take (RFC 5321).</summary>
    private const int MailboxLimit = 64;

    public string FirstName { get; init; } = "";
    public string LastName { get; init; } = "";
    public string Email { get; init; } = "";
    public string Phone { get; init; } = "";
    public string Message { get; init; } = "";

    /// <summary>The version of the privacy notice that stood above the button.</summary>
    public string Consent { get; init; } = "";

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
        };

        string Line(string name) => IncomingText.Line(fields.GetValueOrDefault(name));
    }

    /// <summary>What is wrong, by field name, in the applicant's language.</summary>
    /// <param name="cut">Fields of which only the beginning was read.</param>
    public Dictionary<string, string> Check(IReadOnlySet<string> cut)
    {
        var errors = new Dictionary<string, string>();
        Required("first_name", FirstName, T("Bitte geben Sie Ihren Vornamen ein.", "Please enter your first name."));
        Required("last_name", LastName, T("Bitte geben Sie Ihren Nachnamen ein.", "Please enter your last name."));
        Required("email", Email, T("Bitte geben Sie Ihre E-Mail-Adresse ein.", "Please enter your e-mail address."));
        if (!errors.ContainsKey("email") && WrongEmail(Email) is { } wrong)
            errors["email"] = wrong;
        Plain("phone", Phone, ShortText);
        if (Phone.Length > 0 && !errors.ContainsKey("phone") && Phone.Count(char.IsDigit) < 5)
            errors["phone"] = Phone.Any(char.IsLetter) || !Phone.Any(char.IsDigit)
                ? T("Das ist keine Telefonnummer. Beispiel: +43 660 1234567", "This is not a phone number. Example: +43 660 1234567")
                : T("Diese Telefonnummer ist zu kurz. Beispiel: +43 660 1234567", "This phone number is too short. Example: +43 660 1234567");
        Plain("message", Message, LongText);
        if (Consent != PrivacyNotice.Version)
            errors["consent"] = T("Der Datenschutzhinweis wurde inzwischen geändert. Bitte lesen Sie ihn und senden Sie noch einmal.", "The privacy notice has changed. Please read it and send again.");
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
            if (cut.Contains(field))
                errors[field] = T(
                    $"Höchstens {limit} Zeichen, hier waren es mehr als {Math.Max(limit, value.Length)}. Nur der Anfang steht noch da.",
                    $"At most {limit} characters; these were more than {Math.Max(limit, value.Length)}. Only the beginning is still here.");
            else if (value.Length > limit)
                errors[field] = T($"Höchstens {limit} Zeichen, hier sind es {value.Length}.", $"At most {limit} characters; these are {value.Length}.");
            else if (value.Any(c => char.IsControl(c) && !(field == "message" && c is '\n' or '\t')))
                errors[field] = T("Hier steht ein unsichtbares Steuerzeichen. Bitte tippen Sie den Text neu ein.", "There is an invisible control character here. Please type the text again.");
        }
    }

    public static bool IsEmail(string text) => text.Length <= ShortText && WrongEmail(text) is null;

    /// <summary>Why no mail can go there, as far as the address itself tells; null when one can.</summary>
    private static string? WrongEmail(string text)
    {
        var at = text.LastIndexOf('@');
        var domain = text[(at + 1)..].Split('.');
        if (at > MailboxLimit)
            return T($"Vor dem @ stehen mehr als {MailboxLimit} Zeichen; so eine E-Mail-Adresse gibt es nicht.", $"More than {MailboxLimit} characters stand before the @; there is no such e-mail address.");
        if (at > 0 && (domain[0].StartsWith('[') || (domain[^1].Length > 0 && domain[^1].All(char.IsAsciiDigit))))
            return T("Nach dem @ gehört ein Name, keine Nummer. Beispiel: name@beispiel.at", "A name belongs after the @, not a number. Example: name@example.com");
        return !text.Any(char.IsWhiteSpace) && MailAddress.TryCreate(text, out var address) && address.Address == text && domain.Length > 1 && domain.All(x => x.Length > 0)
            ? null
            : T("Diese E-Mail-Adresse ist nicht vollständig. Beispiel: name@beispiel.at", "This e-mail address is not complete. Example: name@example.com");
    }

    /// <summary>Whether a mail can be sent there by every mail server: what stands before the @ is ASCII. A domain may be anything.</summary>
    public static bool CanBeMailed(string email) => email[..Math.Max(0, email.LastIndexOf('@'))].All(char.IsAscii);

    /// <summary>For comparing: case does not matter in practice, and the notice version says nothing about content.</summary>
    public static string NormalizeEmail(string email) => email.Trim().ToLowerInvariant();

    /// <summary>SHA-256 over fields and documents, so that the same content leads to the same receipt.</summary>
    public string ContentHash(IEnumerable<Document> documents)
    {
        var lines = new[] { FirstName, LastName, NormalizeEmail(Email), Phone, Message }
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
}
