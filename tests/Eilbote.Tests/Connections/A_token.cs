using System.Net;
using System.Security.Cryptography;
using System.Text;
using Eilbote.Ats;
using Eilbote.Members;
using Eilbote.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Connections;

public sealed class A_token
{
    private const string Canary = "canary-4a7be1c09d2f-token", WrongCanary = "canary-wrong-55e0aa1b-token";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Stands_in_no_log_page_trace_metric_or_dump(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var watch = new Watch(app);
        await app.Sandbox.PostAsync($"/_sandbox/companies/{RunningSandbox.Company}/token", new { token = Canary });
        using var employer = await Connecting.AsNewEmployerAsync(app);
        var pages = new StringBuilder();
        pages.Append(await employer.SaveAsync(("access_token", Canary)));
        await app.IdleAsync();
        // What goes wrong says much: a refusal, a format error, a fault of the ATS and one of ours.
        foreach (var (token, channel, status) in new[] {
            (WrongCanary, "250624", HttpStatusCode.OK), (Canary, "no-number", HttpStatusCode.UnprocessableEntity) })
        {
            var values = Connecting.Right();
            (values["access_token"], values["channel_id"]) = (token, channel);
            pages.Append(await employer.Browser.PostAsync("/portal/smart-apply", "/portal/smart-apply", values, status));
            await app.IdleAsync();
        }
        await app.Sandbox.FaultAsync("applications", "status", 500);
        await employer.PressAsync("verify");
        await employer.PressAsync("test");
        await app.AddUserAsync("betrieb@example.com", Role.Operator, null);
        using var operators = await MemberBrowser.SignInAsync(app, "betrieb@example.com");
        pages.Append(await operators.GetAsync("/operators"));
        foreach (var path in new[] { "/portal/smart-apply", "/portal/job-ads", "/portal/applications" })
            pages.Append(await employer.Browser.GetAsync(path));
        foreach (var id in await app.DbAsync(
            db => db.Verifications.Where(x => x.EmployerId == employer.EmployerId).Select(x => x.Id).ToListAsync()))
            pages.Append(await employer.Browser.GetAsync($"/portal/smart-apply/verifications/{id}"));
        watch.Collect();
        Assert.Contains("eilbote.probe=probe-corrupted", watch.Text, StringComparison.Ordinal);

        var seen = new Dictionary<string, string>
        {
            ["pages"] = pages.ToString(),
            ["logs"] = string.Join('\n', app.Logs.Lines),
            ["traces and metrics"] = watch.Text,
            ["dump"] = await Dump.OfAsync(app, database),
        };
        foreach (var (where, text) in seen)
            foreach (var token in new[] { Canary, WrongCanary, Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary))[..20] })
                Assert.False(text.Contains(token, StringComparison.OrdinalIgnoreCase), $"{token} stands in {where}");
        Assert.Contains("Neue GmbH", seen["dump"], StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_not_decrypted_by_the_database_without_the_key_file(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        using var employer = await Connecting.AsNewEmployerAsync(app);
        await employer.VerifyAsync();
        var connection = await employer.ConnectionAsync();
        Assert.Equal(RunningSandbox.Token, app.Service<ConnectionSecrets>().Open(connection)["access_token"]);

        var settings = await app.StopAsync();
        var (own, other) = (settings["Eilbote:Secrets:KeyFile"]!, settings["Eilbote:Secrets:KeyFile"] + "-other");
        KeyFile.Create(other);
        settings["Eilbote:Secrets:KeyFile"] = other;
        var refused = await Assert.ThrowsAsync<CannotStartException>(app.RestartAsync);
        Assert.IsAssignableFrom<CryptographicException>(refused.InnerException);

        settings["Eilbote:Secrets:KeyFile"] = own;
        await app.RestartAsync();
        Assert.Equal(RunningSandbox.Token, app.Service<ConnectionSecrets>().Open(connection)["access_token"]);
    }

    /// <summary>Everything that lies in a database, as text.</summary>
    private static class Dump
    {
        public static async Task<string> OfAsync(TestApp app, Database database)
        {
            if (database == Database.Postgres)
                return await PostgresAsync(app);
            var file = (await app.StopAsync())["Eilbote:Storage:ConnectionString"]!;
            var dump = new StringBuilder();
            foreach (var path in Directory.GetFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "*")
                .Where(x => !x.EndsWith(".lock", StringComparison.Ordinal)))
                dump.Append(Encoding.UTF8.GetString(await File.ReadAllBytesAsync(path)));
            return dump.ToString();
        }

        private static Task<string> PostgresAsync(TestApp app) => app.DbAsync(async db =>
        {
            var dump = new StringBuilder();
            foreach (var table in await ColumnAsync(
                db, "select quote_ident(table_name) from information_schema.tables where table_schema = 'public'"))
                dump.AppendJoin('\n', await ColumnAsync(db, "select x::text from " + table + " x")).Append('\n');
            return dump.ToString();
        });

        private static async Task<List<string>> ColumnAsync(AppDb db, string sql)
        {
            await db.Database.OpenConnectionAsync();
            using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            using var reader = await command.ExecuteReaderAsync();
            var values = new List<string>();
            while (await reader.ReadAsync())
                values.Add(reader.GetString(0));
            return values;
        }
    }
}
