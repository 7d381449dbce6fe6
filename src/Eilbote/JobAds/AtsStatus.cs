using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Eilbote.Web;

namespace Eilbote.JobAds;

/// <summary>How a job ad's job stands in the ATS, as far as the feed tells it.</summary>
/// <param name="Since">Since when, or when that was last seen.</param>
public sealed record AtsStatus(Tone Tone, Words Name, Words? Since)
{
    public static AtsStatus Of(JobAd ad, JobFeed? feed, DateTimeOffset now) => (ad, feed) switch
    {
        // What it said itself when an application came counts until the list was read after that.
        ({ State: JobAdState.Held, HeldSince: { } refused }, _) when !(feed?.ReadAt > refused) || ad.MissingSince is null =>
            new(Tone.Bad, new("Nicht veröffentlicht", "Not published"), Words("seit", "since", refused, now)),
        (_, null or { ReadAt: null }) => new(Tone.Idle, new("Nicht prüfbar ohne Feed", "Not provable without feed"), null),
        ({ MissingSince: { } since }, _) => new(Tone.Bad, new("Nicht veröffentlicht", "Not published"), Words("seit", "since", since, now)),
        ({ SeenSince: not null }, { Fault: not null }) =>
            new(Tone.Wait, new("Veröffentlicht", "Published"), Words("zuletzt gesehen", "last seen", feed.ReadAt.Value, now)),
        ({ SeenSince: { } since }, _) =>
            new(Tone.Good, new("Veröffentlicht", "Published"), Words("seit mindestens", "since at least", since, now)),
        _ => new(Tone.Bad, new("Nicht gefunden", "Not found"), Words("zuletzt gesucht", "last looked", feed.ReadAt.Value, now)),
    };

    private static Words Words(string de, string en, DateTimeOffset at, DateTimeOffset now) =>
        new($"{de} {Texts.Time(at, now)}", $"{en} {Texts.Time(at, now)}");
}
