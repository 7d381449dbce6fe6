using Eilbote.Prefill;

namespace Eilbote.Tests.Prefill;

/// <summary>What is proposed is right; what could be proposed mostly is. docs/cv-prefill.md has the figures.</summary>
public sealed class The_proposals
{
    [Theory, InlineData("tuned"), InlineData("independent"), InlineData("independent-2"), InlineData("independent-3")]
    public void Are_right_and_rarely_missing(string set)
    {
        foreach (var (field, (precision, recall, wrong)) in Cvs.Measure(set))
        {
            Assert.True(precision >= 0.95, $"{field}: precision {precision:0.000}\n{wrong}");
            Assert.True(recall >= (field is "email" or "phone" ? 0.9 : 0.8), $"{field}: recall {recall:0.000}\n{wrong}");
        }
    }

    [Fact]
    public void Come_from_lines_alone()
    {
        CvLine[] lines =
        [
            new("Lebenslauf", 1, 50, 200, 40, 20), new("Anna Gruber", 1, 50, 150, 70, 14), new("1070 Wien", 1, 50, 120, 90, 10),
            new("Tel. 0664 1234567, anna.gruber@example.com", 1, 50, 320, 104, 10),
            new("Referenzen", 1, 50, 120, 300, 12), new("Hans Berg, 0676 7654321, hans.berg@example.net", 1, 50, 320, 320, 10),
        ];
        Assert.Equal(
            new Proposals { FirstName = "Anna", LastName = "Gruber", Email = "anna.gruber@example.com", Phone = "0664 1234567", Place = "Wien" },
            CvReading.Read(lines));
        Assert.Equal(Proposals.None, CvReading.Read(lines[4..]));
        Assert.Equal(Proposals.None, CvReading.Read([]));
    }

    [Theory]
    [InlineData("Gruber, Anna", "Name:", "Anna", "Gruber")]
    [InlineData("GRUBER Anna", "", "Anna", "Gruber")]
    [InlineData("Dr. Anna Maria GRUBER-HÖLL, MSc", "", "Anna Maria", "Gruber-Höll")]
    [InlineData("Anna von der Leith", "", "Anna", "von der Leith")]
    [InlineData("Lebenslauf Anna Gruber", "", "Anna", "Gruber")]
    [InlineData("Suryani", "", null, null)]
    [InlineData("Senior Consultant", "", null, null)]
    [InlineData("Donaustahl GmbH", "", null, null)]
    public void Have_the_name_in_its_order(string written, string label, string? first, string? last)
    {
        List<CvLine> lines = [new("Adresse: 1070 Wien", 1, 50, 200, 90, 10), new("Staatsbürgerschaft Österreich", 1, 50, 200, 104, 10), new("ledig", 1, 50, 90, 118, 10)];
        if (label.Length > 0)
            lines.Insert(0, new(label, 1, 50, 80, 60, 10));
        lines.Insert(0, new(written, 1, 100, 300, 60, label.Length > 0 ? 10 : 20));
        var proposed = CvReading.Read(lines);
        Assert.Equal((first, last), (proposed.FirstName, proposed.LastName));
    }

    [Theory]
    [InlineData("Dr. Friedrich von der", "Wiesenthal", "f.wiesenthal@example.org", "Friedrich", "von der Wiesenthal")]
    [InlineData("Minh Anh Nguyễn", "", "minhanh.nguyen+jobs@example.com", "Minh Anh", "Nguyễn")]
    public void Have_the_name_that_two_lines_or_the_address_complete(string upper, string lower, string address, string first, string last)
    {
        List<CvLine> lines =
        [
            new(upper, 1, 50, 300, 60, 24), new("Kellner", 1, 50, 90, 106, 10), new(address, 1, 50, 300, 120, 10),
            new("ledig", 1, 50, 90, 134, 10),
        ];
        if (lower.Length > 0)
            lines.Insert(1, new(lower, 1, 50, 200, 88, 24));
        var proposed = CvReading.Read(lines);
        Assert.Equal((first, last, address), (proposed.FirstName, proposed.LastName, proposed.Email));
    }

