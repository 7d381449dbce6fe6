using Eilbote.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Eilbote.Tests.Harness;

/// <summary>
/// Databases of tests: each new one is a copy of one that the server's own migrations made, once for all tests, because migrating is
/// most of a start.
/// </summary>
internal static class TestDatabases
{
    private static readonly Lazy<Task<string>> SqliteTemplate = new(MigrateSqliteAsync), PostgresTemplate = new(MigratePostgresAsync);

    /// <summary>A new database of this version, and nothing in it.</summary>
    public static async Task CreateAsync(string connectionString)
    {
        if (IsPostgres(connectionString))
            await AtServerAsync($"CREATE DATABASE \"{NameOf(connectionString)}\" TEMPLATE \"{await PostgresTemplate.Value}\"");
        else
            File.Copy(await SqliteTemplate.Value, connectionString);
    }

    /// <summary>A new PostgreSQL database from a dump in plain statements.</summary>
    public static async Task RestoreAsync(string connectionString, string dump)
    {
        await AtServerAsync($"CREATE DATABASE \"{NameOf(connectionString)}\"");
        // On a connection of its own: a dump changes the settings of the one it runs on.
        await RunAsync(connectionString, await File.ReadAllTextAsync(dump));
    }

    /// <summary>A SQLite file goes with its folder; what the pool holds of it goes here.</summary>
    public static async Task DropAsync(string connectionString)
    {
        if (IsPostgres(connectionString))
            await AtServerAsync($"DROP DATABASE IF EXISTS \"{NameOf(connectionString)}\" WITH (FORCE)");
        else
            SqliteConnection.ClearPool(new($"Data Source={connectionString}"));
    }

    private static async Task<string> MigrateSqliteAsync()
    {
        var folder = Directory.CreateTempSubdirectory("eilbote-template-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var path = Path.Combine(folder, "eilbote.db");
        await using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite($"Data Source={path};Pooling=false").Options);
        await db.Database.MigrateAsync();
        return path;
    }

    private static async Task<string> MigratePostgresAsync()
    {
        var name = $"template{Guid.NewGuid():N}";
        AppDomain.CurrentDomain.ProcessExit += (_, _) => AtServerAsync($"DROP DATABASE IF EXISTS \"{name}\"").GetAwaiter().GetResult();
        await using var db = new PostgresDb(
            new DbContextOptionsBuilder<PostgresDb>().UseNpgsql($"{TestApp.Postgres}Database={name};Pooling=false").Options);
        await db.Database.MigrateAsync();
        return name;
    }

    private static bool IsPostgres(string connectionString) => connectionString.StartsWith("Host=", StringComparison.Ordinal);

    private static string NameOf(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Database!;

    private static Task AtServerAsync(string sql) => RunAsync($"{TestApp.Postgres}Database=postgres", sql);

    private static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
