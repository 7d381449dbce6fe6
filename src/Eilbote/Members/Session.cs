namespace Eilbote.Members;

/// <summary>One browser in which a person is signed in. The cookie only names it: what it may do is read anew for each request.</summary>
public sealed class Session
{
    /// <summary>It ends after this time without use.</summary>
    public static readonly TimeSpan Unused = TimeSpan.FromDays(14);

    /// <summary>So long after the password or passkey was last given, secrets and roles can be changed without it.</summary>
    public static readonly TimeSpan ProvenFor = TimeSpan.FromMinutes(30);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }

    /// <summary>For which employer the person works in it now; null for who belongs to none, and for operators at their work.</summary>
    public Guid? EmployerId { get; set; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Within an hour.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>When the person last proved who they are.</summary>
    public required DateTimeOffset ProvenAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Browser and system as a person would name them: "Firefox, Windows".</summary>
    public required string Device { get; init; }
}
