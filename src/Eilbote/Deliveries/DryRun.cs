using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Deliveries;

/// <summary>What keeps a delivery that has not ended from going out. A closed set, what needs the employer first.</summary>
public enum Obstacle
{
    Connection, JobAd, Question, Refused, AlreadyThere, Supplement, Proof, Person, Answer, Address, Scan, Doubt, First, Confirmation
}

/// <summary>
/// How many of what waits would go out now, and what stands in the way of the others: told from the rows, no request is sent.
/// </summary>
/// <param name="Goes">Goes out by itself, as soon as the ATS takes it.</param>
public sealed record DryRun(int Goes, IReadOnlyDictionary<Obstacle, int> Others)
{
    public int Waiting => Goes + Others.Values.Sum();

    /// <param name="released">Whether what a person holds counts as let go: for the page on which that is done.</param>
    public static async Task<DryRun> OfAsync(IQueryable<Delivery> deliveries, AppDb db, bool scans, bool released, CancellationToken ct)
    {
        var told = new List<(Obstacle? Obstacle, int Count)>();
        foreach (var (some, unscanned) in ByScan(deliveries.Where(x => x.SettledAt == null), db, scans))
            foreach (var x in await (
                from delivery in some
                join connection in db.Connections on delivery.ConnectionId equals connection.Id
                join ad in db.JobAds on delivery.JobAdId equals ad.Id
                group delivery by new
                {
                    delivery.State,
                    delivery.HeldBy,
                    delivery.QuestionMissing,
                    delivery.Reason,
                    Connection = connection.State,
                    JobAd = ad.State,
                } into same
                select new { same.Key, Count = same.Count() }).ToListAsync(ct))
            {
                var obstacle = Of(x.Key.State, x.Key.HeldBy, x.Key.QuestionMissing, x.Key.Reason == Delivery.AnswerMissing,
                    x.Key.Connection == ConnectionState.Active, x.Key.JobAd == JobAdState.Held, unscanned, released);
                told.Add((obstacle, x.Count));
            }
        return new(
            told.Where(x => x.Obstacle is null).Sum(x => x.Count),
            told.Where(x => x.Obstacle is not null).GroupBy(x => x.Obstacle!.Value).ToDictionary(x => x.Key, x => x.Sum(y => y.Count)));
    }

    /// <summary>Where there is a scanner, those apart that have a document which it has not seen.</summary>
    private static IEnumerable<(IQueryable<Delivery> Some, bool Unscanned)> ByScan(IQueryable<Delivery> waiting, AppDb db, bool scans) =>
        !scans ? [(waiting, false)] :
        [
            (waiting.Where(x => db.Documents.Any(
                d => d.ApplicationId == x.ApplicationId && d.ScanResult == null && d.ErasedAt == null)), true),
            (waiting.Where(x => !db.Documents.Any(
                d => d.ApplicationId == x.ApplicationId && d.ScanResult == null && d.ErasedAt == null)), false),
        ];

    /// <summary>
    /// Null: it goes out. What is only queued, or let go, is stopped by the lane where connection, ad or scan stand in the way.
    /// </summary>
    private static Obstacle? Of(
        DeliveryState state, HeldBy? heldBy, bool questionMissing, bool answerMissing, bool connected, bool adHeld, bool unscanned,
        bool released) => state switch
        {
            DeliveryState.NeedsEmployer => questionMissing ? Obstacle.Question : Obstacle.Refused,
            DeliveryState.NeedsApplicant => answerMissing ? Obstacle.Answer : Obstacle.Address,
            DeliveryState.AlreadyThere => Obstacle.AlreadyThere,
            DeliveryState.Supplement => Obstacle.Supplement,
            DeliveryState.Held when heldBy == HeldBy.Proof => Obstacle.Proof,
            DeliveryState.WaitsForFirst => Obstacle.First,
            DeliveryState.Held when heldBy == HeldBy.Doubt => Obstacle.Doubt,
            DeliveryState.Held when heldBy == HeldBy.Person && !released => Obstacle.Person,
            DeliveryState.UnderWayByMail => Obstacle.Confirmation,
            // Its request is out.
            DeliveryState.Delivering => null,
            DeliveryState.Held when heldBy == HeldBy.Connection => Obstacle.Connection,
            DeliveryState.Held when heldBy == HeldBy.JobAd => Obstacle.JobAd,
            _ when !connected => Obstacle.Connection,
            _ when adHeld => Obstacle.JobAd,
            _ when unscanned || heldBy == HeldBy.Scan => Obstacle.Scan,
            _ => null,
        };

    /// <summary>“12 warten; 9 gehen jetzt, 3 brauchen noch …” Null when nothing waits.</summary>
    public Words? Sentence => Waiting == 0 ? null : new(
        $"{Waiting} {(Waiting == 1 ? "wartet" : "warten")}; {Goes} {(Goes == 1 ? "geht" : "gehen")} jetzt{Rest(false)}.",
        $"{Waiting} {(Waiting == 1 ? "waits" : "wait")}; {Goes} {(Goes == 1 ? "goes" : "go")} out now{Rest(true)}.");

    private string Rest(bool english) => string.Concat(Others.OrderBy(x => x.Key).Select(x =>
    {
        var (de, en) = NeedsOf(x.Key);
        return english ? $", {x.Value} still {(x.Value == 1 ? "needs" : "need")} {en}"
            : $", {x.Value} {(x.Value == 1 ? "braucht" : "brauchen")} noch {de}";
    }));

    private static (string De, string En) NeedsOf(Obstacle obstacle) => obstacle switch
    {
        Obstacle.Connection => ("die Anbindung", "the connection"),
        Obstacle.JobAd => ("ein offenes Inserat", "an open job ad"),
        Obstacle.Question => ("eine Frage im Formular", "a question in the form"),
        Obstacle.Refused => ("Ihre Klärung", "your clearing up"),
        Obstacle.AlreadyThere => ("Ihren Blick ins ATS", "your look into the ATS"),
        Obstacle.Supplement => ("Ihren Blick auf das Nachgereichte", "your look at what was handed in later"),
        Obstacle.Proof => ("eine bestätigte E-Mail-Adresse", "a confirmed e-mail address"),
        Obstacle.Person => ("Ihre Freigabe", "your release"),
        Obstacle.Answer => ("eine Antwort der Person", "an answer of the person"),
        Obstacle.Address => ("eine richtige E-Mail-Adresse", "a right e-mail address"),
        Obstacle.Scan => ("die Virenprüfung", "the virus scan"),
        Obstacle.Doubt => ("ein Wort der Person", "a word of the person"),
        Obstacle.First => ("das Ende der ersten", "the end of the first"),
        Obstacle.Confirmation => ("Ihre Bestätigung", "your confirmation"),
    };
}
