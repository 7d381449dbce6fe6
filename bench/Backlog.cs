using Eilbote;
using Eilbote.Applications;
using Eilbote.Applying;
using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Bench;

/// <summary>
/// Rows as if the server had run for long. One of a kind is written by the server's own model, the others are its copies.
/// </summary>
internal static class Backlog
{
    /// <summary>Applications without documents that wait for every account.</summary>
    public static async Task AddAsync(IServiceProvider services, int each)
    {
        var db = services.GetRequiredService<AppDb>();
        foreach (var ad in await db.JobAds.AsNoTracking().ToListAsync())
        {
            var account = await db.Connections.Where(x => x.Id == ad.ConnectionId).Select(x => x.AccountId).SingleAsync();
            for (var i = 0; i < each; i++)
                Add(db, ad, account, DeliveryState.Queued);
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Past applications with their requests, and others that wait on held connections of other accounts.</summary>
    public static async Task AddPastAsync(IServiceProvider services, int past, int waiting)
    {
        var db = services.GetRequiredService<AppDb>();
        var jobs = await Target.SeedAsync(services, 100, held: true, firstCompany: 5_000_000);
        var ads = await db.JobAds.AsNoTracking().Where(x => jobs.Contains(x.Id)).ToListAsync();
        foreach (var (ad, i) in ads.Select((x, i) => (x, i)))
        {
            var account = await db.Connections.Where(x => x.Id == ad.ConnectionId).Select(x => x.AccountId).SingleAsync();
            var settled = i % 10 != 0;
            var (application, delivery) = Add(db, ad, account, settled ? DeliveryState.Delivered : DeliveryState.Held);
            await db.SaveChangesAsync();
            var count = settled ? past / 90 : waiting / 10;
            await CopyAsync(db, "Applications", application.Id, count, i, new() { ["Id"] = 1, ["FormTokenId"] = 2, ["ReceiptHash"] = 3 });
            await CopyAsync(db, "Deliveries", delivery.Id, count, i, new() { ["Id"] = 4, ["ApplicationId"] = 1 });
            if (settled)
                foreach (var (exchange, kind) in (
                    await db.Exchanges.Where(x => x.DeliveryId == delivery.Id).Select(x => x.Id).ToListAsync())
                    .Select((x, n) => (x, 5 + n)))
                    await CopyAsync(db, "Exchanges", exchange, count, i, new() { ["Id"] = kind, ["DeliveryId"] = 4 });
        }
        await db.Database.ExecuteSqlRawAsync("ANALYZE");
    }

    public static (Application Application, Delivery Delivery) Add(AppDb db, Eilbote.Board.JobAd ad, Guid accountId, DeliveryState state)
    {
        var at = TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(1);
        var application = new Application
        {
            EmployerId = ad.EmployerId,
            JobAdId = ad.Id,
            Applicant = new() { FirstName = "Änne", LastName = "Öztürk", Email = $"{Guid.NewGuid():N}@example.com" },
            EmailNormalized = "",
            // Else they were given these first, in the background.
            LastFirst = "oeztuerk aenne",
            FirstLast = "aenne oeztuerk",
            NoticeVersion = PrivacyNotice.Version,
            Language = "de",
            ReceivedAt = at,
            FormTokenId = Guid.NewGuid(),
            ContentHash = Guid.NewGuid().ToString(),
            ReceiptHash = Guid.NewGuid().ToString(),
        };
        var delivery = new Delivery
        {
            ApplicationId = application.Id,
            EmployerId = ad.EmployerId,
            JobAdId = ad.Id,
            ConnectionId = ad.ConnectionId!.Value,
            AccountId = accountId,
            State = state,
            HeldBy = state == DeliveryState.Held ? HeldBy.Connection : null,
            DueAt = state == DeliveryState.Queued ? at : null,
            CreatedAt = at,
            SettledAt = state == DeliveryState.Delivered ? at : null,
            Proof = state == DeliveryState.Delivered ? Proof.Confirmed : null,
        };
        db.AddRange(application, delivery);
        if (state == DeliveryState.Delivered)
            foreach (var kind in new[] { StepKind.Upload, StepKind.Create })
                db.Add(new Exchange
                {
                    AccountId = accountId,
                    ConnectionId = delivery.ConnectionId,
                    DeliveryId = delivery.Id,
                    Step = kind.ToString(),
                    Kind = kind,
                    StartedAt = at,
                    Deadline = at,
                    AnsweredAt = at,
                    Stage = Stage.Answered,
                    Status = 201,
                    Meaning = kind == StepKind.Create ? Meaning.Delivered : Meaning.StepDone,
                });
        return (application, delivery);
    }

    /// <summary>Copies one row; the named columns are counted, so that they fit together and stay unique.</summary>
    private static async Task CopyAsync(AppDb db, string table, Guid id, int count, int series, Dictionary<string, int> counted)
    {
        var columns = await db.Database.SqlQuery<string>($"SELECT name AS Value FROM pragma_table_info({table})").ToListAsync();
        var values = columns.Select(
            x => counted.TryGetValue(x, out var kind) ? $"printf('{kind:X8}-{series:X4}-7000-8000-%012X', n)" : $"\"{x}\"");
        var sql = $"""
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})
            INSERT INTO "{table}" ({string.Join(", ", columns.Select(x => $"\"{x}\""))}) SELECT {string.Join(", ", values)} FROM "{table}", numbers WHERE "Id" = $id
            """;
        await db.Database.ExecuteSqlRawAsync(sql, new SqliteParameter("$id", id.ToString().ToUpperInvariant()));
    }
}
