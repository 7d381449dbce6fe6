using System.Net;
using Eilbote.Ats;
using Eilbote.Members;
using Eilbote.Tests.Connections;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Employers;

public sealed class The_privacy_notice
{
    private static readonly Dictionary<string, string> Notice = new()
    {
        ["Controller"] = "Neue GmbH",
        ["Address"] = "Beispielgasse 1\n1010 Wien",
        ["Contact"] = "datenschutz@neue.example",
        ["Text"] = "Wir verarbeiten Ihre Angaben <nur> dafür.",
    };

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_there_before_a_connection_goes_live_and_what_was_typed_stays(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var employer = await Connecting.AsNewEmployerAsync(app);
        await app.ChangeAsync(db => db.Employers.Single(x => x.Id == employer.EmployerId).NoticeVersion = 0);
        var page = await employer.Browser.PostAsync(
            "/portal/smart-apply", "/portal/smart-apply", Connecting.Right(), HttpStatusCode.UnprocessableEntity);
        Assert.Contains("Ein Schritt fehlt noch: Datenschutz.", page, StringComparison.Ordinal);
        Assert.Equal(0, await app.DbAsync(db => db.Connections.CountAsync(x => x.EmployerId == employer.EmployerId)));

        await employer.Browser.PostAsync("/portal/profile/notice", Notice);
        await employer.Browser.PostAsync("/portal/smart-apply", "/portal/smart-apply", []);
        await app.IdleAsync();
        Assert.Equal(ConnectionState.Active, (await employer.ConnectionAsync()).State);
    }

    [Theory, InlineData("verify"), InlineData("test")]
    public async Task No_button_of_a_connection_goes_around_it(string button)
    {
        await using var app = await TestApp.StartAsync();
        using var employer = await Connecting.AsNewEmployerAsync(app);
        await employer.VerifyAsync(("access_token", "falsch-und-nicht-angenommen"));
        await app.ChangeAsync(db => db.Employers.Single(x => x.Id == employer.EmployerId).NoticeVersion = 0);
        var before = (await employer.LastAsync()).Id;
        await employer.PressAsync(button);
        Assert.Equal(before, (await employer.LastAsync()).Id);
        Assert.Contains("Ein Schritt fehlt noch: Datenschutz.", await employer.Browser.GetAsync("/portal/smart-apply"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stands_in_every_form_and_an_application_keeps_its_version()
    {
        await using var app = await TestApp.StartAsync();
        await app.ChangeAsync(db => db.Employers.Single(x => x.Id == app.EmployerId).NoticeVersion = 0);
        using var member = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        Assert.Contains("Im Profil fehlt der Datenschutz.", await member.GetAsync("/portal"), StringComparison.Ordinal);
        var job = await app.AddJobAdAsync("1234568");
        Assert.Equal(HttpStatusCode.SeeOther, (await new Applicant(app.Http).ApplyAsync(job)).Status);

        await member.PostAsync("/portal/profile/notice", Notice);
        var public_ = WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri($"/employers/{app.EmployerId}/privacy", UriKind.Relative)));
        Assert.All(Notice.Values.Select(x => x.Split('\n')[0]), x => Assert.Contains(x, public_, StringComparison.Ordinal));
        var open = await new Applicant(app.Http).OpenAsync(job);
        Assert.Contains($"/employers/{app.EmployerId}/privacy", await app.Http.GetStringAsync(new Uri($"/jobs/{job}/apply", UriKind.Relative)), StringComparison.Ordinal);
        await member.PostAsync("/portal/profile/notice", new(Notice) { ["Text"] = "Anders." });
        var late = await new Applicant(app.Http).SendAsync(job, open, Applicant.Fields("b@example.com"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Contains("Der Datenschutzhinweis wurde inzwischen geändert.", WebUtility.HtmlDecode(late.Html), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await new Applicant(app.Http).SendAsync(job, Applicant.Hidden(late.Html), Applicant.Fields("b@example.com"))).Status);
        Assert.Equal(["2026-11", "2026-11.2"], await app.DbAsync(db => db.Applications.Select(x => x.NoticeVersion).OrderBy(x => x).ToListAsync()));
        Assert.Equal(2, await app.DbAsync(db => db.EmployerNotices.CountAsync()));
    }

    [Theory]
    [InlineData("Controller", "", "welches Unternehmen")]
    [InlineData("Contact", "kein", "E-Mail-Adresse")]
    [InlineData("Url", "javascript:alert(1)", "keine vollständige Adresse")]
    [InlineData("Text", "", "Adresse Ihres Datenschutzhinweises")]
    public async Task Says_what_is_missing_at_its_field(string field, string value, string words)
    {
        await using var app = await TestApp.StartAsync();
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        var (status, html) = await member.SendAsync("/portal/profile/notice", new(Notice) { [field] = value });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Matches($"id=\"{field}-error\">[^<]*{words}", html);
        Assert.Contains("Beispielgasse 1", html, StringComparison.Ordinal);
    }
}
