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
}
