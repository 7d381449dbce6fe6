using Eilbote.Prefill;

namespace Eilbote.Tests.Prefill;

/// <summary>How people write their names in CVs, kind by kind: titles, labels, order, several first or last names.</summary>
public sealed class The_proposed_names
{
    [Theory]
    [InlineData("Mag.a (FH) Theresia Hofer-Wimmer", "Theresia", "Hofer-Wimmer")]
    [InlineData("Mag.ª Anna Gruber", "Anna", "Gruber")]
    [InlineData("Dr.in Anna Gruber", "Anna", "Gruber")]
    [InlineData("Dipl.-Ing.in Dr.in Anna Gruber", "Anna", "Gruber")]
    [InlineData("DIin Anna Gruber", "Anna", "Gruber")]
    [InlineData("DI (FH) Anna Gruber, MSc", "Anna", "Gruber")]
    [InlineData("DI Dr. techn. Anna Gruber", "Anna", "Gruber")]
    [InlineData("Dipl.-Ing. (FH) Anna Gruber", "Anna", "Gruber")]
    [InlineData("Dipl. Ing. ETH Anna Gruber", "Anna", "Gruber")]
    [InlineData("MMag. DDr. Anna Gruber", "Anna", "Gruber")]
    [InlineData("Mag. rer. soc. oec. Anna Gruber, Bakk. phil.", "Anna", "Gruber")]
    [InlineData("Univ.-Prof. Dr. med. univ. Anna Gruber", "Anna", "Gruber")]
    [InlineData("Dipl.-Kffr. Anna Gruber", "Anna", "Gruber")]
    [InlineData("Anna Gruber, BScN", "Anna", "Gruber")]
    [InlineData("Anna Gruber, B.Sc., M.Sc.", "Anna", "Gruber")]
    [InlineData("Anna Gruber, LL.M. (Harvard)", "Anna", "Gruber")]
    [InlineData("Anna Gruber, MAS ZFH", "Anna", "Gruber")]
    [InlineData("Anna Gruber, RN, PhD", "Anna", "Gruber")]
    [InlineData("Ing. Anna Gruber BA MA", "Anna", "Gruber")]
    [InlineData("Herbert Gruber jun.", "Herbert", "Gruber")]
    [InlineData("Marco di Lorenzo", "Marco", "di Lorenzo")]
    [InlineData("Jack Ma", "Jack", "Ma")]
    [InlineData("Anna Gruber DGKP", null, null)]
    public void Are_without_titles(string written, string? first, string? last) => Check(Headed(written), first, last);

    [Theory]
    [InlineData("Robert \"Bob\" Huber", "Robert", "Huber")]
    [InlineData("Robert „Bob“ Huber", "Robert", "Huber")]
    [InlineData("Robert (Bob) Huber", "Robert", "Huber")]
    [InlineData("Robert Huber (he/him)", "Robert", "Huber")]
    [InlineData("Anna Gruber geb. Winkler", "Anna", "Gruber")]
    [InlineData("Anna Gruber (geb. Winkler)", "Anna", "Gruber")]
    [InlineData("Anna Gruber, geborene Winkler", "Anna", "Gruber")]
    [InlineData("Anna Gruber née Winkler", "Anna", "Gruber")]
    [InlineData("Anna Gruber, geb. 12.03.1990", "Anna", "Gruber")]
    [InlineData("Anna Gruber, * 12.03.1990", "Anna", "Gruber")]
    public void Are_without_what_else_the_person_is_called(string written, string first, string last) =>
        Check(Headed(written), first, last);

