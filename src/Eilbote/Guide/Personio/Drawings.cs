using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Components;

namespace Eilbote.Guide.Personio;

/// <summary>What is drawn: the place in Personio where a step happens.</summary>
public enum Screen { Jobs, Promote, JobAddress, ApiCredentials, CompanyId, AccessToken, Channels, Channel, CareerPage }

/// <summary>
/// Where to click, drawn by us: what matters has its label and is marked, all else is a grey bar. Colours are classes of
/// <c>assets/_connect.scss</c>, so that a drawing turns dark with the page.
/// </summary>
public static class Drawings
{
    public static MarkupString Of(Screen screen) => new(screen switch
    {
        Screen.Jobs => Window(T(
            "Das Menü Recruiting, darin die Liste der Stellen; eine Stelle ist markiert.",
            "The menu Recruiting with the list of jobs; one job is marked."), 190,
            Menu("Recruiting"), Title(T("Stellen", "Jobs")), Row(66, "Test-Job 1", true), Row(106, null), Row(146, null)),
        Screen.Promote => Window(T(
            "Eine Stelle mit dem Tab Promoten, darin unter Links der Karriereseite der Link Stellenbeschreibung.",
            "A job with the tab Promote; in it, under Career page links, the link Job description."), 190,
            Bar(14, 34, 90), Bar(14, 54, 44), Bar(72, 54, 44), Hit(128, 44, T("Promoten", "Promote")), Line(14, 68, 332),
            Quiet(14, 90, "Meine Postings", "My postings"), Quiet(14, 112, "Tracking-Links", "Tracking links"),
            Text(14, 140, T("Links der Karriereseite", "Career page links"), "strong"),
            Hit(14, 152, T("Stellenbeschreibung", "Job description")), Bar(190, 162, 60)),
        Screen.JobAddress => Window(T(
            "Die Adresszeile des Browsers; die Zahl am Ende der Adresse ist markiert.",
            "The browser's address bar; the number at the end of the address is marked."), 74,
            Box(14, 34, 332, 28), Text(24, 53, "….jobs.personio.com/job/", ""), Hit(186, 36, "1234567")),
        Screen.ApiCredentials => Window(T(
            "Die Einstellungen mit dem Eintrag API-Zugriffsdaten und der Zeile Recruiting-API-Schlüssel.",
            "The settings with the entry API credentials and the row Recruiting API key."), 190,
            SettingsMenu(T("API-Zugriffsdaten", "API credentials")), Bar(168, 44, 80),
            Hit(160, 62, T("Recruiting-API-Schlüssel", "Recruiting API key")), Bar(168, 104, 150, "faint"), Bar(168, 134, 120),
            Bar(168, 152, 150, "faint")),
        Screen.CompanyId => Key(T(
            "Der Recruiting-API-Schlüssel; die Unternehmens-ID ist markiert.",
            "The Recruiting API key; the company ID is marked."), company: true),
        Screen.AccessToken => Key(T(
            "Der Recruiting-API-Schlüssel; der Zugriffs-Token ist markiert.",
            "The Recruiting API key; the access token is marked."), company: false),
        Screen.Channels => Window(T(
            "Einstellungen, Recruiting, Tab Kanäle mit dem Knopf Neuen Kanal hinzufügen.",
            "Settings, Recruiting, tab Channels with the button Add a new channel."), 190,
            SettingsMenu("Recruiting"), Bar(160, 46, 50), Hit(222, 36, T("Kanäle", "Channels")), Line(160, 68, 186),
            Hit(160, 84, T("Neuen Kanal hinzufügen", "Add a new channel")), Bar(160, 132, 130), Bar(160, 156, 100)),
        Screen.Channel => Window(T(
            "Ein Kanal mit seinen Feldern; die Kanal-ID der Recruiting-API ist markiert.",
            "A channel with its fields; the Recruiting API channel ID is marked."), 200,
            Text(14, 46, T("Name des externen Kanals", "Name of the external channel"), "quiet"), Box(14, 54, 200, 24),
            Text(24, 71, T("Jobbörse", "Job board"), ""), Quiet(14, 100, "Preismodell", "Pricing model"), Bar(120, 96, 60),
            Quiet(14, 124, "Anmerkungen", "Notes"), Bar(120, 120, 140, "faint"),
            Text(14, 154, T("Kanal-ID der Recruiting-API", "Recruiting API channel ID"), "strong"), Hit(14, 164, "250624")),
        _ => Window(T(
            "Einstellungen, Recruiting, Tab Karriereseite, Aktivierungen mit dem Häkchen XML-Feed aktivieren.",
            "Settings, Recruiting, tab Career page, Activations with the tick Enable XML feed."), 170,
            SettingsMenu("Recruiting"), Hit(160, 36, T("Karriereseite", "Career page")), Line(160, 68, 186),
            Text(160, 94, T("Aktivierungen", "Activations"), "strong"), Hit(160, 106, "☑ " + T("XML-Feed aktivieren", "Enable XML feed")),
            Bar(160, 148, 90)),
    });

