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

    /// <summary>The lock with which a server migrates is a row in SQLite: it stays when the server is killed just then.</summary>
    [Fact]
    public async Task Are_no_obstacle_when_the_server_was_killed_within_them()
    {
        await using var app = await TestApp.StartAsync();
        await app.DbAsync(db => db.Database.ExecuteSqlRawAsync("""INSERT INTO "__EFMigrationsLock" ("Id", "Timestamp") VALUES (1, '2026-11-23 13:02:10')"""));
        await app.RestartAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }
}
