using System.Net;
using System.Text.RegularExpressions;
using Eilbote.Members;

namespace Eilbote.Tests.Harness;

/// <summary>A member's browser without JavaScript: keeps cookies, sends forms with their token.</summary>
public sealed partial class MemberBrowser : IDisposable
{
    private readonly CookieContainer _cookies = new();

    private MemberBrowser(Uri address) =>
        Http = new HttpClient(new HttpClientHandler { CookieContainer = _cookies }) { BaseAddress = address };

    public HttpClient Http { get; }

    /// <summary>Where the last answer came from, after redirects.</summary>
    public string Path { get; private set; } = "";

    /// <summary>Not signed in.</summary>
    public static MemberBrowser Of(TestApp app) => new(app.Address);

    /// <summary>Another one with the same cookies, as if somebody had taken them.</summary>
    public MemberBrowser Copy(TestApp app)
    {
        var copy = new MemberBrowser(app.Address);
        copy._cookies.Add(_cookies.GetAllCookies());
        return copy;
    }

    public static async Task<MemberBrowser> SignInAsync(TestApp app, string email, string password = TestApp.Password)
    {
        var browser = new MemberBrowser(app.Address);
        await browser.PostAsync("/sign-in", new() { ["email"] = email, ["password"] = password });
        return browser;
    }

    /// <summary>One try with a wrong password, by a client that keeps no cookies.</summary>
    public static async Task<HttpResponseMessage> TryAsync(HttpClient http, string path = "/sign-in")
    {
        using var page = await http.GetAsync(new Uri(path, UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["email"] = "nobody@example.com",
                ["password"] = "wrong",
                ["__RequestVerificationToken"] = WebUtility.HtmlDecode(
                    Token().Match(await page.Content.ReadAsStringAsync()).Groups["token"].Value),
            }),
        };
        request.Headers.Add("Cookie", page.Headers.GetValues("Set-Cookie").Select(x => x.Split(';')[0]));
        return await http.SendAsync(request);
    }

    /// <summary>A new member of the test's employer, or of another.</summary>
    public static async Task<MemberBrowser> JoinAsync(TestApp app, Role role, Guid? employerId = null)
    {
        var email = $"{role}-{Guid.NewGuid():N}@example.com".ToLowerInvariant();
        await app.AddUserAsync(email, role, employerId ?? app.EmployerId);
        return await SignInAsync(app, email);
    }

    public async Task<string> GetAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));
        Path = response.RequestMessage!.RequestUri!.PathAndQuery;
        var html = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        Assert.True(response.StatusCode == expected, $"{path}: {response.StatusCode} {html}");
        return html;
    }

    /// <summary>Opens the page, sends its form and follows to the answer.</summary>
    public async Task<string> PostAsync(string path, Dictionary<string, string> fields)
    {
        var (status, html) = await SendAsync(path, fields);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {status} {html}");
        return html;
    }

    /// <summary>As the other; the form on <paramref name="page"/> posts to another path.</summary>
    public async Task<string> PostAsync(
        string page, string path, Dictionary<string, string> fields, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var (status, html) = await SendAsync(page, path, fields);
        Assert.True(status == expected, $"{path}: {status} {html}");
        return html;
    }

    public Task<(HttpStatusCode Status, string Html)> SendAsync(string path, Dictionary<string, string> fields, params FormFile[] files) =>
        SendAsync(path, path, fields, files);

    public async Task<(HttpStatusCode Status, string Html)> SendAsync(
        string page, string path, Dictionary<string, string> fields, params FormFile[] files)
    {
        var token = Token().Match(await Http.GetStringAsync(new Uri(page, UriKind.Relative))).Groups["token"].Value;
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Append(new("__RequestVerificationToken", WebUtility.HtmlDecode(token))))
            form.Add(new StringContent(value), name);
        foreach (var file in files)
            form.Add(new ByteArrayContent(file.Content), file.Field, file.Name);
        using var response = await Http.PostAsync(new Uri(path, UriKind.Relative), form);
        Path = response.RequestMessage!.RequestUri!.PathAndQuery;
        return (response.StatusCode, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
    }

    public void Dispose() => Http.Dispose();

    [GeneratedRegex("""name="__RequestVerificationToken" value="(?<token>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
