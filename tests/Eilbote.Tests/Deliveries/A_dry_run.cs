using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Deliveries;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Deliveries;

public sealed class A_dry_run
{
    private static readonly (DeliveryState State, HeldBy? HeldBy, bool QuestionMissing, string? Reason)[] Kinds =
    [
        (DeliveryState.Queued, null, false, null), (DeliveryState.Held, HeldBy.Connection, false, null),
        (DeliveryState.Held, HeldBy.JobAd, false, null), (DeliveryState.Held, HeldBy.Person, false, null),
        (DeliveryState.Held, HeldBy.Doubt, false, null), (DeliveryState.NeedsEmployer, null, true, null),
        (DeliveryState.NeedsEmployer, null, false, null), (DeliveryState.AlreadyThere, null, false, null),
        (DeliveryState.Supplement, null, false, null), (DeliveryState.Held, HeldBy.Proof, false, null),
        (DeliveryState.NeedsApplicant, null, false, null), (DeliveryState.NeedsApplicant, null, true, Delivery.AnswerMissing),
    ];

    /// <summary>Whatever waits for whatever: what was said to go arrives, and the others still need what was said.</summary>
    [Theory]
    [InlineData(Database.Sqlite, 1), InlineData(Database.Sqlite, 2), InlineData(Database.Sqlite, 3), InlineData(Database.Postgres, 4)]
    public async Task Says_what_then_happens(Database database, int seed)
    {
        var random = new Random(seed);
        await using var app = await TestApp.StartAsync(database);
        Guid[] jobs = [await app.AddJobAdAsync("1234568"), await app.AddJobAdAsync("1234569")];
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        for (var round = 0; round < 6; round++)
        {
            await app.ChangeAsync(db => db.Connections.Single().State = ConnectionState.Held);
            await app.ChangeAsync(db => db.JobAds.ToList().ForEach(x => x.State = JobAdState.Open));
            foreach (var i in Enumerable.Range(0, 8))
                await new Applicant(app.Http).ApplyAsync(jobs[random.Next(2)], Applicant.Fields($"r{round}-{i}@example.com"));
            await app.ChangeAsync(db =>
            {
                foreach (var delivery in db.Deliveries.Where(x => x.SettledAt == null).OrderBy(x => x.CreatedAt).ToList())
                {
                    var kind = random.Next(2) == 0 ? Kinds[0] : Kinds[random.Next(Kinds.Length)];
                    (delivery.State, delivery.HeldBy, delivery.QuestionMissing, delivery.Reason) = kind;
                    delivery.DueAt = delivery.State == DeliveryState.Queued ? delivery.CreatedAt : null;
                }
                db.Connections.Single().State = random.Next(4) == 0 ? ConnectionState.Held : ConnectionState.Active;
                foreach (var ad in db.JobAds.OrderBy(x => x.Id).ToList())
                    ad.State = random.Next(3) == 0 ? JobAdState.Held : JobAdState.Open;
            });
            var released = random.Next(2) == 0;
            var (before, arrived) = (await RunAsync(app, released), await ArrivedAsync(app));
            var requests = (await app.Sandbox.RequestsAsync()).Length;
            Assert.Equal(before.Waiting, await app.DbAsync(db => db.Deliveries.CountAsync(x => x.SettledAt == null)));
            Assert.Equal(requests, (await app.Sandbox.RequestsAsync()).Length);
            if (released && await app.DbAsync(db => db.Deliveries.AnyAsync(x => x.HeldBy == HeldBy.Person)))
            {
                var page = await owner.GetAsync("/portal/applications/all/release");
                Assert.Contains(before.Sentence!.De, page, StringComparison.Ordinal);
                await owner.PostAsync("/portal/applications/all/release", []);
            }
            await app.AdvanceAsync(TimeSpan.FromSeconds(1));
            await app.AdvanceAsync(TimeSpan.FromMinutes(2));
            var after = await RunAsync(app, released: false);
            Assert.Equal(0, after.Goes);
            Assert.Equal(before.Goes, await ArrivedAsync(app) - arrived);
            Assert.Equal(before.Others.OrderBy(x => x.Key), after.Others.OrderBy(x => x.Key));
        }
    }

    [Fact]
    public async Task Is_told_after_a_job_ad_was_reopened_and_a_connection_mended()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        Assert.DoesNotContain("data-dry-run", await owner.GetAsync("/portal/job-ads"), StringComparison.Ordinal);
        await app.ChangeAsync(db => db.Connections.Single().State = ConnectionState.Held);
        await new Applicant(app.Http).ApplyAsync(job);
        await app.IdleAsync();
        await app.ChangeAsync(db => db.JobAds.Single().State = JobAdState.Held);
        var page = await owner.PostAsync("/portal/job-ads", $"/portal/job-ads/{job}/reopen", []);
        Assert.Contains("1 wartet; 0 gehen jetzt, 1 braucht noch die Anbindung.", page, StringComparison.Ordinal);
        Assert.Contains("1 wartet; 0 gehen jetzt, 1 braucht noch die Anbindung.", await owner.GetAsync("/portal/smart-apply"), StringComparison.Ordinal);
    }

    private static Task<DryRun> RunAsync(TestApp app, bool released) => app.DbAsync(db =>
        DryRun.OfAsync(db.Deliveries.Where(x => x.EmployerId == app.EmployerId), db, scans: false, released, CancellationToken.None));

    private static Task<int> ArrivedAsync(TestApp app) =>
        app.DbAsync(db => db.Deliveries.CountAsync(x => x.State == DeliveryState.Delivered));
}
