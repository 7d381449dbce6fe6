using static Eilbote.Web.Texts;

namespace Eilbote.Employers;

internal static class CountryNames
{
    /// <summary>In the reader's language.</summary>
    public static IReadOnlyList<(Country Country, string Name)> All =>
        [(Country.AT, T("Österreich", "Austria")), (Country.DE, T("Deutschland", "Germany")), (Country.CH, T("Schweiz", "Switzerland"))];
}