    [Theory]
    [InlineData("hello@anna-gruber.example.com", "hello@anna-gruber.example.com")]
    [InlineData("office@gruber.example.com", null)]
    public void Have_an_offices_address_only_of_a_domain_with_the_persons_name(string address, string? email) =>
        Assert.Equal(email, Read($"Wien\n{address}").Email);

    [Theory]
    [InlineData("Phone: +44 (0)7700 900 745", "+44 (0)7700 900 745")]
    [InlineData("+44 7700 900461 | anna@example.com", "+44 7700 900461")]
    [InlineData("Tel./Fax: 0732 123456", "0732 123456")]
    [InlineData("F +43 732 123456", null)]
    [InlineData("+43 664 123456\n78", null)]
    [InlineData("Tel. 0800 123 456", null)]
    [InlineData("geb. 05.06.85", null)]
    [InlineData("Geburtsdatum\t05.06.85\nanna@example.com", null)]
    [InlineData("Tel\nSteuernummer 0123456789", null)]
    [InlineData("Sprachen\nDeutsch\nReferenz: Hans Berg, Tel. 0664 1234567", null)]
    [InlineData("Notfallkontakt\nMutter, Tel. 0664 1234567", null)]
    [InlineData("anna@example.com\nBeruf\nBäckerei Huber\nTel. 0732 654321", null)]
    public void Have_the_persons_own_phone_as_written(string written, string? phone) => Assert.Equal(phone, Read(written).Phone);

    [Theory]
    [InlineData("3511 NH Utrecht\nanna@example.com", "Utrecht")]
    [InlineData("Rue de Morat 31 – 2502 Biel/Bienne – anna@example.com", "Biel/Bienne")]
    [InlineData("14 Palatine Road\nManchester\nM20 3LJ\nanna@example.com", "Manchester")]
    [InlineData("14 Mill Lane, Leeds, West Yorkshire LS1 4AP\nanna@example.com", "Leeds")]
    [InlineData("14 Mill Lane Leeds LS1 4AP\nanna@example.com", "Leeds")]
    [InlineData("1070 Wien Mobil +43 664 1234567", "Wien")]
    [InlineData("1010 Wien Österreich\nanna@example.com", "Wien")]
    [InlineData("8400 Winterthur ZH\nanna@example.com", "Winterthur")]
    [InlineData("60311 Frankfurt a. M.\nanna@example.com", "Frankfurt a. M.")]
    [InlineData("geboren am 1.2.1990 in Linz, wohnhaft in Graz\nanna@example.com", "Graz")]
    [InlineData("Wohnort: Graz / Geburtsort: Linz", "Graz")]
    [InlineData("Am Anger 3, 2020 Hollabrunn\nanna@example.com", "Hollabrunn")]
    [InlineData("So erreichen Sie mich:\nHöttinger Au 55, Top 8\nA-6020 Innsbruck", "Innsbruck")]
    [InlineData("Geburtsort\nLinz, Österreich\nanna@example.com", null)]
    [InlineData("Einsatzort\tWien, Österreich\nanna@example.com", null)]
    [InlineData("Preferred location: Berlin\nanna@example.com", null)]
    [InlineData("Analyst for a company based in Berlin\nanna@example.com", null)]
    [InlineData("anna@example.com\n2018 Matura, HLW\n2014 Wien", null)]
    [InlineData("anna@example.com\nLeiterin in Häusern für 1200 Gäste, auch bei Nacht", null)]
    [InlineData("anna@example.com\nStationen meines Lebens\n2019–2021\nBäckerei Huber, 4020 Linz", null)]
    public void Have_the_place_where_the_person_lives(string written, string? place) => Assert.Equal(place, Read(written).Place);

    /// <summary>A CV of one column under a large name; a tab separates what stands side by side.</summary>
    private static Proposals Read(string written) => CvReading.Read(
    [
        new("Anna Gruber", 1, 50, 200, 40, 20),
        .. from line in written.Split('\n').Index()
           from part in line.Item.Split('\t').Index()
           let x = 50 + (150 * part.Index)
           select new CvLine(part.Item, 1, x, x + (5 * part.Item.Length), 70 + (14 * line.Index), 10),
    ]);
}
