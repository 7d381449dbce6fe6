namespace Eilbote.Connectors;

/// <summary>
/// One kind of ATS. A connector is stateless and pure: it owns no socket, clock or retry. It says which request comes next
/// and what an answer means; the lane sends, stores and decides. What belongs to the operator (a partner key) is given to its
/// constructor. What only some ATSs can is an interface of its own, as <see cref="IJobFeed"/> is.
/// </summary>
public interface IConnector
{
    /// <summary>The address of every probe: it cannot exist (RFC 2606), and people find by it what must never be there.</summary>
    const string ProbeAddress = "eilbote-probe@example.invalid";

    /// <summary>What this ATS needs and can, as data: form, settings page, pace and docs are drawn from it.</summary>
    ConnectorDescriptor Descriptor { get; }

    /// <summary>
    /// The next request for a submission, given the steps that already succeeded. A step whose reading is
    /// <see cref="Meaning.Delivered"/> is the last; this is never asked again after it.
    /// </summary>
    Step Next(Submission submission, IReadOnlyList<FinishedStep> finished);

    /// <summary>
    /// One of the descriptor's <see cref="ConnectorDescriptor.Probes"/>: a request that can create nothing, whose answer tells
    /// what the ATS accepts. Its address is always one that cannot exist.
    /// </summary>
    /// <param name="connection">The settings as typed.</param>
    /// <param name="atsJobId">A job of the employer in the ATS; empty where it knows none.</param>
    /// <param name="today">The date on which the request leaves: a poison pill needs one in the future.</param>
    Step Probe(Probe probe, ConnectionSettings connection, string atsJobId, DateOnly today);

    /// <summary>What the answer to a step means. Never throws on a strange answer: what it does not know it calls unknown.</summary>
    Reading Read(Step step, Answer answer);
}

/// <summary>What a probe asks. The first two show whether the answer to the third can be trusted.</summary>
public enum Probe
{
    /// <summary>A deliberately corrupted secret: an ATS that does not refuse it proves nothing by accepting the real one.</summary>
    CorruptedSecret,

    /// <summary>A job and a channel that cannot exist: only an ATS that names both would also name wrong ones.</summary>
    ImpossibleParts,

    /// <summary>The values as they are.</summary>
    RealValues,
}
