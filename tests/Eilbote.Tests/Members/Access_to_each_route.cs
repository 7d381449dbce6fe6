using System.Net;
using System.Text.RegularExpressions;
using Eilbote.Employers;
using Eilbote.Members;
using Eilbote.Tests.Mail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Members;

/// <summary>Every route there is, asked by everybody there is: each gets what the table says, and nobody another employer's.</summary>
public sealed partial class Access_to_each_route
{
    private const string Anonymous = "anonymous", Stranger = "owner of another employer", Nobody = "member of none";

    public static TheoryData<Database, string> Everybody => new(
        from database in Enum.GetValues<Database>()
        from who in Roles.OfMembers.Append(Role.Operator).Select(x => x.ToString()).Concat([Anonymous, Stranger, Nobody])
        select (database, who));

    [Theory, MemberData(nameof(Everybody))]
    public async Task Is_what_the_table_says(Database database, string who)
    {
        await using var app = await TestApp.StartAsync(database, new()
        {
            ["Eilbote:Limits:SignIns:Count"] = "0",
            ["Eilbote:Limits:MailedLinks:Count"] = "0",
        });
        var values = await FillAsync(app);
        var role = Enum.TryParse<Role>(who, out var known) ? known : who == Stranger ? Role.Owner : (Role?)null;
        var wrong = new List<string>();
        // What is only read is asked in one session; after anything else it may have ended.
        using var reader = await ComeAsync(app, who);
        foreach (var route in app.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(AccessTable.NamesOf).Order())
        {
            var right = Access.Table.Of(route)!.Right;
            if (right == Right.None)
                continue;
            var (method, path) = (route.Split(' ')[0], PathOf(route.Split(' ')[1], values));
            using var doer = method == "GET" ? null : await ComeAsync(app, who);
            var (status, at, html) = await AskAsync(doer ?? reader, method, path);
            var passed = status != HttpStatusCode.Forbidden && !at.StartsWith("/sign-in", StringComparison.Ordinal)
                && (method != "GET" || at == path || role != Role.Technician);
            if (passed != (who != Anonymous && Roles.May(role, right)))
                wrong.Add($"{route}: {status} at {at}");
            if (who == Stranger && new[] { "Öztürk", MailOf(nameof(Role.Recruiter)) }
                .Any(x => html.Contains(x, StringComparison.Ordinal)))
                wrong.Add($"{route}: shows another employer's");
            Assert.True((int)status < 500, $"{route}: {status} {html}");
        }
        Assert.Empty(wrong);
        if (who is Anonymous or Stranger or Nobody or nameof(Role.Viewer))
            Assert.Equal(values["before"], await StateAsync(app));
    }

    /// <summary>What the table must say whatever it says: so that a line in the wrong place is found.</summary>
    [Fact]
    public void Has_no_line_in_the_wrong_place()
    {
        foreach (var route in Access.Table.Routes)
        {
            var (method, path, right) = (route.Split(' ')[0], route.Split(' ')[1], Access.Table.Of(route)!.Right);
            var roles = Roles.OfMembers.Append(Role.Operator).Where(x => Roles.May(x, right)).ToList();
            if (path.StartsWith("/operators", StringComparison.Ordinal))
                Assert.Equal([Role.Operator], roles);
            else if (path.StartsWith("/portal", StringComparison.Ordinal))
            {
                Assert.NotEqual(Right.None, right);
                Assert.DoesNotContain(Role.Operator, roles);
                Assert.Contains(Role.Owner, roles);
                Assert.Equal(method == "GET" && !path.Contains("/applications/", StringComparison.Ordinal), method == "GET"
                    && !path.Contains("/applications/", StringComparison.Ordinal) && (roles.Contains(Role.Viewer) || path is "/portal/team" or "/portal/second-path"));
                if (method != "GET")
                    Assert.DoesNotContain(Role.Viewer, roles);
                Assert.True(path.Contains("smart-apply", StringComparison.Ordinal) || !roles.Contains(Role.Technician), route);
            }
            else if (path.StartsWith("/account", StringComparison.Ordinal) && !path.Contains("{token}", StringComparison.Ordinal))
                Assert.Equal(Right.OwnAccount, right);
        }
    }

    [Fact]
    public async Task Is_asked_of_a_table_that_knows_every_route_and_no_other()
    {
        // With the routes that only a server for trying out has.
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(settings: post.Settings);
        var source = app.Service<EndpointDataSource>();
        Assert.Equal(source.Endpoints.OfType<RouteEndpoint>().SelectMany(AccessTable.NamesOf).Order(), Access.Table.Routes.Order());
        var routes = new Routes(app.Service<IServiceProvider>(), source);
        AccessPolicy.Check(routes, Access.Table);
        AccessRow[] rows = [.. Access.Table.Routes.Select(x => Access.Table.Of(x)!).Distinct()];
        Assert.Throws<InvalidOperationException>(() => AccessPolicy.Check(routes, new(rows[1..])));
    }

