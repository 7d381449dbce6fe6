using Eilbote.Secrets;

namespace Eilbote.Members;

/// <summary>A link by mail that lets one person do one thing with their account, once. Opening it changes nothing.</summary>
public sealed class MailedLink
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required LinkPurpose Purpose { get; init; }

    /// <summary>Of the link's token; the token itself is never stored.</summary>
    public required string TokenHash { get; init; }

    /// <summary>The new address, of a change of it.</summary>
    public string? Email { get; init; }

    /// <summary>The two links of one change of address: it happens when both were confirmed.</summary>
    public Guid? ChangeId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }

    public static string TokenOf(LinkTokens tokens, Guid id) => tokens.Of("account-links", id);

    public bool IsOpenAt(DateTimeOffset now) => UsedAt is null && ExpiresAt > now;
}

/// <summary>A closed set. The last two belong together: a change of address is confirmed at both.</summary>
public enum LinkPurpose { Password, OldAddress, NewAddress }
