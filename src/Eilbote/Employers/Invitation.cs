namespace Eilbote.Employers;

/// <summary>
/// Lets one person sign up as <see cref="Role.Technician"/> of an employer: once, within seven days. Opening its link does
/// nothing, so that a mail program's preview cannot use it up; it never signs anyone in.
/// </summary>
public sealed class Invitation
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid EmployerId { get; init; }

    /// <summary>What is to be connected: a connector's id.</summary>
    public required string Connector { get; init; }

    /// <summary>Of the link's token, which <see cref="Invitations.LinkOf"/> can name again.</summary>
    public required string TokenHash { get; init; }

    /// <summary>Where the link is sent by mail; null when the owner hands it on.</summary>
    public string? Email { get; init; }
    public required string Language { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>Who signed up with it.</summary>
    public Guid? UserId { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }

    public InvitationState StateAt(DateTimeOffset now) =>
        RevokedAt is not null ? InvitationState.Revoked : UsedAt is not null ? InvitationState.Used : ExpiresAt <= now
            ? InvitationState.Expired : InvitationState.Open;
}

public enum InvitationState { Open, Used, Expired, Revoked }
