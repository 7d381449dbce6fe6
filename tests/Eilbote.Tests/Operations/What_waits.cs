using Eilbote.Members;

namespace Eilbote.Tests.Operations;

/// <summary>What operators read first: how many wait, and whether somebody must do something.</summary>
public sealed class What_waits
{
    private const string Email = "errors.attribute-validation.invalid-email-format",
        Question = "errors.attribute-validation.required-attribute", Down = "";

    [Theory]
    [InlineData("Alles zugestellt.")]
    [InlineData("1 wartet, niemand muss etwas tun.", Down)]
    [InlineData("2 warten, niemand muss etwas tun.", Down, Down)]
    [InlineData("1 wartet auf die Person, die sich beworben hat.", Email)]
    [InlineData("2 warten, davon 1 auf Bewerber:innen.", Email, Down)]
    [InlineData("1 wartet und braucht jemanden.", Question)]
    [InlineData("2 warten, davon braucht 1 jemanden.", Question, Down)]
    [InlineData("4 warten, davon brauchen 2 jemanden.", Email, Question, Question, Down)]
    public async Task Is_said_with_whether_somebody_must_act(string said, params string[] answers)
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        foreach (var reason in answers)
        {
            await app.Sandbox.FaultAsync("applications", "status", reason == Down ? 502 : 400, reason: reason == Down ? null : reason);
            await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields($"{Guid.NewGuid():N}@example.com"));
            await app.IdleAsync();
        }
        await app.AddUserAsync("betrieb@example.com", Role.Operator, null);
        using var operators = await MemberBrowser.SignInAsync(app, "betrieb@example.com");
        var html = await operators.GetAsync("/operators");
        Assert.Contains($"<h1>{said}</h1>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Braucht Sie", html, StringComparison.Ordinal);
        Assert.Equal(answers.Contains(Question), html.Contains("Braucht das Unternehmen", StringComparison.Ordinal));
    }
}
