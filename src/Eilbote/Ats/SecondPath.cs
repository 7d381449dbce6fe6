using Eilbote.Connectors;

namespace Eilbote.Ats;

/// <summary>
/// An employer's mail address beside the interface of its ATS: what that does not take is told there. Used only once somebody who reads
/// it has confirmed it and an owner has admitted it; both again after every change and once a year: a typo would send an applicant's
/// matters to strangers.
/// </summary>
public sealed class SecondPath
{
    /// <summary>After it was admitted.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromDays(365);

    /// <summary>So long before its end it is asked to be confirmed anew.</summary>
    public static readonly TimeSpan AskBefore = TimeSpan.FromDays(30);

    /// <summary>So long a mailed link is good.</summary>
    public static readonly TimeSpan LinkFor = TimeSpan.FromDays(14);

    public required Guid ConnectionId { get; init; }
    public required Guid EmployerId { get; init; }
    public required string Email { get; set; }

    /// <summary>By which mails to this address are paced.</summary>
    public Guid AccountId { get; set; }

    /// <summary>Whether an owner chose that documents go with the mails; of another address anew.</summary>
    public bool SendsDocuments { get; set; }

    /// <summary>Since when it is known that it takes no mail; null once it is confirmed anew.</summary>
    public DateTimeOffset? DeadSince { get; set; }

    /// <summary>When the link that is good now was asked for.</summary>
    public required DateTimeOffset AskedAt { get; set; }

    /// <summary>SHA-256 of that link's token; null once it was used.</summary>
    public string? TokenHash { get; set; }

    /// <summary>
    /// When a button behind it was pressed, and by whom, as they wrote: it proves that somebody reads the address, not who.
    /// </summary>
    public DateTimeOffset? ConfirmedAt { get; set; }
    public string? ConfirmedBy { get; set; }

    /// <summary>When an owner admitted it, and the owner's e-mail address.</summary>
    public DateTimeOffset? AdmittedAt { get; set; }
    public string? AdmittedBy { get; set; }

    /// <summary>
    /// Before that no list of what waits goes there: one a working day. While one is out, the moment after which that try is taken for
    /// dead.
    /// </summary>
    public DateTimeOffset? ListDueAt { get; set; }

    /// <summary>The mailbox is not there: nothing more goes to it until an owner has seen to that.</summary>
    public static bool IsDeadBy(Meaning answer) => answer is Meaning.FeatureOff or Meaning.NeedsEmployer;

    public SecondPathState StateAt(DateTimeOffset now) => DeadSince is not null ? SecondPathState.Dead
        : AdmittedAt + GoodFor > now ? SecondPathState.Open
        : ConfirmedAt > (AdmittedAt ?? DateTimeOffset.MinValue) ? SecondPathState.AwaitsAdmission
        : SecondPathState.AwaitsConfirmation;

    /// <summary>Whether somebody confirmed it since an owner last admitted it, so that an owner is to look again.</summary>
    public bool IsToAdmit => ConfirmedAt > (AdmittedAt ?? DateTimeOffset.MinValue);

    /// <summary>Another address, or the same once more: what was confirmed before says nothing of it.</summary>
    public void Ask(string email, string tokenHash, DateTimeOffset now)
    {
        SendsDocuments &= email == Email;
        if (email != Email || DeadSince is not null)
            (ConfirmedAt, ConfirmedBy, AdmittedAt, AdmittedBy) = (null, null, null, null);
        (Email, TokenHash, AskedAt, DeadSince) = (email, tokenHash, now, null);
    }

    public void Confirm(string name, DateTimeOffset now) => (ConfirmedAt, ConfirmedBy, TokenHash) = (now, name, null);

    public void Admit(string by, DateTimeOffset now) => (AdmittedAt, AdmittedBy) = (now, by);
}

/// <summary>Only an open one is used.</summary>
public enum SecondPathState { AwaitsConfirmation, AwaitsAdmission, Open, Dead }
