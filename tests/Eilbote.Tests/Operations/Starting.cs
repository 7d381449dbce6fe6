using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Eilbote.Secrets;
using Eilbote.Tests.Deliveries.Killing;

namespace Eilbote.Tests.Operations;

/// <summary>The server as an operator starts it: what is wrong is said in one sentence, and what it writes is for its own user.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed partial class Starting : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eilbote-start-").FullName;

    public static readonly TheoryData<Database> Databases = new(Database.Sqlite, Database.Postgres);

    [Theory, MemberData(nameof(Databases))]
    public async Task With_another_key_file_is_refused_in_one_sentence(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var settings = await app.StopAsync();
        var other = Path.Combine(_folder, "other.key");
        KeyFile.Create(other);
        var (code, said) = await RunAsync(new(settings) { ["Eilbote:Secrets:KeyFile"] = other });
        Assert.Equal(1, code);
        Assert.Contains("is not the key file that this database was written with", Assert.Single(said), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task With_its_own_key_file_it_starts_although_a_further_key_was_once_made_under_another(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await app.ChangeAsync(db =>
        {
            var xml = System.Xml.Linq.XElement.Parse(db.DataProtectionKeys.First().Xml!);
            xml.SetAttributeValue("id", Guid.NewGuid());
            xml.Descendants("wrapped").Single().Value = Convert.ToBase64String(new byte[100]);
            db.DataProtectionKeys.Add(new() { FriendlyName = "other", Xml = xml.ToString() });
        });
        await app.RestartAsync();
        Assert.NotNull((await new Applicant(app.Http).ApplyAsync(await app.AddJobAdAsync("1234568"))).Receipt);
    }

    [Theory, InlineData("", "at least 32 random bytes"), InlineData("kein Base64!", "at least 32 random bytes"),
        InlineData("a2V5", "at least 32 random bytes"), InlineData(null, "does not exist")]
    public async Task With_a_key_file_that_is_none_is_refused_in_one_sentence(string? content, string sentence)
    {
        var keyFile = Path.Combine(_folder, "key");
        if (content is not null)
            await File.WriteAllTextAsync(keyFile, content);
        var (code, said) = await RunAsync(Settings(keyFile));
        Assert.Equal(1, code);
        Assert.Contains(sentence, Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_status_that_cannot_mean_created_is_refused_in_one_sentence()
    {
        var (code, said) = await RunAsync(new(Settings(NewKey())) { ["Eilbote:Personio:CreatedStatuses:0"] = "302" });
        Assert.Equal(1, code);
        Assert.Contains("from 200 to 299", Assert.Single(said), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Eilbote:Personio:RequestsPerMinute", "abc"), InlineData("Eilbote:Personio:Deadline", "bald"),
        InlineData("Eilbote:Personio:SendApplicationDate", "vielleicht")]
    [InlineData("Eilbote:Mail:Port", "smtp"), InlineData("Eilbote:Mail:Security", "Ja")]
    public async Task With_a_setting_that_cannot_be_read_is_refused_in_one_sentence_that_names_it(string key, string value)
    {
        var (code, said) = await RunAsync(new(Settings(NewKey())) { [key] = value });
        Assert.Equal(1, code);
        Assert.Contains($"{key} cannot be read: '{value}' is not", Assert.Single(said), StringComparison.Ordinal);
    }

    [Theory, InlineData("ImprintUrl", null), InlineData("PrivacyUrl", "/privacy"), InlineData("AccessibilityEmail", "nobody")]
    public async Task Without_what_the_law_demands_of_public_pages_is_refused_in_one_sentence_that_names_it(string key, string? value)
    {
        var (code, said) = await RunAsync(new(Settings(NewKey())) { ["Eilbote:Board:" + key] = value });
        Assert.Equal(1, code);
        Assert.StartsWith($"Eilbote:Board:{key} must be ", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relative_key_file_is_looked_for_where_the_user_stands()
    {
        NewKey("eilbote.key");
        await using var server = new ServerProcess(
            Directory.CreateDirectory(Path.Combine(_folder, "project")).FullName, new(Settings("eilbote.key")) { ["PWD"] = _folder });
        server.Start();
        await server.UpAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task What_it_writes_is_for_its_own_user_and_a_key_that_others_can_read_is_warned_of()
    {
        var key = NewKey();
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        // As versions before left them.
        var data = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName;
        Directory.CreateDirectory(Path.Combine(data, "documents"));
        await using (var server = new ServerProcess(_folder, Settings(key)))
        {
            server.Start();
            await server.UpAsync().WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Contains(server.Said, x => x.Contains("can be read by other users", StringComparison.Ordinal));
            Assert.All(Directory.GetFiles(data, "eilbote.db*"), x =>
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(x)));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.Combine(data, "documents")));
        }
        File.SetUnixFileMode(Path.Combine(data, "eilbote.db"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        await using var again = new ServerProcess(_folder, Settings(key));
        again.Start();
        await again.UpAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data, "eilbote.db")));
    }

    [Theory, InlineData("symbolic"), InlineData("folder")]
    public async Task A_second_server_on_the_same_file_by_another_name_is_refused(string link)
    {
        var settings = Settings(NewKey());
        await using var server = new ServerProcess(_folder, settings);
        server.Start();
        await server.UpAsync().WaitAsync(TimeSpan.FromSeconds(60));
        var other = Path.Combine(_folder, "other.db");
        if (link == "symbolic")
            File.CreateSymbolicLink(other, Path.Combine(_folder, "data", "eilbote.db"));
        else
            other = Path.Combine(
                Directory.CreateSymbolicLink(Path.Combine(_folder, "linked"), Path.Combine(_folder, "data")).FullName, "eilbote.db");
        var (code, said) = await RunAsync(new(settings) { ["Eilbote:Storage:ConnectionString"] = other });
        Assert.Equal(1, code);
        Assert.Contains("Another server already uses", Assert.Single(said), StringComparison.Ordinal);
    }

    [Theory, InlineData(null), InlineData("simple"), InlineData("json")]
    public async Task Every_line_of_the_log_has_its_time(string? formatter)
    {
        var key = NewKey();
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        await using var server = new ServerProcess(
            _folder, formatter is null ? Settings(key) : new(Settings(key)) { ["Logging:Console:FormatterName"] = formatter });
        server.Start();
        await server.UpAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await TestApp.UntilAsync(
            () => Task.FromResult(server.Said.Any(x => x.Contains("can be read by other users", StringComparison.Ordinal))));
        await server.StopAsync();
        Assert.NotEmpty(server.Said);
        Assert.All(server.Said, line =>
            Assert.Matches(Instant(), formatter == "json" ? JsonDocument.Parse(line).RootElement.GetProperty("Timestamp").GetString()!
            : line));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string NewKey(string name = "key")
    {
        KeyFile.Create(Path.Combine(_folder, name));
        return Path.Combine(_folder, name);
    }

    private Dictionary<string, string?> Settings(string keyFile) => new(TestApp.Board.ToDictionary(x => x.Key, string? (x) => x.Value))
    {
        ["Eilbote:Secrets:KeyFile"] = keyFile,
        ["Eilbote:Storage:ConnectionString"] = Path.Combine(_folder, "data", "eilbote.db"),
    };

    /// <summary>Runs it until it ends by itself.</summary>
    private async Task<(int Code, string[] Said)> RunAsync(Dictionary<string, string?> settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder
        };
        start.ArgumentList.Add(ServerProcess.Assembly);
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync())
            .WaitAsync(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", RegexOptions.None, 1000)]
    private static partial Regex Instant();
}
