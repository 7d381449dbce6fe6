namespace Eilbote.Connectors.Webhook;

/// <summary>Section <c>Eilbote:Webhook</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>How many requests a minute one receiver gets.</summary>
    public int RequestsPerMinute { get; set; } = 60;

    /// <summary>In bytes, per document.</summary>
    public long MaxFileBytes { get; set; } = 20_000_000;

    /// <summary>How long the answer to a whole application with its documents is awaited.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether this machine may be a receiver, by http too: for tests and the demo.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>In words for the operator; null when all is well.</summary>
    public string? Fault => this switch
    {
        { RequestsPerMinute: < 4 } => "Eilbote:Webhook:RequestsPerMinute must be at least 4: three are kept for verification.",
        { MaxFileBytes: < 1 } => "Eilbote:Webhook:MaxFileBytes must be at least 1.",
        _ when Deadline < TimeSpan.FromSeconds(1) || Deadline > TimeSpan.FromSeconds(60) =>
            "Eilbote:Webhook:Deadline must be between 00:00:01 and 00:01:00.",
        _ => null,
    };
}
