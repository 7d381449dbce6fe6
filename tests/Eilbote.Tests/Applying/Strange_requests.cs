using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Applying;

/// <summary>
/// Requests as broken clients, slow phones and people with bad intentions send them: answered in words, and nothing is left of
/// them.
/// </summary>
public sealed class Strange_requests
{
    /// <summary>The head of a file part, then: how its document is called. With other browsers' and scripts' ways to write it.</summary>
    public static readonly TheoryData<string, string> Heads = new()
    {
        { "name=\"cv\"; filename=\"\"", "Dokument.pdf" },
        { "name=\"cv\"", "Dokument.pdf" },
        { "name=\"cv\"; filename=\"   \"", "Dokument.pdf" },
        { "name=\"cv\"; filename*=UTF-8''L%C3%A4bensl%C3%A4uf.pdf", "Läbensläuf.pdf" },
        { "name=\"cv\"; filename=\"Lebenslauf \"Max\".pdf\"", "Lebenslauf 'Max'.pdf" },
        { "name=\"cv\"; filename=\"Lebenslauf %22Max%22.pdf\"", "Lebenslauf 'Max'.pdf" },
        { "name=\"cv[]\"; filename=\"cv.pdf\"", "cv.pdf" },
        { "name=cv; filename=cv.pdf", "cv.pdf" },
    };

    [Theory, MemberData(nameof(Heads))]
    public async Task A_file_without_a_proper_name_is_taken_and_named(string head, string name)
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var hidden = await new Applicant(app.Http).OpenAsync(job);
        using var response = await app.Http.PostAsync(
            Apply(job), Body(hidden.Concat(Applicant.Fields()),
            $"Content-Disposition: form-data; {head}\r\nContent-Type: application/octet-stream\r\n\r\n%PDF-1.7 x"));
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal(name, await app.DbAsync(db => db.Documents.Select(x => x.FileName).SingleAsync()));
    }

    [Fact]
    public async Task A_file_in_a_field_that_does_not_exist_is_said()
    {
        await using var app = await TestApp.StartAsync();
        var sent = await new Applicant(app.Http)
            .ApplyAsync(await app.AddJobAdAsync("1234568"), null, new FormFile("lebenslauf", "cv.pdf", Applicant.Pdf()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        Assert.Contains("„cv.pdf“ kam in einem Feld, das es hier nicht gibt", WebUtility.HtmlDecode(sent.Html), StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Forty_thousand_parts_are_answered_in_words_and_leave_nothing(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        var hidden = await new Applicant(app.Http).OpenAsync(job);
        var part = "Content-Disposition: form-data; name=\"documents\"; filename=\"x.exe\"\r\n\r\nMZ";
        using var response = await app.Http.PostAsync(
            Apply(job), Body(hidden.Concat(Applicant.Fields()), [.. Enumerable.Repeat(part, 40_000)]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        var html = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        Assert.Contains("mehr Dateien, als dieses Formular nimmt", html, StringComparison.Ordinal);
        Assert.Contains("Öztürk", html, StringComparison.Ordinal);
        Assert.Empty(await StoredAsync(app));
    }

    [Fact]
    public async Task A_form_without_files_that_is_absurdly_long_is_refused_in_words()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        foreach (var path in new[] { $"/jobs/{job}/apply", "/sign-in" })
        {
            using var form = new StringContent(
                "message=" + new string('x', 3_000_000), Encoding.ASCII, "application/x-www-form-urlencoded");
            using var response = await app.Http.PostAsync(new Uri(path, UriKind.Relative), form);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
            Assert.Contains("zu groß", WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }
    }

    /// <summary>What no text may hold goes from names too, and two names may be left the same.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public async Task Two_names_that_become_one_are_no_error(bool urlEncoded)
    {
        await using var app = await TestApp.StartAsync();
        foreach (var path in new[] { $"/jobs/{await app.AddJobAdAsync("1234568")}/apply", "/sign-in", "/apply/hints" })
        {
            using HttpContent form = urlEncoded
                ? new StringContent("email=a&email%EF%BF%BE=b&EMAIL=c", Encoding.ASCII, "application/x-www-form-urlencoded")
                : new MultipartFormDataContent { { new StringContent("a"), "email" }, { new StringContent("b"), "email\uFFFE" } };
            using var response = await app.Http.PostAsync(new Uri(path, UriKind.Relative), form);
            Assert.True((int)response.StatusCode < 500, $"{path}: {response.StatusCode}");
        }
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_upload_that_breaks_off_leaves_nothing(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        var phone = await PhoneAsync(app, job, content: 700_000);
        await TestApp.UntilAsync(async () => (await StoredAsync(app)).Length > 0);
        phone.Client.LingerState = new LingerOption(true, 0);
        phone.Dispose();
        await TestApp.UntilAsync(async () => (await StoredAsync(app)).Length == 0);
    }

    [Fact]
    public async Task A_hundred_slow_phones_hold_no_connection_to_the_database()
    {
        // Twenty connections are all there are.
        await using var app = await TestApp.StartAsync(Database.Postgres);
        var job = await app.AddJobAdAsync("1234568");
        var phones = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => PhoneAsync(app, job, content: 300)));
        try
        {
            Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
            Assert.Contains("Buchhalter:in", await app.Http.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
            var sent = await new Applicant(app.Http).ApplyAsync(job, null, new FormFile("cv", "cv.pdf", Applicant.Pdf()));
            Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
            await app.IdleAsync();
            Assert.Single(await app.Sandbox.ApplicationsAsync());
        }
        finally
        {
            Array.ForEach(phones, x => x.Dispose());
        }
    }

    private static Uri Apply(Guid job) => new($"/jobs/{job}/apply", UriKind.Relative);

    private static async Task<string[]> StoredAsync(TestApp app) => await app.DbAsync(async db => db is Eilbote.Storage.PostgresDb postgres
        ? await postgres.DocumentChunks.Select(x => x.DocumentId.ToString()).ToArrayAsync()
        : [.. Directory.Exists(Documents(db)) ? Directory.GetFiles(Documents(db), "*", SearchOption.AllDirectories) : []]);

    private static string Documents(Eilbote.AppDb db) =>
        Path.Combine(Path.GetDirectoryName(db.Database.GetConnectionString()!.Split('=')[1])!, "documents");

    /// <summary>A phone that has sent the beginning of a CV, and then sends no more.</summary>
    private static async Task<TcpClient> PhoneAsync(TestApp app, Guid job, int content)
    {
        var token = (await new Applicant(app.Http).OpenAsync(job))["form_token"];
        var phone = new TcpClient();
        await phone.ConnectAsync(app.Address.Host, app.Address.Port);
        var head = $"POST /jobs/{job}/apply HTTP/1.1\r\nHost: {app.Address.Authority}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000000\r\n\r\n"
            + $"--b\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{token}\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"cv\"; filename=\"cv.pdf\"\r\n\r\n%PDF-1.7 ";
        await phone.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + new string('x', content)));
        return phone;
    }

    private static ByteArrayContent Body(IEnumerable<KeyValuePair<string, string>> fields, params string[] parts)
    {
        var body = new StringBuilder();
        foreach (var (name, value) in fields)
            body.Append("--b\r\nContent-Disposition: form-data; name=\"").Append(name).Append("\"\r\n\r\n").Append(value).Append("\r\n");
        foreach (var part in parts)
            body.Append("--b\r\n").Append(part).Append("\r\n");
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.Append("--b--\r\n").ToString()));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        return content;
    }
}