    private static string Key(string alt, bool company)
    {
        var marked = company ? (78, "12345") : (138, "••••••••••••");
        return Window(alt, 178,
            Text(24, 52, T("Recruiting-API-Schlüssel", "Recruiting API key"), "strong"),
            Text(24, 72, T("Unternehmens-ID", "Company ID"), "quiet"), Text(24, 132, T("Zugriffs-Token", "Access token"), "quiet"),
            Line(24, 116, 312),
            Box(24, 78, 200, 26), Text(34, 96, "12345", ""), Box(24, 138, 200, 26), Text(34, 156, "••••••••••••", ""),
            Hit(24, marked.Item1, marked.Item2));
    }

    private static string Window(string alt, int height, params string[] parts) =>
        $"<svg class=\"sketch\" viewBox=\"0 0 360 {N(height)}\" role=\"img\" aria-label=\"{E(alt)}\"><rect class=\"paper\" x=\".75\" y=\".75\" width=\"358.5\" height=\"{N(height - 1.5)}\" rx=\"9\"/>"
        + $"<path class=\"rule\" d=\"M1 24h358\"/><circle class=\"bar\" cx=\"14\" cy=\"12.5\" r=\"3.5\"/><circle class=\"bar\" cx=\"26\" cy=\"12.5\" r=\"3.5\"/>{string.Concat(parts)}</svg>";

    private static string Menu(string marked) => $"<path class=\"rule\" d=\"M128 24v{N(165)}\"/>" + Bar(14, 44, 70) + Hit(10, 58, marked)
        + Bar(14, 104, 80) + Bar(14, 126, 60) + Bar(14, 164, 74);

    private static string SettingsMenu(string marked) => $"<path class=\"rule\" d=\"M148 24v{N(145)}\"/>"
        + Text(14, 48, T("Einstellungen", "Settings"), "strong") + Bar(14, 66, 80) + Hit(8, 80, marked) + Bar(14, 126, 90)
        + Bar(14, 146, 70);

    private static string Title(string text) => Text(144, 52, text, "strong");

    private static string Row(int y, string? text, bool marked = false) =>
        Box(144, y, 202, 32) + (marked ? Hit(148, y + 2, text!) : Bar(156, y + 8, 110))
            + Bar(156 + (marked ? 104 : 0), y + (marked ? 14 : 20), 70, "faint");

    private static string Bar(int x, int y, int width, string look = "") =>
        $"<rect class=\"bar {look}\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"7\" rx=\"3.5\"/>";

    private static string Line(int x, int y, int width) => $"<path class=\"rule\" d=\"M{N(x)} {N(y)}h{N(width)}\"/>";

    private static string Box(int x, int y, int width, int height) =>
        $"<rect class=\"box\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\" rx=\"6\"/>";

    private static string Quiet(int x, int y, string de, string en) => Text(x, y, T(de, en), "quiet");

    private static string Text(int x, int y, string text, string look) =>
        $"<text class=\"{look}\" x=\"{N(x)}\" y=\"{N(y)}\">{E(text)}</text>";

    /// <summary>What to click: marked by a frame, not by colour alone.</summary>
    private static string Hit(int x, int y, string text)
    {
        var width = (text.Length * 7.3) + 18;
        return $"<rect class=\"hit\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"27\" rx=\"7\"/><text class=\"hit-text\" x=\"{N(x + (width / 2))}\" y=\"{N(y + 18)}\" text-anchor=\"middle\">{E(text)}</text>";
    }

    private static string N(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string E(string text) => WebUtility.HtmlEncode(text);

    private static string T(string de, string en) => Web.Texts.T(de, en);
}
