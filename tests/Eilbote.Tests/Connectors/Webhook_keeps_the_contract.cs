using System.Diagnostics;
using System.Net.Mime;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eilbote.Connectors;
using Eilbote.Connectors.Webhook;

namespace Eilbote.Tests.Connectors;

public sealed class Webhook_keeps_the_contract : Connector_contract
{
    private const string Secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", Json = MediaTypeNames.Application.Json;
    private static readonly string Applied = Samples.Submission(new(new Dictionary<string, string>()), "").Id.ToString();

    protected override IConnector Connector() => new WebhookConnector(new());

    protected override Dictionary<string, string> Settings => new()
    {
        ["address"] = "https://bewerbungen.musterfirma.example/eingang?mandant=7",
        ["secret"] = Secret,
        ["recipient"] = "Musterfirma IT GmbH",
        ["country"] = "Österreich",
        ["job"] = "4711 / Wien",
    };

    protected override (string, string) Jobs => ("4711 / Wien", "Müller:in");

    protected override bool TakesDocuments => true;

    protected override Answer Accepts(Step step) => new(201, Json, null, $$"""{"webhook-id":"{{step.Name}}","id":"A-1"}""");

    protected override bool IsSuccess(Answer answer) => answer.Status is >= 200 and < 300
        && answer.Body.Contains($"\"webhook-id\":\"{Applied}\"", StringComparison.Ordinal);

    /// <summary>Of a page that is not found nobody knows more than that there is no receiver.</summary>
    protected override Meaning OfPage(int status) => status is 404 or 410 ? Meaning.FeatureOff : Meaning.Unknown;

    protected override IEnumerable<Answer> Refusals =>
    [
        new(409, Json, null, """{"reason":"already-there"}"""), new(410, Json, null, """{"reason":"job-closed"}"""), new(404, "", null, ""), new(410, "", null, ""), new(401, Json, null, "{}"),
        new(403, "", null, ""),
    ];

    private protected override Task CheckAsync(Wire wire)
    {
        Assert.Equal("payload", wire.Parts[0].Name);
        Assert.Equal(Json, wire.Parts[0].ContentType);
        Assert.Matches("^v1,[A-Za-z0-9+/]{43}=$", wire.Headers["webhook-signature"]);
        Assert.Equal(Samples.At.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            wire.Headers["webhook-timestamp"]);
        return Task.CompletedTask;
    }

    public static readonly TheoryData<int, string, string, Meaning> Answers = new()
    {
        { 200, Json, $$"""{"webhook-id":"{{Applied}}"}""", Meaning.Delivered }, { 202, "text/plain", $$"""{"ok":true,"webhook-id":"{{Applied}}"}""", Meaning.Delivered },
        { 200, Json, """{"webhook-id":"another"}""", Meaning.Unknown }, { 200, Json, $$"""{"id":"{{Applied}}"}""", Meaning.Unknown }, { 200, "text/plain", Applied, Meaning.Unknown },
        { 200, Json, $$"""[{"webhook-id":"{{Applied}}"}]""", Meaning.Unknown }, { 204, "", "", Meaning.Unknown }, { 200, "text/html", "<html>OK</html>", Meaning.Unknown },
        { 302, "", "", Meaning.Unknown }, { 307, Json, $$"""{"webhook-id":"{{Applied}}"}""", Meaning.Unknown },
        { 409, Json, """{"reason":"already-there"}""", Meaning.AlreadyThere }, { 409, Json, "{}", Meaning.NeedsEmployer }, { 409, Json, """{"reason":"conflict"}""", Meaning.NeedsEmployer },
        { 410, Json, """{"reason":"job-closed"}""", Meaning.JobClosed }, { 410, Json, """{"reason":"other"}""", Meaning.NeedsEmployer }, { 410, "", "", Meaning.FeatureOff },
        { 404, "text/html", "<html>nginx</html>", Meaning.FeatureOff }, { 404, "text/plain", "404 page not found", Meaning.FeatureOff }, { 404, Json, """{"reason":"no such job"}""", Meaning.NeedsEmployer },
        { 401, Json, """{"reason":"signature-wrong"}""", Meaning.CredentialsRefused }, { 403, "", "", Meaning.CredentialsRefused }, { 403, "text/html", "<html>blocked</html>", Meaning.Unknown },
        { 400, Json, """{"reason":"job-closed"}""", Meaning.NeedsEmployer }, { 422, Json, """{"reason":"phone"}""", Meaning.NeedsEmployer }, { 413, "", "", Meaning.NeedsEmployer },
        { 408, "", "", Meaning.Unknown }, { 429, "", "", Meaning.Throttled }, { 500, Json, $$"""{"webhook-id":"{{Applied}}"}""", Meaning.Unknown }, { 503, "", "", Meaning.Unknown },
    };

