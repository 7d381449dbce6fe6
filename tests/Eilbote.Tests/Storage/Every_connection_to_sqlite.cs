using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Storage;

public sealed class Every_connection_to_sqlite
{
    /// <summary>2 is FULL: a commit is on disk when it returns.</summary>
    [Fact]
    public async Task Syncs_to_disk_when_it_is_new_and_when_it_is_used_again()
    {
        await using var app = await TestApp.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal((2, "wal"), await app.DbAsync(db => SettingsAsync(db, CancellationToken.None)));
            Assert.Equal((2, "wal"), await app.Service<IWriter>().WriteAsync(SettingsAsync, CancellationToken.None));
        }
    }

    [Fact]
    public async Task After_one_that_failed_another_is_opened()
    {
        await using var app = await TestApp.StartAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => app.Service<IWriter>().WriteAsync((db, ct) => db.Database.ExecuteSqlRawAsync("ROLLBACK", ct), CancellationToken.None));
        Assert.Equal((2, "wal"), await app.Service<IWriter>().WriteAsync(SettingsAsync, CancellationToken.None));
    }

    private static async Task<(int Synchronous, string Journal)> SettingsAsync(AppDb db, CancellationToken ct) => (
        await db.Database.SqlQueryRaw<int>("SELECT synchronous AS Value FROM pragma_synchronous").SingleAsync(ct),
        await db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync(ct));
}
