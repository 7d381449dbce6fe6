using Eilbote.Web;
using MimeKit;

namespace Eilbote.Mail;

/// <summary>For trying out: what <see cref="PickupTransport"/> wrote, to be read in a browser. Not there where mail is sent.</summary>
internal static class PickedUpMails
{
    public static void MapPickedUpMails(this WebApplication app)
    {
        if (app.Services.GetRequiredService<MailOptions>().PickupFolder is not { Length: > 0 } folder)
            return;
        app.MapGet("/mails", async (CancellationToken ct) => Page.Of<PickedUpMailsPage,
            PickedUpMailsView>(new(await ListAsync(folder, ct))));
        app.MapGet("/mails/{id:guid}", async (Guid id, HttpContext http, CancellationToken ct) =>
        {
            if (await ReadAsync(Path.Combine(folder, $"{id:N}.eml"), ct) is not { } mail)
                return Results.NotFound();
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
            return mail.HtmlBody is { } html ? Results.Content(html, "text/html; charset=utf-8") : Results.Text(mail.TextBody);
        });
        app.MapGet("/mails/{id:guid}/text", async (Guid id, CancellationToken ct) =>
            await ReadAsync(Path.Combine(folder, $"{id:N}.eml"), ct) is { } mail ? Results.Text(mail.TextBody) : Results.NotFound());
    }

    private static async Task<IReadOnlyList<PickedUpMail>> ListAsync(string folder, CancellationToken ct)
    {
        var mails = new List<PickedUpMail>();
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.eml") : [])
        {
            if (await ReadAsync(path, ct) is { } mail)
                mails.Add(new(Guid.Parse(Path.GetFileNameWithoutExtension(path)), mail.Date, mail.To.Mailboxes.First().Address,
                    mail.Subject ?? ""));
        }
        return [.. mails.OrderByDescending(x => x.At)];
    }

    private static async Task<MimeMessage?> ReadAsync(string path, CancellationToken ct) => File.Exists(path)
        ? await MimeMessage.LoadAsync(path, ct) : null;
}

public sealed record PickedUpMail(Guid Id, DateTimeOffset At, string To, string Subject);

public sealed record PickedUpMailsView(IReadOnlyList<PickedUpMail> Mails);
