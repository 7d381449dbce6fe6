using Eilbote.Connectors;
using Eilbote.Deliveries;

namespace Eilbote.Connections;

/// <summary>Which step of a verification comes next, told from what its rows already hold.</summary>
internal static class Probing
{
    public const string Feed = "feed", Corrupted = "probe-corrupted", Impossible = "probe-impossible", Real = "probe-real", Create = "create";

    /// <summary>However often it had to wait, a run ends after this time and says what could not be proven.</summary>
    public static readonly TimeSpan LongestRun = TimeSpan.FromHours(6);

    /// <summary>Null: nothing more to ask.</summary>
    public static string? Next(Verification verification, IReadOnlyList<Exchange> own, Trust trust, DateTimeOffset now)
    {
        if (now - verification.StartedAt > LongestRun || own.Any(EndsRun))
            return null;
        return Steps(verification, trust).FirstOrDefault(step => step == Feed
            ? verification.Checks.All(x => x.Kind != CheckKind.CareerSite)
            : !own.Any(x => x.Step == step && IsSettled(x)));
    }

    /// <summary>An answer that stands; after a 429 the same question is asked again.</summary>
    public static bool IsSettled(Exchange exchange) => exchange.AnsweredAt is not null && exchange.Meaning != Meaning.Throttled;

    private static IEnumerable<string> Steps(Verification verification, Trust trust) => verification.Purpose switch
    {
        VerificationPurpose.TestApplication => [Create],
        VerificationPurpose.Daily or VerificationPurpose.AfterRefusal when trust.Secret => [Real],
        _ => [Feed, Corrupted, Impossible, Real],
    };

    private static bool EndsRun(Exchange x) => IsSettled(x) && x.Meaning switch
    {
        Meaning.ProbeAccepted => false,
        Meaning.CredentialsRefused => x.Step != Corrupted,
        _ => true,
    };
}
