using System.Text.Json;
using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Members;
using Eilbote.Scanning;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Questions;

/// <summary>What an employer asks beyond the fields that every form has: of a connection for all its forms, or of one job ad.</summary>
internal static class QuestionPages
{
    public static void MapQuestions(this RouteGroupBuilder portal)
    {
        portal.MapGet("/questions", ShowAsync);
        portal.MapPost("/questions", ChangeAsync);
        portal.MapGet("/questions/edit", EditAsync);
        portal.MapPost("/questions/edit", SaveAsync);
        portal.MapPost("/questions/preview", PreviewAsync);
    }

    private static async Task<IResult> ShowAsync(
        Member me, Guid? connection, Guid? ad, AppDb db, Scanner scanner, ConnectorRegistry connectors, CancellationToken ct) =>
        await FindAsync(db, connectors, me, connection, ad, ct) is { } asking ? await ListAsync(db, me, asking, null, scanner, ct)
            : NotFound();

    /// <summary>What has not ended of the forms that ask this.</summary>
    private static IQueryable<Delivery> Waiting(AppDb db, Member me, Asking asking)
    {
        var (connection, ad) = (asking.Connection.Id, asking.Ad?.Id);
        return db.Deliveries.Where(me.Ads.On<Delivery>(x => x.JobAdId)).Where(x => x.EmployerId == me.EmployerId && x.SettledAt == null
            && x.ConnectionId == connection && (ad == null || x.JobAdId == ad));
    }

    /// <summary>
    /// One deed at one question: <c>up</c>, <c>down</c>, <c>remove</c>, <c>add</c> (a preset), <c>answer</c> (for all who are asked,
    /// with the option that says nothing); in one ad <c>usual</c>, <c>off</c> or
    /// <c>required</c>.
    /// </summary>
    private static async Task<IResult> ChangeAsync(
        Member me, Guid? connection, Guid? ad, [FromForm] string? deed, [FromForm] string? key, [FromForm] bool? required, AppDb db,
        IWriter writer, Lanes lanes, Scanner scanner, ConnectorRegistry connectors, TimeProvider clock, CancellationToken ct)
    {
        Words? refused = null;
        var accounts = new List<Guid>();
        if (!await writer.WriteAsync(async (w, t) =>
        {
            if (await FindAsync(w, connectors, me, connection, ad, t, track: true) is not { } asking)
                return false;
            var now = clock.GetUtcNow();
            refused = Change(asking, deed ?? "", key ?? "", required == true, now);
            await w.SaveChangesAsync(t);
            accounts = deed == "answer"
                ? await MissingAnswers.AnswerForAllAsync(w, Waiting(w, me, asking), key ?? "", asking.Ats.Answers, me.Email, now, t)
                : await MissingAnswers.FollowAsync(w, asking.Connection.Id, asking.Ad?.Id, asking.Ats.Answers, null, now, t);
            return true;
        }, ct))
            return NotFound();
        accounts.ForEach(lanes.Wake);
        var now = await FindAsync(db, connectors, me, connection, ad, ct);
        return refused is null ? new SeeOther("/portal/questions" + now!.Query) : await ListAsync(db, me, now!, refused, scanner, ct);
    }

    /// <returns>Why it was not done; null when it was.</returns>
    private static Words? Change(Asking asking, string deed, string key, bool required, DateTimeOffset now)
    {
        var edits = asking.Edits(now);
        switch (deed)
        {
            case "up" or "down":
                edits.Move(key, deed == "up" ? -1 : 1);
                return null;
            case "remove" when edits.Dependent(key) is { } dependent:
                return new(
                    $"„{dependent.Label.De}“ wird nur nach dieser Frage gestellt. Ändern Sie zuerst dort, wann sie gestellt wird.",
                    $"“{dependent.Label.En}” is only asked after this question. First change there when it is asked.");
            case "remove":
                edits.Remove(key);
                return null;
            case "add" when asking.Ad is null && asking.Ats.Answers.Presets.FirstOrDefault(x => x.Key == key) is { } preset
                && asking.Own.TrueForAll(x => x.Key != key):
                edits.Put(preset with { Required = required });
                return null;
            case "usual" or "required" when asking.Ad is not null && Rival(asking, key) is { } rival:
                return new(
                    $"Dorthin geht in diesem Inserat schon die Antwort auf „{rival.Label.De}“. Entfernen Sie zuerst diese Frage.",
                    $"In this job ad the answer to “{rival.Label.En}” already goes there. Remove that question first.");
            case "usual" or "off" or "required" when asking.Ad is { } ad
                && asking.Connection.Questions.Questions.Exists(x => x.Key == key && (deed != "required" || x.Kind != QuestionKind.Consent)):
                ad.Questions.Off.Remove(key);
                ad.Questions.Required.Remove(key);
                (deed == "off" ? ad.Questions.Off : deed == "required" ? ad.Questions.Required : []).Add(key);
                return null;
            default:
                return null;
        }
    }

