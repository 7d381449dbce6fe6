using Eilbote.Ats;
using Eilbote.Connectors;

namespace Eilbote.Connections;

/// <summary>A step of a verification. A closed type.</summary>
internal abstract record Ask
{
    /// <summary>The public list of jobs: no exchange, and no slot.</summary>
    public sealed record Feed : Ask;

    public sealed record Probe(Connectors.Probe Kind) : Ask;

    /// <summary>A code goes where the applications go.</summary>
    public sealed record Code : Ask;

    /// <summary>Nothing: somebody reads the code there, and types it here until then.</summary>
    public sealed record Typing(DateTimeOffset Until) : Ask;

    /// <summary>An application that arrives, marked as a test.</summary>
    public sealed record Test : Ask;
}

/// <summary>Which step of a verification comes next, told from what its rows already hold.</summary>
internal static class Probing
{
    /// <summary>However often it had to wait, a run ends after this time and says what could not be proven.</summary>
    public static readonly TimeSpan LongestRun = TimeSpan.FromHours(6);

    /// <summary>Null: nothing more to ask.</summary>
    public static Ask? Next(
        Verification verification, ConnectorDescriptor ats, IReadOnlyList<Exchange> own, Trust trust, DateTimeOffset now)
    {
        if (now - verification.StartedAt > LongestRun || own.Any(EndsRun))
            return null;
        if (ats.ProvenByCode && own.FirstOrDefault(x => x.Meaning == Meaning.ProbeAccepted)?.AnsweredAt + ICodeSender.ValidFor is { } until)
            return now < until && verification.Checks.All(x => x.Kind != CheckKind.Secret) ? new Ask.Typing(until) : null;
        return Steps(verification, ats, trust).FirstOrDefault(step => step is Ask.Feed
            ? verification.Checks.All(x => x.Kind != CheckKind.CareerSite)
            : !own.Any(x => x.Probe == (step as Ask.Probe)?.Kind && IsSettled(x)));
    }

    /// <summary>An answer that stands; after a 429 the same question is asked again.</summary>
    public static bool IsSettled(Exchange exchange) => exchange.AnsweredAt is not null && exchange.Meaning != Meaning.Throttled;

    private static IEnumerable<Ask> Steps(Verification verification, ConnectorDescriptor ats, Trust trust) => verification.Purpose switch
    {
        // A secret of ours is proven only when a wrong one was refused: who does not look at it takes a test, too.
        VerificationPurpose.TestApplication when ats.Issued is not null && !trust.Secret =>
            [new Ask.Probe(Probe.CorruptedSecret), new Ask.Test()],
        VerificationPurpose.TestApplication => [new Ask.Test()],
        _ when ats.ProvenByCode => [new Ask.Code()],
        VerificationPurpose.Daily or VerificationPurpose.AfterRefusal when trust.Secret => [new Ask.Probe(Probe.RealValues)],
        _ => [.. ats.FeedKey is null ? Array.Empty<Ask>() : [new Ask.Feed()], .. ats.Probes.Order().Select(x => new Ask.Probe(x))],
    };

    private static bool EndsRun(Exchange x) => IsSettled(x) && x.Meaning switch
    {
        Meaning.ProbeAccepted => false,
        Meaning.CredentialsRefused => x.Probe != Probe.CorruptedSecret,
        _ => true,
    };
}
