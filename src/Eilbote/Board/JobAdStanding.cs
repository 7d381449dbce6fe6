using Eilbote.Ats;

namespace Eilbote.Board;

/// <summary>
/// How a job ad stands for those who apply. Only an open one is on the board and takes applications. Paused: nobody closed it,
/// but its connection is switched off, or there is none yet.
/// </summary>
public enum JobAdStanding { Held, Open, Paused, Closed }

/// <summary>Tells it, here and nowhere else.</summary>
internal static class JobAdStandings
{
    /// <summary>A held connection still takes applications: what comes waits safely until the employer has mended it.</summary>
    public static readonly ConnectionState[] Taking = [ConnectionState.Active, ConnectionState.Held];

    /// <param name="connection">The ad's, if it has one.</param>
    public static JobAdStanding Of(JobAdState ad, ConnectionState? connection) => ad switch
    {
        JobAdState.Held => JobAdStanding.Held,
        JobAdState.Closed => JobAdStanding.Closed,
        JobAdState.Open => connection is { } state && Taking.Contains(state) ? JobAdStanding.Open : JobAdStanding.Paused,
        _ => throw new ArgumentOutOfRangeException(nameof(ad), ad, "A job ad is in one of these states."),
    };
}
