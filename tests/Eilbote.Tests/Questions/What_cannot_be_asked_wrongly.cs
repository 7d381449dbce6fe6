using System.Net;
using Eilbote.Connectors;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Questions;

/// <summary>What people did with the editor, and what they must not be able to break by it.</summary>
public sealed class What_cannot_be_asked_wrongly
{
    private static readonly Question Pool = Asked.Of("pool", QuestionKind.Consent, "Talentpool");
    private static readonly Question Since = Asked.Of("seit", QuestionKind.ShortText, "Seit wann?") with { Required = true, When = new(Asked.Licence.Key, "b") };

    [Fact]
    public async Task A_consent_is_never_required_not_even_in_one_job_ad()
    {
        await using var app = await TestApp.StartAsync();
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await Asked.SetAsync(app, Pool);
        var job = await app.AddJobAdAsync("1234568");
        await member.PostAsync($"/portal/questions?ad={job}", new() { ["deed"] = "required", ["key"] = "pool" });
        Assert.DoesNotContain("value=\"required\"", await member.GetAsync($"/portal/questions?ad={job}"), StringComparison.Ordinal);
        await app.ChangeAsync(db => db.JobAds.Single(x => x.Id == job).Questions = new() { Required = ["pool"] });
        Assert.Equal(HttpStatusCode.SeeOther, (await new Applicant(app.Http).ApplyAsync(job)).Status);
    }

    [Fact]
    public async Task Two_answers_do_not_go_to_one_place()
    {
        await using var app = await TestApp.StartAsync();
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await Asked.SetAsync(app, Asked.Notice);
        var job = await app.AddJobAdAsync("1234580");
        var list = $"/portal/questions?ad={job}";
        await member.PostAsync(list, new() { ["deed"] = "off", ["key"] = Asked.Notice.Key });
        await member.PostAsync($"/portal/questions/edit?ad={job}&kind=ShortText", new() { ["label_de"] = "Frist", ["target"] = "custom_attribute_1", ["required"] = "true" });
        Assert.Contains("geht in diesem Inserat schon die Antwort auf „Frist“",
            await member.PostAsync(list, list, new() { ["deed"] = "usual", ["key"] = Asked.Notice.Key }, HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        await app.ChangeAsync(db => db.JobAds.Single(x => x.Id == job).Questions = new() { Own = [Asked.Notice with { Key = "job_frist" }] });
        await new Applicant(app.Http).ApplyAsync(job, Asked.Fields((Asked.Notice, "AAA"), (Asked.Notice with { Key = "job_frist" }, "BBB")));
        var arrived = await Asked.ArrivedAsync(app);
        Assert.Equal("AAA", arrived.Attributes["custom_attribute_1"]);
        Assert.EndsWith("Kündigungsfrist: BBB", arrived.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_on_which_another_question_depends_is_not_removed()
    {
        await using var app = await TestApp.StartAsync();
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await Asked.SetAsync(app, Asked.Licence, Since);
        var (status, html) = await member.SendAsync($"/portal/questions/edit?connection={app.ConnectionId}&key={Asked.Licence.Key}",
            new() { ["label_de"] = "Führerschein", ["option_key"] = "none", ["option_de"] = "keiner" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("„Seit wann?“ wird nur nach einer Antwort gestellt, die Sie hier entfernen.", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_depends_on_a_question_that_is_left_out_is_left_out_with_it()
    {
        await using var app = await TestApp.StartAsync();
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await Asked.SetAsync(app, Asked.Licence, Since);
        var job = await app.AddJobAdAsync("1234568");
        await member.PostAsync($"/portal/questions?ad={job}", new() { ["deed"] = "off", ["key"] = Asked.Licence.Key });
        Assert.DoesNotContain("Seit wann?", await app.Http.GetStringAsync(new Uri($"/jobs/{job}/apply", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await new Applicant(app.Http).ApplyAsync(job)).Status);
    }

    [Fact]
    public async Task What_the_ats_demands_and_one_ad_leaves_out_is_named_there_with_the_way_back()
    {
        await using var app = await TestApp.StartAsync();
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await Asked.SetAsync(app, Asked.Notice);
        var job = await app.AddJobAdAsync("1234580", "Vertrieb");
        var list = $"/portal/questions?ad={job}";
        await member.PostAsync(list, new() { ["deed"] = "off", ["key"] = Asked.Notice.Key });
        await new Applicant(app.Http).ApplyAsync(job);
        await app.IdleAsync();
        var page = await member.GetAsync(list);
        Assert.Contains("Personio verlangt „Kündigungsfrist“.", page, StringComparison.Ordinal);
        Assert.Contains("Wie überall fragen", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/portal/questions?ad={job}\">Zum Inserat", await member.GetAsync($"/portal/questions?connection={app.ConnectionId}"), StringComparison.Ordinal);
        Assert.DoesNotContain("Personio verlangt", await member.PostAsync(list, new() { ["deed"] = "usual", ["key"] = Asked.Notice.Key }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_windows_and_a_double_click_lose_and_double_nothing()
    {
        await using var app = await TestApp.StartAsync();
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await Asked.SetAsync(app, Asked.Notice);
        var edit = $"/portal/questions/edit?connection={app.ConnectionId}";
        await member.PostAsync(edit + "&kind=ShortText", new() { ["label_de"] = "Doppelklick" });
        await member.PostAsync(edit + "&kind=ShortText", new() { ["label_de"] = "Doppelklick" });
        await member.PostAsync(edit + "&key=kuendigungsfrist", new() { ["label_de"] = "Eins", ["version"] = "1" });
        var (status, html) = await member.SendAsync(edit + "&key=kuendigungsfrist", new() { ["label_de"] = "Zwei", ["version"] = "1" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("Diese Frage wurde inzwischen geändert", html, StringComparison.Ordinal);
        Assert.Equal(["Eins", "Doppelklick"], await app.DbAsync(async db => (await db.Connections.SingleAsync(x => x.Id == app.ConnectionId)).Questions.Questions.Select(x => x.Label.De)));
        html = await member.PostAsync(
            edit, edit + "&key=entfernt&kind=ShortText", new() { ["label_de"] = "Mein Text" }, HttpStatusCode.UnprocessableEntity);
        Assert.Contains("Diese Frage wurde inzwischen entfernt.", html, StringComparison.Ordinal);
        Assert.Contains("Mein Text", html, StringComparison.Ordinal);
    }
}
