using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CvFixtures;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

// Writes the CVs that the parser is tuned with, and what each holds. Chromium prints the PDFs; tests read what is committed.
if (args is not [var folder])
{
    Console.Error.WriteLine("dotnet run --project tests/CvFixtures -- tests/Eilbote.Tests/Prefill/Fixtures/tuned");
    return 2;
}
Directory.CreateDirectory(folder);
foreach (var old in Directory.GetFiles(folder))
    File.Delete(old);
var expected = new SortedDictionary<string, Dictionary<string, string?>>(StringComparer.Ordinal);
var layouts = HtmlLayouts.All.Length + DocxLayouts.All.Length;
for (var i = 0; i < People.All.Length; i++)
{
    var (person, layout) = (People.All[i], i % layouts);
    var docx = layout - HtmlLayouts.All.Length;
    var name = docx < 0 ? $"t{i + 1:00}-{HtmlLayouts.All[layout].Method.Name.ToLowerInvariant()}.pdf" : $"t{i + 1:00}-{DocxLayouts.All[docx].Method.Name.ToLowerInvariant()}.docx";
    if (docx < 0)
        Print(HtmlLayouts.All[layout](person, i), Path.Combine(folder, name));
    else
        using (var document = WordprocessingDocument.Create(Path.Combine(folder, name), WordprocessingDocumentType.Document))
        {
            document.AddMainDocumentPart();
            DocxLayouts.All[docx](person, i, document);
        }
    expected[name] = Fields(person.First, person.Last, person.Email, person.Phone, person.Place);
}

// What else there is: no text at all, nothing of the person's own, only others' addresses, text that another program wrote.
Print("<img style='width:100%' src='data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 9 9%22><path d=%22M0 0h9v9z%22/></svg>'>", Path.Combine(folder, "t90-picture.pdf"));
expected["t90-picture.pdf"] = Fields(null, null, null, null, null);
Print("<h1>Zeugnis</h1><p>Donaustahl GmbH, Industriestraße 4, 4020 Linz, office@donaustahl.example, 0732 555 10</p><p>Frau Huber war von 2012 bis 2019 bei uns tätig.</p><p>Linz, 28.2.2019</p>", Path.Combine(folder, "t91-certificate.pdf"));
expected["t91-certificate.pdf"] = Fields(null, null, null, null, null);
Print("<h1>Curriculum Vitae</h1><h2>Experience</h2><p>2012 – 2019 Nurse, Klinikum Rosenhügel, office@rosenhuegel.example, +43 1 555 10 20</p><h2>References</h2><p>Helen Marsh, h.marsh@example.net, +44 7700 900123</p>", Path.Combine(folder, "t92-others.pdf"));
expected["t92-others.pdf"] = Fields(null, null, null, null, null);
var plain = new PdfDocumentBuilder();
var (font, page) = (plain.AddStandard14Font(Standard14Font.Helvetica), plain.AddPage(PageSize.A4));
foreach (var (text, line) in new[] { "Claudia Feldmann", "Ringstrasse 5, 4840 Wels", "claudia.feldmann@example.com", "+43 664 555 1 555", "Berufserfahrung", "2015 - 2024 Sekretariat, Bauer GmbH, office@bauer.example" }.Select((text, line) => (text, line)))
    page.AddText(text, line == 0 ? 18 : 11, new PdfPoint(60, 780 - (line * 22)), font);
File.WriteAllBytes(Path.Combine(folder, "t93-plain.pdf"), plain.Build());
expected["t93-plain.pdf"] = Fields("Claudia", "Feldmann", "claudia.feldmann@example.com", "+43 664 555 1 555", "Wels");

var json = new JsonSerializerOptions { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
File.WriteAllText(Path.Combine(folder, "expected.json"), "{\n" + string.Join(",\n", expected.Select(x => $"  \"{x.Key}\": {JsonSerializer.Serialize(x.Value, json)}")) + "\n}\n", new UTF8Encoding(false));
return 0;

static Dictionary<string, string?> Fields(string? first, string? last, string? email, string? phone, string? place) =>
    new() { ["first_name"] = first, ["last_name"] = last, ["email"] = email, ["phone"] = phone, ["place"] = place };

static void Print(string html, string pdf)
{
    var page = Path.Combine(Path.GetTempPath(), $"cv-{Guid.NewGuid()}.html");
    File.WriteAllText(page, html.StartsWith("<!", StringComparison.Ordinal) ? html : "<!doctype html><meta charset=utf-8>" + html);
    using (var chromium = Process.Start(new ProcessStartInfo("/usr/bin/chromium",
        ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-pdf-header-footer", "--print-to-pdf=" + Path.GetFullPath(pdf), "file://" + page])
    { RedirectStandardError = true, UseShellExecute = false })!)
    {
        chromium.StandardError.ReadToEnd();
        chromium.WaitForExit();
    }
    File.Delete(page);
}
