using System.Net;
using Eilbote.Ats;
using Eilbote.Deliveries;
using Eilbote.Secrets;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Applying;

/// <summary>Mails lead to a page of their own, because an address may be mistyped and its owner a stranger.</summary>
public sealed class A_mailed_address : IDisposable
{
    private static readonly string[] Contents =
        ["Änne", "Öztürk", "aenne.oeztuerk", "example.com", "1234567", "ich freue mich", "Lebenslauf", "Was Sie gesendet haben",
            "What you sent"];
    private readonly Postbox _post = new();

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Shows_the_state_and_nothing_of_what_was_sent(Database database)
    {
        await using var app = await TestApp.StartAsync(database, _post.Settings);
        var (receipt, link) = await MailedAsync(app);
        Assert.NotEqual(receipt, link);
        foreach (var suffix in new[] { "", "?lang=en" })
        {
            using var response = await app.Http.GetAsync(new Uri(link + suffix, UriKind.Relative));
            Assert.Equal(("no-store", "no-referrer", "noindex"),
                (response.Headers.CacheControl!.ToString(), Header("Referrer-Policy"), Header("X-Robots-Tag")));
            var html = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
            Assert.Contains(suffix == "" ? "Eingegangen um" : "Received at", html, StringComparison.Ordinal);
            Assert.Contains("/withdraw", html, StringComparison.Ordinal);
            Assert.DoesNotContain(receipt, html, StringComparison.Ordinal);
            Assert.All(Contents, x => Assert.DoesNotContain(x, html, StringComparison.Ordinal));

            string Header(string name) => string.Join(',', response.Headers.GetValues(name));
        }
        var token = link.Split('/')[^1];
        var row = await app.DbAsync(db => db.Applications.SingleAsync());
        Assert.Equal(LinkTokens.Hash(token), row.MailedHash);
        Assert.DoesNotContain(token, System.Text.Json.JsonSerializer.Serialize(row), StringComparison.Ordinal);
        // Opening it, as scanners of mails do, changed nothing; the browser's own address still shows everything.
        Assert.Null((await app.DbAsync(db => db.Deliveries.SingleAsync())).WithdrawnAt);
        Assert.Contains("ich freue mich", await app.Http.GetStringAsync(new Uri(receipt, UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Withdraws_by_a_button(Database database)
    {
        await using var app = await TestApp.StartAsync(database, _post.Settings);
        var (_, link) = await MailedAsync(app);
        using var response = await app.Http.PostAsync(new Uri(link + "/withdraw", UriKind.Relative), null);
        Assert.Equal(link, response.Headers.Location!.ToString());
        var html = WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri(link, UriKind.Relative)));
        Assert.Contains("Sie haben Ihre Bewerbung zurückgezogen", html, StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Withdrawn, (await app.DbAsync(db => db.Deliveries.SingleAsync())).State);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Leads_nowhere_once_the_address_was_corrected_and_corrects_nothing_itself(Database database)
    {
        await using var app = await TestApp.StartAsync(database, _post.Settings);
        var (receipt, link) = await MailedAsync(app);
        await app.ChangeAsync(db => db.Deliveries.Single().State = DeliveryState.NeedsApplicant);
        var html = WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri(link, UriKind.Relative)));
        Assert.Contains("Bitte berichtigen Sie", html, StringComparison.Ordinal);
        Assert.All(Contents, x => Assert.DoesNotContain(x, html, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.NotFound, await CorrectAsync(app, link, "stranger@example.org"));
        Assert.Equal("aenne.oeztuerk@example.com", (await app.DbAsync(db => db.Applications.SingleAsync())).Applicant.Email);
        Assert.Equal(HttpStatusCode.SeeOther, await CorrectAsync(app, receipt, "richtig@example.com"));
        await AssertGoneAsync(link);

        // The next mail goes to the new address with a link of its own.
        await app.IdleAsync();
        await app.ChangeAsync(db => db.Deliveries.Single().LateToldAt = null);
        var mail = await _post.TakeOneAsync(app);
        Assert.Equal("richtig@example.com", mail.To.Mailboxes.Single().Address);
        Assert.NotEqual(link, Postbox.LinkIn(mail));
        Assert.Contains("Eingegangen um", await app.Http.GetStringAsync(new Uri(Postbox.LinkIn(mail), UriKind.Relative)),
            StringComparison.Ordinal);
        await AssertGoneAsync(link);

        async Task AssertGoneAsync(string path)
        {
            foreach (var (method, of) in new[] { (HttpMethod.Get, path), (HttpMethod.Post, path + "/withdraw") })
            {
                using var request = new HttpRequestMessage(method, of);
                using var response = await app.Http.SendAsync(request);
                Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            }
        }
    }

    public void Dispose() => _post.Dispose();

    /// <summary>Somebody applied and was told by mail that it has not arrived.</summary>
    private async Task<(string Receipt, string Link)> MailedAsync(TestApp app)
    {
        await app.ChangeAsync(db => db.Connections.Single().State = ConnectionState.Held);
        var cv = new FormFile("cv", "Lebenslauf Änne.pdf", Applicant.Pdf());
        var sent = await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568"), null, cv);
        app.Clock.Advance(TimeSpan.FromHours(49));
        return (sent.Receipt!, Postbox.LinkIn(await _post.TakeOneAsync(app)));
    }

    private static async Task<HttpStatusCode> CorrectAsync(TestApp app, string path, string email)
    {
        using var form = new FormUrlEncodedContent([new("email", email)]);
        using var response = await app.Http.PostAsync(new Uri(path, UriKind.Relative), form);
        return response.StatusCode;
    }
}
