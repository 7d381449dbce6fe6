using Eilbote.Prefill;

namespace Eilbote.Tests.Prefill;

/// <summary>What is proposed is right; what could be proposed mostly is. docs/cv-prefill.md has the figures.</summary>
public sealed class The_proposals
{
    [Theory, InlineData("tuned")]
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
}
