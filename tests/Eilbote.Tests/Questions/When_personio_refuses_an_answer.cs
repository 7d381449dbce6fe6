using Eilbote.Connectors;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Questions;

public sealed class When_personio_refuses_an_answer
{
    private static readonly Question Wrong = Asked.Of("frage", QuestionKind.ShortText, "Wie?", "custom_attribute_404");

    /// <summary>How Personio spells <c>field</c> is not documented.</summary>
    [Theory, InlineData("id"), InlineData("path"), InlineData("index"), InlineData("pointer")]
    public async Task That_answer_goes_into_the_message_and_the_others_stay(string spelling)
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.SwitchAsync("attribute-field", spelling);
        await Asked.SetAsync(app, Asked.Notice, Wrong, Asked.Licence);
        var job = await app.AddJobAdAsync("1234580");
        await new Applicant(app.Http).ApplyAsync(job, Asked.Fields((Asked.Notice, "3 Monate"), (Wrong, "So."), (Asked.Licence, "b")));
        var arrived = await Asked.ArrivedAsync(app);
        Assert.Equal(["custom_attribute_1", "custom_attribute_2", "phone"], arrived.Attributes.Keys.Order(StringComparer.Ordinal));
        Assert.EndsWith("\nWie?: So. [vom Feld nicht angenommen]", arrived.Message, StringComparison.Ordinal);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        var (state, page) = await Asked.SeenAsync(app, member);
        Assert.Equal("Delivered", state);
        Assert.Contains("„Wie?“ (steht in der Nachricht)", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task And_does_not_say_which_all_optional_ones_go_into_the_message()
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.SwitchAsync("attribute-field", "none");
        await Asked.SetAsync(app, Asked.Notice, Wrong, Asked.Licence, Asked.Salary);
        var job = await app.AddJobAdAsync("1234580");
        await new Applicant(app.Http).ApplyAsync(
            job, Asked.Fields((Asked.Notice, "3 Monate"), (Wrong, "So."), (Asked.Licence, "b"), (Asked.Salary, "60k")));
        var arrived = await Asked.ArrivedAsync(app);
        Assert.Equal(["custom_attribute_1", "phone"], arrived.Attributes.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("Führerschein: Klasse B [", arrived.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("60k", arrived.Message, StringComparison.Ordinal);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        Assert.Contains("60k", (await Asked.SeenAsync(app, member)).Page, StringComparison.Ordinal);
    }

    [Theory, InlineData("id"), InlineData("none")]
    public async Task That_had_to_be_given_it_waits_until_the_employer_has_corrected_its_name(string spelling)
    {
        await using var app = await TestApp.StartAsync();
        await app.Sandbox.SwitchAsync("attribute-field", spelling);
        await Asked.SetAsync(app, Wrong with { Required = true });
        var job = await app.AddJobAdAsync("1234568");
        var fields = Asked.Fields((Wrong, "3 Monate"));
        fields.Remove("phone");
        await new Applicant(app.Http).ApplyAsync(job, fields);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        var (state, page) = await Asked.SeenAsync(app, member);
        Assert.Equal("NeedsEmployer", state);
        if (spelling == "id")
            Assert.Contains("nimmt die Antwort auf „Wie?“ nicht an", page, StringComparison.Ordinal);

        await member.PostAsync($"/portal/questions/edit?connection={app.ConnectionId}&key=frage",
            new() { ["label_de"] = "Wie?", ["required"] = "true", ["target"] = "custom_attribute_1" });
        // Where Personio said which answer it was, it goes out by itself.
        if (spelling == "none")
        {
            var id = await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync());
            await member.PostAsync($"/portal/applications/{id}/retry", []);
        }
        Assert.Equal("3 Monate", (await Asked.ArrivedAsync(app)).Attributes["custom_attribute_1"]);
    }

    [Fact]
    public async Task A_sensitive_one_that_is_refused_is_left_out_and_named()
    {
        await using var app = await TestApp.StartAsync();
        await Asked.SetAsync(app, Asked.Salary with { Target = "custom_attribute_404" });
        var job = await app.AddJobAdAsync("1234568");
        await new Applicant(app.Http).ApplyAsync(job, Asked.Fields((Asked.Salary, "60k")));
        Assert.Equal("Guten Tag,\nich freue mich.", (await Asked.ArrivedAsync(app)).Message);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        Assert.Contains("„Gehaltsvorstellung“ (steht nur hier)", (await Asked.SeenAsync(app, member)).Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task And_demands_one_the_editor_names_it_and_afterwards_applications_arrive()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234580", "Vertrieb Außendienst");
        await new Applicant(app.Http).ApplyAsync(job);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        var (state, page) = await Asked.SeenAsync(app, member);
        Assert.Equal("NeedsEmployer", state);
        Assert.Contains($"/portal/questions?ad={job}", page, StringComparison.Ordinal);
        var questions = await member.GetAsync($"/portal/questions?connection={app.ConnectionId}");
        Assert.Contains("Personio verlangt „custom_attribute_1“.", questions, StringComparison.Ordinal);
        Assert.Contains("Vertrieb Außendienst", questions, StringComparison.Ordinal);
        var add = $"/portal/questions/edit?connection={app.ConnectionId}&target=custom_attribute_1";
        Assert.Contains("value=\"custom_attribute_1\"", await member.GetAsync(add), StringComparison.Ordinal);
        questions = await member.PostAsync(
            add + "&kind=ShortText", new() { ["label_de"] = "Kündigungsfrist", ["required"] = "true", ["target"] = "custom_attribute_1" });
        Assert.DoesNotContain("Personio verlangt", questions, StringComparison.Ordinal);
        await new Applicant(app.Http).ApplyAsync(job, Asked.Fields((Asked.Notice, "keine")) is var fields && fields.Remove("email")
            && fields.TryAdd("email", "second@example.com") ? fields : null);
        Assert.Equal("keine", (await Asked.ArrivedAsync(app)).Attributes["custom_attribute_1"]);
    }
}
