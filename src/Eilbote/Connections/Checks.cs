using Eilbote.Connectors;
using Eilbote.Deliveries;

namespace Eilbote.Connections;

/// <summary>Proven, failed with the fix, or not provable and said so.</summary>
public enum Verdict { Proven, Failed, NotProvable }

/// <summary>One line of a verification's report, in the employer's words.</summary>
public sealed record Check(Verdict Verdict, Words Name, Words Text);

/// <summary>The report of a verification, drawn from the exchange that holds the ATS's answer.</summary>
/// <param name="Headline">How things stand and what to do, in one sentence.</param>
public sealed record Report(Verdict Verdict, Words Headline, IReadOnlyList<Check> Checks)
{
    private static readonly Words Secret = new("Zugriffs-Token und Unternehmens-ID", "Access token and company ID");
    private static readonly Words Job = new("ATS Job ID", "ATS job ID");
    private static readonly Words Channel = new("Kanal-ID", "Channel ID");
    private static readonly Words Unproven = new(
        "Hat Personio in dieser kurzen Prüfung nicht beanstandet. Bewiesen ist das erst mit der ersten Bewerbung.",
        "Personio did not object in this short check. The first application will prove it.");

    public static Report Of(Exchange exchange) => exchange.Meaning switch
    {
        Meaning.ProbeAccepted => Accepted(new(Verdict.NotProvable, Job, Unproven), new(Verdict.NotProvable, Channel, Unproven)),
        Meaning.JobClosed => Accepted(
            new(Verdict.Failed, Job, new(
                "Diese Stelle ist in Personio nicht veröffentlicht oder gibt es dort nicht. Personio › Recruiting › Stellen: Stelle öffnen und veröffentlichen, oder die Nummer aus dem Link der Stellenbeschreibung neu kopieren.",
                "This job is not published in Personio, or does not exist there. Personio › Recruiting › Jobs: open and publish it, or copy the number from its job description link again.")),
            new(Verdict.NotProvable, Channel, Unproven)),
        Meaning.PartRefused => Accepted(new(Verdict.NotProvable, Job, Unproven), new(Verdict.Failed, Channel, new(
            "Personio kennt diesen Kanal nicht. Bewerbungen kommen trotzdem an, aber ohne Kanal. Personio › Einstellungen › Recruiting › Kanäle: Kanal öffnen und die „Kanal-ID der Recruiting-API“ kopieren.",
            "Personio does not know this channel. Applications still arrive, but without a channel. Personio › Settings › Recruiting › Channels: open it and copy the “Recruiting API channel ID”."))),
        Meaning.CredentialsRefused => Refused(new(
            "Personio nimmt dieses Paar nicht an. Kopieren Sie beide Werte noch einmal aus derselben Zeile: Personio › Einstellungen › API-Zugriffsdaten › Recruiting-API-Schlüssel.",
            "Personio does not accept this pair. Copy both values again from the same row: Personio › Settings › API credentials › Recruiting API key.")),
        Meaning.FeatureOff => Refused(new(
            "Personio kennt den Schlüssel, aber das Recruiting oder seine Schnittstelle ist für Ihr Unternehmen abgeschaltet. Bitte wenden Sie sich an Personio.",
            "Personio knows the key, but recruiting or its interface is switched off for your company. Please contact Personio.")),
        Meaning.ProbeCreated => Refused(new(
            "Personio hat auf die Prüfung hin einen Eintrag angelegt, was nie geschehen darf. Bitte löschen Sie in Personio die Bewerbung mit der Adresse auf „example.invalid“. Wir sind verständigt.",
            "Personio created an entry because of the check, which must never happen. Please delete the application with the address at “example.invalid” in Personio. We have been alerted.")),
        Meaning.Throttled => Silent(new(
            "Personio hat gerade zu viele Anfragen für Ihr Unternehmen. Bitte in zwei Minuten noch einmal verifizieren.",
            "Personio has too many requests for your company right now. Please verify again in two minutes.")),
        _ => Silent(new(
            "Personio hat nicht brauchbar geantwortet. Das liegt nicht an Ihren Angaben; bitte in einigen Minuten noch einmal verifizieren.",
            "Personio did not answer usefully. This is not because of your values; please verify again in a few minutes.")),
    };

    private static Report Accepted(Check job, Check channel) => new(
        job.Verdict == Verdict.Failed || channel.Verdict == Verdict.Failed ? Verdict.Failed : Verdict.Proven,
        job.Verdict == Verdict.Failed || channel.Verdict == Verdict.Failed
            ? new("Verbunden, aber eine Angabe stimmt nicht.", "Connected, but one value is wrong.")
            : new("Verbunden mit Personio.", "Connected to Personio."),
        [new(Verdict.Proven, Secret, new("Personio hat beide angenommen.", "Personio accepted both.")), job, channel]);

    private static Report Refused(Words text) => new(
        Verdict.Failed, new("Noch nicht verbunden: Personio hat abgelehnt.", "Not connected yet: Personio refused."), [new(Verdict.Failed, Secret, text)]);

    private static Report Silent(Words text) => new(
        Verdict.NotProvable, new("Gespeichert, aber noch nicht geprüft.", "Saved, but not verified yet."), [new(Verdict.NotProvable, Secret, text)]);
}
