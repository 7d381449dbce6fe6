using System.Net;
using Eilbote.Connectors;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Questions;

public sealed class A_form_opened_before_a_change
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_accepted_in_the_words_that_it_asked(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await Asked.SetAsync(app, Asked.Notice, Asked.Licence);
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var open = await applicant.OpenAsync(job);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await EditAsync(app, member, Asked.Notice.Key, new() { ["label_de"] = "Ganz anders gefragt", ["target"] = "custom_attribute_1" });
        await ChangeAsync(app, member, "remove", Asked.Licence.Key);

        var sent = await applicant.SendAsync(job, open, Asked.Fields((Asked.Notice, "3 Monate"), (Asked.Licence, "b")));
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        var answers = await app.DbAsync(db => db.Applications.Select(x => x.Applicant.Answers).SingleAsync());
        Assert.Equal(["Kündigungsfrist", "Führerschein"], answers.Select(x => x.Question.Label.De));
        Assert.Equal("custom_option_7", (await Asked.ArrivedAsync(app)).Attributes["custom_attribute_2"]);
        Assert.Contains("Ganz anders gefragt", await app.Http.GetStringAsync(new Uri($"/jobs/{job}/apply", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comes_back_with_everything_kept_when_an_answer_is_required_by_now()
    {
        await using var app = await TestApp.StartAsync();
        var document = Asked.Of("zeugnis", QuestionKind.Document, "Zeugnis");
        await Asked.SetAsync(app, document);
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var open = await applicant.OpenAsync(job);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await EditAsync(app, member, null, new() { ["label_de"] = "Kündigungsfrist", ["required"] = "true" }, "&kind=ShortText");
        await ChangeAsync(app, member, "remove", document.Key);

        var sent = await applicant.SendAsync(job, open, Asked.Fields(), new FormFile(document.Field, "Zeugnis.pdf", Applicant.Pdf()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        Assert.Contains("Bitte beantworten Sie diese Frage.", sent.Html, StringComparison.Ordinal);
        Assert.Contains("Öztürk", WebUtility.HtmlDecode(sent.Html), StringComparison.Ordinal);
        sent = await applicant.SendAsync(job, Applicant.Hidden(sent.Html), Asked.Fields((Asked.Notice, "keine")));
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
    }

    [Fact]
    public async Task Is_not_asked_for_what_became_optional()
    {
        await using var app = await TestApp.StartAsync();
        await Asked.SetAsync(app, Asked.Notice);
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var open = await applicant.OpenAsync(job);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await EditAsync(app, member, Asked.Notice.Key, new() { ["label_de"] = "Kündigungsfrist" });
        Assert.Equal(HttpStatusCode.SeeOther, (await applicant.SendAsync(job, open, Asked.Fields())).Status);
    }

    private static Task<string> EditAsync(TestApp app, MemberBrowser member, string? key, Dictionary<string, string> fields, string more = "") =>
        member.PostAsync($"/portal/questions/edit?connection={app.ConnectionId}{(key is null ? "" : "&key=" + key)}{more}", fields);

    private static Task<string> ChangeAsync(TestApp app, MemberBrowser member, string deed, string key) =>
        member.PostAsync($"/portal/questions?connection={app.ConnectionId}", new() { ["deed"] = deed, ["key"] = key });
}
