using Eilbote.Ats;
using Eilbote.Connections;
using Eilbote.Employers;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Connections;

/// <summary>A new employer that types the values of the sandbox's first company, and presses the buttons.</summary>
public sealed class Connecting : IDisposable
{
    private Connecting(TestApp app, Guid employerId, string email, MemberBrowser browser) =>
        (App, EmployerId, Email, Browser) = (app, employerId, email, browser);

    public TestApp App { get; }
    public Guid EmployerId { get; }
    public string Email { get; }
    public MemberBrowser Browser { get; }

    public static Dictionary<string, string> Right() => new()
    {
        ["ats_job_id"] = RunningSandbox.Job,
        ["access_token"] = RunningSandbox.Token,
        ["company_id"] = RunningSandbox.Company,
        ["channel_id"] = RunningSandbox.Channel,
        ["career_site"] = "musterfirma",
    };

    public static async Task<Connecting> AsNewEmployerAsync(TestApp app)
    {
        var employer = new Employer { Name = "Neue GmbH", NoticeVersion = 1, ContactEmail = "jobs@neue.example", CreatedAt = app.Clock.GetUtcNow() };
        await app.ChangeAsync(db => db.Employers.Add(employer));
        var email = $"owner-{employer.Id:N}@example.com";
        await app.AddUserAsync(email, Role.Owner, employer.Id);
        return new(app, employer.Id, email, await MemberBrowser.SignInAsync(app, email));
    }

    /// <summary>Saves and verifies; the answer is the page of the verification, which runs beside it.</summary>
    public Task<string> SaveAsync(params (string Key, string Value)[] changes)
    {
        var values = Right();
        foreach (var (key, value) in changes)
            values[key] = value;
        return Browser.PostAsync("/portal/smart-apply", "/portal/smart-apply", values);
    }

    public async Task<Verification> VerifyAsync(params (string Key, string Value)[] changes)
    {
        await SaveAsync(changes);
        await App.IdleAsync();
        return await LastAsync();
    }

    /// <summary>Presses a button of the connection: verify, test or off.</summary>
    public async Task PressAsync(string button)
    {
        await Browser.PostAsync("/portal/smart-apply", $"/portal/smart-apply/{(await ConnectionAsync()).Id}/{button}", []);
        await App.IdleAsync();
    }

    public Task<Verification> LastAsync() =>
        App.DbAsync(db => db.Verifications.AsNoTracking().Where(x => x.EmployerId == EmployerId).OrderByDescending(x => x.StartedAt)
        .ThenByDescending(x => x.Id).FirstAsync());

    public Task<Connection> ConnectionAsync() =>
        App.DbAsync(db => db.Connections.AsNoTracking().SingleAsync(x => x.EmployerId == EmployerId));

    /// <summary>The report as the employer sees it.</summary>
    public async Task<string> ReportAsync() => await Browser.GetAsync($"/portal/smart-apply/verifications/{(await LastAsync()).Id}");

    public void Dispose() => Browser.Dispose();
}
