using Eilbote.Applications;
using Eilbote.Deliveries;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Deliveries;

/// <summary>Applications as if they had come before: rows, without the form.</summary>
internal static class Received
{
    /// <param name="names">First and last name, parted by a comma.</param>
    public static Task AddAsync(TestApp app, Guid job, params string[] names) =>
        AddAsync(app, job, DeliveryState.Delivered, TimeSpan.Zero, names);

    /// <summary>Each a minute before the one that stands before it.</summary>
    public static async Task AddAsync(TestApp app, Guid job, DeliveryState state, TimeSpan ago, params string[] names)
    {
        var (account, now) = (await app.DbAsync(db => db.Accounts.Select(x => x.Id).FirstAsync()), app.Clock.GetUtcNow());
        await app.ChangeAsync(db =>
        {
            foreach (var (i, name) in names.Index())
            {
                var (first, last) = (name.Split(',')[0].Trim(), name.Split(',')[^1].Trim());
                var email = $"{first}.{i}@Example.com";
                var application = new Application
                {
                    EmployerId = app.EmployerId,
                    JobAdId = job,
                    Applicant = new() { FirstName = first, LastName = last, Email = email, Phone = "+43 660 1234567" },
                    EmailNormalized = EmailAddress.Normalize(email),
                    LastFirst = NameKey.Of(last, first),
                    FirstLast = NameKey.Of(first, last),
                    NoticeVersion = "1",
                    Language = "de",
                    ReceivedAt = now - ago - TimeSpan.FromMinutes(i),
                    FormTokenId = Guid.NewGuid(),
                    ContentHash = Guid.NewGuid().ToString(),
                    ReceiptHash = Guid.NewGuid().ToString(),
                };
                db.Add(application);
                db.Add(new Delivery
                {
                    ApplicationId = application.Id,
                    EmployerId = app.EmployerId,
                    JobAdId = job,
                    ConnectionId = app.ConnectionId,
                    AccountId = account,
                    State = state,
                    HeldBy = state == DeliveryState.Held ? HeldBy.Person : null,
                    CreatedAt = application.ReceivedAt,
                    SettledAt = state >= DeliveryState.Delivered ? now : null,
                    Proof = state == DeliveryState.Delivered ? Proof.Confirmed : null,
                });
            }
        });
    }
}
