using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Data.Sqlite;
using Microsoft.Net.Http.Headers;

namespace Bench;

/// <summary>
/// The least that could be done: parses the form, streams the document to a file with fsync, inserts one row with group
/// commit, answers, then makes the two calls. What it reaches is the limit of this machine and of the harness.
/// </summary>
internal static class Limit
{
    public static async Task RunAsync(string folder, Uri? sink)
    {
        var rows = Channel.CreateUnbounded<(string Id, string Fields, TaskCompletionSource Done)>();
        var calls = Channel.CreateUnbounded<(string Path, string Email)>();
        var app = WebApplication.CreateSlimBuilder().Build();
        app.MapPost("/apply", async (HttpContext http) =>
        {
            var id = Guid.CreateVersion7().ToString();
            var path = Path.Combine(folder, id);
            var fields = new Dictionary<string, string>();
            var reader = new MultipartReader(
                HeaderUtilities.RemoveQuotes(Microsoft.Net.Http.Headers.MediaTypeHeaderValue.Parse(http.Request.ContentType).Boundary)
                .Value!, http.Request.Body);
            while (await reader.ReadNextSectionAsync() is { } section)
            {
                var disposition = section.GetContentDispositionHeader()!;
                if (disposition.IsFileDisposition())
                {
                    await using var file = new FileStream(
                        path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 81_920, FileOptions.Asynchronous);
                    await section.Body.CopyToAsync(file);
                    file.Flush(flushToDisk: true);
                }
                else
                {
                    fields[disposition.Name.Value!] = await new StreamReader(section.Body).ReadToEndAsync();
                }
            }
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            rows.Writer.TryWrite((id, string.Join('\n', fields.Values), done));
            await done.Task;
            if (sink is not null)
                calls.Writer.TryWrite((path, fields["email"]));
            http.Response.StatusCode = 303;
            http.Response.Headers.Location = "/receipts/" + id;
        });
        _ = Task.Run(() => CommitAsync(rows.Reader, Path.Combine(folder, "limit.db")));
        if (sink is not null)
        {
            var ats = new HttpClient { BaseAddress = sink };
            for (var i = 0; i < 32; i++)
                _ = Task.Run(() => CallAsync(ats, calls.Reader));
        }
        await app.RunAsync();
    }

    private static async Task CommitAsync(ChannelReader<(string Id, string Fields, TaskCompletionSource Done)> rows, string path)
    {
        await using var db = new SqliteConnection("Data Source=" + path);
        db.Open();
        using var create = new SqliteCommand(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE Rows (Id TEXT PRIMARY KEY, Fields TEXT)", db);
        create.ExecuteNonQuery();
        var group = new List<TaskCompletionSource>();
        while (await rows.WaitToReadAsync())
        {
            using (var transaction = db.BeginTransaction())
            {
                using var insert = new SqliteCommand("INSERT INTO Rows VALUES ($id, $fields)", db, transaction);
                while (group.Count < 64 && rows.TryRead(out var row))
                {
                    insert.Parameters.Clear();
                    insert.Parameters.AddWithValue("$id", row.Id);
                    insert.Parameters.AddWithValue("$fields", row.Fields);
                    insert.ExecuteNonQuery();
                    group.Add(row.Done);
                }
                transaction.Commit();
            }
            group.ForEach(x => x.SetResult());
            group.Clear();
        }
    }

    private static async Task CallAsync(HttpClient ats, ChannelReader<(string Path, string Email)> calls)
    {
        await foreach (var (path, email) in calls.ReadAllAsync())
        {
            using var upload = new MultipartFormDataContent { { new StreamContent(File.OpenRead(path)), "file", "cv.pdf" } };
            using var uploaded = await ats.PostAsync(new Uri("/v1/recruiting/applications/documents", UriKind.Relative), upload);
            var uuid = await uploaded.Content.ReadAsStringAsync();
            var body = string.Create(CultureInfo.InvariantCulture, $$"""{"first_name":"Änne","last_name":"Öztürk","email":"{{email}}","job_position_id":1,"files":[{{uuid}}]}""");
            using var create = new StringContent(body, Encoding.UTF8, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
            using var created = await ats.PostAsync(new Uri("/v1/recruiting/applications", UriKind.Relative), create);
        }
    }
}
