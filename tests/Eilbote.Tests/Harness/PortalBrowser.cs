using System.Net;
using System.Text.RegularExpressions;

namespace Eilbote.Tests.Harness;

/// <summary>A browser without JavaScript: keeps its cookies, follows redirects, posts a page's form with its antiforgery token.</summary>
public sealed partial class PortalBrowser(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = address };

    /// <summary>Where the last answer came from, after redirects.</summary>
    public string Path { get; private set; } = "";

    public static async Task<PortalBrowser> SignInAsync(TestApp app, string email, string password = TestApp.Password)
    {
        var browser = new PortalBrowser(app.Address);
        await browser.PostAsync("/sign-in", "/sign-in", new() { ["email"] = email, ["password"] = password });
        return browser;
    }

    public Task<string> GetAsync(string path, HttpStatusCode expected = HttpStatusCode.OK) => ReadAsync(_http.GetAsync(new Uri(path, UriKind.Relative)), expected);

    /// <summary>Opens <paramref name="page"/> and posts to <paramref name="path"/> with its token.</summary>
    public async Task<string> PostAsync(string page, string path, Dictionary<string, string> fields, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var token = Token().Match(await _http.GetStringAsync(new Uri(page, UriKind.Relative))).Groups["token"].Value;
        using var form = new FormUrlEncodedContent(fields.Append(new("__RequestVerificationToken", WebUtility.HtmlDecode(token))));
        return await ReadAsync(_http.PostAsync(new Uri(path, UriKind.Relative), form), expected);
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> ReadAsync(Task<HttpResponseMessage> sent, HttpStatusCode expected)
    {
        using var response = await sent;
        var html = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        Path = response.RequestMessage!.RequestUri!.PathAndQuery;
        Assert.True(response.StatusCode == expected, $"{Path}: {response.StatusCode} {html}");
        return html;
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="(?<token>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
