namespace Eilbote.Members;

/// <summary>
/// Lets one person join an employer: once, within seven days. Opening its link does nothing, so that a mail program's preview cannot use
/// it up; it never signs anyone in who has an account already.
/// </summary>
public sealed class Invitation
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid EmployerId { get; init; }
    public required Role Role { get; init; }

    /// <summary>As <see cref="Membership.IsLimited"/>, to <see cref="Ads"/>.</summary>
    public bool IsLimited { get; init; }
    public List<Guid> Ads { get; init; } = [];

    /// <summary>What a technician is asked to connect: a connector's id; null for everybody else.</summary>
    public string? Connector { get; init; }

    /// <summary>Of the link's token, which <see cref="Invitations.LinkOf"/> can name again.</summary>
    public required string TokenHash { get; init; }

    /// <summary>Where the link is sent by mail, and then the only address that can accept; null when the owner hands it on.</summary>
    public string? Email { get; init; }
    public required string Language { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>Who accepted it.</summary>
    public Guid? UserId { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }

    public InvitationState StateAt(DateTimeOffset now) =>
        RevokedAt is not null ? InvitationState.Revoked : UsedAt is not null ? InvitationState.Used : ExpiresAt <= now
            ? InvitationState.Expired : InvitationState.Open;
}

public enum InvitationState { Open, Used, Expired, Revoked }

/// <summary>To what a person is invited.</summary>
/// <param name="Ads">With <paramref name="IsLimited"/>, the ads that they see.</param>
public sealed record Invited(Role Role, bool IsLimited, IReadOnlyList<Guid> Ads, string? Connector)
{
    public static Invited ToConnect(string connector) => new(Role.Technician, false, [], connector);
}
