using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Eilbote.Connectors.Personio;

/// <summary>Builds the requests: only documented keys, integers as integers, nothing empty.</summary>
internal sealed partial class PersonioRequests(PersonioOptions options)
{
    /// <summary>The first label of a career site's host.</summary>
    public const string Slug = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private const int ShortText = 255;

    /// <summary>Within 32 bits, so that it is refused as unknown and not as unreadable; job IDs have seven digits today.</summary>
    private const string Impossible = "2147483646";
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    // Umlauts as they are: shorter, and closer to what the documentation shows.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Step Upload(Submission submission, PersonioDocument document) =>
        new(document.StepName, StepKind.Upload, options.UploadDeadline, async (_, ct) =>
    {
        var file = new StreamContent(await document.Document.Open(ct));
        file.Headers.ContentType = new MediaTypeHeaderValue(document.Document.MediaType);
        file.Headers.ContentLength = document.Document.Size;
        file.Headers.ContentDisposition = new("form-data") { Name = "\"file\"", FileName = $"\"{document.AsciiFileName}\"" };
        var boundary = "eilbote-" + Guid.NewGuid().ToString("N");
        var body = new MultipartFormDataContent(boundary) { file };
        // The library quotes the boundary; whether Personio's parser takes that is unknown.
        body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=" + boundary);
        return Request(HttpMethod.Post, "/v1/recruiting/applications/documents", submission.Connection, body);
    })
        { DocumentSize = document.Document.Size };

    public Step Create(Submission submission, IReadOnlyList<PersonioDocument> documents, Func<PersonioDocument, string> uuid)
    {
        var body = Person(submission.Applicant.FirstName, submission.Applicant.LastName, submission.Applicant.Email, submission.AtsJobId);
        if (submission.Connection[PersonioConnector.ChannelId] is { Length: > 0 } channel
            && !submission.Without.Contains(new Part.Channel()))
            body["recruiting_channel_id"] = long.Parse(channel, CultureInfo.InvariantCulture);
        var placed = PersonioQuestions.Rules.Place(submission.Applicant, submission.Without);
        if (placed.Message is { } message)
            body["message"] = PlainText.Of(message);
        if (options.SendApplicationDate && !submission.Without.Contains(new Part.Date()))
            body["application_date"] = Date(Earlier(submission.ReceivedAt));
        if (documents.Count > 0)
            body["files"] = new JsonArray([.. documents.Select(x => File(uuid(x), x.FileName, x.Category))]);
        if (submission.Tags.Count > 0)
            body["tags"] = new JsonArray([.. submission.Tags]);
        var attributes = Attributes(submission, placed);
        if (attributes.Count > 0)
            body["attributes"] = new JsonArray(
                [.. attributes.Select(x => new JsonObject { ["id"] = x.Name, ["value"] = x.Value })]);
        return Post("create", StepKind.Create, submission.Connection, body) with { Attributes = attributes };
    }

    private List<SentAttribute> Attributes(Submission submission, PlacedAnswers placed)
    {
        var attributes = new List<SentAttribute>();
        if (submission.Applicant.Phone is { Length: > 0 } phone && !submission.Without.Contains(new Part.Phone()))
            attributes.Add(new("phone", Cut(phone), new Part.Phone(), Required: false));
        foreach (var answer in placed.Carried)
            attributes.Add(new(answer.Question.Target, PersonioQuestions.Value(answer, options), new Part.Answer(answer.Question.Key),
                answer.Question.Required));
        return attributes;
    }

    /// <summary>
    /// Four independent poison pills: each alone makes Personio refuse (documented rules), and the address cannot exist
    /// (RFC 2606). Impossible job and channel are two more.
    /// </summary>
    public Step Probe(Probe probe, ConnectionSettings connection, string atsJobId, DateOnly today)
    {
        var real = probe == Connectors.Probe.RealValues;
        var body = Person(" ", " ", IConnector.ProbeAddress, real ? atsJobId : Impossible);
        if (real && connection[PersonioConnector.ChannelId] is { Length: > 0 } channel)
            body["recruiting_channel_id"] = long.Parse(channel, CultureInfo.InvariantCulture);
        else if (!real)
            body["recruiting_channel_id"] = long.Parse(Impossible, CultureInfo.InvariantCulture);
        body["application_date"] = Date(today.AddYears(10));
        body["files"] = new JsonArray(File("00000000-0000-4000-8000-000000000000", "probe.pdf", "cv"));
        return probe switch
        {
            Connectors.Probe.CorruptedSecret =>
                Post("probe-corrupted", StepKind.Probe, connection, body, Corrupt(connection[PersonioConnector.AccessToken])),
            Connectors.Probe.ImpossibleParts => Post("probe-impossible", StepKind.Probe, connection, body),
            _ => Post("probe-real", StepKind.Probe, connection, body),
        };
    }

