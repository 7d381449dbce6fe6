using Eilbote.Ats;
using Eilbote.Connectors;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Questions;

/// <summary>Questions as an employer would ask them, and what came of them.</summary>
internal static class Asked
{
    public static readonly Question Notice = Of("kuendigungsfrist", QuestionKind.ShortText, "Kündigungsfrist", "custom_attribute_1") with
    {
        Required = true,
    };

    public static readonly Question Licence = Of("fuehrerschein", QuestionKind.OneOf, "Führerschein", "custom_attribute_2") with
    {
        Options = [new("b", new("Klasse B", "Class B"), "custom_option_7"), new("none", new("keiner", "none"), "custom_option_8")],
    };

    public static readonly Question Salary = Of("salary_expectations", QuestionKind.ShortText, "Gehaltsvorstellung", "salary_expectations") with
    {
        Sensitive = true,
    };

    public static Question Of(string key, QuestionKind kind, string label, string target = "") =>
        new() { Key = key, Kind = kind, Label = new(label, label + " (en)"), Target = target };

    /// <summary>All forms of the test's connection ask this from now on.</summary>
    public static Task SetAsync(TestApp app, params Question[] questions) => app.ChangeAsync(db =>
        db.Connections.Single(x => x.Id == app.ConnectionId).Questions = new QuestionForm { Questions = [.. questions] });

    public static Dictionary<string, string> Fields(params (Question Question, string Value)[] answers)
    {
        var fields = Applicant.Fields();
        foreach (var (question, value) in answers)
            fields[question.Field] = value;
        return fields;
    }

    /// <summary>The newest application that arrived.</summary>
    public static async Task<Arrived> ArrivedAsync(TestApp app)
    {
        await app.IdleAsync();
        var last = (await app.Sandbox.ApplicationsAsync())[^1];
        return new(
            last.GetProperty("attributes").EnumerateObject().ToDictionary(x => x.Name, x => x.Value.GetString()!),
            last.TryGetProperty("message", out var message) ? message.GetString() ?? "" : "");
    }

    public static async Task<(string State, string Page)> SeenAsync(TestApp app, MemberBrowser member)
    {
        await app.IdleAsync();
        var delivery = await app.DbAsync(db => db.Deliveries.OrderByDescending(x => x.CreatedAt).FirstAsync());
        return (delivery.State.ToString(), await member.GetAsync($"/portal/applications/{delivery.ApplicationId}"));
    }
}

internal sealed record Arrived(Dictionary<string, string> Attributes, string Message);
