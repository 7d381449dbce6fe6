namespace CvFixtures;

/// <summary>What stands in CVs beside the person's own data: employers, schools, references, with addresses that are not the person's.</summary>
internal static class Texts
{
    private static readonly string[] Firms = ["Donaustahl GmbH", "Alpenbau AG", "Murtal Energie GmbH & Co KG", "Seehotel Bregenz", "Klinikum Rosenhügel", "Northgate Ltd", "Isar Systems SE"];
    private static readonly string[] JobsDe = ["Buchhalterin", "Projektleiter", "Pflegefachkraft", "Maschinenbautechniker", "Einkäuferin", "Elektriker", "Controller"];
    private static readonly string[] JobsEn = ["Accountant", "Project Manager", "Nurse", "Data Analyst", "Buyer", "Electrician", "Sales Executive"];

    public static string Firm(int i) => Firms[i % Firms.Length];

    public static string Job(Person x, int i) => (x.English ? JobsEn : JobsDe)[i % JobsDe.Length];

    public static string T(this Person x, string de, string en) => x.English ? en : de;

    public static (string When, string What, string Where)[] Career(this Person x, int i) =>
    [
        (x.T("03/2019 – heute", "March 2019 – present"), Job(x, i), $"{Firm(i)}, {x.T("Industriestraße 4, 4020 Linz", "1 Harbour Way, London E14 5AB")}"),
        (x.T("09/2014 – 02/2019", "2014 – 2019"), Job(x, i + 3), $"{Firm(i + 2)}, {x.T("Tel. 01 555 44 33-0, office@", "phone +44 20 7946 0444, office@")}firma{i}.example"),
        (x.T("2012 – 2014", "2012 – 2014"), Job(x, i + 5), $"{Firm(i + 4)} · hr{i}@example.org"),
    ];

    public static (string When, string What)[] Schools(this Person x, int i) =>
    [
        ("2008 – 2012", x.T("Fachhochschule Campus 02, 8010 Graz", "University of Leeds, Economics BSc")),
        ("2003 – 2008", x.T("HTL Steyr, Matura mit Auszeichnung", "Northfield Secondary School")),
    ];

    public static string[] References(this Person x, int i) =>
    [
        x.T($"Mag. Helmut Aigner, {Firm(i)}, Abteilungsleiter", $"Helen Marsh, Head of Department, {Firm(i)}"),
        x.T($"helmut.aigner{i}@example.net, 0664 55 50 9{i:00}", $"h.marsh{i}@example.net, +44 7700 9001{i:00}"),
        x.T("Sabine Wurm, 0676 123 98 76, s.wurm@example.net", "Prof. Alan Reed, +44 7700 900999, a.reed@example.net"),
    ];

    public static string Skills(this Person x) => x.T("SAP, MS Office, AutoCAD; Deutsch, Englisch C1, Führerschein B", "Excel, SQL, Tableau; English, German B2");

    public static string Born(this Person x) => x.T("12.04.1990 in Villach", "12 April 1990, Cardiff");
}