    public Step? Feed(ConnectionSettings connection, string language)
    {
        if (CareerSite(connection) is not { } site)
            return null;
        return new("feed", StepKind.Read, options.Deadline, (_, _) =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"{site}/xml?language={language}");
            AddHeaders(request, connection);
            return Task.FromResult(request);
        });
    }

    public string? JobPage(ConnectionSettings connection, string atsJobId) =>
        CareerSite(connection) is { } site && int.TryParse(atsJobId, CultureInfo.InvariantCulture, out var id) ? $"{site}/job/{id}" : null;

    /// <summary>Only a slug fills the configured template: nothing that was typed is contacted as typed.</summary>
    private string? CareerSite(ConnectionSettings connection)
    {
        var name = connection[PersonioConnector.CareerSite];
        if (!WholeSlug().IsMatch(name))
            return null;
        var (template, slug) = name.EndsWith(PersonioLinks.Com, StringComparison.Ordinal)
            ? (options.ComAddress, name[..^PersonioLinks.Com.Length]) : (options.CareerSiteAddress, name);
        return template.Replace("{slug}", slug, StringComparison.Ordinal).TrimEnd('/');
    }

    private static DateOnly Earlier(DateTimeOffset at)
    {
        var (utc, berlin) = (DateOnly.FromDateTime(at.UtcDateTime), DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Berlin).DateTime));
        return utc < berlin ? utc : berlin;
    }

    private Step Post(string name, StepKind kind, ConnectionSettings connection, JsonObject body, string? token = null) =>
        new(name, kind, options.Deadline, (_, _) =>
        Task.FromResult(Request(HttpMethod.Post, "/v1/recruiting/applications", connection,
            new StringContent(body.ToJsonString(Json), Encoding.UTF8, new MediaTypeHeaderValue("application/json")), token)));

    private HttpRequestMessage Request(
        HttpMethod method, string path, ConnectionSettings connection, HttpContent content, string? token = null)
    {
        var request = new HttpRequestMessage(method, options.ApiBaseAddress.TrimEnd('/') + path) { Content = content };
        AddHeaders(request, connection);
        request.Headers.Authorization = new("Bearer", token ?? connection[PersonioConnector.AccessToken]);
        request.Headers.Accept.ParseAdd("application/json");
        return request;
    }

    private void AddHeaders(HttpRequestMessage request, ConnectionSettings connection)
    {
        // Documented as required on every path, the public feed included.
        request.Headers.Add("X-Company-ID", connection[PersonioConnector.CompanyId]);
        if (options.PartnerId.Length > 0)
            request.Headers.Add("X-Personio-Partner-ID", options.PartnerId);
        if (options.AppId.Length > 0)
            request.Headers.Add("X-Personio-App-ID", options.AppId);
    }

    private static JsonObject Person(string firstName, string lastName, string email, string atsJobId) => new()
    {
        ["first_name"] = Cut(firstName),
        ["last_name"] = Cut(lastName),
        ["email"] = PlainText.Of(email),
        ["job_position_id"] = long.Parse(atsJobId, CultureInfo.InvariantCulture),
    };

    private static JsonObject File(string uuid, string name, string category) =>
        new() { ["uuid"] = uuid, ["original_filename"] = name, ["category"] = category };

    /// <summary>Every letter and digit becomes the next one, and one more is added: of the same form, and never the token itself.</summary>
    private static string Corrupt(string token) => string.Concat(token.Select(c => c switch
    {
        'z' => 'a',
        'Z' => 'A',
        '9' => '0',
        _ when char.IsAsciiLetterOrDigit(c) => (char)(c + 1),
        _ => c,
    })) + "0";

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Cut(string text) => PlainText.Cut(PlainText.Of(text), ShortText);

    [GeneratedRegex($@"\A(?:{Slug})(?:\.com)?\z", RegexOptions.None, 1000)]
    private static partial Regex WholeSlug();
}
