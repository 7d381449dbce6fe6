namespace CvFixtures;

/// <summary>An invented person, and how the CV writes what is asked for; null where it does not say it.</summary>
internal sealed record Person(string Shown, string? First, string? Last, string? Email, string? Phone, string Street, string Code, string? Place, bool English)
{
    public string Number { get; init; } = "";
}

internal static class People
{
    /// <summary>Stands first: the people below need it.</summary>
    private static readonly string[] Titles = ["Mag.", "Mag.a", "(FH)", "Dr.", "DI", "Ing.", "Dipl.-Ing.", "techn.", "Prof.", "pharm.", "MSc", "BA", "MA"];

    public static readonly Person[] All =
    [
        De("Anna Gruber", "anna.gruber@example.com", "+43 664 1234567", "Lindengasse 5/3", "1070", "Wien"),
        De("Mag. Stefan Höllriegl", "stefan.hoellriegl@example.com", "0664/123 45 67", "Am Anger 12", "8043", "Graz"),
        De("Dr. Eva-Maria Lanzinger-Pichler", "em.lanzinger@example.com", "+43 (0)676 555 12 12", "Innrain 33", "6020", "Innsbruck"),
        En("Thomas Whitfield", "thomas.whitfield@example.com", "+44 7911 123456", "14 Orchard Road", "BS3 1AB", "Bristol"),
        De("DI Björn Sørensen", "b.sorensen@example.com", "+49 170 5550123", "Hafenstraße 7", "20457", "Hamburg"),
        En("Ngozi Okafor", "ngozi.okafor@example.com", "+43 660 555 0 321", "Praterstraße 40", "1020", "Vienna"),
        De("Ümit Çelik", "umit.celik@example.com", "0699 10 55 50 20", "Favoritenstraße 210", "1100", "Wien"),
        De("Ing. Johann Peter Wallner, MSc", "jp.wallner@example.com", "+43 3862 555 14", "Dorfplatz 1", "8600", "Bruck an der Mur"),
        De("Katharina von Trotha", "k.vontrotha@example.com", "030 / 555 01 23 4", "Kantstraße 99", "10627", "Berlin"),
        En("Mary-Jane O'Brien", "mjobrien@example.com", "+353 86 123 4567", "3 Abbey Street", "", "Galway"),
        De("Luca Bernasconi", "luca.bernasconi@example.com", "079 555 12 34", "Via Nassa 8", "6900", "Lugano"),
        De("Suleyman", null, null, "suleyman1990@example.com", "0681 10 20 30 40", "Jakominiplatz 2", "8010", "Graz"),
        De("Marie Luise Edelmann", "ml.edelmann@example.com", "+43 1 505 12 34", "Wiedner Hauptstraße 51", "1040", "Wien"),
        De("Mag.a (FH) Tanja Zöchling", "tanja.zoechling@example.com", "02742 / 555 777", "Kremser Gasse 9", "3100", "St. Pölten"),
        De("Dipl.-Ing. Dr. techn. Roman Špaček", "roman.spacek@example.com", "+43 650 5551020", "Bahnhofstraße 2", "4400", "Steyr"),
        En("Priya Venkatesan", "pvenkatesan@example.com", "+91 98765 43210", "Landstraßer Hauptstraße 8", "1030", "Vienna"),
        De("Ferdinand Graf-Mayer", "f.graf-mayer@example.com", "+43-664-9876543", "Stadtplatz 18", "4600", "Wels"),
        En("Chloé Dubois", "chloe.dubois@example.com", "+33 6 12 34 56 78", "12 Station Road", "LS2 8JS", "Leeds"),
        De("Nikola Jovanović", "nikola.j@example.com", "0660 1112223", "Quellenstraße 77", "1100", "Wien"),
        De("Walpurga Österreicher", "w.oesterreicher@example.com", "0316 / 555 660", "Annenstraße 20", "8020", "Graz"),
        De("Hans-Jörg Meier", "hj.meier@example.com", "+41 44 668 18 00", "Langstrasse 120", "8004", "Zürich"),
        En("Wei Zhang", "wei.zhang88@example.com", "+49 1512 3456789", "Schillerstr. 5", "80336", "Munich"),
        De("Prof. Dr. Ludwig van Hoofen", "ludwig.vanhoofen@example.com", "+49 (0) 221 4710-815", "Domstraße 4", "50668", "Köln"),
        De("Sarah Kaltenegger, BA MA", "sarah@example.com", "0680 55 50 111", "Hauptstraße 50", "7000", "Eisenstadt"),
        De("Aleksandra Wójcik", "aleksandra.wojcik@example.com", "+48 601 234 567", "Ungargasse 2", "1030", "Wien"),
        De("Robert Unterberger", "unterberger.r@example.com", "+43 5522 555 30", "Marktgasse 11", "6800", "Feldkirch"),
        En("James A. Holloway", "james.holloway@example.com", "020 7946 0018", "7 Camden Square", "NW1 9XA", "London"),
        De("Ines Maria Schöggl", "ines.schoeggl@example.com", "+43 677 62 55 50 11", "Sparkassenplatz 3", "8600", "Kapfenberg"),
        De("Mohammad Al-Khatib", "m.alkhatib@example.com", "+43 688 1234 567", "Leopoldstraße 30", "6020", "Innsbruck"),
        De("Gertraud Kühn-Weiß", "gertraud.kuehn@example.com", "0732 / 55 50 10", "Landstraße 44", "4020", "Linz"),
        En("Ana Beatriz Ferreira", "ana.ferreira@example.com", "+351 912 345 678", "Mariahilfer Straße 88", "1060", "Vienna"),
        De("Jakob Rossi", "jakob.rossi@example.com", "+39 347 123 4567", "Laubengasse 12", "39100", "Bozen"),
        De("Lisa-Marie Pfeffer", "lisamarie.pfeffer@example.com", "+49 176 12345678", "Rosenweg 3", "01067", "Dresden"),
        De("Valentin Fürst", "fuerst.valentin@example.com", "+423 237 55 50", "Landstrasse 60", "9490", "Vaduz"),
        En("Robert Smithson", "rob.smithson@example.com", "+1 202 555 0143", "5 Kings Lane", "OX1 2JD", "Oxford"),
        De("Szilvia Horváth", "szilvia.horvath@example.com", "+36 30 123 4567", "Hauptplatz 2", "7400", "Oberwart"),
        De("Emre Yılmaz", "emre.yilmaz@example.com", "0664 55 50 505", "Gudrunstraße 1", "1100", "Wien"),
        De("Theodora Nikolaidou", "t.nikolaidou@example.com", "+30 694 123 4567", "Burggasse 66", "1070", "Wien"),
        De("Mag. pharm. Cornelia Rauch", "cornelia.rauch@example.com", "04242 / 555 12", "Lederergasse 4", "9500", "Villach"),
        En("Fiona MacLeod", "fiona.macleod@example.com", "+44 131 496 0123", "2 Castle Terrace", "EH1 2DP", "Edinburgh"),
        De("Peter Paul Rosner", "rosner@example.com", "0650 4711 123", "Schulgasse 6", "3300", "Amstetten"),
        De("Annemarie Sauer", "annemarie.sauer@example.com", "+43 664 60 55 50 99", "Seestraße 2", "4810", "Gmunden"),
        De("Dejan Kovač", "dejan.kovac@example.com", "+386 40 123 456", "Tržaška 1", "1000", "Ljubljana"),
        De("Charlotte zu Hohenfels", "c.hohenfels@example.com", "089 55 50 44 33", "Leopoldstraße 9", "80802", "München"),
        En("Samuel Adebayo", "samuel.adebayo@example.com", "+234 803 123 4567", "Währinger Straße 3", "1090", "Vienna"),
        De("Brigitte Moser", "brigitte.moser@example.com", "0512 / 555 01 02", "Museumstraße 8", "6020", "Innsbruck"),
        De("Klaus Dieter Freitag", "kd.freitag@example.com", "+49 511 555 0177", "Lange Laube 1", "30159", "Hannover"),
        En("Elin Håkansson", "elin.hakansson@example.com", "+46 70 123 45 67", "Neubaugasse 14", "1070", "Vienna"),
    ];