    [Theory, MemberData(nameof(Answers))]
    public void Only_an_answer_that_repeats_the_id_is_an_arrival(int status, string type, string body, Meaning meaning) =>
        Assert.Equal(meaning, Connector().Read(Connector().Next(Samples.Submission(new(Settings), "1"), []), new(status, type, null, body))
            .Meaning);

    [Fact]
    public void What_the_receiver_calls_it_is_kept() =>
        Assert.Equal("A-1", Connector()
            .Read(Connector().Next(Samples.Submission(new(Settings), "1"), []),
            Accepts(Connector().Next(Samples.Submission(new(Settings), "1"), []))).Result);

    [Theory]
    [InlineData(Probe.CorruptedSecret, 401, "", Meaning.CredentialsRefused),
        InlineData(Probe.CorruptedSecret, 400, "", Meaning.CredentialsRefused),
        InlineData(Probe.CorruptedSecret, 403, "", Meaning.CredentialsRefused)]
    [InlineData(Probe.CorruptedSecret, 200, "", Meaning.ProbeAccepted), InlineData(Probe.CorruptedSecret, 204, "", Meaning.ProbeAccepted),
        InlineData(Probe.CorruptedSecret, 404, "", Meaning.FeatureOff)]
    [InlineData(Probe.RealValues, 200, "repeated", Meaning.ProbeAccepted), InlineData(Probe.RealValues, 200, "", Meaning.Unknown),
        InlineData(Probe.RealValues, 401, "", Meaning.CredentialsRefused)]
    [InlineData(Probe.RealValues, 410, """{"reason":"job-closed"}""", Meaning.Unknown), InlineData(Probe.RealValues, 400, "", Meaning.Unknown), InlineData(Probe.CorruptedSecret, 405, "", Meaning.Unknown), InlineData(Probe.RealValues, 503, "", Meaning.Unknown)]
    public void A_ping_says_what_the_receiver_does_with_signatures(Probe probe, int status, string body, Meaning meaning)
    {
        var ping = Connector().Probe(probe, new(Settings), "", new(2026, 11, 23));
        Assert.Equal(meaning, Connector().Read(ping, new(status, Json, null, body == "repeated" ? $$"""{"webhook-id":"{{ping.Name}}"}""" : body)).Meaning);
    }

    [Fact]
    public async Task Each_document_is_named_with_its_size_and_hash_in_what_is_signed()
    {
        var wire = await Wire.OfAsync(Connector().Next(Samples.Submission(new(Settings), "1", Samples.Documents), []));
        var named = JsonDocument.Parse(wire.Parts[0].Content).RootElement.GetProperty("data").GetProperty("documents").EnumerateArray()
            .ToList();
        Assert.Equal(wire.Parts.Skip(1).Select(x => (x.Name, (long)x.Content.Length, Convert.ToHexStringLower(SHA256.HashData(x.Content)))),
            named.Select(x => (x.GetProperty("part").GetString()!, x.GetProperty("size").GetInt64(), x.GetProperty("sha256")
                .GetString()!)));
        Assert.Equal(Samples.Documents.Select(x => x.FileName), named.Select(x => x.GetProperty("file_name").GetString()));
    }

    /// <summary>
    /// The reference library of the standard (npm <c>standardwebhooks</c>) takes our signatures, and not the corrupted ones.
    /// </summary>
    [Theory, InlineData("Grüß Gott"), InlineData("👩‍👩‍👧‍👦 \u2028 \\ \" </script>"), InlineData("")]
    public async Task Its_signatures_are_those_of_the_standard(string message)
    {
        var delivery = await Wire.OfAsync(Connector().Next(Saying(message), []));
        Assert.Equal("verified", await VerifyAsync(delivery));
        Assert.Equal("verified",
            await VerifyAsync(await Wire.OfAsync(Connector().Probe(Probe.RealValues, new(Settings), "", new(2026, 11, 23)))));
        Assert.StartsWith("refused",
            await VerifyAsync(await Wire.OfAsync(Connector().Probe(Probe.CorruptedSecret, new(Settings), "", new(2026, 11, 23)))),
            StringComparison.Ordinal);
        delivery.Parts[0].Content[^3] ^= 1;
        Assert.StartsWith("refused", await VerifyAsync(delivery), StringComparison.Ordinal);
    }

    private Submission Saying(string message)
    {
        var submission = Samples.Submission(new(Settings), "1", Samples.Documents);
        return submission with { Applicant = submission.Applicant with { Message = message } };
    }

    private static async Task<string> VerifyAsync(Wire wire, [CallerFilePath] string path = "")
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Path.GetDirectoryName(path)!, "standardwebhooks.mjs")])
        { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        using var node = Process.Start(start)!;
        await node.StandardInput.WriteAsync(
            JsonSerializer.Serialize(
            new { secret = Secret, headers = wire.Headers, payload = Encoding.UTF8.GetString(wire.Parts[0].Content) }));
        node.StandardInput.Close();
        var said = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return said.Trim();
    }
}
