namespace Eilbote.Prefill;

/// <summary>
/// Decides what a CV's lines say about who wrote it. Pure. What could be somebody else's, an employer's or a reference's, is not
/// proposed: a wrong value costs the applicant more than an empty field.
/// </summary>
public static class CvReading
{
    /// <summary>A place needs a label, or somebody's name or number near it: every employer has one, too.</summary>
    private const int Enough = 4, EnoughForPlace = 6;

    public static Proposals Read(IReadOnlyList<CvLine> lines)
    {
        var sections = new CvSections(lines);
        var addresses = CvEmails.In(lines);
        var names = CvNames.In(lines, sections);

        // A name and an address that agree prove each other.
        var name = names.Select(x => (Name: x, Score: x.Score
                + addresses.Select(a => (x.Agrees(a.Value) ? 5 : 0) + (x.EndsAs(a.Value) ? 2 : 0)).DefaultIfEmpty().Max()))
            .Where(x => x.Score >= CvNames.Enough).OrderByDescending(x => x.Score).Select(x => x.Name).FirstOrDefault();
        name = name is null ? null : names.Find(name.IsShortFor) ?? name;
        var email = Best(addresses, x => sections.Trust(x.Line) + x.Score
            + (name?.OwnsDomain(x.Value) == true ? 6 : 0)
            + (name?.Agrees(x.Value) == true ? 4 : 0)
            + (name?.Words.All(w => x.Line.Text.Contains(w, StringComparison.OrdinalIgnoreCase)) == true ? 2 : 0)
            + (Belongs(x, name?.Line) ? 2 : 0));
        var phone = Best(CvPhones.In(lines), x => sections.Trust(x.Line) + x.Score
            + (Belongs(x, email?.Line) ? 3 : 0)
            + (Belongs(x, name?.Line) ? 2 : 0)
            - (addresses.Exists(a => a.Value != email?.Value && a.Line.Beside(x.Line)) ? 5 : 0));
        var place = Best(CvPlaces.In(lines), x => sections.Trust(x.Line) + x.Score + (sections[x.Line] == CvSection.Person ? 1 : 0)
            + (Belongs(x, email?.Line) || Belongs(x, phone?.Line) ? 3 : 0)
            + (Belongs(x, name?.Line) ? 1 : 0), EnoughForPlace);
        var (first, last) = name?.Split(email?.Value) ?? (null, null);
        if (first?.Split(' ', '-').All(x => x.TrimEnd('.').Length == 1) == true)
            first = null;
        return new Proposals { FirstName = first, LastName = last, Email = email?.Value, Phone = phone?.Value, Place = place?.Value };

        // An employer's number stays an employer's, however near it stands.
        bool Belongs(Found x, CvLine? line) => line?.Near(x.Line) == true
            && sections[x.Line] is not (CvSection.Career or CvSection.References);
    }

    /// <summary>The best of what was found, if it is good enough and nothing else is as good; of several on one line the first.</summary>
    private static Found? Best(List<Found> found, Func<Found, int> score, int enough = Enough)
    {
        var ordered = found.Select(x => (Found: x, Score: score(x))).OrderByDescending(x => x.Score).ToList();
        if (ordered.Count == 0 || ordered[0].Score < enough)
            return null;
        var best = ordered[0].Found;
        var rival = ordered.Skip(1)
            .FirstOrDefault(x => x.Score == ordered[0].Score && x.Found.Value != best.Value && !x.Found.Line.Near(best.Line));
        return rival.Found is null ? best : null;
    }

    private static int Trust(this CvSections sections, CvLine line) => CvSections.IsOfOthers(line.Text) ? -7 : sections[line] switch
    {
        CvSection.Person => 3,
        CvSection.Top => 3,
        CvSection.Other => 0,
        CvSection.Career => -3,
        CvSection.References => -7,
    };
}

/// <summary>Something that a line says, as it is written there.</summary>
/// <param name="Score">How much its own line speaks for it, before its neighbours are asked.</param>
internal sealed record Found(string Value, CvLine Line, int Score);
