using System.Net;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Applying;

public sealed class The_same_form
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Sent_twice_at_once_is_one_application(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var hidden = await applicant.OpenAsync(job);
        var file = new FormFile("cv", "cv.pdf", Applicant.Pdf());
        var both = await Task.WhenAll(
            applicant.SendAsync(job, hidden, Applicant.Fields(), file), applicant.SendAsync(job, hidden, Applicant.Fields(), file));
        Assert.All(both, x => Assert.Equal(HttpStatusCode.SeeOther, x.Status));
        Assert.Equal(both[0].Receipt, both[1].Receipt);
        await app.IdleAsync();
        Assert.Single(await app.Sandbox.ApplicationsAsync());
        var document = await app.DbAsync(db => db.Documents.Select(x => x.Id).SingleAsync());
        Assert.Equal([document], await app.Service<IDocumentStore>().StoredBeforeAsync(DateTimeOffset.MaxValue, CancellationToken.None)
            .ToListAsync());
    }

    [Fact]
    public async Task Sent_again_with_other_content_is_offered_as_a_new_application()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var hidden = await applicant.OpenAsync(job);
        await applicant.SendAsync(job, hidden, Applicant.Fields());
        var again = await applicant.SendAsync(
            job, hidden, Applicant.Fields("andere@example.com"), new FormFile("cv", "neu.pdf", Applicant.Pdf()));
        var html = WebUtility.HtmlDecode(again.Html);
        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        Assert.Contains("um 14:02:10 schon gesendet", html, StringComparison.Ordinal);
        Assert.Contains("neu.pdf", html, StringComparison.Ordinal);
        var asNew = await applicant.SendAsync(job, Applicant.Hidden(again.Html), Applicant.Fields("andere@example.com"));
        Assert.Equal(HttpStatusCode.SeeOther, asNew.Status);
        await app.IdleAsync();
        Assert.Equal(2, (await app.Sandbox.ApplicationsAsync()).Length);
    }

    [Fact]
    public async Task Keeps_chosen_files_until_they_are_sent_and_a_second_click_finds_the_same_receipt()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var wrong = Applicant.Fields();
        wrong["email"] = "";
        var first = await applicant.ApplyAsync(job, wrong, new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        var hidden = Applicant.Hidden(first.Html);
        var sent = await applicant.SendAsync(job, hidden, Applicant.Fields());
        var again = await applicant.SendAsync(job, hidden, Applicant.Fields());
        Assert.Equal((HttpStatusCode.SeeOther, sent.Receipt), (again.Status, again.Receipt));
        await app.IdleAsync();
        var arrived = Assert.Single(await app.Sandbox.ApplicationsAsync());
        Assert.Equal("cv.pdf", Assert.Single(arrived.GetProperty("documents").EnumerateArray().ToList()).GetProperty("name").GetString());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Sent_again_with_other_content_says_which_files_went_with_the_first(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var first = await applicant.ApplyAsync(job, Applicant.Fields("keine-adresse"), new FormFile("cv", "cv.pdf", Applicant.Pdf()),
            new FormFile("documents", "a.pdf", Applicant.Pdf(seed: 2)), new FormFile("documents", "b.pdf", Applicant.Pdf(seed: 3)));
        var hidden = Applicant.Hidden(first.Html);
        Assert.Equal(HttpStatusCode.SeeOther, (await applicant.SendAsync(job, hidden, Applicant.Fields())).Status);
        foreach (var (email, status) in new[] {
            ("immer-noch-keine", HttpStatusCode.UnprocessableEntity), ("andere@example.com", HttpStatusCode.Conflict) })
        {
            var again = await applicant.SendAsync(job, hidden, Applicant.Fields(email));
            var html = WebUtility.HtmlDecode(again.Html);
            Assert.Equal(status, again.Status);
            Assert.Contains("„cv.pdf“ wurde mit Ihrer ersten Bewerbung gesendet. Bitte wählen Sie die Datei noch einmal aus.", html,
                StringComparison.Ordinal);
            Assert.Contains("„a.pdf“, „b.pdf“ wurden mit Ihrer ersten Bewerbung gesendet. Bitte wählen Sie die Dateien noch einmal aus.",
                html, StringComparison.Ordinal);
            Assert.Contains("id=\"cv-error\"", html, StringComparison.Ordinal);
            Assert.DoesNotContain("nicht mehr da", html, StringComparison.Ordinal);
        }

        // Nobody learns with another form what became of these files.
        var stranger = await applicant.OpenAsync(job);
        stranger["kept"] = hidden["kept"];
        var theirs = WebUtility.HtmlDecode((await applicant.SendAsync(job, stranger, Applicant.Fields("fremd@example.com"))).Html);
        Assert.Contains("„cv.pdf“ ist nicht mehr da", theirs, StringComparison.Ordinal);
        Assert.DoesNotContain("ersten Bewerbung", theirs, StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Open_for_more_than_a_day_keeps_what_was_typed_and_asks_to_send_again(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var hidden = await applicant.OpenAsync(job);
        await app.AdvanceAsync(TimeSpan.FromHours(25));
        var late = await applicant.SendAsync(job, hidden, Applicant.Fields(), new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        var html = WebUtility.HtmlDecode(late.Html);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Contains("Dieses Formular war zu lange offen. Ihr Text steht noch da.", html, StringComparison.Ordinal);
        Assert.Contains("value=\"Öztürk\"", html, StringComparison.Ordinal);
        // What a form that is not good brings is not stored.
        Assert.Contains("„cv.pdf“: bitte wählen Sie die Datei noch einmal.", html, StringComparison.Ordinal);
        Assert.Equal(0, await app.DbAsync(db => db.Documents.CountAsync()));
        var again = await applicant.SendAsync(
            job, Applicant.Hidden(late.Html), Applicant.Fields(), new FormFile("cv", "cv.pdf", Applicant.Pdf()));
        Assert.Equal(HttpStatusCode.SeeOther, again.Status);
        await app.IdleAsync();
        Assert.Single(Assert.Single(await app.Sandbox.ApplicationsAsync()).GetProperty("documents").EnumerateArray());
    }
}
