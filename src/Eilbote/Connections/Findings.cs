using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;

namespace Eilbote.Connections;

/// <summary>Why a check came out as it did, where the connector's own reason does not say it.</summary>
internal static class Codes
{
    public const string
        Fits = "fits", Accepted = "accepted", Arrived = "arrived", Named = "named", NotListed = "not-listed",
        NoCareerSite = "no-career-site", FeedEmpty = "feed-empty", NoFeed = "no-feed", FeedNotFound = "feed-not-found",
        FeedRedirects = "feed-redirects",
        FeedUnreachable = "feed-unreachable", FeedUnreadable = "feed-unreadable",
        AcceptsAnything = "accepts-anything", NotTold = "not-told", SecretFirst = "secret-first", Refused = "unauthorized",
        Unreachable = "unreachable", NoClearAnswer = "no-clear-answer", Throttled = "too-many-requests",
        ProbeCreated = "probe-created", ProbingStopped = "probing-stopped", NotAsked = "not-asked",
        AlreadyThere = "already-there", CodeExpired = "code-expired", CodeWrong = "code-wrong", UnderWay = "under-way",
        Questions = "questions", Elsewhere = "elsewhere";
}

/// <summary>Whether the ATS tells a wrong secret and wrong parts apart: what its answers to impossible values have shown.</summary>
public sealed record Trust(bool Secret, bool Parts)
{
    /// <summary>Of all answers to this connection's probes the last one of each kind counts.</summary>
    public static Trust Of(IReadOnlyCollection<Exchange> history) => new(
        Last(history, Probe.CorruptedSecret) is { Meaning: Meaning.CredentialsRefused },
        Last(history, Probe.ImpossibleParts) is { Meaning: Meaning.ProbeAccepted, Parts: { } parts } && parts.Contains(new Part.Job())
            && parts.Contains(new Part.Channel()));

    private static Exchange? Last(IEnumerable<Exchange> history, Probe probe) =>
        history.Where(x => x.Probe == probe && Probing.IsSettled(x)).MaxBy(x => x.StartedAt);
}

/// <summary>From answers to checks. Pure; never says more than an answer proves.</summary>
internal static class Findings
{
    /// <summary>What the probes so far say about secret, job and channel.</summary>
    /// <param name="forms">Of the job that was asked about.</param>
    public static IReadOnlyList<Check> OfProbes(
        IReadOnlyList<Exchange> exchanges, Trust trust, ConnectorDescriptor ats, bool hasChannel, IReadOnlyList<AskingForm> forms)
    {
        var answered = exchanges.Where(x => x.AnsweredAt is not null && x.Kind == StepKind.Probe).ToList();
        // That a relay took a code says nothing of who reads it.
        if (answered.Count == 0 || (ats.ProvenByCode && answered[^1].Meaning == Meaning.ProbeAccepted))
            return [];
        var own = answered.LastOrDefault(x => x.Probe != Probe.CorruptedSecret);
        var secret = Secret(answered, own, trust, ats);
        var real = own?.Probe == Probe.RealValues && own.Meaning == Meaning.ProbeAccepted ? own : null;
        if (secret is null)
            return [];
        // Accepted so far, and the real values are still to be asked about.
        if (real is null && answered[^1].Meaning == Meaning.ProbeAccepted)
            return [secret];
        return
        [
            secret,
            .. ats.KnowsJobs ? [OfPart(CheckKind.Job, real, new Part.Job(), secret, trust)] : Array.Empty<Check>(),
            .. hasChannel ? [OfPart(CheckKind.Channel, real, new Part.Channel(), secret, trust)] : Array.Empty<Check>(),
            .. real?.Fields is { } fields ? [OfQuestions(fields, forms)] : Array.Empty<Check>(),
        ];
    }

    /// <summary>An earlier report as it would be now: what was missing may be asked by now.</summary>
    /// <param name="forms">As in <see cref="OfProbes"/>.</param>
    public static List<Check> AsAskedNow(IEnumerable<Check> checks, IReadOnlyList<AskingForm> forms) =>
        [.. checks.Select(x => x is { Kind: CheckKind.Questions, Fact: { } fields } ? OfQuestions(fields, forms) : x)];

    /// <summary>A probe answers no question, so it is told of all that the job demands. Nothing is said where none is named.</summary>
    private static Check OfQuestions(string fields, IReadOnlyList<AskingForm> forms)
    {
        var missing = string.Join(", ", fields.Split(", ").Where(x => !forms.All(f => f.Demands(x))));
        return missing.Length == 0 ? new(CheckKind.Questions, Verdict.Proven, Codes.Accepted)
            : new(CheckKind.Questions, Verdict.Failed, Codes.Questions, missing);
    }