    /// <summary>The ad's own question whose answer goes where that of the connection's would go.</summary>
    private static Question? Rival(Asking asking, string key) =>
        asking.Connection.Questions.Questions.Find(x => x.Key == key) is { Target.Length: > 0 } question
            ? asking.Own.Find(x => x.Target == question.Target) : null;

    private static async Task<IResult> EditAsync(
        Member me, Guid? connection, Guid? ad, string? key, QuestionKind? kind, string? target, bool? required, AppDb db,
        ConnectorRegistry connectors, CancellationToken ct)
    {
        if (await FindAsync(db, connectors, me, connection, ad, ct) is not { } asking || !Enum.IsDefined(kind ?? default))
            return NotFound();
        var question = string.IsNullOrEmpty(key)
            ? Empty(kind ?? QuestionKind.ShortText, IncomingText.Line(target)) with { Required = required == true }
            : asking.Own.Find(x => x.Key == key);
        return question is null ? NotFound() : await FormAsync(db, me, asking, question, [], ct);
    }

    private static async Task<IResult> SaveAsync(
        Member me, Guid? connection, Guid? ad, string? key, QuestionKind? kind, [FromForm] IFormCollection form, AppDb db, IWriter writer,
        Lanes lanes, ConnectorRegistry connectors, TimeProvider clock, CancellationToken ct)
    {
        QuestionInput? input = null;
        var accounts = new List<Guid>();
        var asking = await writer.WriteAsync(async (w, t) =>
        {
            if (await FindAsync(w, connectors, me, connection, ad, t, track: true) is not { } found || !Enum.IsDefined(kind ?? default))
                return null;
            input = Read(found, key, kind, form);
            if (input.Errors.Count > 0)
                return found;
            var question = input.Question;
            var edits = found.Edits(clock.GetUtcNow());
            if (question.Key.Length == 0)
            {
                // A double click: it is there already.
                if (found.Own.Exists(x => Same(x, question)))
                    return found;
                var others = found.Ats.Answers.Presets
                    .Concat(found.Ad is null ? [] : found.Connection.Questions.Questions).Select(x => x.Key);
                question = question with { Key = edits.NewKey(question.Label.De, found.Ad is null ? "" : "job_", others) };
                if (found.Own.Count >= QuestionEdits.Limit)
                {
                    input.Errors["label_de"] = new(
                        $"Mehr als {QuestionEdits.Limit} Fragen gehen nicht. Entfernen Sie zuerst eine.",
                        $"There can be no more than {QuestionEdits.Limit} questions. Remove one first.");
                    return found;
                }
            }
            edits.Put(question);
            await w.SaveChangesAsync(t);
            accounts = await MissingAnswers.FollowAsync(
                w, found.Connection.Id, found.Ad?.Id, found.Ats.Answers, question.Key, clock.GetUtcNow(), t);
            return found;
        }, ct);
        accounts.ForEach(lanes.Wake);
        if (asking is null || input is null)
            return NotFound();
        return input.Errors.Count > 0 ? await FormAsync(db, me, asking, input.Question, input.Errors, ct)
            : new SeeOther("/portal/questions" + asking.Query);
    }

    /// <summary>The question as it is typed, as the applicant would see it; the page's script asks for it.</summary>
    private static async Task<IResult> PreviewAsync(
        Member me, Guid? connection, Guid? ad, string? key, QuestionKind? kind, [FromForm] IFormCollection form, AppDb db,
        ConnectorRegistry connectors, CancellationToken ct) =>
        await FindAsync(db, connectors, me, connection, ad, ct) is { } asking && Enum.IsDefined(kind ?? default)
            ? Page.Of<QuestionPreview, PreviewView>(new([Read(asking, key, kind, form).Question], asking.Asked)) : NotFound();

