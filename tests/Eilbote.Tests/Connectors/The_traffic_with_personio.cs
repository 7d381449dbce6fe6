using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Time.Testing;

namespace Eilbote.Tests.Connectors;

/// <summary>That the check which ends every test with a sandbox can fail. The good ones are those of every other test.</summary>
public sealed class The_traffic_with_personio
{
    private const string Json = "application/json", Documents = "/v1/recruiting/applications/documents",
        Applications = "/v1/recruiting/applications";
    private const string Uploaded = """{"extension":"pdf","mimetype":"application/pdf","original_filename":"cv.pdf","uuid":"66121e48-2a2d-4158-a21d-f36c3453df1a","size":1}""";

    private static readonly Exchanged Upload = new("POST", Documents, Headers("multipart/form-data; boundary=b"),
        """{"parts":[{"name":"file","filename":"cv.pdf","content_type":"application/pdf","size":1}]}""", 200, Json, Uploaded, false);

    private static readonly Exchanged Create = new(
        "POST", Applications, Headers("application/json; charset=utf-8"), Person(), 201, "", "", false);

    private static readonly Exchanged Feed = new("GET", "/careers/musterfirma/xml?language=de",
        new() { ["X-Company-ID"] = "12345" }, "", 200, "application/xml; charset=utf-8", "<workzag-jobs />", false);

    [Fact]
    public async Task Is_good_when_it_is_good()
    {
        var description = await PersonioDescription.Loaded;
        Assert.Empty(new[] { Upload, Create, Feed }.SelectMany(x => description.Violations(x)));
    }

    public static readonly TheoryData<string, Exchanged> WrongRequests = new()
    {
        { "path", Create with { Path = "/v1/recruiting/application" } },
        { "method", Create with { Method = "PUT" } },
        { "no company", Create with { Headers = Without("X-Company-ID") } },
        { "empty company", Create with { Headers = With("X-Company-ID", "") } },
        { "no token", Create with { Headers = Without("Authorization") } },
        { "empty token", Create with { Headers = With("Authorization", "Bearer (0 characters)") } },
        { "not a bearer", Create with { Headers = With("Authorization", "Basic abc") } },
        { "partner", Create with { Headers = With("X-Personio-Partner-ID", "acme jobs") } },
        { "content type", Create with { Headers = With("Content-Type", "text/json") } },
        { "query", Create with { Path = Applications + "?dry=true" } },
        { "no JSON", Create with { RequestBody = "{" } },
        { "unknown key", Create with { RequestBody = Person(""","phone":"1" """) } },
        { "null", Create with { RequestBody = Person(""","message":null""") } },
        { "id as text", Create with { RequestBody = Person(""","recruiting_channel_id":"1" """) } },
        { "fraction", Create with { RequestBody = Person(""","recruiting_channel_id":1.5""") } },
        { "date", Create with { RequestBody = Person(""","application_date":"23.11.2026" """) } },
        { "category", Create with { RequestBody = Person(""","files":[{"uuid":"66121e48-2a2d-4158-a21d-f36c3453df1a","original_filename":"a","category":"letter"}]""") } },
        { "uuid", Create with { RequestBody = Person(""","files":[{"uuid":"1","original_filename":"a","category":"cv"}]""") } },
        { "file without name", Create with { RequestBody = Person(""","files":[{"uuid":"66121e48-2a2d-4158-a21d-f36c3453df1a","category":"cv"}]""") } },
        { "attribute as number", Create with { RequestBody = Person(""","attributes":[{"id":"phone","value":1}]""") } },
        { "phase without id", Create with { RequestBody = Person(""","phase":{"type":"system"}""") } },
        { "no e-mail", Create with { RequestBody = """{"first_name":"A","last_name":"B","job_position_id":1}""" } },
        { "wrong e-mail", Create with { RequestBody = """{"first_name":"A","last_name":"B","email":"a","job_position_id":1}""" } },
        { "empty name", Create with { RequestBody = """{"first_name":"","last_name":"B","email":"a@example.com","job_position_id":1}""" } },
        { "two files", Upload with { RequestBody = """{"parts":[{"name":"file","filename":"a","content_type":"b"},{"name":"file","filename":"a","content_type":"b"}]}""" } },
        { "no file", Upload with { RequestBody = """{"parts":[]}""" } },
        { "other part", Upload with { RequestBody = """{"parts":[{"name":"cv","filename":"a","content_type":"b"}]}""" } },
        { "unreadable parts", Upload with { RequestBody = "" } },
        { "name beyond ASCII", Upload with { RequestBody = """{"parts":[{"name":"file","filename":"ä.pdf","content_type":"b"}]}""" } },
        { "quoted boundary", Upload with { Headers = Headers("multipart/form-data; boundary=\"b\"") } },
        { "no language", Feed with { Path = "/careers/musterfirma/xml" } },
        { "other language", Feed with { Path = "/careers/musterfirma/xml?language=at" } },
        { "token on the feed", Feed with { Headers = Headers("")} },
        { "feed without company", Feed with { Headers = [] } },
    };

