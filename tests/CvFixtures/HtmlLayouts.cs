using static System.Net.WebUtility;

namespace CvFixtures;

/// <summary>Layouts that a browser prints.</summary>
internal static class HtmlLayouts
{
    public static readonly Func<Person, int, string>[] All = [Centred, Table, LeftSidebar, RightSidebar, Spaced, Footer, Heading, OneLine];

    private static string E(string? text) => HtmlEncode(text ?? "");

    private static string Page(string style, string body) =>
        $"<!doctype html><meta charset=utf-8><style>@page{{size:A4;margin:14mm}}body{{font:10.5pt 'Liberation Sans'}}h1{{margin:0}}h2{{font-size:12.5pt;margin:14px 0 4px}}p{{margin:2px 0}}{style}</style>{body}";

    private static string Career(Person x, int i) =>
        $"<h2>{E(x.T("Berufserfahrung", "Work experience"))}</h2>" + string.Concat(x.Career(i).Select(c => $"<p>{E(c.When)} <b>{E(c.What)}</b><br>{E(c.Where)}</p>"))
        + $"<h2>{E(x.T("Ausbildung", "Education"))}</h2>" + string.Concat(x.Schools(i).Select(s => $"<p>{E(s.When)} {E(s.What)}</p>"));

    private static string Rest(Person x, int i) => $"<h2>{E(x.T("Kenntnisse", "Skills"))}</h2><p>{E(x.Skills())}</p>"
        + $"<h2>{E(x.T("Referenzen", "References"))}</h2>" + string.Concat(x.References(i).Select(r => $"<p>{E(r)}</p>"));

    private static string Centred(Person x, int i) => Page("header{text-align:center}h1{font-size:22pt}",
        $"<header><h1>{E(x.Shown)}</h1><p>{E(x.Home())}</p><p>{E(x.Phone)} · {E(x.Email)}</p></header>{Career(x, i)}{Rest(x, i)}");

    private static string Table(Person x, int i) => Page("td{padding:1px 14px 1px 0;vertical-align:top}h1{font-size:18pt}",
        $"<h1>{x.T("Lebenslauf", "Curriculum Vitae")}</h1><h2>{E(x.T("Persönliche Daten", "Personal details"))}</h2><table>"
        + (i % 2 == 0 ? Row(x.T("Vorname", "First name"), x.First ?? x.Shown) + Row(x.T("Familienname", "Last name"), x.Last ?? "") : Row("Name:", x.First is null ? x.Shown : $"{x.Last} {x.First}"))
        + Row(x.T("Geboren:", "Date of birth:"), x.Born()) + Row(x.T("Adresse:", "Address:"), x.Home()) + Row(x.T("Telefon:", "Phone:"), x.Phone ?? "") + Row("E-Mail:", x.Email ?? "") + "</table>"
        + $"<h2>{E(x.T("Beruflicher Werdegang", "Employment history"))}</h2><table>{string.Concat(x.Career(i).Select(c => Row(c.When, c.What + ", " + c.Where)))}</table>{Rest(x, i)}");

    private static string Row(string label, string value) => $"<tr><td>{E(label)}<td>{E(value)}";

    private static string LeftSidebar(Person x, int i) => Page("body{display:grid;grid-template-columns:58mm 1fr;gap:8mm}aside{background:#233;color:#fff;padding:4mm;min-height:240mm;font-size:9pt}h1{font-size:26pt}",
        $"<aside><h2>{E(x.T("Kontakt", "Contact"))}</h2><p>{E(x.Street)}<p>{E(x.Town())}<p>{E(x.Phone)}<p>{E(x.Email)}<h2>{E(x.T("Sprachen", "Languages"))}</h2><p>Deutsch<p>English"
        + $"<h2>{E(x.T("Referenzen", "References"))}</h2>{string.Concat(x.References(i).Select(r => $"<p>{E(r)}"))}</aside><main><h1>{E(x.Plain())}</h1><p>{E(Texts.Job(x, i))}</p>{Career(x, i)}</main>");

    private static string RightSidebar(Person x, int i) => Page("body{display:grid;grid-template-columns:1fr 60mm;gap:8mm}aside{border-left:1px solid;padding-left:5mm;font-size:9.5pt}h1{font-size:24pt;font-weight:300}",
        $"<main><h1>{E(x.Shown)}</h1><p>{E(Texts.Job(x, i))}</p><h2>{E(x.T("Profil", "Profile"))}</h2><p>{E(x.T("Ich arbeite genau und gern im Team.", "Precise, calm and fond of working with people."))}</p>{Career(x, i)}</main>"
        + $"<aside><h2>{E(x.T("Persönliches", "Details"))}</h2><p>{E(x.Phone)}<p>{E(x.Email)}<p>{E(x.Home())}<p>{E(x.T("geboren am 1.2.1988 in Zwettl", "born 1 February 1988"))}<h2>{E(x.T("Kenntnisse", "Skills"))}</h2><p>{E(x.Skills())}<p>Jira<p>Scrum<p>Power BI</aside>");

    private static string Spaced(Person x, int i) => Page("h1{font-size:20pt;letter-spacing:.4em;font-weight:400;text-transform:uppercase}small{letter-spacing:.2em}",
        $"<h1>{E(x.First ?? x.Shown)}<br>{E(x.Last)}</h1><small>{E(Texts.Job(x, i).ToUpperInvariant())}</small><p>T {E(x.Phone)}<p>E {E(x.Email)}<p>{E(x.Street)} | {E(x.Town())}</p>{Career(x, i)}{Rest(x, i)}");

    private static string Footer(Person x, int i) => Page("footer{position:fixed;bottom:0;left:0;right:0;font-size:8pt;border-top:1px solid;text-align:center}h1{font-size:16pt}h2{break-before:auto}.two{break-before:page}",
        $"<footer>{E(x.Plain())} · {E(x.Home())} · {E(x.Phone)} · {E(x.Email)}</footer><h1>{E(x.Shown)}</h1><p>{E(Texts.Job(x, i))}</p>{Career(x, i)}<div class=two>{Rest(x, i)}</div>");

    private static string Heading(Person x, int i) => Page("h1{font-size:28pt;color:#777}b{font-size:12pt}",
        $"<h1>{x.T("LEBENSLAUF", "RESUME")}</h1><p><b>{E(x.Shown)}</b></p><p>{E(x.Street)}</p><p>{E(x.Town())}</p><p>{x.T("Mobil", "Mobile")}: {E(x.Phone)}, Fax: 01 555 99 88</p><p>{E(x.Email)}</p><p>SVNR 1234 120490, IBAN AT61 1904 3002 3457 3201</p>{Career(x, i)}{Rest(x, i)}");

    private static string OneLine(Person x, int i) => Page("h1{font:bold 15pt 'Liberation Serif'}body{font-family:'Liberation Serif'}",
        $"<h1>{E(x.Plain())}</h1><p>{E(x.Place)}{x.T(", Österreich", ", Austria")} | {E(x.Phone)} | {E(x.Email)} | linkedin.example/in/p{i}</p><hr>{Rest(x, i)}{Career(x, i)}");
}
