using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Eilbote.Members;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Web;

/// <summary>
/// Every route there is, a new one too, is fired at with a table of bad values: none answers 500, and every error is a page.
/// </summary>
public sealed class Whatever_comes_in
{
    private static readonly string[] Values =
    [
        "", " ", "\0", "a\0b", "\uFFFE", "\uFDD0x", "\uD800", "\u200B", "\u202Efdp.exe", "%00", "%", "%ff", "-1", "0",
        "99999999999999999999", "1e9", "NaN", "null", "true", "0001-01-01T00:00", "9999-12-31T23:59:59Z",
        "00000000-0000-0000-0000-000000000000", "{\"a\":1}", "[]", "<script>", "' OR 1=1 --", "../../etc/passwd", "//evil.example/x", "/ä",
        "/\t/evil.example", "\\\\evil.example", "https://evil.example", "a@b", "ä@ö.at", "\r\nX-Evil: 1", new string('x', 2_000),
    ];

    private static readonly string[] Names =
    [
        "q", "page", "state", "need", "look", "ad", "from", "sort", "after", "before", "connection", "lang", "since", "to", "email", "password", "Name", "Email", "Password",
        "words", "why", "Words", "Why", "Title", "TitleEn", "Place", "Text", "TextEn", "AtsJobId", "Recipient", "Connection", "FromFeed",
        "careerSite", "close", "employer", "ats_job_id", "access_token", "company_id", "channel_id", "career_site", "first_name",
        "last_name", "phone", "message", "consent", "form_token", "kept", "remove", "ContactEmail", "ContactName", "ContactPhone",
    ];

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_never_answered_with_500(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        var receipt = (await new Applicant(app.Http).ApplyAsync(job)).Receipt!;
        await app.IdleAsync();
        var application = await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync());
        await app.AddUserAsync("betrieb@example.com", Role.Operator, null);
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        using var operators = await MemberBrowser.SignInAsync(app, "betrieb@example.com");
        var known = new Dictionary<string,
            string>
        {
            ["id"] = job.ToString(),
            ["token"] = receipt.Split('/')[^1],
            ["documentId"] = Guid.NewGuid().ToString(),
            ["deed"] = "retry"
        };
        // Ours by their token, so that what comes after its check is reached.
        var tokens = new Dictionary<HttpClient, string>();
        foreach (var (http, page) in new[] { (owner.Http, "/portal/profile"), (operators.Http, "/operators"), (app.Http, "/sign-in") })
            tokens[http] = (await http.GetStringAsync(new Uri(page, UriKind.Relative)))
                .Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0];
        var wrong = new List<string>();
        var value = 0;
        foreach (var route in app.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(x => x.RoutePattern.RawText != "/sign-out/" && x.RoutePattern.RawText != "/sign-out"))
        {
            var methods = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];
            var http = route.RoutePattern.RawText!.StartsWith("/operators", StringComparison.Ordinal) ? operators.Http
                : route.RoutePattern.RawText.StartsWith("/portal", StringComparison.Ordinal) ? owner.Http : app.Http;
            foreach (var method in methods)
            {
                known["id"] = route.RoutePattern.RawText.Contains("/applications/", StringComparison.Ordinal) ? application.ToString()
                    : route.RoutePattern.RawText.Contains("smart-apply/{id", StringComparison.Ordinal)
                    || route.RoutePattern.RawText.Contains("feeds", StringComparison.Ordinal) ? app.ConnectionId.ToString()
                    : job.ToString();
                foreach (var parameters in new[] { known, null })
                    for (var round = 0; round < (parameters is null ? Values.Length / 4 : Values.Length); round++)
                    {
                        var path = Path(route, parameters, Values[value++ % Values.Length]);
                        var query = string.Join(
                            '&', Names.Concat(Names).Skip(round % Names.Length).Take(12)
                            .Select((x, i) => $"{x}={Uri.EscapeDataString(Valid(Values[(round + i) % Values.Length]))}"));
                        // Every name bears the same value once: which page reads which is not known here.
                        var one = Uri.EscapeDataString(Valid(Values[round]));
                        var same = string.Join('&', Names.Take(one.Length > 100 ? 4 : Names.Length).Select(x => $"{x}={one}"));
                        using var request = new HttpRequestMessage(
                            new HttpMethod(method),
                            new Uri(path.Length > 1000 ? path : path + "?" + (method == "POST" ? query : same), UriKind.Relative));
                        if (method == "POST")
                            request.Content = Content(
                                round, $"{query}&__RequestVerificationToken={Uri.EscapeDataString(tokens[http])}", tokens[http]);
                        using var response = await http.SendAsync(request);
                        await JudgeAsync(wrong, request, response);
                    }
            }
        }
        // What the server refuses before any route: what is no route, a language link to elsewhere, HEAD, and other methods.
        foreach (var path in new[] {
            "//evil.example/x", "/nirgends", "/jobs/x/apply", "/portal/job-ads?q=%00", "/?page=%00", "/portal/applications?page=%00",
            "/sign-in?to=/%C3%A4", "/%EF%BF%BE" })
            foreach (var method in new[] { "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH" })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(app.Address.ToString().TrimEnd('/') + path));
                using var response = await owner.Http.SendAsync(request);
                await JudgeAsync(wrong, request, response);
                var html = await response.Content.ReadAsStringAsync();
                Assert.DoesNotContain("href=\"//", html, StringComparison.Ordinal);
            }
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong answers\n" + string.Join('\n', wrong.Take(30))
            + string.Join('\n', app.Logs.Lines.Where(x => x.StartsWith("Error", StringComparison.Ordinal)).Distinct().Take(5)));
    }

    /// <summary>A client that names no host: no page can be made, and it is said.</summary>
    [Theory, InlineData(""), InlineData("a b"), InlineData("[::1"), InlineData("x:99999999")]
    public async Task Without_a_host_is_the_senders_fault(string host)
    {
        await using var app = await TestApp.StartAsync(Database.Sqlite);
        using var socket = new TcpClient();
        await socket.ConnectAsync(app.Address.Host, app.Address.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(socket.GetStream());
        Assert.Contains(" 400 ", await reader.ReadLineAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(app.Logs.Lines, x => x.StartsWith("Error", StringComparison.Ordinal));
    }

    /// <summary>Every page answers HEAD as GET, without a body.</summary>
    [Fact]
    public async Task With_HEAD_is_answered_as_GET_is()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        foreach (var path in new[] {
            "/", $"/jobs/{job}", $"/jobs/{job}/apply", "/privacy", "/sign-in", "/guide/personio", "/accessibility", "/files/x/eilbote.css", "/health/live",
            "/nirgends" })
        {
            using var get = await app.Http.GetAsync(new Uri(path, UriKind.Relative));
            using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(path, UriKind.Relative));
            using var head = await app.Http.SendAsync(request);
            Assert.Equal((path, get.StatusCode, get.Content.Headers.ContentType?.ToString()),
                (path, head.StatusCode, head.Content.Headers.ContentType?.ToString()));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }
    }

    [Theory, InlineData("application/x-www-form-urlencoded; charset=utf-7"),
        InlineData("application/x-www-form-urlencoded; charset=klingon"), InlineData("application/x-www-form-urlencoded")]
    public async Task In_any_charset_is_read_as_utf8(string contentType)
    {
        await using var app = await TestApp.StartAsync();
        using var content = new ByteArrayContent("email=a%00b%40example.com&password=%EF%BF%BE"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var response = await app.Http.PostAsync(new Uri("/sign-in", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode); // no antiforgery token: said as a page
        var html = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        Assert.DoesNotContain("zu groß", html, StringComparison.Ordinal);
        Assert.Contains("<h1>", html, StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Invisible_is_removed_at_edges_and_in_addresses_and_stays_inside_names(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        var fields = Applicant.Fields("\uFEFF\u200Baenne\u200B.oeztuerk@exam\u00ADple.com\u202C ");
        (fields["first_name"], fields["last_name"]) = ("\u200E\u00A0می\u200Cخواهم\u200F", "Ö\uFFFEztürk\u200D");
        fields["message"] = "👩\u200D🔬 \uFDD0Hallo\r\nzweite Zeile\t";
        var sent = await new Applicant(app.Http).ApplyAsync(job, fields);
        Assert.True(sent.Status == HttpStatusCode.SeeOther, sent.Html);
        await app.IdleAsync();
        var arrived = Assert.Single(await app.Sandbox.ApplicationsAsync());
        Assert.Equal(("می\u200Cخواهم", "Öztürk", "aenne.oeztuerk@example.com", "👩\u200D🔬 Hallo\nzweite Zeile"),
            (arrived.GetProperty("first_name").GetString(), arrived.GetProperty("last_name").GetString(), arrived.GetProperty("email")
                .GetString(), arrived.GetProperty("message").GetString()));

        foreach (var nothing in new[] { "\u200B", "\uFEFF\u00AD", "\u202E\u202C", "\u2800", "\u3164" })
        {
            fields["first_name"] = nothing;
            var blank = await new Applicant(app.Http).ApplyAsync(job, fields);
            Assert.Contains("Bitte geben Sie Ihren Vornamen ein.", WebUtility.HtmlDecode(blank.Html), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Wrong_in_a_form_is_answered_in_the_language_of_its_page_whatever_another_tab_chose()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        foreach (var (page, other, said) in new[] {
            ("de", "en", "Bitte geben Sie Ihren Vornamen ein."), ("en", "de", "Please enter your first name.") })
        {
            var hidden = Applicant.Hidden(await app.Http.GetStringAsync(new Uri($"/jobs/{job}/apply?lang={page}", UriKind.Relative)));
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/jobs/{job}/apply", UriKind.Relative))
            {
                Content = new FormUrlEncodedContent(hidden)
            };
            request.Headers.Add("Cookie", "lang=" + other);
            using var response = await app.Http.SendAsync(request);
            Assert.Contains(said, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()), StringComparison.Ordinal);
            Assert.False(response.Headers.Contains("Set-Cookie"));

            using var all = new HttpRequestMessage(HttpMethod.Post, new Uri($"/jobs/{job}/apply", UriKind.Relative))
            {
                Content = new FormUrlEncodedContent(hidden.Concat(Applicant.Fields($"{page}@example.com")))
            };
            all.Headers.Add("Cookie", "lang=" + other);
            using var accepted = await app.Http.SendAsync(all);
            Assert.EndsWith("?lang=" + page, accepted.Headers.Location!.ToString(), StringComparison.Ordinal);
            Assert.Equal(page, await app.DbAsync(
                db => db.Applications.Where(x => x.Applicant.Email == page + "@example.com").Select(x => x.Language).SingleAsync()));
        }
    }

    private static async Task JudgeAsync(List<string> wrong, HttpRequestMessage request, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var what = $"{request.Method} {request.RequestUri!.ToString().Split('?')[0]} ({request.Content?.Headers.ContentType}): {status}";
        if (status >= 500)
            wrong.Add(what);
        if (status < 400 || request.RequestUri.ToString().StartsWith("/health", StringComparison.Ordinal))
            return;
        // What only the form's script asks is answered as it reads it.
        var isSaid = response.Content.Headers.ContentType?.MediaType == "application/json";
        if (request.Method != HttpMethod.Head && !isSaid && !(await response.Content.ReadAsStringAsync()).Contains("<h1", StringComparison.Ordinal))
            wrong.Add(what + " without a page");
        if (!response.Headers.Contains("Content-Security-Policy") || !response.Headers.Contains("X-Content-Type-Options")
            || !response.Headers.Contains("Referrer-Policy"))
            wrong.Add(what + " without its headers");
    }

    private static string Path(RouteEndpoint route, Dictionary<string, string>? known, string bad) => "/"
        + string.Join('/', route.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternParameterPart parameter => known is not null && known.TryGetValue(parameter.Name, out var value) ? value
            : Uri.EscapeDataString(Valid(bad).Replace("\0", "", StringComparison.Ordinal)) is { Length: > 0 } escaped ? escaped : "x",
        RoutePatternLiteralPart literal => literal.Content,
        _ => "",
    }))));

    /// <summary>Half a surrogate pair cannot even be escaped.</summary>
    private static string Valid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static HttpContent Content(int round, string query, string token)
    {
        switch (round % 6)
        {
            case 0: return new StringContent(query, Encoding.ASCII, "application/x-www-form-urlencoded");
            case 1:
                return new StringContent(
                "__RequestVerificationToken=" + Uri.EscapeDataString(token), Encoding.ASCII, "application/x-www-form-urlencoded");
            case 2: return new StringContent("{}", Encoding.UTF8, "application/json");
            case 3: return new ByteArrayContent([]);
            case 4:
                var broken = new StringContent("--b\r\nbroken", Encoding.ASCII);
                broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
                return broken;
            default:
                var form = new MultipartFormDataContent();
                for (var i = 0; i < Names.Length; i++)
                    form.Add(new StringContent(Valid(Values[(round + i) % Values.Length])), Names[i]);
                form.Add(new StringContent(token), "__RequestVerificationToken");
                form.Add(new ByteArrayContent([0, 1, 2]), "Logo", "x.png");
                return form;
        }
    }
}
