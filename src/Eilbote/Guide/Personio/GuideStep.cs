using Eilbote.Connectors;

namespace Eilbote.Guide.Personio;

/// <param name="Text">What to do; names of menus and buttons stand between asterisks.</param>
/// <param name="Screen">Where to click, drawn.</param>
/// <param name="Field">Set when the step belongs to one of the chapter's fields only.</param>
public sealed record GuideStep(Words Text, Screen? Screen = null, string? Field = null);

/// <summary>The way to one or two values.</summary>
/// <param name="Path">The first screen, below the employer's own Personio.</param>
/// <param name="Opens">What the button that leads there says.</param>
public sealed record GuideChapter(string Id, string[] Fields, Words Title, Words Before, string Path, Words Opens, GuideStep[] Steps)
{
    public IEnumerable<GuideStep> StepsTo(string field) => Steps.Where(x => x.Field is null || x.Field == field);
}

/// <summary>
/// The one source of the steps: the portal shows them beside each field, <c>/guide/personio</c> as a page to print. Labels are
/// those of Personio's screens.
/// </summary>
public static class PersonioGuide
{
    private static readonly GuideStep Settings = new(new("Öffnen Sie in Personio *Einstellungen*.", "In Personio, open *Settings*."));

    public static readonly GuideChapter[] Chapters =
    [
        new("job-id", ["ats_job_id"], new("Job-ID", "Job ID"),
            new("Für die erste Anbindung genügt eine einzige Stelle, die in Personio veröffentlicht ist. Alle anderen gehen danach von selbst.",
                "For the first connection one job that is published in Personio is enough. All others then work by themselves."),
            "/recruiting/positions", new("Stellen in Personio öffnen", "Open the jobs in Personio"),
            [
                new(new(
                    "Öffnen Sie in Personio *Recruiting*, Bereich *Stellen*, und dort Ihre Stelle.",
                    "In Personio, open *Recruiting*, section *Jobs*, and there your job."), Screen.Jobs),
                new(new(
                    "Wählen Sie in der Stelle den Tab *Promoten* und unter *Links der Karriereseite* den Link *Stellenbeschreibung*.",
                    "In the job, choose the tab *Promote* and under *Career page links* the link *Job description*."), Screen.Promote),
                new(new(
                    "Kopieren Sie die Adresse der Seite, die sich öffnet. Die Zahl am Ende ist die Job-ID; Sie können auch die ganze Adresse nehmen.",
                    "Copy the address of the page that opens. The number at its end is the job ID; you can also take the whole address."),
                    Screen.JobAddress),
                new(new(
                    "Fügen Sie sie hier im Business Portal unter *smart bewerben* in das Feld *ATS Job ID* ein.",
                    "Paste it here in the Business Portal, under *smart bewerben*, into the field *ATS job ID*.")),
            ]),
        new("credentials", ["company_id", "access_token"], new("Unternehmens-ID und Zugriffs-Token", "Company ID and access token"),
            new("Beide stehen nebeneinander. Dafür brauchen Sie in Personio Rechte für die Einstellungen; wer sie nicht hat, sendet die Schritte einer Kollegin.",
                "Both stand side by side. You need rights for the settings in Personio; who does not have them sends the steps to a colleague."),
            "/configuration/api/credentials/management", new(
                "API-Zugriffsdaten in Personio öffnen",
                "Open the API credentials in Personio"),
            [
                Settings,
                new(new(
                    "Wählen Sie *API-Zugriffsdaten* und dort die Zeile *Recruiting-API-Schlüssel* („Vom System generierter Schlüssel“).",
                    "Choose *API credentials* and there the row *Recruiting API key* (“System-generated key”)."), Screen.ApiCredentials),
                new(new("Kopieren Sie die *Unternehmens-ID*.", "Copy the *Company ID*."), Screen.CompanyId, "company_id"),
                new(new(
                    "Fügen Sie sie unter *smart bewerben* in das Feld *Ihre Unternehmens-ID* ein.",
                    "Paste it under *smart bewerben* into the field *Your company ID*."), null, "company_id"),
                new(new("Kopieren Sie den *Zugriffs-Token*.", "Copy the *Access token*."), Screen.AccessToken, "access_token"),
                new(new(
                    "Fügen Sie ihn unter *smart bewerben* in das Feld *Zugriffs-Token* ein. Er wird verschlüsselt und nie wieder angezeigt.",
                    "Paste it under *smart bewerben* into the field *Access token*. It is encrypted and never shown again."), null,
                    "access_token"),
            ]),
        new("channel-id", ["channel_id"], new("Kanal-ID", "Channel ID"),
            new(
                "Am Kanal sehen Sie in Personio, dass eine Bewerbung von uns kommt.",
                "By the channel you see in Personio that an application came through us."),
            "/configuration/recruiting/channels", new("Kanäle in Personio öffnen", "Open the channels in Personio"),
            [
                Settings,
                new(new(
                    "Wählen Sie *Recruiting* und den Tab *Kanäle*. Gibt es für diese Jobbörse noch keinen: *Neuen Kanal hinzufügen*, einen Namen geben, speichern.",
                    "Choose *Recruiting* and the tab *Channels*. If there is none for this job board yet: *Add a new channel*, give it a name, save."), Screen.Channels),
                new(new(
                    "Öffnen Sie den Kanal und kopieren Sie die *Kanal-ID der Recruiting-API*.",
                    "Open the channel and copy the *Recruiting API channel ID*."), Screen.Channel),
                new(new(
                    "Fügen Sie sie unter *smart bewerben* in das Feld *Kanal-ID* ein.",
                    "Paste it under *smart bewerben* into the field *Channel ID*.")),
            ]),
        new("career-site", ["career_site"], new("Karriereseite (freiwillig)", "Career site (optional)"),
            new("Der ganze Link zur Stelle bringt sie schon mit. Mit ihr holen wir Ihre Stellen aus Personio; dafür muss dort der XML-Feed eingeschaltet sein. Manche Tarife haben ihn nicht, dann geht es ohne.",
                "The whole link to the job brings it along. With it we read your jobs from Personio, for which the XML feed must be switched on there. Some plans do not have it; then it works without."),
            "/configuration/recruiting", new("Recruiting-Einstellungen in Personio öffnen", "Open the recruiting settings in Personio"),
            [
                Settings,
                new(new(
                    "Wählen Sie *Recruiting*, den Tab *Karriereseite* und unter *Aktivierungen* das Häkchen *XML-Feed aktivieren*.",
                    "Choose *Recruiting*, the tab *Career page* and under *Activations* tick *Enable XML feed*."), Screen.CareerPage),
                new(new(
                    "Fügen Sie die Adresse Ihrer Karriereseite unter *smart bewerben* in das Feld *Karriereseite* ein.",
                    "Paste your career site's address under *smart bewerben* into the field *Career site*.")),
            ]),
    ];

    /// <summary>Null for a field that needs no guide.</summary>
    public static GuideChapter? To(string field) => Chapters.FirstOrDefault(x => x.Fields.Contains(field));
}
