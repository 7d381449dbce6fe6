using Microsoft.EntityFrameworkCore;

namespace Eilbote.Mail;

/// <summary>What operators should know of the mails: that some cannot leave, or were refused within the last week.</summary>
/// <param name="Waiting">Tried at least once, or older than five minutes, and not sent.</param>
/// <param name="Reason">What the last try of the oldest of them came to.</param>
public sealed record MailTrouble(int Waiting, DateTimeOffset? Since, string? Reason, int Undeliverable)
{
    private static readonly string?[] NoSuchAddress = ["550", "551", "553", "address"];
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(5), Lately = TimeSpan.FromDays(7);

    public static async Task<MailTrouble?> OfAsync(AppDb db, DateTimeOffset now, CancellationToken ct)
    {
        var (usual, lately) = (now - Usual, now - Lately);
        var waiting = db.OutgoingMails.Where(x => x.DueAt != null && (x.Reason != null || x.CreatedAt < usual));
        var oldest = await waiting.OrderBy(x => x.CreatedAt).Select(x => new { x.CreatedAt, x.Reason }).FirstOrDefaultAsync(ct);
        // That an applicant's address does not exist is no trouble of the operators.
        var undeliverable = await db.OutgoingMails.CountAsync(
            x => x.State == MailState.Undeliverable && x.SettledAt > lately && !(x.Bulk && NoSuchAddress.Contains(x.Reason)), ct);
        return oldest is null && undeliverable == 0 ? null
            : new(await waiting.CountAsync(ct), oldest?.CreatedAt, oldest?.Reason, undeliverable);
    }
}
