using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MimeKit;

namespace Eilbote.Mail;

/// <summary>
/// Reads the mailbox in which failure reports arrive. What came back to an address of ours is deleted once it was taken, because it may
/// hold what an applicant sent; all else is marked as read and stays.
/// </summary>
internal sealed class BounceMailbox(MailServers servers, MailOptions options, BounceAddress addresses)
{
    /// <summary>In bytes: a report that holds more is none that we can take apart.</summary>
    private const uint Largest = 20_000_000;

    public bool IsRead => options.Bounces.AreRead;

    /// <param name="take">Told of each report; what it takes is never told of again.</param>
    /// <returns>Null when all was read, else why not: a word of ours.</returns>
    public async Task<string?> ReadAsync(Func<Bounce, Task> take, CancellationToken ct)
    {
        using var client = new ImapClient();
        if (await servers.ConnectAsync(client, ct) is { } trouble)
            return trouble;
        try
        {
            await client.Inbox!.OpenAsync(FolderAccess.ReadWrite, ct);
            var unread = await client.Inbox.SearchAsync(SearchQuery.NotSeen, ct);
            foreach (var mail in await client.Inbox.FetchAsync(unread, MessageSummaryItems.UniqueId | MessageSummaryItems.Size, ct))
                await ReadAsync(client.Inbox, mail, take, ct);
            await client.Inbox.ExpungeAsync(ct);
            return null;
        }
        catch (Exception e) when (e is IOException or ProtocolException or CommandException or ServiceNotConnectedException
            or FolderNotFoundException or TimeoutException)
        {
            return "broken-off";
        }
        finally
        {
            await MailServers.LeaveAsync(client, CancellationToken.None);
        }
    }

    private async Task ReadAsync(IMailFolder inbox, IMessageSummary mail, Func<Bounce, Task> take, CancellationToken ct)
    {
        Guid? ours = null;
        if (mail.Size <= Largest)
        {
            using var message = await inbox.GetMessageAsync(mail.UniqueId, ct);
            ours = addresses.Read(To(message));
            if (ours is { } id && Bounce.Of(message, id) is { } bounce)
                await take(bounce);
        }
        await inbox.AddFlagsAsync(mail.UniqueId, ours is null ? MessageFlags.Seen : MessageFlags.Deleted, silent: true, ct);
    }

    private static IEnumerable<string> To(MimeMessage message) => message.Headers
        .Where(x => x.Field.ToLowerInvariant() is "to" or "delivered-to" or "x-original-to" or "envelope-to").Select(x => x.Value);
}
