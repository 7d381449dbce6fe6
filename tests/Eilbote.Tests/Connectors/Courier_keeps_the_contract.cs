using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Text.Json;
using Eilbote.Connectors;

namespace Eilbote.Tests.Connectors;

/// <summary>
/// An ATS as unlike Personio as can be: no secret, one multipart request with everything, an id that comes back, a GET as
/// probe. It lives only here, to show that the contract is not Personio's.
/// </summary>
internal sealed class Courier : IConnector
{
    private static readonly Words Words = new("Wort", "Word");

    public ConnectorDescriptor Descriptor { get; } = new()
    {
        Id = "courier",
        Name = "Courier",
        Answers = new(new HashSet<QuestionKind>()),
        Fields =
        [
            new()
            {
                Key = "site",
                Scope = SettingScope.Connection,
                Role = SettingRole.Access,
                Kind = SettingKind.Text,
                Required = true,
                Pattern = "[a-z0-9-]{1,40}",
                Label = Words,
                WhereToFind = Words,
                Wrong = Words,
            },
            new()
            {
                Key = "job",
                Scope = SettingScope.JobAd,
                Role = SettingRole.Job,
                Kind = SettingKind.Text,
                Required = true,
                Pattern = "[a-z-]{1,40}",
                Label = Words,
                WhereToFind = Words,
                Wrong = Words,
            },
        ],
        Access = new(Words, Words),
        Files = new FileRules(5_000_000, [new("cv", 1), new("documents", 9)], ["pdf"]),
        Duplicates = DuplicateBehaviour.MakesAnother,
        Pace = new Pace(10, 10, TimeSpan.FromSeconds(10), "site"),
        SharedService = true,
        Probes = new[] { Eilbote.Connectors.Probe.RealValues }.ToFrozenSet(),
        Reasons = new[] { "invalid", "gone", "again", "slow", "unclear" }.ToFrozenDictionary(x => x, _ => (Words?)null),
        ResultLifetime = TimeSpan.FromHours(1),
        Remedies = new(Words),
        Drops = new[] { nameof(Submission.ReceivedAt), nameof(Submission.Tags), nameof(Submission.Portal) }.ToFrozenSet(),
    };

    public Step Next(Submission submission, IReadOnlyList<FinishedStep> finished) =>
        new("apply", StepKind.Create, TimeSpan.FromSeconds(30), async (_, ct) =>
    {
        var form = new MultipartFormDataContent("courier" + Guid.NewGuid().ToString("N"));
        foreach (var (name, value) in new (string, string?)[]
        {
            ("reference", submission.Id.ToString()), ("first", submission.Applicant.FirstName), ("last", submission.Applicant.LastName),
            ("email", submission.Applicant.Email),
            ("phone", submission.Without.Contains(new Part.Phone()) ? null : submission.Applicant.Phone),
            ("text", Descriptor.Answers.Place(submission.Applicant, submission.Without).Message),
        })
            if (value is { Length: > 0 })
                form.Add(new StringContent(value), name);
        foreach (var document in submission.Documents)
        {
            var file = new StreamContent(await document.Open(ct));
            file.Headers.ContentType = new MediaTypeHeaderValue(document.MediaType);
            form.Add(file, document.Slot, string.Concat(document.FileName.Take(100).Select(x => char.IsAsciiLetterOrDigit(x) ? x : '_')));
        }
        return new HttpRequestMessage(
            HttpMethod.Post, $"https://{submission.Connection["site"]}.courier.example/jobs/{submission.AtsJobId}/applications")
        {
            Content = form
        };
    });

    public Step Probe(Probe probe, ConnectionSettings connection, string atsJobId, DateOnly today) =>
        new("job", StepKind.Probe, TimeSpan.FromSeconds(30),
        (_, _) => Task.FromResult(new HttpRequestMessage(HttpMethod.Get, $"https://{connection["site"]}.courier.example/jobs/{atsJobId}")));

    public Reading Read(Step step, Answer answer) => answer switch
    {
        { Status: 429 } => new(Meaning.Throttled, "slow"),
        { Status: < 400 or 408 or >= 500 } when step.Kind == StepKind.Create && Id(answer) is { } id => new(Meaning.Delivered, Result: id),
        { Status: 200 } when step.Kind == StepKind.Probe => new(Meaning.ProbeAccepted, "unknown"),
        { Status: < 400 or 408 or >= 500 } or { IsPage: true } => new(Meaning.Unknown, "unclear"),
        { Status: 404 } => new(Meaning.JobClosed, "gone", Reading.Quote(answer.Body)),
        { Status: 409 } when step.Kind == StepKind.Create => new(Meaning.AlreadyThere, "again", Reading.Quote(answer.Body)),
        { Status: 422 } when answer.Body.Contains("\"phone\"", StringComparison.Ordinal) =>
            new(Meaning.PartRefused, "invalid", Reading.Quote(answer.Body), Part: new Part.Phone()),
        { Status: 422 } when step.Kind == StepKind.Create =>
            new(Meaning.NeedsApplicant, "invalid", Reading.Quote(answer.Body), Part: new Part.Email()),
        _ => new(Meaning.NeedsEmployer, "unknown", Reading.Quote(answer.Body)),
    };

    public static string? Id(Answer answer)
    {
        if (answer.Status != 201)
            return null;
        try
        {
            using var body = JsonDocument.Parse(answer.Body);
            return body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("id", out var id)
                && id.TryGetInt64(out var number)
                ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}

public sealed class Courier_keeps_the_contract : Connector_contract
{
    protected override IConnector Connector() => new Courier();

    protected override Dictionary<string, string> Settings => new() { ["site"] = "musterfirma", ["job"] = "baker" };

    protected override (string, string) Jobs => ("baker", "miller");

    protected override Answer Accepts(Step step) => new(201, "application/json", null, """{"id":4711,"url":"https://musterfirma.courier.example/applications/4711"}""");

    protected override bool IsSuccess(Answer answer) => Courier.Id(answer) is not null;

    protected override IEnumerable<Answer> Refusals =>
    [
        new(422, "application/json", null, """{"phone":["invalid"]}"""), new(422, "application/json", null, """{"email":["invalid"]}"""),
        new(404, "application/json", null, "{}"), new(409, "application/json", null, "{}"),
    ];

    [Fact]
    public void Its_id_is_kept() =>
        Assert.Equal("4711", Connector().Read(Connector().Next(Samples.Submission(new(Settings), "baker"), []), Accepts(null!)).Result);
}
