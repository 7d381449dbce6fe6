namespace Eilbote.Employers;

/// <summary>
/// Who an employer is for data protection, and what it says to applicants. Each change is a version of its own; applications keep
/// the number of the one that was shown.
/// </summary>
public sealed class EmployerNotice
{
    public required Guid EmployerId { get; init; }

    /// <summary>From 1.</summary>
    public required int Version { get; init; }

    /// <summary>The company that is responsible (Art. 4 no. 7 GDPR), by its full name.</summary>
    public required string Controller { get; init; }

    /// <summary>Its postal address; lines.</summary>
    public required string Address { get; init; }

    /// <summary>Whom to write to: a contact or the data protection officer, as an e-mail address.</summary>
    public required string Contact { get; init; }

    /// <summary>Where its own notice stands; empty when <see cref="Text"/> is it.</summary>
    public required string Url { get; init; }
    public required string Text { get; init; }

    /// <summary>The same in English; empty when there is none.</summary>
    public required string TextEn { get; init; }
    public required DateTimeOffset WrittenAt { get; init; }
}