    [Theory, MemberData(nameof(WrongRequests))]
    public async Task Is_wrong_when_a_request_is_wrong(string what, Exchanged exchanged) =>
        Assert.True((await PersonioDescription.Loaded).Violations(exchanged).Any(), what);

    public static readonly TheoryData<string, Exchanged> WrongAnswers = new()
    {
        { "200 to a create", Create with { Status = 200 } },
        { "409", Create with { Status = 409 } },
        { "302", Create with { Status = 302, ResponseType = "text/html" } },
        { "400 without body", Create with { Status = 400 } },
        { "400 of another shape", Create with { Status = 400, ResponseType = Json, ResponseBody = """{"message":"no"}""" } },
        { "400 without reason", Create with { Status = 400, ResponseType = Json, ResponseBody = """{"errors":[{"field":"email","errors":[{}]}]}""" } },
        { "400 with a field twice", Create with { Status = 400, ResponseType = Json, ResponseBody = """{"errors":[{"field":"a","errors":[]},{"field":"a","errors":[]}]}""" } },
        { "403 without body", Create with { Status = 403 } },
        { "500 as page", Create with { Status = 500, ResponseType = "text/html", ResponseBody = "<html>" } },
        { "500 ordered, but neither page nor empty",
            Create with { Status = 500, ResponseType = Json, ResponseBody = "{}", Ordered = true } },
        { "shape (c) at 500", Create with { Status = 500, ResponseType = Json, ResponseBody = """{"error":{"reason":"no"}}""" } },
        { "201 to an upload", Upload with { Status = 201 } },
        { "200 without uuid", Upload with { ResponseBody = """{"extension":"pdf"}""" } },
        { "the extension ppt", Upload with { ResponseBody = Uploaded.Replace("\"pdf\"", "\"ppt\"", StringComparison.Ordinal) } },
        { "422 without body", Upload with { Status = 422 } },
        { "a feed as page", Feed with { ResponseType = "text/html", ResponseBody = "<html />" } },
        { "a feed with another root", Feed with { ResponseBody = "<jobs />" } },
        { "a feed that breaks off", Feed with { ResponseBody = "<workzag-jobs>" } },
    };

    [Theory, MemberData(nameof(WrongAnswers))]
    public async Task Is_wrong_when_an_answer_is_wrong(string what, Exchanged exchanged) =>
        Assert.True((await PersonioDescription.Loaded).Violations(exchanged).Any(), what);

    public static readonly TheoryData<string, Exchanged> Undocumented = new()
    {
        { "another path", Create with { Method = "GET", Status = 405 } },
        { "shape (c)", Create with { Status = 400, ResponseType = Json, ResponseBody = """{"error":{"reason":"Invalid request body supplied"}}""" } },
        { "400 on documents", Upload with { Status = 400, ResponseType = Json, ResponseBody = """{"error":{"reason":"Invalid multipart"}}""" } },
        { "a gateway", Create with { Status = 502, ResponseType = "text/html", ResponseBody = "<html>" } },
        { "a feed switched off", Feed with { Status = 404, ResponseType = "text/html" } },
        { "a feed elsewhere", Feed with { Status = 307, ResponseType = "", ResponseBody = "" } },
        { "a feed as text/xml", Feed with { ResponseType = "text/xml" } },
        { "200 to a create, ordered", Create with { Status = 200, Ordered = true } },
    };

    [Theory, MemberData(nameof(Undocumented))]
    public async Task May_be_undocumented_only_where_the_table_says_so(string what, Exchanged exchanged) =>
        Assert.True(!(await PersonioDescription.Loaded).Violations(exchanged, answerOnly: true).Any(), what);

    [Fact]
    public async Task Fails_the_test_in_which_it_went_wrong()
    {
        var sandbox = await RunningSandbox.StartAsync(new FakeTimeProvider());
        using (var request = new HttpRequestMessage(HttpMethod.Post, Applications)
        {
            Content = JsonContent.Create(new { first_name = "A", phone = "1" })
        })
        {
            request.Headers.Add("X-Company-ID", RunningSandbox.Company);
            request.Headers.Authorization = new("Bearer", RunningSandbox.Token);
            using var answer = await sandbox.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
        var failure = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(async () => await sandbox.DisposeAsync());
        Assert.Contains("NoAdditionalPropertiesAllowed #/phone", failure.Message, StringComparison.Ordinal);
        Assert.Contains("PropertyRequired #/email", failure.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Headers(string contentType) => new()
    {
        ["X-Company-ID"] = "12345",
        ["Authorization"] = "Bearer (27 characters)",
        ["Content-Type"] = contentType,
    };

    private static Dictionary<string, string> With(string name, string value) => new(Headers(Json)) { [name] = value };

    private static Dictionary<string, string> Without(string name) => Headers(Json).Where(x => x.Key != name).ToDictionary();

    private static string Person(string more = "") => $$"""{"first_name":"A","last_name":"B","email":"a@example.com","job_position_id":1{{more}}}""";
}
