using System.Net;
using Eilbote.Connectors;
using Eilbote.Employers;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Questions;

public sealed class The_editor_of_questions
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Makes_orders_changes_and_removes(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var member = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        var (list, edit) = ($"/portal/questions?connection={app.ConnectionId}", $"/portal/questions/edit?connection={app.ConnectionId}");
        await member.PostAsync(list, new() { ["deed"] = "add", ["key"] = "salary_expectations" });
        await member.PostAsync(edit + "&kind=ShortText", new() { ["label_de"] = "Kündigungs-Frist", ["label_en"] = "Notice period", ["target"] = "custom_attribute_1", ["required"] = "true" });
        await member.PostAsync(edit + "&kind=YesNo", new() { ["label_de"] = "Führerschein?" });
        await member.PostAsync(edit + "&kind=ShortText", new() { ["label_de"] = "Seit wann?", ["when"] = "fuehrerschein:yes" });
        await member.PostAsync(list, new() { ["deed"] = "up", ["key"] = "kuendigungs_frist" });
        Assert.Equal(["kuendigungs_frist", "salary_expectations", "fuehrerschein", "seit_wann"], await KeysAsync(app));
        // Never before the one that it depends on, and that one is not removed under it.
        await member.PostAsync(list, new() { ["deed"] = "up", ["key"] = "seit_wann" });
        var refused = await member.PostAsync(list, list, new() { ["deed"] = "remove", ["key"] = "fuehrerschein" }, HttpStatusCode.UnprocessableEntity);
        Assert.Contains("„Seit wann?“ wird nur nach dieser Frage gestellt.", refused, StringComparison.Ordinal);
        Assert.Equal(["kuendigungs_frist", "salary_expectations", "fuehrerschein", "seit_wann"], await KeysAsync(app));
        await member.PostAsync(list, new() { ["deed"] = "remove", ["key"] = "seit_wann" });
        await member.PostAsync(edit + "&key=kuendigungs_frist", new() { ["label_de"] = "Wie lange gebunden?" });
        var question = (await QuestionsAsync(app))[0];
        Assert.Equal((2, "Wie lange gebunden?", false, ""), (question.Version, question.Label.De, question.Required, question.Target));
        var job = await app.AddJobAdAsync("1234568");
        Assert.Contains("Wie lange gebunden?", await app.Http.GetStringAsync(new Uri($"/jobs/{job}/apply", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ShortText", "label_de", "", "Bitte schreiben Sie die Frage.")]
    [InlineData("ShortText", "target", "kündigungsfrist", "Ein API-Name sieht so aus")]
    [InlineData("ShortText", "when", "gibtesnicht:yes", "Diese Antwort gibt es nicht")]
    [InlineData("OneOf", "option_de", "nur eine", "mindestens zwei Antworten")]
    public async Task Says_what_is_wrong_at_its_field_and_keeps_what_was_typed(string kind, string field, string value, string words)
    {
        await using var app = await TestApp.StartAsync();
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        var edit = $"/portal/questions/edit?connection={app.ConnectionId}&kind={kind}";
        var (status, html) = await member.SendAsync(edit, new() { ["label_de"] = "Meine Frage", ["help_de"] = "Mein Hinweis", [field] = value });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains(words, html, StringComparison.Ordinal);
        Assert.Contains("Mein Hinweis", html, StringComparison.Ordinal);
        Assert.Empty(await QuestionsAsync(app));
    }

    [Fact]
    public async Task A_job_ad_leaves_out_makes_required_and_has_its_own()
    {
        await using var app = await TestApp.StartAsync();
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await Asked.SetAsync(app, Asked.Notice, Asked.Licence);
        var (job, other) = (await app.AddJobAdAsync("1234568"), await app.AddJobAdAsync("1234569"));
        var list = $"/portal/questions?ad={job}";
        await member.PostAsync(list, new() { ["deed"] = "off", ["key"] = Asked.Notice.Key });
        await member.PostAsync(list, new() { ["deed"] = "required", ["key"] = Asked.Licence.Key });
        await member.PostAsync($"/portal/questions/edit?ad={job}&kind=ShortText", new() { ["label_de"] = "Kündigungsfrist" });
        var hidden = await new Applicant(app.Http).OpenAsync(job);
        Assert.Equal("fuehrerschein.1 job_kuendigungsfrist.1", hidden["asked"]);
        Assert.Equal("kuendigungsfrist.1 fuehrerschein.1", (await new Applicant(app.Http).OpenAsync(other))["asked"]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await new Applicant(app.Http).ApplyAsync(job)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await new Applicant(app.Http).ApplyAsync(job, Asked.Fields((Asked.Licence, "b")))).Status);
    }

    [Fact]
    public async Task Is_open_to_those_who_write_and_to_no_other_employer()
    {
        await using var app = await TestApp.StartAsync();
        await Asked.SetAsync(app, Asked.Notice);
        using var viewer = await MemberBrowser.JoinAsync(app, Role.Viewer);
        Assert.Contains("Kündigungsfrist", await viewer.GetAsync("/portal/questions"), StringComparison.Ordinal);
        Assert.DoesNotContain("Entfernen", await viewer.GetAsync("/portal/questions"), StringComparison.Ordinal);
        await app.ChangeAsync(db => db.Employers.Add(new Employer { Name = "Andere", CreatedAt = app.Clock.GetUtcNow() }));
        var stranger = await app.DbAsync(db => db.Employers.Where(x => x.Name == "Andere").Select(x => x.Id).SingleAsync());
        using var other = await MemberBrowser.JoinAsync(app, Role.Owner, stranger);
        await other.GetAsync($"/portal/questions?connection={app.ConnectionId}", HttpStatusCode.NotFound);
    }

    private static Task<List<Question>> QuestionsAsync(TestApp app) =>
        app.DbAsync(db => db.Connections.Where(x => x.Id == app.ConnectionId).Select(x => x.Questions.Questions).SingleAsync());

    private static async Task<IEnumerable<string>> KeysAsync(TestApp app) => (await QuestionsAsync(app)).Select(x => x.Key);
}
