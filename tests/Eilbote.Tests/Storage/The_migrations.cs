using Eilbote.Connections;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Storage;

public sealed class The_migrations
{
    /// <summary>A fresh database is made by the migrations alone, and holds just what the model says.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Make_what_the_model_says(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await app.DbAsync(async db =>
        {
            Assert.Equal(database == Database.Sqlite ? typeof(SqliteDb) : typeof(PostgresDb), db.GetType());
            Assert.NotEmpty(await db.Database.GetAppliedMigrationsAsync());
            Assert.Empty(await db.Database.GetPendingMigrationsAsync());
            Assert.False(db.Database.HasPendingModelChanges());
            return true;
        });
    }

    /// <summary>What was typed before there was a choice, and links that were sent, are for the one kind of ATS that there was.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Keep_drafts_and_invitations_of_the_time_of_one_connector(Database database)
    {
        var folder = Directory.CreateTempSubdirectory("eilbote-migrations-").FullName;
        var postgres = $"{TestApp.Postgres}Database=t{Guid.NewGuid():N}";
        await using AppDb db = database == Database.Sqlite
            ? new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite($"Data Source={Path.Combine(folder, "eilbote.db")}").Options)
            : new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(postgres).Options);
        var migrations = db.Database.GetMigrations().ToList();
        var before = migrations[migrations.FindIndex(x => x.EndsWith("_SeveralConnectors", StringComparison.Ordinal)) - 1];
        await db.Database.MigrateAsync(before);
        var (employer, at) = (Guid.NewGuid(), new DateTimeOffset(2026, 11, 23, 13, 2, 10, TimeSpan.Zero));
        var draft = new Draft { Id = employer, Connector = "", EmployerId = employer, SavedAt = at };
        var stored = db.Model.FindEntityType(typeof(Draft))!.FindProperty(nameof(Draft.SavedAt))!.GetTypeMapping().Converter is { } converter
            ? converter.ConvertToProvider(at)! : at;
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO "Employers" ("Id", "Name", "Place", "ContactName", "ContactEmail", "ContactPhone", "CreatedAt")
            VALUES ({0}, 'Neue GmbH', '', '', 'jobs@neue.example', '', {1})
            """, employer, stored);
        await db.Database.ExecuteSqlRawAsync(
            """INSERT INTO "Drafts" ("Id", "EmployerId", "Settings", "ProtectedSecrets", "SavedAt") VALUES ({0}, {0}, {1}, {2}, {3})""",
            draft.Id, "{\"company_id\":\"12345\"}", "", stored);
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO "Invitations" ("Id", "EmployerId", "TokenHash", "Language", "CreatedAt", "ExpiresAt") VALUES ({0}, {1}, {2}, {3}, {4}, {4})
            """,
            Guid.NewGuid(), employer, "hash", "de", stored);
        await db.Database.MigrateAsync();
        Assert.Equal(("personio", "12345"), (await db.Drafts.Select(x => x.Connector).SingleAsync(), (await db.Drafts.SingleAsync()).Settings["company_id"]));
        Assert.Equal("personio", await db.Invitations.Select(x => x.Connector).SingleAsync());
        await db.Database.EnsureDeletedAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The lock with which a server migrates is a row in SQLite: it stays when the server is killed just then.</summary>
    [Fact]
    public async Task Are_no_obstacle_when_the_server_was_killed_within_them()
    {
        await using var app = await TestApp.StartAsync();
        await app.DbAsync(db => db.Database.ExecuteSqlRawAsync("""INSERT INTO "__EFMigrationsLock" ("Id", "Timestamp") VALUES (1, '2026-11-23 13:02:10')"""));
        await app.RestartAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }
}
