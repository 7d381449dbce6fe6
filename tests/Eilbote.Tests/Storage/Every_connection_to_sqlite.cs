using Eilbote.Ats;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Eilbote.Tests.Storage;

public sealed class Every_connection_to_sqlite
{
    /// <summary>
    /// 2 is FULL: a commit is on disk when it returns. The third, memory, is no default: it shows that a connection was told.
    /// </summary>
    private static readonly Settings Ours = new("wal", Synchronous: 2, TempStore: 2);

    [Fact]
    public async Task Syncs_to_disk_when_it_is_new_and_when_it_is_used_again()
    {
        await using var app = await TestApp.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Ours, await app.DbAsync(db => SettingsAsync(db, CancellationToken.None)));
            Assert.Equal(Ours, await app.Service<IWriter>().WriteAsync(SettingsAsync, CancellationToken.None));
        }
    }

    /// <summary>The usual copy of a running server's database, put back in its place.</summary>
    [Fact]
    public async Task Syncs_to_disk_when_the_file_is_a_copy_made_by_vacuum()
    {
        await using var app = await TestApp.StartAsync();
        var file = app.Service<IConfiguration>()["Eilbote:Storage:ConnectionString"]!;
        await app.DbAsync(db => db.Database.ExecuteSqlAsync($"VACUUM INTO {file + ".copy"}"));
        await app.StopAsync();
        File.Move(file + ".copy", file, overwrite: true);
        await app.RestartAsync();
        Assert.Equal(Ours, await app.DbAsync(db => SettingsAsync(db, CancellationToken.None)));
    }

    [Fact]
    public async Task That_fails_a_commit_keeps_nobody_from_writing()
    {
        await using var app = await TestApp.StartAsync();
        var writer = app.Service<IWriter>();
        await Assert.ThrowsAnyAsync<Exception>(
            () => writer.WriteAsync((db, ct) => db.Database.ExecuteSqlRawAsync("ROLLBACK", ct), CancellationToken.None));
        Assert.Equal(Ours, await writer.WriteAsync(SettingsAsync, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Answers_what_it_is_asked_again_while_the_first_answer_is_still_read()
    {
        await using var app = await TestApp.StartAsync();
        var pairs = await app.Service<IWriter>().WriteAsync(async (db, ct) =>
        {
            var found = new List<(int, int)>();
            await foreach (var x in NumbersFrom(db, 1))
            {
                await foreach (var y in NumbersFrom(db, x))
                    found.Add((x, y));
            }
            return found;
        }, CancellationToken.None);
        Assert.Equal([(1, 1), (1, 2), (2, 2), (2, 3)], pairs);
    }

    [Fact]
    public async Task Writes_on_after_a_row_was_refused()
    {
        await using var app = await TestApp.StartAsync();
        await AddAsync("1");
        await Assert.ThrowsAsync<DbUpdateException>(() => AddAsync("1"));
        await AddAsync("2");
        Assert.Equal(["1", "2"],
            await app.DbAsync(db => db.Accounts.Where(x => x.Connector == "twice").Select(x => x.Key).Order().ToListAsync()));

        Task AddAsync(string key) => app.Service<IWriter>()
            .WriteAsync((db, _) => Task.FromResult(db.Add(new Account { Connector = "twice", Key = key })), CancellationToken.None);
    }

    private static IAsyncEnumerable<int> NumbersFrom(AppDb db, int first) =>
        db.Database.SqlQuery<int>($"SELECT {first} AS \"Value\" UNION ALL SELECT {first} + 1").AsAsyncEnumerable();

    private static async Task<Settings> SettingsAsync(AppDb db, CancellationToken ct) => await db.Database.SqlQueryRaw<Settings>("""
        SELECT journal_mode AS "Journal", synchronous AS "Synchronous", temp_store AS "TempStore"
        FROM pragma_journal_mode, pragma_synchronous, pragma_temp_store
        """).SingleAsync(ct);

    private sealed record Settings(string Journal, int Synchronous, int TempStore);
}
