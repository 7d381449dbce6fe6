using System.Linq.Expressions;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connectors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Eilbote.Deliveries;

/// <summary>
/// What waits because the ATS demands an answer that its form did not ask then. Once the form asks it, the applicant is asked: which
/// questions are open is told from the form as it is now and the answers that were given, and stored nowhere.
/// </summary>
internal static class MissingAnswers
{
    /// <summary>In one statement.</summary>
    private const int AtOnce = 200;

    /// <summary>What the form demands, the ATS has a place for, and the applicant has not answered, in the order of the form.</summary>
    public static IReadOnlyList<Question> Open(AskedQuestions asked, AnswerRules rules, IReadOnlyList<GivenAnswer> given)
    {
        var open = new List<Question>();
        foreach (var question in asked.Now.Where(x => x.Required && x.Kind is not (QuestionKind.Document or QuestionKind.Consent)))
            if (rules.Carries(question) && given.All(x => x.Question.Key != question.Key)
                && (question.When is not { } when || open.Exists(x => x.Key == when.Question)
                    || given.Any(x => x.Question.Key == when.Question && x.Values.Contains(when.Option))))
                open.Add(question);
        return open;
    }

    /// <summary>The answers with those that were added, in the order of the form.</summary>
    public static List<GivenAnswer> With(AskedQuestions asked, IEnumerable<GivenAnswer> given, IReadOnlyCollection<GivenAnswer> added)
    {
        var order = asked.Now.Select(x => x.Key).ToList();
        return [.. given.Where(x => added.All(a => a.Question.Key != x.Question.Key)).Concat(added)
            .OrderBy(x => order.IndexOf(x.Question.Key) is var at and >= 0 ? at : int.MaxValue)];
    }

    /// <summary>A row in hand that was just refused: its form may demand the answer by now, then the applicant is asked.</summary>
    public static async Task AskAsync(AppDb db, Delivery delivery, AnswerRules rules, DateTimeOffset now, CancellationToken ct)
    {
        var x = await Rows(db, db.Deliveries.Where(d => d.Id == delivery.Id)).SingleAsync(ct);
        if (Open(x.Asked, rules, x.Given).Count == 0)
            return;
        if (delivery.AnswerAskedAt + AnswerSchedule.AskFor <= now)
        {
            delivery.Reason = Delivery.Incomplete;
            return;
        }
        (delivery.State, delivery.Reason) = (DeliveryState.NeedsApplicant, Delivery.AnswerMissing);
        if (delivery.AnswerAskedAt is null)
            (delivery.AnswerAskedAt, delivery.AnswerDueAt) = (now, now);
    }

    /// <summary>
    /// After questions were changed, in that transaction and once it is saved: whose answer is missing is asked, who lacks nothing any
    /// more goes out.
    /// </summary>
    /// <param name="adId">Of this ad only; null: of all forms of the connection.</param>
    /// <param name="changed">The question that was changed: what was refused because of it goes out again.</param>
    /// <returns>The accounts to wake once this is committed.</returns>
    public static async Task<List<Guid>> FollowAsync(
        AppDb db, Guid connectionId, Guid? adId, AnswerRules rules, string? changed, DateTimeOffset now, CancellationToken ct)
    {
        var waiting = await Rows(db, Waiting(db).Where(x => x.ConnectionId == connectionId && (adId == null || x.JobAdId == adId)))
            .ToListAsync(ct);
        var (ask, free) = (new List<Row>(), new List<Row>());
        foreach (var x in waiting)
        {
            var isOpen = Open(x.Asked, rules, x.Given).Count > 0;
            if (x.State == DeliveryState.NeedsApplicant ? !isOpen : x.QuestionMissing ? !isOpen && x.Fills(rules)
                : changed is not null && x.Parts is [Part.Answer refused] && refused.Key == changed)
                free.Add(x);
            else if (isOpen && x is { QuestionMissing: true, State: DeliveryState.NeedsEmployer, AskedAt: null })
                ask.Add(x);
        }
        await EachAsync(db, ask, x => x.State == DeliveryState.NeedsEmployer, Release.Asked(now), ct);
        await FreeAsync(db, free, now, ct);
        return [.. free.Select(x => x.AccountId).Distinct()];
    }

    /// <summary>
    /// The employer answers for all who are asked, with the option that says nothing; who lacks nothing else goes out.
    /// </summary>
    /// <returns>The accounts to wake once this is committed.</returns>
    public static async Task<List<Guid>> AnswerForAllAsync(
        AppDb db, IQueryable<Delivery> asked, string key, AnswerRules rules, string by, DateTimeOffset now, CancellationToken ct)
    {
        var free = new List<Row>();
        foreach (var x in await Rows(db, asked.Where(IsAsked)).ToListAsync(ct))
        {
            if (Open(x.Asked, rules, x.Given).FirstOrDefault(q => q.Key == key) is not { } question
                || rules.Neutral(question) is not { } neutral)
                continue;
            // The update locks the row: an answer of the applicant's own that comes now, comes first or too late.
            if (await db.Deliveries.Where(IsAsked).Where(d => d.Id == x.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(d => d.Reason, Delivery.AnswerMissing), ct) == 0)
                continue;
            var application = await db.Applications.SingleAsync(a => a.Id == x.ApplicationId, ct);
            var answers = With(x.Asked, application.Applicant.Answers, [new(question, [neutral.Key]) { ByEmployer = true }]);
            application.Applicant = application.Applicant with { Answers = answers };
            db.Interventions.Add(
                new() { DeliveryId = x.Id, Deed = Deed.Answer, Actor = Actor.Member, By = by, Why = question.Label.De, At = now });
            if (Open(x.Asked, rules, answers).Count == 0)
                free.Add(x);
        }
        await db.SaveChangesAsync(ct);
        await FreeAsync(db, free, now, ct);
        return [.. free.Select(x => x.AccountId).Distinct()];
    }