    [Theory]
    [InlineData("Omar al-Masri", "Omar", "al-Masri")]
    [InlineData("Nadia El-Sayed", "Nadia", "El-Sayed")]
    [InlineData("Yusuf as-Sabah", "Yusuf", "as-Sabah")]
    [InlineData("Gabriele d'Annunzio", "Gabriele", "d'Annunzio")]
    [InlineData("Siobhán O’Brien-Maurer", "Siobhán", "O’Brien-Maurer")]
    [InlineData("João dos Santos Silva", "João", "dos Santos Silva")]
    [InlineData("Friederike von und zu Reetwitz", null, null)]
    [InlineData("JÖRG VAN DER HEYDEN", "Jörg", "van der Heyden")]
    [InlineData("Jörg VAN DER HEYDEN", "Jörg", "van der Heyden")]
    [InlineData("GRUBER Anna Maria", "Anna Maria", "Gruber")]
    [InlineData("Anna Maria GRUBER", "Anna Maria", "Gruber")]
    [InlineData("José Luis MARTÍN ORTEGA", "José Luis", "Martín Ortega")]
    [InlineData("Hans-Jürgen Freiherr von Stetten", "Hans-Jürgen", "Freiherr von Stetten")]
    [InlineData("Dr. Karl Graf v. Hardenberg", "Karl", "Graf v. Hardenberg")]
    [InlineData("Pedro Álvarez de la Fuente", null, null)]
    [InlineData("Kemal Deniz ÖZDEMİR", "Kemal Deniz", "Özdemir")]
    [InlineData("AYŞE YILDIZ", "Ayşe", "Yildiz")]
    [InlineData("Ap. Anna Gruber", null, null)]
    [InlineData("Gruber, Anna", "Anna", "Gruber")]
    [InlineData("von Reetwitz, Friederike", "Friederike", "von Reetwitz")]
    [InlineData("Amira Ben Salah", null, null)]
    [InlineData("Maria Garcia Lopez", null, null)]
    [InlineData("Grafik, Text", null, null)]
    [InlineData("Wien, Linz", null, null)]
    public void Are_in_their_order(string written, string? first, string? last) => Check(Headed(written), first, last);

    [Theory]
    [InlineData("Amira Ben Salah", "amira.bensalah@example.net", "Amira", "Ben Salah")]
    [InlineData("Amira Ben Salah", "a.bensalah@example.net", "Amira", "Ben Salah")]
    [InlineData("José Luis Martín Ortega", "jl.martin.ortega@example.com", "José Luis", "Martín Ortega")]
    [InlineData("José Luis Martín Ortega", "jose.martinortega@example.com", "José Luis", "Martín Ortega")]
    [InlineData("Wolfgang Kajetan Ritter", "wolfgang.k.ritter@example.com", "Wolfgang Kajetan", "Ritter")]
    [InlineData("Wolfgang Kajetan Ritter", "wk.ritter84@example.com", "Wolfgang Kajetan", "Ritter")]
    [InlineData("Maria Garcia Lopez", "maria.garcia@example.com", "Maria", "Garcia Lopez")]
    [InlineData("Pedro Álvarez de la Fuente", "pedro.alvarez@example.es", "Pedro", "Álvarez de la Fuente")]
    [InlineData("Tschida Rosalinde", "rosi.tschida@example.at", "Rosalinde", "Tschida")]
    [InlineData("Nguyen Thi Lan", "hello@example.com", null, null)]
    public void Are_divided_as_the_address_is(string written, string address, string? first, string? last) =>
        Check(Headed(written, address), first, last);

