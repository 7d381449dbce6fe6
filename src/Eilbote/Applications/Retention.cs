namespace Eilbote.Applications;

/// <summary>How long what is kept. Housekeeping keeps to it, and every sentence that names a time takes it from here.</summary>
internal static class Retention
{
    /// <summary>Documents, after their application came to its end.</summary>
    public static readonly TimeSpan Documents = TimeSpan.FromDays(30);

    /// <summary>Documents of an inferred arrival, or one without a part, while nobody has looked.</summary>
    public static readonly TimeSpan DocumentsToLookAt = TimeSpan.FromDays(90);

    /// <summary>Files of a form that was not sent: as long as the form may stand open.</summary>
    public static readonly TimeSpan Drafts = TimeSpan.FromHours(24);
}
