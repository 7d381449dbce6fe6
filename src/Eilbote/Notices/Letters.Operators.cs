using Eilbote.Connections;
using Eilbote.Members;
using Eilbote.Mail;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Notices;

/// <summary>To operators.</summary>
internal sealed partial class Letters
{
    private async Task<Letter?> ProbingStoppedAsync(Guid id, User user, CancellationToken ct)
    {
        var stop = await db.ProbingStops.AsNoTracking().SingleAsync(x => x.Id == id, ct);
        if (stop.ClearedAt is not null)
            return null;
        var ats = connectors.Of(
            await db.Connections.AsNoTracking()
            .SingleAsync(x => db.Verifications.Any(v => v.Id == stop.VerificationId && v.ConnectionId == x.Id), ct)).Descriptor;
        var employer = await db.Employers.Where(x => x.Id == stop.EmployerId).Select(x => x.Name).SingleAsync(ct);
        if (!user.IsOperator && !await BelongsAsync(user, stop.EmployerId, ct))
            return null;
        return user.IsOperator
            ? new(To(user), T("Alle Prüfungen sind angehalten", "All verification has been stopped"),
            [
                T(
                    $"Auf eine Prüfung der Anbindung von {employer}, die nichts anlegen kann, kam am {Texts.Date(stop.StoppedAt)}, {Texts.Time(stop.StoppedAt)} eine Antwort, als wäre etwas angelegt worden.",
                    $"On {Texts.Date(stop.StoppedAt)}, {Texts.Time(stop.StoppedAt)} a check of {employer}'s connection, which cannot create anything, was answered as if it had created something."),
                T(
                    $"Zustellungen gehen weiter. Bitte klären Sie mit dem Unternehmen, was in {ats.Name} angelegt wurde, bevor Sie Prüfungen wieder zulassen.",
                    $"Deliveries go on. Please clear up with the employer what was created in {ats.Name} before you let checks go on."),
            ],
            new(T("Zum Betrieb", "To operations"), Address("/operators")), Operates)
            : new(To(user), T($"Bitte sehen Sie in {ats.Name} nach", $"Please have a look in {ats.Name}"),
            [
                T(CheckWords.Text(new Check(CheckKind.Secret, Verdict.Failed, Codes.ProbeCreated), ats)),
                T("Ihre Bewerbungen gehen weiter hinaus.", "Your applications go on being delivered."),
            ],
            new(T("Bericht ansehen", "See the report"), Address($"/portal/smart-apply/verifications/{stop.VerificationId}")), T(
                "Sie bekommen diese E-Mail, weil Sie die Anbindung verwalten.",
                "You get this mail because you manage the connection."));
    }

    private async Task<Letter?> OutageAsync(Guid id, User user, CancellationToken ct)
    {
        var outage = await db.Outages.AsNoTracking().SingleAsync(x => x.Id == id, ct);
        var ats = connectors[outage.Connector].Descriptor;
        return outage.EndedAt is not null ? null : new(To(user), T(
            $"{ats.Name} antwortet nicht, bei mehreren Unternehmen",
            $"{ats.Name} does not answer, for several employers"),
        [
            T(
                $"Seit {Texts.Date(outage.StartedAt)}, {Texts.Time(outage.StartedAt)} kommt bei mehreren Unternehmen nichts an.",
                $"Since {Texts.Date(outage.StartedAt)}, {Texts.Time(outage.StartedAt)} nothing arrives for several employers."),
            T(
                "Nichts zu tun, nichts ist verloren: mit der ersten Antwort geht alles hinaus, das Älteste zuerst. Die Unternehmen lesen dasselbe in ihrem Portal.",
                "Nothing to do, nothing is lost: with the first answer everything goes out, oldest first. The employers read the same in their portal."),
        ],
        new(T("Zum Betrieb", "To operations"), Address("/operators")), Operates);
    }

    private async Task<Letter?> AccountFailingAsync(Guid id, User user, CancellationToken ct)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(x => x.Id == id, ct);
        var waiting = await db.Deliveries.CountAsync(x => x.AccountId == id && x.DueAt != null, ct);
        if (account.Failures == 0 || waiting == 0)
            return null;
        var ats = connectors[account.Connector].Descriptor;
        var employers = string.Join(
            ", ", await db.Connections.Where(x => x.AccountId == id).Join(db.Employers, x => x.EmployerId, x => x.Id, (_, x) => x.Name)
            .Distinct().OrderBy(x => x).ToListAsync(ct));
        return new(To(user), T(
            $"{ats.Name} nimmt von {employers} seit einer Stunde nichts an",
            $"{ats.Name} has taken nothing from {employers} for an hour"),
        [
            T(
                $"Bei {employers} kommt seit mehr als einer Stunde nichts durch; bei anderen Unternehmen schon.",
                $"Nothing has got through for {employers} for more than an hour; for other employers it does."),
            (waiting == 1 ? T(
                "Eine Bewerbung wartet sicher.",
                "One application waits safely.") : T(
                $"{Texts.Number(waiting)} Bewerbungen warten sicher.",
                $"{Texts.Number(waiting)} applications wait safely."))
                + " " + T(
                    "Wir versuchen es von selbst weiter; bitte sehen Sie nach, woran es liegt.",
                    "We keep trying by ourselves; please look into it."),
        ],
        new(T("Zum Betrieb", "To operations"), Address("/operators")), Operates);
    }

    private static string Operates => T(
        "Sie bekommen diese E-Mail, weil Sie diese Jobbörse betreiben.",
        "You get this mail because you operate this job board.");
}