    /// <summary>How many are asked a question, by its key.</summary>
    public static async Task<Dictionary<string, int>> AskedAsync(
        AppDb db, IQueryable<Delivery> deliveries, AnswerRules rules, CancellationToken ct) =>
        (await Rows(db, deliveries.Where(IsAsked)).ToListAsync(ct))
            .SelectMany(x => Open(x.Asked, rules, x.Given)).GroupBy(x => x.Key).ToDictionary(x => x.Key, x => x.Count());

    private static async Task FreeAsync(AppDb db, List<Row> rows, DateTimeOffset now, CancellationToken ct) =>
        await EachAsync(db, rows, x => true, Release.Answered(now), ct);

    private static async Task EachAsync(
        AppDb db, List<Row> rows, Expression<Func<Delivery, bool>> still,
        Action<UpdateSettersBuilder<Delivery>> set, CancellationToken ct)
    {
        foreach (var some in rows.Select(x => x.Id).Chunk(AtOnce))
            await Waiting(db).Where(x => some.Contains(x.Id)).Where(still).ExecuteUpdateAsync(set, ct);
    }

    /// <summary>Who is asked; no request of theirs is out.</summary>
    public static readonly Expression<Func<Delivery, bool>> IsAsked = x => x.SettledAt == null
        && x.WithdrawnAt == null && x.State == DeliveryState.NeedsApplicant && x.Reason == Delivery.AnswerMissing;

    /// <summary>What an answer, or the name of where it goes, can help. None of them has a request out.</summary>
    private static IQueryable<Delivery> Waiting(AppDb db) => db.Deliveries.Where(x => x.SettledAt == null && x.WithdrawnAt == null
        && (x.State == DeliveryState.NeedsEmployer || (x.State == DeliveryState.NeedsApplicant && x.Reason == Delivery.AnswerMissing))
        && x.Reason != Delivery.InDoubt);

    private static IQueryable<Row> Rows(AppDb db, IQueryable<Delivery> deliveries) =>
        from delivery in deliveries.AsNoTracking()
        join application in db.Applications on delivery.ApplicationId equals application.Id
        join ad in db.JobAds on delivery.JobAdId equals ad.Id
        join connection in db.Connections on delivery.ConnectionId equals connection.Id
        orderby delivery.CreatedAt
        select new Row
        {
            Id = delivery.Id,
            ApplicationId = delivery.ApplicationId,
            AccountId = delivery.AccountId,
            State = delivery.State,
            QuestionMissing = delivery.QuestionMissing,
            AskedAt = delivery.AnswerAskedAt,
            Given = application.Applicant.Answers,
            OfConnection = connection.Questions,
            OfAd = ad.Questions,
            Fields = db.Exchanges.Where(x => x.DeliveryId == delivery.Id && x.Meaning == Meaning.QuestionMissing)
                .OrderByDescending(x => x.StartedAt).ThenByDescending(x => x.Id).Select(x => x.Fields).FirstOrDefault(),
            Parts = db.Exchanges.Where(x => x.DeliveryId == delivery.Id)
                .OrderByDescending(x => x.StartedAt).ThenByDescending(x => x.Id).Select(x => x.Parts).FirstOrDefault(),
        };

    private sealed class Row
    {
        public required Guid Id { get; init; }
        public required Guid ApplicationId { get; init; }
        public required Guid AccountId { get; init; }
        public required DeliveryState State { get; init; }
        public required bool QuestionMissing { get; init; }
        public required DateTimeOffset? AskedAt { get; init; }
        public required List<GivenAnswer> Given { get; init; }
        public required QuestionForm OfConnection { get; init; }
        public required AdQuestions OfAd { get; init; }

        /// <summary>Those that the ATS named last.</summary>
        public required string? Fields { get; init; }
        public required List<Part>? Parts { get; init; }

        public AskedQuestions Asked => AskedQuestions.Of(OfConnection, OfAd);

        /// <summary>Whether each field that was named is by now the place of an answer that was given.</summary>
        public bool Fills(AnswerRules rules)
        {
            var places = Given.Select(x => x.To(Asked.Now.FirstOrDefault(q => q.Key == x.Question.Key)).Question)
                .Where(rules.Carries).Select(x => x.Target).ToHashSet();
            return Fields?.Split(", ", StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } named && named.All(places.Contains);
        }
    }
}
