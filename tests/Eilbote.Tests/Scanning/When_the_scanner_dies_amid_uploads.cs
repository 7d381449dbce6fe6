using System.Net;
using Eilbote.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Scanning;

public sealed class When_the_scanner_dies_amid_uploads
{
    private const int Forms = 50;

    /// <summary>Debian's clamd is killed while fifty people send a CV each, and comes back.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Nothing_is_lost_and_nothing_leaves_unscanned(Database database)
    {
        await using var clamd = new RealClamd();
        await clamd.StartAsync();
        await using var app = await TestApp.StartAsync(database, clamd.Settings);
        var job = await app.AddJobAdAsync("1234568");
        await app.ChangeAsync(db => db.Accounts.Single().PausedUntil = app.Clock.GetUtcNow().AddMinutes(5));
        var received = 0;
        var killed = Task.CompletedTask;
        await Parallel.ForEachAsync(Enumerable.Range(0, Forms), new ParallelOptions { MaxDegreeOfParallelism = 10 }, async (x, _) =>
        {
            if (Interlocked.Increment(ref received) == Forms / 2)
                killed = clamd.KillAsync();
            var sent = await new Applicant(app.Http).ApplyAsync(
                job, Applicant.Fields($"{x}@example.com"), new FormFile("cv", $"{x}.pdf", Applicant.Pdf(400_000, x)));
            Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        });
        await killed;
        var unscanned = await app.DbAsync(db => db.Deliveries.CountAsync(x => x.HeldBy == HeldBy.Scan));
        Assert.InRange(unscanned, 1, Forms - 1);

        await app.AdvanceAsync(TimeSpan.FromMinutes(6));
        await FakeClamd.ScanAsync(app);
        await DeliveredAsync(app, Forms - unscanned);
        await clamd.StartAsync();
        await app.AdvanceAsync(TimeSpan.FromMinutes(2));
        await FakeClamd.ScanAsync(app);
        await DeliveredAsync(app, Forms);
        Assert.Equal(
            Enumerable.Range(0, Forms).Select(x => FakeClamd.Hash(Applicant.Pdf(400_000, x))).Order(),
            (await app.Sandbox.ApplicationsAsync()).Select(x => x.GetProperty("documents")[0].GetProperty("sha256").GetString()).Order());
    }

    /// <summary>At the pace that Personio allows.</summary>
    private static async Task DeliveredAsync(TestApp app, int count)
    {
        for (var minutes = 0; minutes < 30 && (await app.Sandbox.ApplicationsAsync()).Length < count; minutes++)
            await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(count, (await app.Sandbox.ApplicationsAsync()).Length);
    }
}