    private static Check? Secret(List<Exchange> answered, Exchange? own, Trust trust, ConnectorDescriptor ats)
    {
        if (answered.Find(x => x.Meaning is Meaning.FeatureOff or Meaning.ProbeCreated) is { } decisive)
            return new(CheckKind.Secret, Verdict.Failed, decisive.Meaning == Meaning.ProbeCreated ? Codes.ProbeCreated : decisive.Reason
                ?? "forbidden");
        var last = answered[^1];
        if (own?.Meaning == Meaning.CredentialsRefused)
            return new(CheckKind.Secret, Verdict.Failed, Codes.Refused);
        if (last.Stage == Stage.NothingSent)
            return NotProvable(Known(Codes.Unreachable));
        if (last.Meaning == Meaning.Throttled)
            return NotProvable(Codes.Throttled);
        if (last.Meaning == Meaning.Unknown)
            return NotProvable(Known(Codes.NoClearAnswer));
        if (own is null)
            return null;
        // Whatever else it says: only what it accepted is accepted.
        if (own.Meaning != Meaning.ProbeAccepted)
            return NotProvable(Known(Codes.NoClearAnswer));
        return trust.Secret ? new(CheckKind.Secret, Verdict.Proven, Codes.Accepted) : NotProvable(Codes.AcceptsAnything);

        // The connector's own word, where it has one for people.
        string Known(string otherwise) => last.Reason is { } reason && ats.Reasons.GetValueOrDefault(reason) is not null ? reason
            : otherwise;

        static Check NotProvable(string code) => new(CheckKind.Secret, Verdict.NotProvable, code);
    }

    private static Check OfPart(CheckKind kind, Exchange? real, Part part, Check secret, Trust trust) => real switch
    {
        null when secret.Verdict == Verdict.Failed =>
            new(kind, Verdict.NotProvable, secret.Code == Codes.ProbeCreated ? Codes.ProbingStopped : Codes.SecretFirst),
        null => new(kind, Verdict.NotProvable, secret.Code),
        _ when real.Parts?.Contains(part) == true => new(kind, Verdict.Failed, Codes.Named),
        _ when trust is { Secret: true, Parts: true } => new(kind, Verdict.Proven, Codes.Accepted),
        _ => new(kind, Verdict.NotProvable, Codes.NotTold),
    };

    /// <summary>What came of a test application: an arrived one proves all values at once.</summary>
    public static IReadOnlyList<Check> OfTest(Reading? reading, Trust trust, ConnectorDescriptor ats, bool hasChannel) =>
        reading?.Meaning switch
        {
            Meaning.Delivered =>
            [
                Test(Verdict.Proven, Codes.Arrived),
                ats.Issued is null || trust.Secret ? Proven(CheckKind.Secret)
                    : new(CheckKind.Secret, Verdict.NotProvable, Codes.AcceptsAnything),
                .. ats.KnowsJobs ? [Proven(CheckKind.Job)] : Array.Empty<Check>(),
                .. hasChannel ? [Proven(CheckKind.Channel)] : Array.Empty<Check>(),
            ],
            Meaning.UnderWayByMail => [Test(Verdict.NotProvable, Codes.UnderWay)],
            Meaning.AlreadyThere => [Test(Verdict.NotProvable, Codes.AlreadyThere)],
            Meaning.JobClosed when !ats.KnowsJobs => [Test(Verdict.NotProvable, reading.Reason ?? "unknown")],
            Meaning.CredentialsRefused => [new(CheckKind.Secret, Verdict.Failed, Codes.Refused), Test(Verdict.Failed, Codes.Elsewhere)],
            Meaning.FeatureOff =>
            [new(CheckKind.Secret, Verdict.Failed, reading.Reason ?? "forbidden"), Test(Verdict.Failed, Codes.Elsewhere)],
            Meaning.JobClosed => [new(CheckKind.Job, Verdict.Failed, Codes.Named), Test(Verdict.Failed, Codes.Elsewhere)],
            Meaning.PartRefused when reading.Part is Part.Channel =>
                [new(CheckKind.Channel, Verdict.Failed, Codes.Named), Test(Verdict.Failed, Codes.Elsewhere)],
            Meaning.QuestionMissing when reading.Fields is { } fields => [Test(Verdict.Failed, Codes.Questions, fields)],
            Meaning.Throttled => [Test(Verdict.NotProvable, Codes.Throttled)],
            Meaning.Unknown when reading.Reason is { } own && ats.Reasons.GetValueOrDefault(own) is not null =>
                [Test(Verdict.NotProvable, own)],
            Meaning.Unknown when reading.Reason == "nothing-sent" => [Test(Verdict.NotProvable, Codes.Unreachable)],
            Meaning.Unknown or null => [Test(Verdict.NotProvable, Codes.NoClearAnswer)],
            _ => [Test(Verdict.Failed, reading.Reason ?? "unknown", reading.Verbatim)],
        };

    /// <summary>Token and company must be proven, and none of the values that are new may have failed.</summary>
    public static bool Holds(IReadOnlyCollection<Check> checks, IReadOnlyCollection<CheckKind> changed)
    {
        var failed = checks.Where(x => x.Verdict == Verdict.Failed).Select(x => x.Kind).ToHashSet();
        // The ATS's own word on the job counts more than its career site, which may lag behind.
        var job = failed.Contains(CheckKind.Job)
            || (failed.Contains(CheckKind.Published) && !checks.Any(x => x is { Kind: CheckKind.Job, Verdict: Verdict.Proven }));
        return checks.Any(x => x is { Kind: CheckKind.Secret, Verdict: Verdict.Proven })
            && !(changed.Contains(CheckKind.Job) && job)
            && !(changed.Contains(CheckKind.Channel) && failed.Contains(CheckKind.Channel));
    }

    private static Check Test(Verdict verdict, string code, string? fact = null) => new(CheckKind.TestApplication, verdict, code, fact);

    private static Check Proven(CheckKind kind) => new(kind, Verdict.Proven, Codes.Arrived);
}
