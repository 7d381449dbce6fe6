using System.IO.Compression;
using System.Net;
using Eilbote.Connectors;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Questions;

public sealed class When_an_employer_asks_more
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Each_answer_arrives_where_it_belongs(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        Question[] questions =
        [
            Asked.Notice, Asked.Licence, Asked.Salary,
            Asked.Of("start", QuestionKind.Date, "Eintritt", "available_from"),
            Asked.Of("jahre", QuestionKind.Number, "Berufsjahre"),
            Asked.Of("reisen", QuestionKind.YesNo, "Reisen?") with { Options = [new("yes", new("Ja", "Yes")), new("no", new("Nein", "No"))] },
            Asked.Of("sprachen", QuestionKind.SeveralOf, "Sprachen") with { Options = [new("de", new("Deutsch", "German")), new("it", new("Italienisch", "Italian"))] },
            Asked.Of("warum", QuestionKind.LongText, "Warum wir?"),
            Asked.Of("pool", QuestionKind.Consent, "Talentpool"),
            Asked.Of("zeugnis", QuestionKind.Document, "Dienstzeugnis") with { Required = true },
        ];
        await Asked.SetAsync(app, questions);
        var job = await app.AddJobAdAsync("1234580");
        var sent = await new Applicant(app.Http).ApplyAsync(job, Asked.Fields(
            (questions[0], "3 Monate"), (questions[1], "b"), (questions[2], "60k geheim"), (questions[3], "1.2.2027"), (questions[4], "2,5"),
            (questions[5], "no"), (questions[6], "de,it"), (questions[7], "Weil.\nDarum."), (questions[8], "yes")),
            new FormFile("cv", "Lebenslauf.pdf", Applicant.Pdf()),
            new FormFile(questions[9].Field, "Zeugnis.pdf", Applicant.Pdf(seed: 2)));
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);

        var arrived = await Asked.ArrivedAsync(app);
        Assert.Equal("3 Monate", arrived.Attributes["custom_attribute_1"]);
        Assert.Equal("custom_option_7", arrived.Attributes["custom_attribute_2"]);
        Assert.Equal("60k geheim", arrived.Attributes["salary_expectations"]);
        Assert.Equal("2027-02-01", arrived.Attributes["available_from"]);
        Assert.Equal(
            "Guten Tag,\nich freue mich.\nBerufsjahre: 2,5\nReisen?: Nein\nSprachen: Deutsch, Italienisch\nWarum wir?: Weil.\nDarum.\nTalentpool: Ja",
            arrived.Message);
        Assert.Contains((await app.Sandbox.ApplicationsAsync())[0].GetProperty("documents").EnumerateArray(),
            x => x.GetProperty("name").GetString() == "Zeugnis.pdf");

        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        var (state, page) = await Asked.SeenAsync(app, member);
        Assert.Equal("Delivered", state);
        Assert.All(new[] { "Kündigungsfrist", "3 Monate", "60k geheim", "Deutsch, Italienisch", "01.02.2027" }, x => Assert.Contains(x, page));
        var id = await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync());
        await using var zip = new ZipArchive(await member.Http.GetStreamAsync(new Uri($"/portal/applications/{id}/application.zip", UriKind.Relative)));
        await using var json = await zip.GetEntry("application.json")!.OpenAsync();
        var answers = (await System.Text.Json.JsonDocument.ParseAsync(json)).RootElement.GetProperty("answers");
        Assert.Equal(10, answers.GetArrayLength());
        Assert.Equal("2.5", answers[4].GetProperty("values")[0].GetString());
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_nothing_is_lost()
    {
        await using var app = await TestApp.StartAsync();
        var number = Asked.Of("jahre", QuestionKind.Number, "Berufsjahre");
        var date = Asked.Of("start", QuestionKind.Date, "Eintritt");
        await Asked.SetAsync(app, Asked.Notice, Asked.Licence, number, date, Asked.Of("zeugnis", QuestionKind.Document, "Zeugnis") with { Required = true });
        var job = await app.AddJobAdAsync("1234580");
        var sent = await new Applicant(app.Http).ApplyAsync(job, Asked.Fields((Asked.Licence, "panzer"), (number, "viele"), (date, "31.2.2027")));
        var html = WebUtility.HtmlDecode(sent.Html);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        foreach (var (field, words) in new[]
        {
            ("kuendigungsfrist", "Bitte beantworten Sie diese Frage."), ("fuehrerschein", "Diese Antwort gibt es hier nicht"),
            ("jahre", "Bitte geben Sie eine Zahl ein"), ("start", "Bitte geben Sie ein Datum ein"),
        })
            Assert.Matches($"id=\"answers\\[{field}\\]-error\">{words}", html);
        Assert.Contains("value=\"viele\"", html, StringComparison.Ordinal);
        Assert.Contains("Öztürk", html, StringComparison.Ordinal);
        sent = await new Applicant(app.Http).ApplyAsync(job, Asked.Fields((Asked.Notice, "keine")));
        Assert.Contains("Bitte wählen Sie hier ein Dokument.", WebUtility.HtmlDecode(sent.Html), StringComparison.Ordinal);
        Assert.Equal(0, await app.DbAsync(db => db.Applications.CountAsync()));
    }

    [Fact]
    public async Task What_depends_on_another_answer_is_asked_only_after_it()
    {
        await using var app = await TestApp.StartAsync();
        var since = Asked.Of("seit", QuestionKind.ShortText, "Seit wann?") with { Required = true, When = new(Asked.Licence.Key, "b") };
        await Asked.SetAsync(app, Asked.Licence, since);
        var job = await app.AddJobAdAsync("1234568");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await new Applicant(app.Http).ApplyAsync(job, Asked.Fields((Asked.Licence, "b")))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await new Applicant(app.Http).ApplyAsync(job, Asked.Fields((Asked.Licence, "none"), (since, "2001")))).Status);
        Assert.DoesNotContain("2001", (await Asked.ArrivedAsync(app)).Message);
    }

    [Fact]
    public async Task A_sensitive_answer_without_a_place_in_the_ats_stands_only_here()
    {
        await using var app = await TestApp.StartAsync();
        var religion = Asked.Of("religion", QuestionKind.ShortText, "Bekenntnis") with { Sensitive = true };
        await Asked.SetAsync(app, religion);
        var job = await app.AddJobAdAsync("1234568");
        await new Applicant(app.Http).ApplyAsync(job, Asked.Fields((religion, "keines")));
        Assert.Equal("Guten Tag,\nich freue mich.", (await Asked.ArrivedAsync(app)).Message);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        Assert.Contains("keines", (await Asked.SeenAsync(app, member)).Page, StringComparison.Ordinal);
        Assert.DoesNotContain("keines", await member.GetAsync("/portal/applications"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consent_can_be_revoked_and_the_employer_is_told()
    {
        await using var app = await TestApp.StartAsync();
        await Asked.SetAsync(app, Asked.Of("pool", QuestionKind.Consent, "Talentpool"));
        var job = await app.AddJobAdAsync("1234568");
        var sent = await new Applicant(app.Http).ApplyAsync(job, Asked.Fields((Asked.Of("pool", QuestionKind.Consent, ""), "yes")));
        await app.IdleAsync();
        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["key"] = "pool" });
        using var answer = await app.Http.PostAsync(new Uri(sent.Receipt + "/revoke", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.DoesNotContain("Einwilligung widerrufen</button>", await app.Http.GetStringAsync(new Uri(sent.Receipt!, UriKind.Relative)), StringComparison.Ordinal);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        Assert.Contains("hat ihre Einwilligung „Talentpool“ widerrufen", (await Asked.SeenAsync(app, member)).Page, StringComparison.Ordinal);
        Assert.Contains("look=true", await member.GetAsync("/portal/applications"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consent_revoked_before_it_was_sent_is_not_sent()
    {
        await using var app = await TestApp.StartAsync();
        await Asked.SetAsync(app, Asked.Of("pool", QuestionKind.Consent, "Talentpool"));
        await app.Sandbox.FaultAsync("applications", "status", 503, "html");
        var job = await app.AddJobAdAsync("1234568");
        var sent = await new Applicant(app.Http).ApplyAsync(job, Asked.Fields((Asked.Of("pool", QuestionKind.Consent, ""), "yes")));
        await app.IdleAsync();
        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["key"] = "pool" });
        using var answer = await app.Http.PostAsync(new Uri(sent.Receipt + "/revoke", UriKind.Relative), content);
        await app.AdvanceAsync(TimeSpan.FromMinutes(20));
        Assert.Equal("Guten Tag,\nich freue mich.", (await Asked.ArrivedAsync(app)).Message);
    }
}