    private static async Task<MemberBrowser> ComeAsync(TestApp app, string who) =>
        who == Anonymous ? MemberBrowser.Of(app) : await MemberBrowser.SignInAsync(app, MailOf(who));

    private static string MailOf(string who) => $"{who.Replace(' ', '-')}@example.com".ToLowerInvariant();

    /// <summary>An employer with an application, people of every role, and another employer.</summary>
    private static async Task<Dictionary<string, string>> FillAsync(TestApp app)
    {
        var job = await app.AddJobAdAsync("1234568");
        await new Applicant(app.Http).ApplyAsync(job, null, new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        await app.IdleAsync();
        var other = new Employer { Name = "Andere GmbH", ContactEmail = "jobs@andere.example", NoticeVersion = 1 };
        await app.ChangeAsync(db => db.Employers.Add(other));
        foreach (var role in Roles.OfMembers)
            await app.AddUserAsync(MailOf(role.ToString()), role, app.EmployerId);
        await app.AddUserAsync(MailOf(nameof(Role.Operator)), Role.Operator, null);
        await app.AddUserAsync(MailOf(Stranger), Role.Owner, other.Id);
        await app.AddUserAsync(MailOf(Nobody), Role.Viewer, null);
        return new()
        {
            ["job-ads"] = job.ToString(),
            ["applications"] = (await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync())).ToString(),
            ["documents"] = (await app.DbAsync(db => db.Documents.Select(x => x.Id).SingleAsync())).ToString(),
            ["smart-apply"] = app.ConnectionId.ToString(),
            ["feeds"] = app.ConnectionId.ToString(),
            ["team"] = (await app.DbAsync(db => db.Users.Where(x => x.Email == MailOf(nameof(Role.Recruiter))).Select(x => x.Id).SingleAsync()))
                .ToString(),
            ["before"] = await StateAsync(app),
        };
    }

    /// <summary>What nobody without the right may change.</summary>
    private static Task<string> StateAsync(TestApp app) => app.DbAsync(async db => string.Join(';',
        (await db.Memberships.OrderBy(x => x.UserId).Select(x => x.Role).ToListAsync()).Select(x => x.ToString())
            .Concat(await db.JobAds.Select(x => x.State.ToString() + x.Title).ToListAsync())
            .Concat(await db.Deliveries.Select(x => x.State.ToString()).ToListAsync())
            .Concat(await db.Connections.Select(x => x.State.ToString()).ToListAsync())
            .Concat(await db.Employers.OrderBy(x => x.Id).Select(x => x.Name + x.ContactEmail).ToListAsync())
            .Append($"{await db.Invitations.CountAsync(x => x.EmployerId == app.EmployerId)} {await db.Verifications.CountAsync()} {await db.Interventions.CountAsync()}")));

    /// <summary>With the ids that there are: the name before an id says of what it is.</summary>
    private static string PathOf(string pattern, Dictionary<string, string> values)
    {
        var path = Deeds().Replace(pattern, "hold").Replace("{token}", "AAAAAAAAAAAAAAAAAAAAAA", StringComparison.Ordinal);
        return Id().Replace(path, x => values.GetValueOrDefault(x.Groups["of"].Value, Guid.NewGuid().ToString()) is var id
            ? $"{x.Groups["of"].Value}/{id}" : "").Replace("{id}", "AAAA", StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string At, string Html)> AskAsync(MemberBrowser browser, string method, string path)
    {
        if (method != "GET")
        {
            var (sent, answer) = await browser.SendAsync("/sign-in", path, []);
            return (sent, browser.Path, answer);
        }
        using var response = await browser.Http.GetAsync(new Uri(path, UriKind.Relative));
        return (response.StatusCode, response.RequestMessage!.RequestUri!.AbsolutePath,
            WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
    }

    [GeneratedRegex(@"\{deed:.*\)\}", RegexOptions.None, 1000)]
    private static partial Regex Deeds();

    [GeneratedRegex(@"(?<of>[a-z-]+)/\{\w+:guid\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();

    private sealed class Routes(IServiceProvider services, EndpointDataSource source) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => services;
        public ICollection<EndpointDataSource> DataSources => [source];
        public IApplicationBuilder CreateApplicationBuilder() => throw new NotSupportedException();
    }
}
