using System.Text.RegularExpressions;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connections;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Connections;

/// <summary>An employer whose own system receives applications: the owner's browser, and that system.</summary>
public sealed partial class WebhookEmployer : IAsyncDisposable
{
    private const string Page = "/portal/smart-apply?connector=webhook";

    private WebhookEmployer(TestApp app, RunningReceiver receiver, Guid employerId, MemberBrowser browser) =>
        (App, Receiver, EmployerId, Browser) = (app, receiver, employerId, browser);

    public TestApp App { get; }
    public RunningReceiver Receiver { get; }
    public Guid EmployerId { get; }
    public MemberBrowser Browser { get; }

    /// <summary>Nothing is connected yet.</summary>
    public static async Task<WebhookEmployer> StartAsync(Database database = Database.Sqlite, bool allowLoopback = true)
    {
        var app = await TestApp.StartAsync(database, new() { ["Eilbote:Webhook:AllowLoopback"] = allowLoopback ? "true" : "false" });
        var employer = new Employer
        {
            Name = "Donauwerft GmbH",
            Place = "Linz",
            ContactEmail = "jobs@donauwerft.example",
            NoticeVersion = 1,
            CreatedAt = app.Clock.GetUtcNow()
        };
        await app.ChangeAsync(db => db.Employers.Add(employer));
        await app.AddUserAsync("lena@donauwerft.example", Role.Owner, employer.Id);
        return new(app, await RunningReceiver.StartAsync(app.Clock), employer.Id,
            await MemberBrowser.SignInAsync(app, "lena@donauwerft.example"));
    }

    /// <summary>Connected, with the secret at the receiver.</summary>
    public static async Task<WebhookEmployer> ConnectedAsync(Database database = Database.Sqlite)
    {
        var employer = await StartAsync(database);
        await employer.Receiver.SetSecretAsync(await employer.IssueAsync());
        Assert.True((await employer.VerifyAsync()).Accepted, await employer.ReportAsync());
        return employer;
    }

    public Dictionary<string, string> Values() =>
        new() { ["address"] = Receiver.Address, ["recipient"] = "Donauwerft IT GmbH", ["country"] = "Österreich" };

    /// <summary>Presses "issue the secret" and reads it off the page.</summary>
    public async Task<string> IssueAsync(Guid? connection = null)
    {
        var page = connection is { } id ? $"/portal/smart-apply?connection={id}" : Page;
        var html = await Browser.PostAsync(
            page, page.Replace("smart-apply?", "smart-apply/draft?", StringComparison.Ordinal), new(Values()) { ["issue"] = "secret" });
        return Secret().Match(html) is { Success: true } found ? found.Value : throw new InvalidOperationException(html);
    }

    public async Task<Verification> VerifyAsync(Guid? connection = null)
    {
        var page = connection is { } id ? $"/portal/smart-apply?connection={id}" : Page;
        await Browser.PostAsync(page, page, Values());
        await App.IdleAsync();
        return await LastAsync();
    }

    public Task<Verification> LastAsync() =>
        App.DbAsync(db => db.Verifications.AsNoTracking().Where(x => x.EmployerId == EmployerId).OrderByDescending(x => x.StartedAt)
            .ThenByDescending(x => x.Id).FirstAsync());

    public async Task<string> ReportAsync() => await Browser.GetAsync($"/portal/smart-apply/verifications/{(await LastAsync()).Id}");

    public Task<Connection> ConnectionAsync() =>
        App.DbAsync(db => db.Connections.AsNoTracking().SingleAsync(x => x.EmployerId == EmployerId));

    public async Task<Guid> AddJobAdAsync(string reference = "W-17")
    {
        var ad = new JobAd
        {
            EmployerId = EmployerId,
            ConnectionId = (await ConnectionAsync()).Id,
            Title = "Schweißer:in",
            Place = "Linz",
            Html = "<p>Text</p>",
            AtsJobId = reference,
            CreatedAt = App.Clock.GetUtcNow()
        };
        await App.ChangeAsync(db => db.JobAds.Add(ad));
        return ad.Id;
    }

    public Task<Delivery> DeliveryAsync() => App.DbAsync(db => db.Deliveries.AsNoTracking().SingleAsync(x => x.EmployerId == EmployerId));

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await App.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    [GeneratedRegex("whsec_[A-Za-z0-9+/=]+", RegexOptions.None, 1000)]
    private static partial Regex Secret();
}
