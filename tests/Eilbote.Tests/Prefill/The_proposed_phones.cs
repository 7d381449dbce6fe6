using Eilbote.Prefill;

namespace Eilbote.Tests.Prefill;

/// <summary>Which of several numbers is the one under which the person wants to be called, and what is none.</summary>
public sealed class The_proposed_phones
{
    [Theory]
    [InlineData("Telefon\t0341-98 76 543\nMobil\t0176-402 118 73", "0176-402 118 73")]
    [InlineData("Telefon P\t052 555 18 74\nNatel\t076 318 55 02", "076 318 55 02")]
    [InlineData("Telefon\t041 870 55 12 (abends)\nNatel\t079 634 18 27", "079 634 18 27")]
    [InlineData("Tel. +43 3842 555 18\tMobil: +43 680 302 56 71", "+43 680 302 56 71")]
    [InlineData("Mobil: 0664 / 12 34 567, Tel.: 0732 / 65 43 21", "0664 / 12 34 567")]
    [InlineData("Tel.: 0732 / 65 43 21, Mobil: 0664 / 12 34 567", "0664 / 12 34 567")]
    [InlineData("Festnetz: 0214 / 50 39 81 | Handy: 0157 / 361 994 02", "0157 / 361 994 02")]
    [InlineData("+49 214 503981 (privat)\n+49 157 36199402 (mobil)", "+49 157 36199402")]
    [InlineData("T +41 44 555 18 74\nM +41 79 441 86 20", "+41 79 441 86 20")]
    [InlineData("Home: 020 7946 0018\nCell: 07700 900127", "07700 900127")]
    [InlineData("66111 Saarbrücken\nTelefon: 0681 123456\n0171 5529083", "0171 5529083")]
    [InlineData("0049 (0)170/2288146\nFax 0049 (0)851/2288147", "0049 (0)170/2288146")]
    [InlineData("Tel. G: 044 555 61 90\nTel. P: 052 555 18 74", "052 555 18 74")]
    [InlineData("Telefon dienstlich: 0732 654321\nTelefon privat: 0732 123456", "0732 123456")]
    [InlineData("Mobil (geschäftlich): 0664 7654321\nMobil (privat): 0664 1234567", "0664 1234567")]
    [InlineData("Büro: 01 5554900\nMobil: 0664 1234567", "0664 1234567")]
    [InlineData("Telefon: 0732 123456\nMutter: Mobil 0664 7654321", "0732 123456")]
    [InlineData("Tel. 0732 123456\nFax 0732 123457", "0732 123456")]
    [InlineData("Mobil +43 (0) 664 / 123 45 67 · Festnetz +43 (0) 732 / 12 34 56", "+43 (0) 664 / 123 45 67")]
    [InlineData("Tel.: 0732 123456", "0732 123456")]
    [InlineData("(+43) 6609184425 (Mobiltelefon)", "(+43) 6609184425")]
    public void Are_the_mobile_of_several_and_not_the_one_at_work(string written, string phone) => Assert.Equal(phone, Read(written).Phone);

    [Theory]
    [InlineData("+49(0)176/40211873")]
    [InlineData("+49 (0) 176 - 402 118 73")]
    [InlineData("0049 176 40211873")]
    [InlineData("0049-(0)176-40211873")]
    [InlineData("+43/664/1234567")]
    [InlineData("+43.664.123.45.67")]
    [InlineData("0043664 1234567")]
    [InlineData("(0043) 664 1234567")]
    [InlineData("0664-12 34 567")]
    [InlineData("0664.1234567")]
    [InlineData("(0664) 12 34 567")]
    [InlineData("0676/ 834 56 120")]
    [InlineData("0171/5529083")]
    [InlineData("+41 79 441 86 20")]
    [InlineData("0041 79 441 86 20")]
    [InlineData("079/441 86 20")]
    [InlineData("+41 (0) 79 441 86 20")]
    [InlineData("+44 (0) 7700 900 582")]
    [InlineData("07700 900582")]
    [InlineData("+90 532 123 45 67")]
    [InlineData("+36 30 123 4567")]
    public void Are_as_written(string written)
    {
        Assert.Equal(written, Read($"Tel.: {written}").Phone);
        Assert.Equal(written, Read($"Mobil\t{written}").Phone);
        Assert.Equal(written, Read($"anna.gruber@example.com | {written} | 1070 Wien").Phone);
    }

    [Theory]
    [InlineData("Triester Straße 88/2/14, 1100, Wien, Österreich (Wohnsitz)", "Wien")]
    [InlineData("Address: Karl-Marx-Straße 77, 12043, Berlin, Germany (Home)", "Berlin")]
    [InlineData("Wohnort\nWels, Steiermark", null)]
    public void Stand_near_the_place_with_a_comma_after_its_code(string written, string? place) =>
        Assert.Equal(place, Read($"{written}\nTel. 0664 1234567").Place);

    [Fact]
    public void Say_nothing_of_a_place_whose_line_has_a_period_in_another_column() =>
        Assert.Equal("Bern", CvReading.Read(
        [
            new("Noah Bürgi", 1, 40, 211, 80, 34), new("2019 – 2022", 1, 56, 105, 272, 8.5), new("+41 78 620 14 09", 1, 444, 530, 254, 9.5),
            new("3013 Bern", 1, 444, 488, 274, 9.5), new("noah.buergi@example.com", 1, 425, 576, 294, 9.5),
        ]).Place);

    /// <summary>A tab separates what stands side by side.</summary>
    private static Proposals Read(string written) => CvReading.Read(
    [
        new("Anna Gruber", 1, 50, 200, 40, 20),
        .. from line in written.Split('\n').Index()
           from part in line.Item.Split('\t').Index()
           let x = 50 + (150 * part.Index)
           select new CvLine(part.Item, 1, x, x + (5 * part.Item.Length), 70 + (14 * line.Index), 10),
    ]);
}
