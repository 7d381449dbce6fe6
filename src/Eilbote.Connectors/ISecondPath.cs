namespace Eilbote.Connectors;

/// <summary>A connector that can tell people at an employer of an application beside the interface of their ATS.</summary>
public interface ISecondPath
{
    /// <param name="id">Of the mail, the same at every try.</param>
    Step Tell(Guid id, string to, Telling told);

    /// <param name="id">Of the mail, the same at every try.</param>
    Step List(Guid id, string to, WaitingList list);
}

/// <summary>What is told: without <see cref="Whole"/> neither documents nor what was typed, which are seen signed in.</summary>
/// <param name="Person">As it stands above the application.</param>
/// <param name="ReplyTo">The applicant's address.</param>
/// <param name="Documents">How many.</param>
/// <param name="News">What is new, each in a few words.</param>
/// <param name="IsUnproven">Nobody has confirmed that the address is its sender's.</param>
public sealed record Telling(
    string Person, string ReplyTo, int Documents, IReadOnlyList<Words> News, bool IsUnproven, string Ats, PortalPages Portal)
{
    /// <summary>All of it, where the employer chose that its documents go with the mail; null: it leads to them.</summary>
    public Submission? Whole { get; init; }

    /// <summary>Sent from a receipt, to what had been sent: nobody applied again.</summary>
    public bool IsHandedIn { get; init; }

    /// <summary>Nobody reads it but the ATS, which takes the first address and the attachments.</summary>
    public bool IsInbox { get; init; }
}