    private static QuestionInput Read(Asking asking, string? key, QuestionKind? kind, IFormCollection form)
    {
        var before = string.IsNullOrEmpty(key) ? null : asking.Own.Find(x => x.Key == key);
        var input = QuestionInput.Read(
            form, before?.Kind ?? kind ?? QuestionKind.ShortText, before, [.. asking.Asked.Where(x => x.Key != before?.Key)],
            asking.Conditions(before?.Key ?? ""), asking.Ats.Answers);
        if (before is null && !string.IsNullOrEmpty(key))
            input.Errors["label_de"] = new(
                "Diese Frage wurde inzwischen entfernt. Wenn Sie noch einmal speichern, wird sie neu angelegt.",
                "This question has been removed meanwhile. If you save once more it is made anew.");
        else if (before is not null && form["version"] is [{ } version] && version != $"{before.Version}")
            input.Errors["label_de"] = new(
                "Diese Frage wurde inzwischen geändert, zum Beispiel in einem anderen Fenster. Wenn Sie noch einmal speichern, gilt, was hier steht.",
                "This question has been changed meanwhile, for example in another window. If you save once more what stands here counts.");
        return input;
    }

    private static bool Same(Question a, Question b) => JsonSerializer.Serialize(a with { Key = "", Version = 1 })
        == JsonSerializer.Serialize(b with { Key = "", Version = 1 });

    private static Question Empty(QuestionKind kind, string target) => new()
    {
        Key = "",
        Kind = kind,
        Label = new("", ""),
        Target = target,
        Options = kind == QuestionKind.YesNo ? [new(Question.Yes, new("Ja", "Yes")), new(Question.No, new("Nein", "No"))] : [],
    };

    private static async Task<IResult> ListAsync(
        AppDb db, Member me, Asking asking, Words? refused, Scanner scanner, CancellationToken ct) =>
        Page.Of<QuestionsPage, QuestionsView>(new()
        {
            Me = me,
            Employer = await NameAsync(db, me, ct),
            Asking = asking,
            Missing = await MissingQuestions.OfAsync(db, asking.Connection, asking.Ats, asking.Ad, me.Ads, ct),
            RefusedAnswers = await MissingQuestions.RefusedAnswersAsync(db, asking.Connection.Id, asking.Ad?.Id, me.Ads, ct),
            AskedFor = await MissingAnswers.AskedAsync(db, Waiting(db, me, asking), asking.Ats.Answers, ct),
            DryRun = await DryRun.OfAsync(Waiting(db, me, asking), db, scanner.IsOn, released: false, ct),
            Refused = refused,
        }, refused is null ? 200 : 422);

    private static async Task<IResult> FormAsync(
        AppDb db, Member me, Asking asking, Question question, Dictionary<string, Words> errors, CancellationToken ct) =>
        Page.Of<QuestionPage, QuestionView>(
            new() { Me = me, Employer = await NameAsync(db, me, ct), Asking = asking, Question = question, Errors = errors },
            errors.Count > 0 ? 422 : 200);

    private static Task<string> NameAsync(AppDb db, Member me, CancellationToken ct) =>
        db.Employers.Where(x => x.Id == me.EmployerId).Select(x => x.Name).SingleAsync(ct);

    /// <summary>Null: no such connection or ad, or the ad goes nowhere. What is not the employer's own does not exist.</summary>
    private static async Task<Asking?> FindAsync(
        AppDb db, ConnectorRegistry connectors, Member me, Guid? connectionId, Guid? adId, CancellationToken ct, bool track = false)
    {
        var tracking = track ? QueryTrackingBehavior.TrackAll : QueryTrackingBehavior.NoTracking;
        var ad = adId is null ? null : await db.JobAds.AsTracking(tracking)
            .SingleOrDefaultAsync(x => x.Id == adId && x.EmployerId == me.EmployerId, ct);
        if (adId is not null && (ad?.ConnectionId is null || !me.Reaches(ad.Id)))
            return null;
        // Who is limited to some ads changes nothing for all of them.
        if (track && !me.ReachesAll(adId))
            return null;
        var id = ad?.ConnectionId ?? connectionId;
        var connection = await db.Connections.AsTracking(tracking)
            .Where(x => x.EmployerId == me.EmployerId && (id == null || x.Id == id)).OrderBy(x => x.CreatedAt).ThenBy(x => x.Id)
            .FirstOrDefaultAsync(ct);
        return connection is null ? null : new(connection, ad, connectors.Of(connection).Descriptor);
    }

    private static IResult NotFound() => Page.Of<NotFoundPage, NotFound>(new NotFound(), 404);
}
