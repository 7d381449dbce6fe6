using CsCheck;

namespace Eilbote.Tests.Deliveries.Histories;

/// <summary>What becomes of one request.</summary>
internal enum Fate
{
    Fine, BadGateway, Html, LostAnswer, Reset, NothingSent, TimeOut, Throttled, TokenRefused, FeatureOff, JobClosed,
    ChannelUnknown, DateRefused, FileForgotten, BadEmail, QuestionMissing, NewReason,

    /// <summary>The server dies when its request has reached the ATS.</summary>
    CrashBefore,

    /// <summary>The server dies when the ATS has done its work and answered.</summary>
    CrashAfter,

    /// <summary>The server stands still until another has given its request up; then the answer comes after all.</summary>
    Late,
}

/// <summary>One step of a history.</summary>
internal abstract record Happening
{
    /// <param name="Elsewhere">This person applied on the employer's career site before.</param>
    public sealed record Apply(int Ad, int Documents, bool Elsewhere) : Happening;

    /// <summary>Somebody who applied does so again: the very same, as after the browser's Back, or with other words.</summary>
    public sealed record Again(int Who, bool Same) : Happening;

    /// <summary>The next request of an account that has no other fate before it.</summary>
    public sealed record Next(int Account, Fate Fate) : Happening;

    /// <summary>A member takes the application of somebody over, or returns it.</summary>
    public sealed record ByHand(int Who, bool Returns) : Happening;

    /// <summary>Whoever owns the address says that a further application is theirs.</summary>
    public sealed record Prove(int Who) : Happening;

    public sealed record Wait(int Seconds) : Happening;

    public sealed record ClockSetBack(int Minutes) : Happening;

    public sealed record Mend(int Connection) : Happening;

    public sealed record OpenAd(int Ad) : Happening;

    public static readonly Gen<Happening> Gen = CsCheck.Gen.Frequency(
        (4, CsCheck.Gen.Select(
            CsCheck.Gen.Int[0, World.Ads - 1], CsCheck.Gen.Int[0, 2], CsCheck.Gen.Int[0, 5], (ad, documents, luck) =>
            (Happening)new Apply(ad, documents, luck == 0))),
        (2, CsCheck.Gen.Select(CsCheck.Gen.Int[0, 15], CsCheck.Gen.Bool, (who, same) => (Happening)new Again(who, same))),
        (1, CsCheck.Gen.Select(CsCheck.Gen.Int[0, 15], CsCheck.Gen.Bool, (who, returns) => (Happening)new ByHand(who, returns))),
        (1, CsCheck.Gen.Int[0, 15].Select(x => (Happening)new Prove(x))),
        (6, CsCheck.Gen.Select(
            CsCheck.Gen.Int[0, World.Accounts - 1], CsCheck.Gen.Enum<Fate>(), (account, fate) => (Happening)new Next(account, fate))),
        (4, CsCheck.Gen.OneOfConst(1, 6, 31, 36, 62, 66, 125, 605, 3_700, 90_000).Select(x => (Happening)new Wait(x))),
        (1, CsCheck.Gen.Int[1, 60].Select(x => (Happening)new ClockSetBack(x))),
        (1, CsCheck.Gen.Int[0, World.Connections - 1].Select(x => (Happening)new Mend(x))),
        (1, CsCheck.Gen.Int[0, World.Ads - 1].Select(x => (Happening)new OpenAd(x))));
}
