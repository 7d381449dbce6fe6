using Eilbote.Connectors;
using Eilbote.Web;

namespace Eilbote.Connections;

/// <summary>A whole report in one sentence, with what to do in a second one.</summary>
public sealed record VerificationHeadline(Verdict? Verdict, Words Title, Words Next)
{
    /// <param name="now">How its connection stands now: an older report never says more than that.</param>
    public static VerificationHeadline Of(Verification verification, ConnectionStatus now)
    {
        var ats = now.Ats.Name;
        var failed = verification.Checks.Count(
            x => x.Verdict == Connections.Verdict.Failed && (x.Kind != CheckKind.Questions || verification.Accepted));
        var open = verification.Checks.Any(
            x => x.Verdict == Connections.Verdict.NotProvable && x.Kind is CheckKind.Job or CheckKind.Channel or CheckKind.TestApplication);
        var stopped = verification.Checks.Any(x => x.Code is Codes.ProbeCreated or Codes.ProbingStopped);
        return verification switch
        {
            { FinishedAt: null, WaitsFor: VerificationWait.Code } => new(null, new(
                "Bitte geben Sie den Code ein.",
                "Please enter the code."), new(
                $"Er steht in der Mail, die wir gerade gesendet haben, und gilt bis {Texts.Time(verification.DueAt)}. Keine da? Sehen Sie auch im Spam-Ordner nach.",
                $"It stands in the mail that we just sent, and is valid until {Texts.Time(verification.DueAt)}. None there? Look into the spam folder, too.")),
            { FinishedAt: null, WaitsFor: VerificationWait.Claims } => new(null, Until(verification), new(
                "Noch nicht bestätigte Angaben prüfen wir höchstens dreimal in der Stunde. Es geht von selbst weiter; Sie müssen nicht hierbleiben.",
                "We check values that are not yet confirmed at most three times an hour. It goes on by itself; you need not stay here.")),
            { FinishedAt: null, WaitsFor: VerificationWait.Throttled } =>
                new(null, new($"Wartet: {ats} bremst.", $"Waits: {ats} slows us down."), new(
                $"{ats} hat uns gebremst. Danach prüfen wir eine Stunde lang nicht, damit Bewerbungen Vorrang haben. Um {Texts.Time(verification.DueAt)} geht es von selbst weiter; Sie müssen nicht hierbleiben.",
                $"{ats} slowed us down. After that we do not check for an hour, so that applications come first. At {Texts.Time(verification.DueAt)} it goes on by itself; you need not stay here.")),
            { FinishedAt: null, WaitsFor: VerificationWait.Paused } => new(null, new(
                $"Wartet kurz: {ats} bremst.",
                $"Waits for a moment: {ats} slows us down."), new(
                $"Um {Texts.Time(verification.DueAt)} geht es von selbst weiter; Sie müssen nicht hierbleiben.",
                $"At {Texts.Time(verification.DueAt)} it goes on by itself; you need not stay here.")),
            { FinishedAt: null, WaitsFor: not null, IsClaim: true } => new(null, Until(verification), new(
                "Mit noch nicht bestätigten Angaben fragen wir höchstens dreimal in der Minute, damit niemand fremde Zugänge durchprobiert. Es geht von selbst weiter.",
                "With values that are not yet confirmed we ask at most three times a minute, so that nobody tries out other people's access. It goes on by itself.")),
            { FinishedAt: null, WaitsFor: not null } => new(null, Until(verification), new(
                $"{ats} lässt nur wenige Anfragen in der Minute zu. Es geht von selbst weiter.",
                $"{ats} allows only a few requests a minute. It goes on by itself.")),
            { FinishedAt: null } => new(null, new("Wird geprüft …", "Being verified …"), new(
                "Das dauert meist nur Sekunden.",
                "This usually takes only seconds.")),
            { Superseded: true } => new(Connections.Verdict.NotProvable, new("Abgebrochen.", "Cancelled."), new(
                "Eine neuere Prüfung ist an ihre Stelle getreten.",
                "A newer verification took its place.")),
            { Accepted: true } when now.Condition is ConnectionCondition.Held or ConnectionCondition.Off =>
                new(Connections.Verdict.NotProvable, new(
                "Dieser Bericht ist von früher.",
                "This report is from before."), new(
                $"Damals stimmte es. {(now.Condition == ConnectionCondition.Off ? "Inzwischen ist die Anbindung abgeschaltet." : "Inzwischen ist die Anbindung angehalten. " + now.Why.De)}",
                $"It was right then. {(now.Condition == ConnectionCondition.Off ? "Meanwhile the connection is switched off." : "Meanwhile the connection is held. " + now.Why.En)}")),
            { Accepted: true } when failed > 0 => new(Connections.Verdict.Failed, new(
                $"Verbunden mit {ats}, aber nicht alles stimmt.",
                $"Connected to {ats}, but not everything is right."), Fix),
            { Accepted: true } when open => new(Connections.Verdict.Proven, new($"Verbunden mit {ats}.", $"Connected to {ats}."), new(
                "Nicht alles ließ sich beweisen. Mit einer Testbewerbung sehen Sie, ob alles ankommt.",
                "Not everything could be proven. A test application shows whether everything arrives.")),
            { Accepted: true } when now.Ats.ProvenByCode => new(Connections.Verdict.Proven, new(
                "Diese Adresse ist bestätigt.",
                "This address is confirmed."), new(
                "Bewerbungen gehen von jetzt an von selbst dorthin.",
                "From now on applications go there by themselves.")),
            { Accepted: true } => new(Connections.Verdict.Proven, new($"Verbunden mit {ats}.", $"Connected to {ats}."), new(
                $"Alles ist bewiesen. Bewerbungen gehen von jetzt an von selbst zu {ats}.",
                $"Everything is proven. From now on applications go to {ats} by themselves.")),
            _ when stopped => new(Connections.Verdict.NotProvable, new(
                "Die Prüfung ist angehalten.",
                "Verification has been stopped."), new(
                "Was Sie tun können, steht unten.", "What you can do stands below.")),
            { Purpose: VerificationPurpose.TestApplication } when failed > 0 => new(Connections.Verdict.Failed, new(
                "Die Testbewerbung ist nicht angekommen.",
                "The test application did not arrive."), Fix),
            { Purpose: VerificationPurpose.TestApplication } => new(Connections.Verdict.NotProvable, new(
                "Ob die Testbewerbung ankam, ist nicht klar.",
                "Whether the test application arrived is not clear."), new(
                $"Sehen Sie in {ats} unter „Test Eilbote-Test“ nach, oder versuchen Sie es noch einmal.",
                $"Look for “Test Eilbote-Test” in {ats}, or try again.")),
            _ when now.Condition == ConnectionCondition.Held =>
                new(failed > 0 ? Connections.Verdict.Failed : Connections.Verdict.NotProvable,
                new("Die Anbindung ist angehalten.", "The connection is held."), failed > 0 ? FixHeld : Again),
            _ when now.Condition is ConnectionCondition.Working or ConnectionCondition.Failing && failed > 0 =>
                new(Connections.Verdict.Failed, new(
                "Die neuen Angaben stimmen nicht.",
                "The new values are not right."), new(
                "Die bisherigen gelten weiter; es geht nichts verloren. Was zu berichtigen ist, steht unten.",
                "The present ones stay in use; nothing is lost. What to correct stands below.")),
            _ when now.Condition is ConnectionCondition.Working or ConnectionCondition.Failing => new(Connections.Verdict.NotProvable, new(
                "Das ließ sich gerade nicht beweisen.",
                "This could not be proven right now."), new(
                "Die bisherigen Angaben gelten weiter; es geht nichts verloren.", "The present values stay in use; nothing is lost.")),
            _ when failed > 0 => new(Connections.Verdict.Failed, new(
                failed == 1 ? "Noch nicht verbunden: eine Angabe stimmt nicht." : $"Noch nicht verbunden: {failed} Angaben stimmen nicht.",
                failed == 1 ? "Not connected yet: one value is wrong." : $"Not connected yet: {failed} values are wrong."), Fix),
            _ => new(Connections.Verdict.NotProvable, new(
                "Noch nicht verbunden: es ließ sich nicht beweisen.",
                "Not connected yet: it could not be proven."),
                verification.Checks.Any(x => now.Ats.Reasons.GetValueOrDefault(x.Code) is not null) ? Fix : Again),
        };
    }

    private static Words Until(Verification x) => new($"Wartet bis {Texts.Time(x.DueAt)}.", $"Waits until {Texts.Time(x.DueAt)}.");

    private static Words Fix => new("Was zu berichtigen ist, steht unten.", "What to correct stands below.");

    private static Words FixHeld => new(
        "Alle Bewerbungen warten sicher. Berichtigen Sie, was unten steht; danach geht alles von selbst hinaus.",
        "All applications wait safely. Correct what stands below; then everything goes out by itself.");

    private static Words Again => new(
        "Ihre Angaben sind gespeichert. Verifizieren Sie bitte später noch einmal.",
        "Your values are saved. Please verify again later.");
}
