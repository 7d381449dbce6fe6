using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using Eilbote.Connectors;

namespace Eilbote.Tests.Connectors;

/// <summary>Submissions, and answers that no one would expect.</summary>
internal static class Samples
{
    /// <summary>When a request leaves.</summary>
    public static readonly DateTimeOffset At = new(2026, 11, 23, 13, 2, 11, TimeSpan.Zero);

    public static Submission Submission(ConnectionSettings connection, string atsJobId, params SubmissionDocument[] documents) => new(
        Guid.Parse("01930000-0000-7000-8000-000000000001"), connection, atsJobId,
        new()
        {
            FirstName = "Änne",
            LastName = "Öztürk",
            Email = "aenne.oeztuerk@example.com",
            Phone = "+43 660 1234567",
            Message = "Guten Tag,\nich freue mich.",
            Answers = [Given("So.")],
        }, new(2026, 11, 23, 13, 2, 10, TimeSpan.Zero), documents, new HashSet<Part>())
    { Portal = new("Buchhalter:in", false, "https://jobs.example/portal/applications/1", "https://jobs.example/handovers/1/x") };

    /// <summary>To a question without a place in the ATS.</summary>
    public static GivenAnswer Given(string text) =>
        new(new Question { Key = "wie", Kind = QuestionKind.ShortText, Label = new("Wie?", "How?") }, [text]);

    /// <summary>As many as the form takes.</summary>
    public static SubmissionDocument[] Documents =>
        [Document("cv"), Document("cover_letter"), Document("documents", "Zeugnis 1.pdf"), Document("documents", "Zeugnis 2.pdf"),
            Document("documents", "Foto.jpeg"), Document("documents", "ö.pdf")];

    public static SubmissionDocument Document(string slot, string name = "Lebenslauf Änne.pdf", string? content = null)
    {
        var bytes = Encoding.UTF8.GetBytes($"%PDF-1.7 {content ?? slot + name}");
        return new(slot, name, name.EndsWith(".jpeg", StringComparison.Ordinal) ? "jpg" : "pdf", "application/pdf", bytes.Length,
            Convert.ToHexStringLower(SHA256.HashData(bytes)), _ => Task.FromResult<Stream>(new MemoryStream(bytes)));
    }

    /// <summary>What people type, and what nobody should be able to.</summary>
    public static TheoryData<string> OddTexts =>
    [
        "Jörg Groß-Übel", "محمد عبد الله", "שלום \u202Eabc\u202C", "👩‍👩‍👧‍👦 Familie 𝔘𝔫𝔦", "O'Neil \"Rex\" <b>&amp;</b>", "a\\b/c:d*e?f|g",
        "Zeile\r\nX-Injected: 1", "--boundary\r\n\r\n",
        "Tab\tund\u0007Glocke", "\u0000NUL\u0001", "halb \ud83d", "\ude00 halb", "{\"first_name\":\"x\"}", "e\u0301", " außen ",
        "../../etc/passwd", "CON", ".", new string('ä', 300), new string('x', 254) + "😀", new string('x', 20_000),
    ];

    public static Gen<Answer> Answers(IEnumerable<string> reasons) =>
        Gen.Select(Status, MediaType, Gen.OneOf(Gen.String, Errors(reasons), Gen.OneOfConst(Bodies)), Gen.Int[0, 40],
        (status, type, body, cut) => new Answer(status, type, null, cut < 30 ? body : body[..(body.Length * (cut - 30) / 10)]));

    private static Gen<int> Status =>
        Gen.OneOf(Gen.Int[100, 599],
        Gen.OneOfConst(200, 201, 202, 204, 301, 307, 400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503), Gen.Int[-1, 1000]);

    private static Gen<string> MediaType =>
        Gen.OneOf(Gen.OneOfConst("", "application/json", "application/problem+json", "text/html", "text/plain", "application/xml"),
        Gen.String);

    /// <summary>The shapes that ATSs use, filled with known and unknown reasons and with anything else.</summary>
    private static Gen<string> Errors(IEnumerable<string> reasons)
    {
        var word = Gen.OneOf(
            Gen.OneOfConst([.. reasons]), Gen.String.Select(x => JsonSerializer.Serialize(x).Trim('"')),
            Gen.OneOfConst("\\ud83d", "\\u0000", "errors.something-new"));
        var value = Gen.OneOf(word.Select(x => $"\"{x}\""), Gen.OneOfConst("null", "1", "[]", "{}", "true", "\"\\ude00\""));
        var inner = Gen.Select(Gen.OneOfConst("reason", "detail", "title", "\\ud83d", "message"), value, (name, x) => $$"""{"{{name}}":{{x}}}""");
        var error = Gen.Select(value, inner.List[0, 4], (field, x) => $$"""{"field":{{field}},"errors":[{{string.Join(',', x)}}]}""");
        return Gen.OneOf(
            Gen.OneOf(error, inner, value).List[0, 5].Select(x => $$"""{"errors":[{{string.Join(',', x)}}]}"""),
            inner.Select(x => $$"""{"error":{{x}}}"""),
            value.Select(x => $$"""{"uuid":{{x}},"id":{{x}},"errors":{{x}},"error":{{x}}}"""));
    }

    private static readonly string[] Bodies =
    [
        "", " ", "null", "[]", "{}", "\"\"", "{", "[[[[[", new string('[', 100_000), string.Concat(Enumerable.Repeat("{\"errors\":", 5000)),
        "<html><body>503</body></html>", "\ufeff{}", "{\"uuid\":\"66121e48-2a2d-4158-a21d-f36c3453df1a\"}",
        "{\"uuid\":1}", "{\"errors\":{\"errors\":[]}}", "{\"errors\":[[]]}", new string('x', 70_000), "\ud83d", "\0",
        new string('\ud83d', 2000), "\ud83d" + string.Concat(Enumerable.Repeat("😀", 400)), "x" + string.Concat(Enumerable.Repeat("😀", 400)),
    ];
}
