using System.Net;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Web;

public sealed class A_form_that_cannot_be_taken
{
    [Theory]
    [InlineData("/portal/profile", "?lang=de", "Die Seite war zu lange offen.")]
    [InlineData("/portal/profile", "?lang=en", "The page was open for too long.")]
    [InlineData("/sign-in", "?lang=de", "Die Seite war zu lange offen.")]
    public async Task Because_it_stood_open_too_long_says_so_and_leads_back(string path, string language, string said)
    {
        await using var app = await TestApp.StartAsync();
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        using var request = new HttpRequestMessage(HttpMethod.Post, path + language)
        {
            Content = new MultipartFormDataContent { { new StringContent("Anders"), "Name" } }
        };
        request.Headers.Referrer = new Uri(app.Address, "/portal/job-ads?page=2");
        using var response = await anna.Http.SendAsync(request);
        var html = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(said, html, StringComparison.Ordinal);
        Assert.Contains("href=\"/portal/job-ads?page=2\"", html, StringComparison.Ordinal);
        Assert.Equal("Musterfirma GmbH", await app.DbAsync(db => db.Employers.Select(x => x.Name).SingleAsync()));
    }

    [Fact]
    public async Task Because_it_came_from_elsewhere_leads_to_the_start_page_only()
    {
        await using var app = await TestApp.StartAsync();
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/portal/profile")
        {
            Content = new MultipartFormDataContent { { new StringContent("Anders"), "Name" } }
        };
        request.Headers.Referrer = new Uri("https://elsewhere.example/trap");
        using var response = await anna.Http.SendAsync(request);
        Assert.Contains("btn-primary\" href=\"/\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Because_it_is_too_large_says_so()
    {
        await using var app = await TestApp.StartAsync();
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[40_000_000]), "Logo", "logo.png" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/portal/profile") { Content = form };
        request.Headers.ExpectContinue = true;
        using var response = await anna.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("Das war zu groß.", WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Because_of_signing_out_leads_back_to_the_page_it_stood_on()
    {
        await using var app = await TestApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/portal/profile")
        {
            Content = new MultipartFormDataContent { { new StringContent("Anders"), "Name" } }
        };
        request.Headers.Referrer = new Uri(app.Address, "/portal/applications?state=Held");
        using var response = await app.Http.SendAsync(request);
        Assert.Equal("/sign-in?to=%2Fportal%2Fapplications%3Fstate%3DHeld", response.Headers.Location?.ToString());
    }
}
