using Eilbote.Mail;
using MimeKit;

namespace Eilbote.Tests.Mail;

/// <summary>A server whose mails are picked up from a folder, and what lies in it.</summary>
public sealed class Postbox : IDisposable
{
    public const string Public = "https://jobs.example";
    private readonly bool _receipts;
    private readonly string _folder = Directory.CreateTempSubdirectory("eilbote-mails-").FullName;

    /// <param name="receipts">Whether applicants get their receipt by mail, too; what is told else is seen better without.</param>
    public Postbox(bool receipts = false) => _receipts = receipts;

    public Dictionary<string, string> Settings => new()
    {
        ["Eilbote:Board:PublicAddress"] = Public + "/",
        ["Eilbote:Mail:From"] = "post@jobs.example",
        ["Eilbote:Mail:PickupFolder"] = _folder,
        ["Eilbote:Mail:Receipts"] = _receipts ? "true" : "false",
    };

    /// <summary>Lets everything leave that is due, and takes it out of the box, oldest first.</summary>
    public async Task<IReadOnlyList<MimeMessage>> TakeAsync(TestApp app)
    {
        await app.Service<Mailer>().RunDueAsync(CancellationToken.None);
        var mails = new List<MimeMessage>();
        foreach (var path in Directory.EnumerateFiles(_folder))
        {
            mails.Add(await MimeMessage.LoadAsync(path));
            File.Delete(path);
        }
        // No absence reply comes back, whatever it is about.
        Assert.All(mails, x => Assert.Equal(("auto-generated", "All"),
            (x.Headers["Auto-Submitted"], x.Headers["X-Auto-Response-Suppress"])));
        return [.. mails.OrderBy(x => x.Date).ThenBy(x => x.MessageId, StringComparer.Ordinal)];
    }

    public async Task<MimeMessage> TakeOneAsync(TestApp app) => Assert.Single(await TakeAsync(app));

    /// <summary>The path of the one link in a mail; text and HTML lead to the same.</summary>
    public static string LinkIn(MimeMessage mail)
    {
        var link = Assert.Single(mail.TextBody!.Split('\n'), x => x.StartsWith(Public, StringComparison.Ordinal)).Trim();
        Assert.Contains($"href=\"{System.Text.Encodings.Web.HtmlEncoder.Default.Encode(link)}\"", mail.HtmlBody, StringComparison.Ordinal);
        return link[Public.Length..];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
