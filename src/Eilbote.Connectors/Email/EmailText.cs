using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Eilbote.Connectors.Email;

/// <summary>
/// Writes the mails. One address stands in them, the applicant's: an ATS that reads mail takes the first it finds. Of a confidential ad
/// they name neither person nor job.
/// </summary>
internal sealed partial class EmailText(EmailOptions options)
{
    /// <summary>In bytes, all documents together; beyond that the mail leads to them.</summary>
    public const long MostAttached = 10_000_000;

    /// <summary>No answer has a place of its own: all that are not sensitive stand in the text.</summary>
    public static readonly AnswerRules Answers = new(FrozenSet<QuestionKind>.Empty);

    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    public Sending.Mail Application(Submission submission, string to)
    {
        var documents = Documents(submission);
        var attached = Attached(submission).Count == documents.Count;
        var subject = string.Concat(submission.Tags.Select(x => $"[{x}] ")) + "Neue Bewerbung";
        var title = Line(submission.Portal.JobTitle);
        return submission.Portal.IsConfidential
            ? new()
            {
                Id = submission.Id,
                To = to,
                Subject = subject,
                Text = Confidential(submission.Portal),
            }
            : new()
            {
                Id = submission.Id,
                To = to,
                ReplyTo = submission.Applicant.Email,
                Subject = title.Length > 0 ? $"{subject}: {title}" : subject,
                Text = Text(submission, documents, attached),
                Attachments = Attached(submission),
            };
    }

    /// <summary>All of its documents, or none: in clear, or beyond the limit, the mail leads to them.</summary>
    public IReadOnlyList<SubmissionDocument> Attached(Submission submission) =>
        options.IsEncrypted && Documents(submission) is var documents && documents.Sum(x => x.Size) <= MostAttached
            ? [.. documents.Select(x => x with { FileName = Line(x.FileName) })] : [];

    private static List<SubmissionDocument> Documents(Submission submission) => [.. submission.Documents
        .Where(x => !submission.Without.Contains(new Part.Document(x.Sha256)) && !IsSensitive(x, submission.Applicant))];

    public static Sending.Mail Code(string to, string code, Guid id, string employer) => new()
    {
        Id = id,
        To = to,
        Subject = $"Ihr Code: {code}",
        Text = $"""
            Bewerbungen für {Line(employer)} sollen an diese Adresse gehen.
            Geben Sie dort, wo Sie das eingetragen haben, diesen Code ein:

            {code}

            Er gilt {ICodeSender.ValidFor.TotalMinutes:0} Minuten. Haben Sie damit nichts zu tun? Dann müssen Sie nichts tun.

            English: applications for {Line(employer)} are to go to this address. Enter the code above where you asked for it.
            It is valid for {ICodeSender.ValidFor.TotalMinutes:0} minutes. If you know nothing of this, there is nothing to do.

            """.ReplaceLineEndings("\n"),
    };

    private static string Text(Submission submission, List<SubmissionDocument> documents, bool attached)
    {
        var (applicant, portal) = (submission.Applicant, submission.Portal);
        var text = new StringBuilder();
        Field(text, "Stelle", portal.JobTitle);
        Field(text, "Kennung", submission.AtsJobId);
        text.Append('\n');
        Field(text, "Vorname", applicant.FirstName);
        Field(text, "Nachname", applicant.LastName);
        text.Append("E-Mail: ").Append(applicant.Email).Append('\n');
        Field(text, "Telefon", applicant.Phone);
        Field(text, "Eingegangen", TimeZoneInfo.ConvertTime(submission.ReceivedAt, Vienna)
            .ToString("dd.MM.yyyy, HH:mm", CultureInfo.InvariantCulture));
        if (Answers.Place(applicant, submission.Without).Message is { } message)
            text.Append('\n').Append(WithoutAddress(PlainText.Of(message)).ReplaceLineEndings("\n").Trim()).Append('\n');
        if (applicant.Answers.Exists(x => x.Question.Sensitive))
            text.Append("\nWeitere Antworten sind vertraulich und stehen nur im Portal.\n");
        if (documents.Count > 0)
        {
            text.Append(attached ? "\nUnterlagen im Anhang:\n" : "\nUnterlagen im Portal:\n");
            foreach (var document in documents)
                text.Append("- ").Append(SlotOf(document, applicant)).Append(": ").Append(Line(document.FileName)).Append('\n');
        }
        return Links(text, portal).ToString();
    }

    private static string Confidential(PortalPages portal) => Links(new StringBuilder()
        .Append("Auf ein vertrauliches Inserat ist eine Bewerbung eingegangen. Wer dafür benannt ist, liest sie im Portal.\n")
        .Append("English: an application to a confidential ad came in. Who was named for it reads it in the portal.\n"), portal).ToString();

    private static StringBuilder Links(StringBuilder text, PortalPages portal)
    {
        if (portal.Confirmation.Length > 0)
            text.Append("\nIst die Bewerbung bei Ihnen? Bitte bestätigen Sie es mit einem Klick, ohne Anmeldung.\n")
                .Append("Do you have it? Please confirm with one click, without signing in.\n").Append(portal.Confirmation).Append('\n');
        if (portal.Application.Length > 0)
            text.Append("\nIm Portal, mit Anmeldung / In the portal, signed in:\n").Append(portal.Application).Append('\n');
        return text;
    }

    private static bool IsSensitive(SubmissionDocument document, Applicant applicant) =>
        applicant.Answers.Exists(x => x.Question.Sensitive && x.Question.Field == document.Slot);

    private static string SlotOf(SubmissionDocument document, Applicant applicant) => document.Slot switch
    {
        "cv" => "Lebenslauf",
        "cover_letter" => "Anschreiben",
        "documents" => "Weiteres Dokument",
        var field => Line(applicant.Answers.Find(x => x.Question.Field == field)?.Question.Label.De ?? "Dokument"),
    };

    private static void Field(StringBuilder text, string label, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
            text.Append(label).Append(": ").Append(Line(value)).Append('\n');
    }

    /// <summary>On one line, so that nobody types a field that is not theirs.</summary>
    internal static string Line(string text) => WithoutAddress(LineBreaks().Replace(PlainText.Of(text), " ").Trim());

    private static string WithoutAddress(string text) => Ats().Replace(text, " (at) ");

    [GeneratedRegex(@"[\r\n\t\u0085\u2028\u2029]+", RegexOptions.None, 1000)]
    private static partial Regex LineBreaks();

    /// <summary>An @ between two characters of an address.</summary>
    [GeneratedRegex(@"(?<=\S)[@＠](?=\S)", RegexOptions.None, 1000)]
    private static partial Regex Ats();
}
