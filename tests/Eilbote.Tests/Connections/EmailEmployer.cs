using System.Text.Json;
using System.Text.RegularExpressions;
using Eilbote.Board;
using Eilbote.Connections;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Eilbote.Members;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Eilbote.Tests.Connections;

/// <summary>An employer without an ATS: the owner's browser, and a mailbox behind a real relay.</summary>
public sealed partial class EmailEmployer : IAsyncDisposable
{
    public const string Address = "jobs@werft.example", Page = "/portal/smart-apply?connector=email";

    private EmailEmployer(TestApp app, SmtpServer smtp, Guid employerId, MemberBrowser browser) =>
        (App, Smtp, EmployerId, Browser) = (app, smtp, employerId, browser);

    public TestApp App { get; }
    public SmtpServer Smtp { get; private set; }
    public Guid EmployerId { get; }
    public MemberBrowser Browser { get; }

    /// <summary>Nothing is connected yet.</summary>
    public static async Task<EmailEmployer> StartAsync(
        Database database = Database.Sqlite, bool inClear = false, Dictionary<string, string>? settings = null)
    {
        var smtp = inClear ? await SmtpServer.StartInClearAsync() : await SmtpServer.StartAsync();
        var app = await TestApp.StartAsync(database, smtp.Settings.Concat(settings ?? []).Append(new("Eilbote:Mail:Receipts", "false"))
            .DistinctBy(x => x.Key).ToDictionary());
        var employer = new Employer
        {
            Name = "Donauwerft GmbH",
            Place = "Linz",
            ContactEmail = "kontakt@donauwerft.example",
            NoticeVersion = 1,
            CreatedAt = app.Clock.GetUtcNow()
        };
        await app.ChangeAsync(db => db.Employers.Add(employer));
        await app.AddUserAsync("lena@donauwerft.example", Role.Owner, employer.Id);
        return new(app, smtp, employer.Id, await MemberBrowser.SignInAsync(app, "lena@donauwerft.example"));
    }

    /// <summary>Connected: the code was read from the mail and typed.</summary>
    public static async Task<EmailEmployer> ConnectedAsync(
        Database database = Database.Sqlite, bool inClear = false, string address = Address, Dictionary<string, string>? settings = null)
    {
        var employer = await StartAsync(database, inClear, settings);
        await employer.VerifyAsync();
        await employer.TypeAsync(await employer.CodeAsync());
        Assert.True((await employer.LastAsync()).Accepted, await employer.ReportAsync());
        // Whose addresses a relay refuses takes no code either.
        if (address != Address)
            await employer.App.ChangeAsync(db =>
            {
                var connection = db.Connections.Single(x => x.EmployerId == employer.EmployerId);
                connection.Settings = new() { ["address"] = address };
                db.Accounts.Single(x => x.Id == connection.AccountId).LastSuccessAt = null;
            });
        return employer;
    }

    /// <summary>Presses “save and verify”.</summary>
    public async Task<Verification> VerifyAsync(string address = Address)
    {
        await Browser.PostAsync(Page, Page, new() { ["address"] = address });
        await App.IdleAsync();
        return await LastAsync();
    }

    /// <summary>Of the last mail with one.</summary>
    /// <param name="count">So many were sent.</param>
    public async Task<string> CodeAsync(int count = 1)
    {
        await TestApp.UntilAsync(async () => (await MailsAsync("Ihr Code")).Count >= count);
        return Code().Match(Assert.Single((await MailsAsync("Ihr Code")).Skip(count - 1)).Subject!).Value;
    }

    public async Task<string> TypeAsync(string code)
    {
        var page = $"/portal/smart-apply/verifications/{(await LastAsync()).Id}";
        var (_, html) = await Browser.SendAsync(page, page + "/code", new() { ["code"] = code });
        await App.IdleAsync();
        return html;
    }

    public Task<Verification> LastAsync() =>
        App.DbAsync(db => db.Verifications.AsNoTracking().Where(x => x.EmployerId == EmployerId).OrderByDescending(x => x.StartedAt)
            .ThenByDescending(x => x.Id).FirstAsync());

    public async Task<string> ReportAsync() => await Browser.GetAsync($"/portal/smart-apply/verifications/{(await LastAsync()).Id}");

    public Task<Eilbote.Ats.Connection> ConnectionAsync() =>
        App.DbAsync(db => db.Connections.AsNoTracking().SingleAsync(x => x.EmployerId == EmployerId));

    public async Task<Guid> AddJobAdAsync()
    {
        var ad = new JobAd
        {
            EmployerId = EmployerId,
            ConnectionId = (await ConnectionAsync()).Id,
            Title = "Schweißer:in",
            Place = "Linz",
            Html = "<p>Text</p>",
            AtsJobId = "",
            CreatedAt = App.Clock.GetUtcNow()
        };
        await App.ChangeAsync(db => db.JobAds.Add(ad));
        return ad.Id;
    }

    /// <summary>Somebody applies, and what can leave leaves.</summary>
    /// <returns>The path of the receipt.</returns>
    public async Task<string> ApplyAsync(params FormFile[] files)
    {
        var sent = await new Applicant(App.Http).ApplyAsync(await AddJobAdAsync(), null, files);
        await App.IdleAsync();
        return sent.Receipt!;
    }

    /// <summary>The mails with applications that the relay took, with whom they would come back to.</summary>
    public async Task<IReadOnlyList<MimeMessage>> ApplicationsAsync(int count = 1, string subject = "Neue Bewerbung")
    {
        await TestApp.UntilAsync(async () => (await MailsAsync(subject)).Count >= count);
        return await MailsAsync(subject);
    }

    /// <summary>The path that a mail leads to.</summary>
    public static string LinkIn(MimeMessage mail, string path) =>
        Assert.Single(mail.TextBody!.Split('\n'), x => x.StartsWith(Postbox.Public + path, StringComparison.Ordinal))
            .Trim()[Postbox.Public.Length..];

    /// <summary>Of the last mail to the employer.</summary>
    public JsonElement Envelope =>
        Smtp.Mails.Last(x => x.GetProperty("to")[0].GetString()!.EndsWith("@werft.example", StringComparison.Ordinal));

    public Task<Delivery> DeliveryAsync() => App.DbAsync(db => db.Deliveries.AsNoTracking().SingleAsync(x => x.EmployerId == EmployerId));

    public async Task StopRelayAsync() => await Smtp.DisposeAsync();

    /// <summary>On the same port, with a certificate of its own: the server is told.</summary>
    public async Task StartRelayAsync()
    {
        Smtp = await SmtpServer.StartAsync(Smtp.Port);
        App.Set("Eilbote:Mail:TrustedCertificate", Smtp.Settings["Eilbote:Mail:TrustedCertificate"]);
        await App.RestartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await App.DisposeAsync();
        await Smtp.DisposeAsync();
    }

    private async Task<List<MimeMessage>> MailsAsync(string subject)
    {
        var mails = new List<MimeMessage>();
        foreach (var mail in Smtp.Mails)
        {
            using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(mail.GetProperty("content").GetString()!));
            mails.Add(await MimeMessage.LoadAsync(content));
        }
        return mails.FindAll(x => x.Subject?.StartsWith(subject, StringComparison.Ordinal) == true);
    }

    [GeneratedRegex("[0-9]{6}", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
