using System.Text;
using Eilbote.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MimeKit;

namespace Eilbote.Mail;

/// <summary>A mail in words, in one language: it becomes text and HTML that say the same.</summary>
/// <param name="To">Name and address; the name may be empty.</param>
/// <param name="Because">Why the person gets it, beneath.</param>
public sealed record Letter(MailboxAddress To, string Subject, IReadOnlyList<string> Paragraphs, LetterLink? Link, string Because)
{
    /// <summary>Who reads an answer; empty: the board's support.</summary>
    public string ReplyTo { get; init; } = "";

    /// <summary>That in which it was written.</summary>
    public string Language { get; } = Texts.IsEnglish ? "en" : "de";

    public string Text(BoardOptions board)
    {
        var text = new StringBuilder();
        foreach (var paragraph in Paragraphs)
            text.Append(paragraph).Append("\n\n");
        if (Link is not null)
            text.Append(Link.Label).Append(":\n").Append(Link.Address).Append("\n\n");
        text.Append("-- \n").Append(board.Name).Append('\n').Append(Because).Append('\n');
        if (board.AddressOf("/accessibility") is { } accessibility)
            text.Append(Texts.T("Barrierefreiheit", "Accessibility")).Append(": ").Append(accessibility).Append('\n');
        return text.ToString();
    }
}

public sealed record LetterLink(string Label, string Address);

/// <summary>Turns a letter into a message.</summary>
public sealed class LetterPress(IServiceProvider services, ILoggerFactory loggers, BoardOptions board, MailOptions options)
{
    public async Task<MimeMessage> PrintAsync(Letter letter, OutgoingMail mail, DateTimeOffset now)
    {
        Language.Speak(letter.Language);
        var message = Blank(mail.Id, now);
        message.Subject = letter.Subject;
        message.To.Add(letter.To);
        if ((letter.ReplyTo.Length > 0 && MailboxAddress.TryParse(letter.ReplyTo, out var support))
            || MailboxAddress.TryParse(board.SupportEmail, out support))
            message.ReplyTo.Add(support);
        message.Body = new BodyBuilder { TextBody = letter.Text(board), HtmlBody = await HtmlAsync(letter) }.ToMessageBody();
        return message;
    }

    /// <summary>From the board, to nobody yet.</summary>
    /// <param name="id">A mail that is sent again, because it was not clear whether it left, is the same mail.</param>
    internal MimeMessage Blank(Guid id, DateTimeOffset now)
    {
        var message = new MimeMessage { Date = now, MessageId = $"{id:N}@{new Uri(board.PublicAddress).Host}" };
        message.From.Add(new MailboxAddress(board.Name, MailboxAddress.Parse(options.From).Address));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        return message;
    }

    private async Task<string> HtmlAsync(Letter letter)
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await renderer.RenderComponentAsync<LetterPage>(
                ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(LetterPage.Model)] = letter }));
            return page.ToHtmlString();
        });
    }
}
