using System.Net;
using System.Text.RegularExpressions;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Web;

/// <summary>The board is public under one address, whatever stands before the server and whatever headers say.</summary>
public sealed partial class Behind_a_proxy
{
    private const string Host = "board.example", SubPath = "/bewerben", Public = "https://" + Host + SubPath;

    [Theory, InlineData(true), InlineData(false)]
    public async Task With_tls_and_a_sub_path_everything_works(bool strips)
    {
        await using var app = await TestApp.StartAsync(settings: new()
        {
            ["Eilbote:Board:PublicAddress"] = Public,
            ["Eilbote:Proxy:Trusted:0"] = "127.0.0.1",
            ["Eilbote:Proxy:PathBase"] = SubPath,
        });
        await using var nginx = new Nginx();
        await nginx.StartAsync(app.Address, Host, SubPath, strips);
        using var http = nginx.Browser(Host);
        var job = await app.AddJobAdAsync("1234568");

        using var form = await http.GetAsync(new Uri($"{SubPath}/jobs/{job}/apply", UriKind.Relative));
        Assert.Equal("max-age=31536000", Assert.Single(form.Headers.GetValues("Strict-Transport-Security")));
        var html = await form.Content.ReadAsStringAsync();
        var addresses = Addresses().Matches(html).Select(x => x.Groups["address"].Value).ToList();
        Assert.NotEmpty(addresses);
        Assert.All(addresses, x => Assert.StartsWith(SubPath + "/", x, StringComparison.Ordinal));
        foreach (var address in addresses.Where(x => x.Contains("/files/", StringComparison.Ordinal)))
        {
            using var file = await http.GetAsync(new Uri(address, UriKind.Relative));
            Assert.True(file.StatusCode == HttpStatusCode.OK, address);
        }
        Assert.Contains(Public + "/jobs/", await http.GetStringAsync(new Uri(SubPath + "/sitemap.xml", UriKind.Relative)), StringComparison.Ordinal);

        var fields = Applicant.Hidden(html).Concat(Applicant.Fields()).ToDictionary();
        using var sending = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            sending.Add(new StringContent(value), name);
        sending.Add(new ByteArrayContent(Applicant.Pdf(19_000_000)), "cv", "cv.pdf");
        using var sent = await http.PostAsync(new Uri($"{SubPath}/jobs/{job}/apply", UriKind.Relative), sending);
        Assert.True(sent.StatusCode == HttpStatusCode.SeeOther, await sent.Content.ReadAsStringAsync());
        Assert.StartsWith(SubPath + "/receipts/", sent.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("Änne", WebUtility.HtmlDecode(await http.GetStringAsync(sent.Headers.Location)), StringComparison.Ordinal);
        await app.IdleAsync();
        Assert.Single(await app.Sandbox.ApplicationsAsync());

        await app.AddUserAsync("anna@example.com", Role.Owner, app.EmployerId);
        using var first = await http.GetAsync(new Uri(SubPath + "/portal", UriKind.Relative));
        Assert.Equal($"{SubPath}/sign-in?to=%2Fportal", first.Headers.Location?.ToString());
        using var page = await http.GetAsync(first.Headers.Location);
        var token = Token().Match(await page.Content.ReadAsStringAsync()).Groups["token"].Value;
        using var signIn = await http.PostAsync(new Uri(SubPath + "/sign-in", UriKind.Relative), new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["email"] = "anna@example.com",
            ["password"] = TestApp.Password,
            ["to"] = "/portal",
            ["__RequestVerificationToken"] = token,
        }));
        Assert.Equal(SubPath + "/portal", signIn.Headers.Location?.ToString());
        foreach (var cookie in page.Headers.GetValues("Set-Cookie").Concat(signIn.Headers.GetValues("Set-Cookie")))
        {
            Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains($"path={SubPath}", cookie, StringComparison.Ordinal);
        }
        Assert.Contains("Nichts zu tun.", WebUtility.HtmlDecode(await http.GetStringAsync(signIn.Headers.Location)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_header_makes_nobody_another_client()
    {
        await using var app = await TestApp.StartAsync(settings: new()
        {
            ["Eilbote:Board:PublicAddress"] = Public,
            ["Eilbote:Proxy:Trusted:0"] = "127.0.0.1",
            ["Eilbote:Proxy:PathBase"] = SubPath,
            ["Eilbote:Limits:SignIns:Count"] = "1",
        });
        await using var nginx = new Nginx();
        await nginx.StartAsync(app.Address, Host, SubPath, strips: true);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, await TryAsync("127.0.0.2", "203.0.113.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync("127.0.0.2", "203.0.113.2"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync("127.0.0.2", "127.0.0.1, 203.0.113.3"));
        Assert.NotEqual(HttpStatusCode.TooManyRequests, await TryAsync("127.0.0.3", "203.0.113.1"));

        async Task<HttpStatusCode> TryAsync(string from, string forged)
        {
            using var http = nginx.Browser(Host, from);
            http.DefaultRequestHeaders.Add("X-Forwarded-For", forged);
            using var answer = await MemberBrowser.TryAsync(http, SubPath + "/sign-in");
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Headers_of_who_is_not_trusted_count_for_nothing()
    {
        await using var app = await TestApp.StartAsync(settings: new()
        {
            ["Eilbote:Proxy:Trusted:0"] = "10.0.0.0/8",
            ["Eilbote:Limits:SignIns:Count"] = "1",
        });
        Assert.NotEqual(HttpStatusCode.TooManyRequests, await TryAsync(app, "203.0.113.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync(app, "203.0.113.2"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync(app, null));
    }

    [Theory, InlineData("X-Forwarded-For"), InlineData("X-Real-IP"), InlineData("Forwarded")]
    public async Task One_that_no_setting_names_is_not_limited_and_operators_are_told(string header)
    {
        await using var app = await TestApp.StartAsync(settings: new() { ["Eilbote:Limits:SignIns:Count"] = "2" });
        using var georg = await MemberBrowser.JoinAsync(app, Role.Operator);
        Assert.DoesNotContain("Proxy", await georg.GetAsync("/operators"), StringComparison.Ordinal);
        for (var i = 0; i < 3; i++)
            Assert.NotEqual(HttpStatusCode.TooManyRequests, await TryAsync(app, $"203.0.113.{i}", header));
        Assert.Contains("Anfragen kommen über einen Proxy (127.0.0.1), den die Einstellungen nicht nennen.",
            await georg.GetAsync("/operators"), StringComparison.Ordinal);
        // Who comes without such headers is limited as ever.
        Assert.NotEqual(HttpStatusCode.TooManyRequests, await TryAsync(app, null));
        Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync(app, null));
    }

    [Theory, InlineData("evil.example", "/", HttpStatusCode.MisdirectedRequest), InlineData("BOARD.example:8443", "/", HttpStatusCode.OK),
        InlineData("localhost", "/", HttpStatusCode.OK), InlineData("127.0.0.1:5080", "/", HttpStatusCode.OK),
        InlineData("[::1]", "/", HttpStatusCode.OK), InlineData("evil.example", "/health/ready", HttpStatusCode.OK),
        InlineData("evil.example", "/files/0/eilbote.css", HttpStatusCode.MisdirectedRequest)]
    public async Task Another_host_is_refused(string host, string path, HttpStatusCode expected)
    {
        await using var app = await TestApp.StartAsync(settings: new() { ["Eilbote:Board:PublicAddress"] = "https://" + Host });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)) { Headers = { Host = host } };
        using var answer = await app.Http.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(host.StartsWith("BOARD", StringComparison.Ordinal), answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory, InlineData("Eilbote:Proxy:Trusted:0", "proxy.internal", "Eilbote:Proxy:Trusted:0 is neither an address"),
        InlineData("Eilbote:Proxy:PathBase", "bewerben", "Eilbote:Proxy:PathBase must begin with a slash"),
        InlineData("Eilbote:Proxy:PathBase", "/bewerben/", "Eilbote:Proxy:PathBase must begin with a slash"),
        InlineData("Eilbote:Proxy:PathBase", "/other", "name different sub-paths"),
        InlineData("Eilbote:Board:PublicAddress", "board.example", "Eilbote:Board:PublicAddress is not an address"),
        InlineData("Eilbote:Limits:SignIns:Count", "-1", "Eilbote:Limits:SignIns:Count must be 0"),
        InlineData("Eilbote:Limits:Drafts:Per", "00:00:00", "Eilbote:Limits:Drafts:Per must be a time")]
    public async Task What_is_set_wrongly_stops_the_start_with_its_name(string key, string value, string words)
    {
        var failed = await Assert.ThrowsAsync<CannotStartException>(() => TestApp.StartAsync(
            settings: new Dictionary<string, string> { ["Eilbote:Board:PublicAddress"] = "https://" + Host }.Append(new(key, value))
                .GroupBy(x => x.Key).ToDictionary(x => x.Key, x => x.Last().Value)));
        Assert.Contains(words, failed.Message, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> TryAsync(TestApp app, string? forwardedFor, string header = "X-Forwarded-For")
    {
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = app.Address };
        if (forwardedFor is not null)
            http.DefaultRequestHeaders.Add(header, header == "Forwarded" ? "for=" + forwardedFor : forwardedFor);
        using var answer = await MemberBrowser.TryAsync(http);
        return answer.StatusCode;
    }

    [GeneratedRegex("""\s(?:href|src|action|formaction|data-[a-z-]+)="(?<address>/[^"]*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Addresses();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
