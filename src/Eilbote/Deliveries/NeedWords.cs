using Eilbote.Connectors;

namespace Eilbote.Deliveries;

/// <summary>Why a delivery waits for its employer, in a few words: the same in each mail.</summary>
internal static class NeedWords
{
    public static Words Of(Need need) => need switch
    {
        Need.JobAd => new("die Stelle ist nicht veröffentlicht", "the job is not published"),
        Need.Question => new("es fehlt die Antwort auf eine Zusatzfrage", "the answer to an additional question is missing"),
        Need.Refused => new("abgelehnt; den Grund können nur Sie klären", "refused; only you can clear up why"),
        Need.Supplement => new("nachgereicht; sehen Sie, was neu ist", "handed in later; see what is new"),
        Need.AlreadyThere => new("die Person hat sich schon beworben", "the person has applied before"),
        Need.Release => new("von Hand angehalten", "held by hand"),
        Need.Connection => new("die Anbindung steht still", "the connection is held"),
    };
}