    [Theory]
    [InlineData("Zu- und Vorname:", "Stadlbauer Herbert", "Herbert", "Stadlbauer")]
    [InlineData("Nachname(n) / Vorname(n)", "Ritter, Wolfgang Matthäus", "Wolfgang Matthäus", "Ritter")]
    [InlineData("Vor- und Zuname:", "Katharina Anna Groß geb. Weißpflog", "Katharina Anna", "Groß")]
    [InlineData("Vor- und Nachname", "Anna Gruber", "Anna", "Gruber")]
    [InlineData("Name, Vorname", "Gruber, Anna", "Anna", "Gruber")]
    [InlineData("Name, Vorname:", "Anna Gruber", "Anna", "Gruber")]
    [InlineData("Name/Vorname", "Zgraggen Flurina", "Flurina", "Zgraggen")]
    [InlineData("Name und Vorname", "Hürlimann Tschutta", "Tschutta", "Hürlimann")]
    [InlineData("Vorname / Name", "Tschutta Hürlimann", "Tschutta", "Hürlimann")]
    [InlineData("Vorname, Nachname", "Anna Gruber", "Anna", "Gruber")]
    [InlineData("Vorname Nachname:", "Anna Gruber", "Anna", "Gruber")]
    [InlineData("Surname(s) / First name(s)", "Gruber, Anna", "Anna", "Gruber")]
    [InlineData("First name(s) / Surname(s)", "Anna Gruber", "Anna", "Gruber")]
    [InlineData("Name (Nachname, Vorname)", "Gruber, Anna", "Anna", "Gruber")]
    [InlineData("Familienname, Vorname", "von Reetwitz, Friederike", "Friederike", "von Reetwitz")]
    [InlineData("Name", "Mag.a (FH) Anna Gruber", "Anna", "Gruber")]
    [InlineData("Name", "Anna Gruber, BScN", "Anna", "Gruber")]
    [InlineData("Full name", "Omar al-Masri", "Omar", "al-Masri")]
    [InlineData("Bewerberin:", "Anna Gruber", "Anna", "Gruber")]
    [InlineData("Name des Vaters", "Hans Gruber", null, null)]
    [InlineData("Firmenname", "Hans Gruber", null, null)]
    [InlineData("Name", "Gruber", null, null)]
    public void Are_beside_a_label(string label, string value, string? first, string? last)
    {
        Check(CvReading.Read(Lines("Lebenslauf", $"{label}\t{value}")), first, last);
        Check(CvReading.Read(Lines("Lebenslauf", label, value)), first, last);
        Check(CvReading.Read(Lines("Lebenslauf", $"{label.TrimEnd(':')}: {value}")), first, last);
    }

    [Theory]
    [InlineData("Name\tYıldırım", "Vorname\tElif Zeynep", "Elif Zeynep", "Yıldırım")]
    [InlineData("Vorname\tUrsula", "Name\tMeier-Zgraggen", "Ursula", "Meier-Zgraggen")]
    [InlineData("Name: Meier", "Vorname: Ursula", "Ursula", "Meier")]
    [InlineData("Nachname\tMARTÍN ORTEGA", "Vornamen\tJOSÉ LUIS", "José Luis", "Martín Ortega")]
    [InlineData("Familienname\tvan der Heyden", "Vorname\tJörg", "Jörg", "van der Heyden")]
    [InlineData("Zuname:\tGruber", "Vorname:\tAnna", "Anna", "Gruber")]
    [InlineData("Vorname\tNachname", "Anna\tGruber", "Anna", "Gruber")]
    [InlineData("Name\tVorname\tGeburtsdatum", "Gruber\tAnna\t4.5.1977", "Anna", "Gruber")]
    [InlineData("Nachname/n\tGruber", "Vorname/n\tAnna", "Anna", "Gruber")]
    [InlineData("Surname\tGruber", "Given names\tAnna", "Anna", "Gruber")]
    [InlineData("Name\tAnna Gruber", "Rufname\tAnna", "Anna", "Gruber")]
    [InlineData("Vorname\tAnna", "Geburtsname\tWinkler", null, null)]
    public void Are_beside_two_labels(string upper, string lower, string? first, string? last) =>
        Check(CvReading.Read(Lines("Lebenslauf", upper, lower)), first, last);

