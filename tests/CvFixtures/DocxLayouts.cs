using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace CvFixtures;

/// <summary>Layouts as Word writes them.</summary>
internal static class DocxLayouts
{
    public static readonly Action<Person, int, WordprocessingDocument>[] All = [Simple, Labels, Header, TwoColumns];

    private static void Simple(Person x, int i, WordprocessingDocument docx) => Body(docx,
    [
        P(x.Shown, 20), P(x.Home()), P($"{x.T("Tel.", "Phone")}: {x.Phone}"), P($"E-Mail: {x.Email}"), .. Career(x, i), .. References(x, i),
    ]);

    private static void Labels(Person x, int i, WordprocessingDocument docx) => Body(docx,
    [
        P(x.T("Lebenslauf", "Curriculum vitae"), 18), P(x.T("Persönliche Daten", "Personal data"), 14),
        Table([
            [[P(x.T("Name", "Name"))], [P(x.Shown)]], [[P(x.T("Geburtsdatum", "Date of birth"))], [P(x.Born())]], [[P(x.T("Anschrift", "Address"))], [P(x.Street), P(x.Town())]],
            [[P(x.T("Telefon", "Phone"))], [P(x.Phone ?? "")]], [[P("E-Mail")], [P(x.Email ?? "")]]]),
        P(x.T("Berufserfahrung", "Experience"), 14), Table([.. x.Career(i).Select(c => new[] { new[] { P(c.When) }, [P(c.What), P(c.Where)] })]), .. References(x, i),
    ]);

    private static void Header(Person x, int i, WordprocessingDocument docx)
    {
        var header = docx.MainDocumentPart!.AddNewPart<HeaderPart>("h1");
        header.Header = new Header(P(x.Shown, 16), P($"{x.Home()} · {x.Phone} · {x.Email}"));
        var footer = docx.MainDocumentPart.AddNewPart<FooterPart>("f1");
        footer.Footer = new Footer(P("Seite 1"));
        Body(docx, [.. Career(x, i), .. References(x, i)]);
        docx.MainDocumentPart.Document!.Body!.Append(new SectionProperties(
            new HeaderReference { Type = HeaderFooterValues.Default, Id = "h1" }, new FooterReference { Type = HeaderFooterValues.Default, Id = "f1" }));
    }

    /// <summary>A table of two cells; what stands in the left one comes by tabs.</summary>
    private static void TwoColumns(Person x, int i, WordprocessingDocument docx) => Body(docx,
    [
        Table([[
            [P(x.T("KONTAKT", "CONTACT"), 12), P(x.Street), P(x.Town()), P($"M\t{x.Phone}"), P($"E\t{x.Email}"), P(x.T("SPRACHEN", "LANGUAGES"), 12), P("Deutsch\tC2"), P("English\tC1"), .. References(x, i)],
            [P(x.Plain().ToUpperInvariant(), 24), P(Texts.Job(x, i)), .. Career(x, i)]]]),
    ]);

    private static OpenXmlElement[] Career(Person x, int i) =>
    [
        P(x.T("Berufserfahrung", "Work experience"), 14), .. x.Career(i).SelectMany(c => new[] { P($"{c.When}\t{c.What}"), P(c.Where) }),
        P(x.T("Ausbildung", "Education"), 14), .. x.Schools(i).Select(s => P($"{s.When}\t{s.What}")), P(x.T("Kenntnisse", "Skills"), 14), P(x.Skills()),
    ];

    private static OpenXmlElement[] References(Person x, int i) => [P(x.T("Referenzen", "References"), 14), .. x.References(i).Select(r => P(r))];

    private static void Body(WordprocessingDocument docx, OpenXmlElement[] blocks) => docx.MainDocumentPart!.Document = new Document(new Body(blocks));

    private static Paragraph P(string text, int size = 11)
    {
        var run = new Run(new RunProperties(new FontSize { Val = $"{size * 2}" }));
        foreach (var (part, index) in text.Split('\t').Select((part, index) => (part, index)))
        {
            if (index > 0)
                run.Append(new TabChar());
            run.Append(new Text(part) { Space = SpaceProcessingModeValues.Preserve });
        }
        return new Paragraph(run);
    }

    private static Table Table(OpenXmlElement[][][] rows) =>
        new(rows.Select(row => new TableRow(row.Select(cell => new TableCell(cell.Append(new Paragraph()).ToArray())))).Prepend<OpenXmlElement>(new TableProperties()));
}