    private static Person De(string shown, string email, string phone, string street, string code, string place) =>
        Of(shown, email, phone, street, code, place, english: false);

    private static Person De(string shown, string? first, string? last, string email, string phone, string street, string code, string place) =>
        new(shown, first, last, email, phone, street, code, place, English: false);

    private static Person En(string shown, string email, string phone, string street, string code, string place) =>
        Of(shown, email, phone, street, code, place, english: true);

    /// <summary>The last word is the last name, with what comes before it in small letters.</summary>
    private static Person Of(string shown, string email, string phone, string street, string code, string place, bool english)
    {
        var words = shown.Replace(",", "", StringComparison.Ordinal).Split(' ').Where(x => !Titles.Contains(x)).ToArray();
        var last = Array.FindIndex(words, x => char.IsLower(x[0])) is > 0 and var particle ? particle : words.Length - 1;
        return new(shown, string.Join(' ', words[..last]), string.Join(' ', words[last..]), email, phone, street, code, place, english);
    }

    /// <summary>The name without its titles.</summary>
    public static string Plain(this Person x) => x.First is null ? x.Shown : $"{x.First} {x.Last}";

    /// <summary>Place and code in the order of its country.</summary>
    public static string Town(this Person x) => x.English && !char.IsDigit(x.Code.FirstOrDefault()) ? $"{x.Place} {x.Code}".Trim() : $"{x.Code} {x.Place}";

    /// <summary>The address on one line, as it is written in its country.</summary>
    public static string Home(this Person x) => $"{x.Street}, {x.Town()}";
}