    [Theory]
    [InlineData("Anna Gruber, Kellnerin", "Anna", "Gruber")]
    [InlineData("Anna Gruber – Grafikerin", "Anna", "Gruber")]
    [InlineData("Lebenslauf – Anna Gruber", "Anna", "Gruber")]
    [InlineData("Curriculum Vitae of Anna Gruber", "Anna", "Gruber")]
    [InlineData("Bewerbung von Anna Gruber", "Anna", "Gruber")]
    [InlineData("anna gruber", "Anna", "Gruber")]
    [InlineData("A. Gruber", null, "Gruber")]
    [InlineData("Bewerbung als Kellnerin", null, null)]
    [InlineData("Wo ich war", null, null)]
    [InlineData("Auf einen Blick", null, null)]
    [InlineData("Meine Stärken, Ziele", null, null)]
    [InlineData("Gelernte Köchin", null, null)]
    [InlineData("Registered Nurse", null, null)]
    public void Are_without_what_else_the_line_says(string written, string? first, string? last) => Check(Headed(written), first, last);

    [Theory]
    [InlineData(22, 22, "Anna", "Gruber", "Anna", "Gruber")]
    [InlineData(18, 26, "Anna", "GRUBER", "Anna", "Gruber")]
    [InlineData(20, 20, "Jörg", "van der Heyden", "Jörg", "van der Heyden")]
    [InlineData(20, 20, "Jörg van der", "Heyden", "Jörg", "van der Heyden")]
    [InlineData(22, 14, "Anna Gruber", "Kellnerin", "Anna", "Gruber")]
    [InlineData(24, 14, "Suryani", "Berufserfahrung", null, null)]
    [InlineData(24, 18, "Suryani", "Floristin", null, null)]
    public void Are_on_two_lines(double size, double next, string upper, string lower, string? first, string? last) =>
        Check(CvReading.Read(
        [
            new(upper, 1, 50, 200, 40, size), new(lower, 1, 50, 200, 66, next), .. Lines("x", "x", "x", "Wien", "ledig").Skip(3),
        ]), first, last);

    [Fact]
    public void Are_written_out_where_another_line_has_an_initial() => Check(CvReading.Read(
        [
            new("Curriculum Vitae – Grace O. Adeyemi", 1, 50, 200, 20, 9), new("Grace Oluwaseun Adeyemi", 1, 50, 200, 50, 20),
            .. Lines("x", "grace.adeyemi@example.com", "ledig", "Wien").Skip(1),
        ]), "Grace Oluwaseun", "Adeyemi");

    [Theory]
    [InlineData("Anna Gruber", "Anna", "Gruber")]
    [InlineData("Roveri Tschutta", null, null)]
    public void Are_the_first_line_in_the_size_of_the_rest_if_known(string written, string? first, string? last) => Check(CvReading.Read(
        [
            new("Lebenslauf", 1, 50, 200, 20, 14), new(written, 1, 50, 200, 40, 10), new("Hauptstraße 1", 1, 50, 200, 54, 10),
            .. Lines("x", "4020 Linz", "ledig", "Tel. 0664 1234567").Skip(1),
        ]), first, last);

    [Fact]
    public void Are_not_those_of_references() =>
        Check(CvReading.Read(Lines("Lebenslauf", "Referenzen", "Name: Hans Berg", "Firma: Berg GmbH")), null, null);

    private static void Check(Proposals proposed, string? first, string? last) =>
        Assert.Equal((first, last), (proposed.FirstName, proposed.LastName));

    private static Proposals Headed(string written, string more = "ledig") =>
        CvReading.Read([new(written, 1, 50, 300, 40, 20), .. Lines("Adresse: 1070 Wien", "Staatsbürgerschaft Österreich", more).Skip(1)]);

    /// <summary>Lines of one size, the first of them larger; a tab separates what stands side by side.</summary>
    private static List<CvLine> Lines(params string[] written) =>
    [
        .. from line in written.Append("Sprachen").Append("Deutsch, Englisch").Append("Klavier spielen").Index()
           from part in line.Item.Split('\t').Index()
           let x = 50 + (150 * part.Index)
           select new CvLine(part.Item, 1, x, x + (5 * part.Item.Length), 60 + (16 * line.Index), line.Index == 0 ? 18 : 10),
    ];
}
