using AngleSharp.Html.Parser;

namespace Eilbote.Tests.Web;

/// <summary>Only pages that the board names may show the form in a frame, and nothing but the form.</summary>
public sealed class A_frame_in_another_page
{
    private const string Company = "https://www.company.example", Other = "http://127.0.0.1:8080";

    [Fact]
    public async Task May_hold_form_receipt_and_job_where_the_board_says_so_and_nothing_else()
    {
        await using var app = await TestApp.StartAsync(
            settings: new() { ["Eilbote:Board:EmbedOrigins:0"] = Company, ["Eilbote:Board:EmbedOrigins:1"] = Other });
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var receipt = (await applicant.ApplyAsync(job)).Receipt!;
        foreach (var path in new[] { $"/jobs/{job}", $"/jobs/{job}/apply", receipt })
            Assert.Equal((path, $"frame-ancestors {Company} {Other}"), (path, (await OpenAsync(app, path)).Ancestors));
        foreach (var path in new[] { "/", "/privacy", "/accessibility", "/sign-in", "/portal", "/nowhere", "/guide/personio", "/embed.js" })
            Assert.Equal((path, "frame-ancestors 'none'"), (path, (await OpenAsync(app, path)).Ancestors));
        Assert.Contains($"const origins = [\"{Company}\",\"{Other}\"];", (await OpenAsync(app, "/embed.js")).Html, StringComparison.Ordinal);

        // A part of a page has no head of its own; what the law demands stays below it.
        var framed = new HtmlParser().ParseDocument((await OpenAsync(app, $"/jobs/{job}/apply", "iframe")).Html);
        Assert.Empty(framed.QuerySelectorAll("header, .skip"));
        Assert.Equal(3, framed.QuerySelectorAll("footer a").Length);
        Assert.Single(framed.QuerySelectorAll("script[src$='/frame.js']"));
        Assert.NotEmpty(new HtmlParser().ParseDocument((await OpenAsync(app, $"/jobs/{job}/apply", "document")).Html)
            .QuerySelectorAll("header"));
    }

    [Fact]
    public async Task Is_refused_everywhere_while_the_board_names_no_page()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var (ancestors, html) = await OpenAsync(app, $"/jobs/{job}/apply", "iframe");
        Assert.Equal("frame-ancestors 'none'", ancestors);
        Assert.Contains("<header", html, StringComparison.Ordinal);
        Assert.Contains("const origins = [];", (await OpenAsync(app, "/embed.js")).Html, StringComparison.Ordinal);
    }

    [Theory, InlineData("*"), InlineData("https://www.company.example/"), InlineData("http://www.company.example"),
        InlineData("https://a.example; script-src *")]
    public async Task Of_what_is_no_origin_does_not_start(string origin)
    {
        var refused = await Assert.ThrowsAsync<CannotStartException>(
            () => TestApp.StartAsync(settings: new() { ["Eilbote:Board:EmbedOrigins:0"] = origin }));
        Assert.StartsWith("Eilbote:Board:EmbedOrigins:0 is not the origin of a page", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<(string Ancestors, string Html)> OpenAsync(TestApp app, string path, string? destination = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (destination is not null)
            request.Headers.Add("Sec-Fetch-Dest", destination);
        using var response = await app.Http.SendAsync(request);
        var policy = string.Join(';', response.Headers.GetValues("Content-Security-Policy")).Split(';', StringSplitOptions.TrimEntries);
        return (Assert.Single(policy, x => x.StartsWith("frame-ancestors", StringComparison.Ordinal)),
            await response.Content.ReadAsStringAsync());
    }
}
