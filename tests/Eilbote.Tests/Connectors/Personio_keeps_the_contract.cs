using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Eilbote.Connectors;
using Eilbote.Connectors.Personio;

namespace Eilbote.Tests.Connectors;

public sealed class Personio_keeps_the_contract : Connector_contract
{
    protected override IConnector Connector() =>
        new PersonioConnector(new() { ApiBaseAddress = "https://personio.example", PartnerId = "EILBOTE", AppId = "EILBOTE" });

    protected override Dictionary<string, string> Settings => new()
    {
        ["ats_job_id"] = "1234567",
        ["access_token"] = "canary-token-7f3a",
        ["company_id"] = "12345",
        ["channel_id"] = "250624",
        ["career_site"] = "musterfirma",
    };

    protected override (string, string) Jobs => ("1234567", "999999999999999999");

    protected override Answer Accepts(Step step) => step.Kind == StepKind.Upload
        ? new(200, MediaTypeNames.Application.Json, null, $$"""{"uuid":"{{new Guid(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(step.Name))[..16])}}"}""")
        : new(201, "", null, "");

    protected override bool IsSuccess(Answer answer) => answer.Status == 201;

    /// <summary>Every documented reason, in each of the three shapes.</summary>
    protected override IEnumerable<Answer> Refusals => PersonioReasons.SelectMany(x => new[]
    {
        $$"""{"errors":[{"field":"x","errors":[{"reason":"{{x}}"}]}]}""",
        $$"""{"errors":[{"id":"66121e48-2a2d-4158-a21d-f36c3453df1a","status":"400","title":"Bad Request","detail":"{{x}}"}]}""",
        $$$"""{"error":{"reason":"{{{x}}}"}}""",
    }).Select(x => new Answer(400, MediaTypeNames.Application.Json, null, x));

    private static readonly string[] PersonioReasons =
    [
        "errors.attribute-validation.unknown", "errors.attribute-validation.required-attribute",
        "errors.attribute-validation.invalid-date-format", "errors.attribute-validation.invalid-email-format",
        "errors.attribute-validation.invalid-type", "errors.attribute-validation.unknown-attribute-option",
        "errors.date-validation.date-in-the-future", "errors.phase-validation.invalid-system-phase",
        "errors.file-validation.file-not-exists", "errors.file-validation.unknown-file-category", "errors.invalid-file-type",
        "errors.file-too-big", "errors.applicant-already-exists", "errors.applicant-exists",
        "errors.posting-validation.posting-not-found", "errors.posting-validation.channel-not-found", "errors.job-position.not-published",
        "feature.recruiting.disabled", "feature.public-api.disabled",
    ];

    /// <summary>Every request is one that Personio's description allows.</summary>
    private protected override async Task CheckAsync(Wire wire)
    {
        var headers = new Dictionary<string,
            string>(wire.Headers)
        { ["Authorization"] = $"Bearer ({wire.Headers["Authorization"].Length - 7} characters)" };
        var body = wire.Parts.Count == 0 ? Encoding.UTF8.GetString(wire.Body)
            : JsonSerializer.Serialize(
                new { parts = wire.Parts.Select(x => new { name = x.Name, filename = x.FileName, content_type = x.ContentType }) });
        Assert.Empty((await PersonioDescription.Loaded)
            .Violations(new(wire.Method, new Uri(wire.Address).PathAndQuery, headers, body, 429, "", "", false)));
        Assert.Equal("Bearer canary-token-7f3a", wire.Headers["Authorization"]);
        Assert.All(wire.Parts, x => Assert.Matches("^[A-Za-z0-9._-]+$", x.FileName));
    }

    [Fact]
    public async Task Of_several_reasons_the_most_decisive_counts()
    {
        var create = Connector().Next(Samples.Submission(new(Settings), "1"), []);
        var answer = new Answer(400, "", null, """
            {"errors":[{"field":"application_date","errors":[{"reason":"errors.date-validation.date-in-the-future"}]},
                       {"field":"job_position_id","errors":[{"reason":"errors.something-new"},{"reason":"errors.job-position.not-published"}]}]}
            """);
        var reading = Connector().Read(create, answer);
        Assert.Equal((Meaning.JobClosed, "errors.job-position.not-published"), (reading.Meaning, reading.Reason));
        Assert.Equal("errors.date-validation.date-in-the-future; errors.something-new; errors.job-position.not-published",
            reading.Verbatim);
        Assert.Equal(6, (await Wire.OfAsync(create)).Json!.AsObject()
            .Count(x => x.Key is "first_name" or "last_name" or "email" or "job_position_id" or "recruiting_channel_id" or "application_date"));
    }

    /// <summary>
    /// In which time zone "not in the future" is checked is unknown: near midnight in Germany it is still yesterday by UTC.
    /// </summary>
    [Theory, InlineData(0, false), InlineData(1, false), InlineData(59, false), InlineData(61, true)]
    public async Task The_date_is_the_earlier_of_that_in_Germany_and_by_UTC(int minutes, bool nextDay)
    {
        var received = new DateTimeOffset(2026, 11, 22, 22, 59, 30, TimeSpan.Zero).AddMinutes(minutes);
        var wire = await Wire.OfAsync(Connector().Next(Samples.Submission(new(Settings), "1") with { ReceivedAt = received }, []));
        Assert.Equal(nextDay ? "2026-11-23" : "2026-11-22", wire.Json!["application_date"]!.GetValue<string>());
    }

    [Fact]
    public async Task Documents_get_a_category_each_and_keep_their_names()
    {
        var submission = Samples.Submission(new(Settings), "1", Samples.Documents);
        var finished = new List<FinishedStep>();
        Step step;
        while ((step = Connector().Next(submission, finished)).Kind == StepKind.Upload)
            finished.Add(new(step.Name, Connector().Read(step, Accepts(step)).Result));
        var files = (await Wire.OfAsync(step)).Json!["files"]!.AsArray();
        Assert.Equal(["cv", "cover-letter", "other", "certificate", "employment-reference", "work-sample"],
            files.Select(x => x!["category"]!.GetValue<string>()));
        Assert.Equal(["Lebenslauf Änne.pdf", "Lebenslauf Änne.pdf", "Zeugnis 1.pdf", "Zeugnis 2.pdf", "Foto.jpg", "ö.pdf"],
            files.Select(x => x!["original_filename"]!.GetValue<string>()));
    }
}
