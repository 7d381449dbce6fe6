using MimeKit;

namespace Eilbote.Mail;

/// <summary>A mail that could not be delivered.</summary>
/// <param name="Id">What it was about, see <see cref="BounceAddress"/>.</param>
/// <param name="Status">Why, as mail servers number it (RFC 3463), such as <c>5.1.1</c>; empty where none was given.</param>
/// <param name="Words">Why, in the words of the server that refused it; may be empty.</param>
public sealed record Bounce(Guid Id, string Status, string Words)
{
    /// <summary>
    /// Only a report (RFC 3464) that says so for good is one: a delay is none, an absence reply is none, and neither is what somebody
    /// writes.
    /// </summary>
    public static Bounce? Of(MimeMessage message, Guid id)
    {
        if (message.Body is not MultipartReport { ReportType: var type } report
            || !string.Equals(type, "delivery-status", StringComparison.OrdinalIgnoreCase))
            return null;
        var failed = report.OfType<MessageDeliveryStatus>().SelectMany(x => x.StatusGroups)
            .FirstOrDefault(x => string.Equals(x["Action"]?.Trim(), "failed", StringComparison.OrdinalIgnoreCase));
        return failed is null ? null : new(id, failed["Status"]?.Trim() ?? "", failed["Diagnostic-Code"]?.Trim() ?? "");
    }
}
