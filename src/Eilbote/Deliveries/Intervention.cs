using Eilbote.Storage;

namespace Eilbote.Deliveries;

/// <summary>What a person did to a delivery by hand: who, when and why. A line of its timeline; never changed.</summary>
public sealed class Intervention
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid DeliveryId { get; init; }
    public required Deed Deed { get; init; }

    /// <summary>The e-mail address of the member or operator; null for the applicant. An operator's is shown to nobody.</summary>
    public string? By { get; init; }
    public required Actor Actor { get; init; }

    /// <summary>In the member's own words, which may be about the person. Erased with the application.</summary>
    [Personal]
    public string? Why { get; set; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>What can be done by hand.</summary>
public enum Deed { Retry, Hold, Release, Return, HandOver, Confirm, Withdraw, RevokeConsent, Doubt, EndDoubt, Answer }

/// <summary>
/// Recipient: who got the mail at the applicant's address, and need not be the applicant. Mailbox: who got the mail with the application
/// at the employer's.
/// </summary>
public enum Actor { Member, Operator, Applicant, Recipient, Mailbox }
