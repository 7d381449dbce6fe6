using System.Text.Json;
using System.Text.Json.Serialization;

namespace Eilbote.Connectors;

/// <summary>
/// A part of what is sent that an ATS can refuse by itself. A closed type: named here once, refused, left out and said by it.
/// Its text form stands in the database.
/// </summary>
[JsonConverter(typeof(AsText))]
public abstract record Part
{
    private const string DocumentPrefix = "document:", AnswerPrefix = "answer:", Optional = "optional-answers";

    private Part() { }

    /// <summary>The job in the ATS. Never left out: it is the job ad's matter.</summary>
    public sealed record Job : Part;

    /// <summary>Where the application came from. It is the connection's matter.</summary>
    public sealed record Channel : Part;

    /// <summary>When the application was made.</summary>
    public sealed record Date : Part;

    public sealed record Phone : Part;

    /// <summary>Never left out: it is the applicant's to correct.</summary>
    public sealed record Email : Part;

    /// <summary>One document, by the SHA-256 of its content.</summary>
    public sealed record Document(string Sha256) : Part;

    /// <summary>The answer to one question, by the question's key.</summary>
    public sealed record Answer(string Key) : Part;

    /// <summary>All answers to questions that need not be answered: the ATS refused one and did not say which.</summary>
    public sealed record OptionalAnswers : Part;

    public sealed override string ToString() => this switch
    {
        Document(var sha256) => DocumentPrefix + sha256,
        Answer(var key) => AnswerPrefix + key,
        OptionalAnswers => Optional,
        _ => GetType().Name.ToLowerInvariant(),
    };

    /// <exception cref="FormatException">It names no part.</exception>
    public static Part Parse(string text) => text switch
    {
        "job" => new Job(),
        "channel" => new Channel(),
        "date" => new Date(),
        "phone" => new Phone(),
        "email" => new Email(),
        Optional => new OptionalAnswers(),
        _ when text.StartsWith(AnswerPrefix, StringComparison.Ordinal) => new Answer(text[AnswerPrefix.Length..]),
        _ when text.StartsWith(DocumentPrefix, StringComparison.Ordinal) => new Document(text[DocumentPrefix.Length..]),
        _ => throw new FormatException($"“{text}” names no part of an application."),
    };

    private sealed class AsText : JsonConverter<Part>
    {
        public override Part Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Part value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
