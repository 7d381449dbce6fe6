using System.Globalization;
using System.Text;

namespace Eilbote.Connectors.Email;

/// <summary>Writes the list of what waits: reasons, persons and jobs, and where to see them; never what was sent.</summary>
internal static class WaitingListText
{
    public static Sending.Mail Of(Guid id, string to, WaitingList list) => new()
    {
        Id = id,
        To = to,
        Subject = Subject(list),
        Text = Text(list),
    };

    private static string Subject(WaitingList list) => (list.NeedYou.Sum(x => x.Count), list.OnTheirWay) switch
    {
        (0, 1) => "1 Bewerbung ist noch unterwegs: nichts zu tun",
        (0, var count) => $"{N(count)} Bewerbungen sind noch unterwegs: nichts zu tun",
        (1, _) => "1 Bewerbung wartet auf Sie",
        (var count, _) => $"{N(count)} Bewerbungen warten auf Sie",
    };

    private static string Text(WaitingList list)
    {
        var text = new StringBuilder();
        foreach (var (why, count) in list.NeedYou)
            text.Append(N(count)).Append(" · ").Append(why.De).Append(" / ").Append(why.En).Append('\n');
        if (list.OnTheirWay > 0)
            text.Append(N(list.OnTheirWay)).Append(" · geht von selbst hinaus, nichts zu tun / goes out by itself, nothing to do\n");
        text.Append("\nKeine ist verloren. Was hilft, steht im Portal bei jeder, mit Anmeldung:\n").Append(list.Portal).Append('\n');
        foreach (var x in list.Persons)
            text.Append('\n').Append(EmailText.Line(x.Person)).Append(" – ").Append(EmailText.Line(x.Job)).Append(": ").Append(x.Why.De)
                .Append('\n').Append(x.Address).Append('\n');
        var more = list.NeedYou.Sum(x => x.Count) - list.Persons.Count;
        if (more > 0)
            text.Append("\nDort sehen Sie auch ").Append(more == 1 ? "eine weitere" : $"{N(more)} weitere").Append(", die hier nicht einzeln stehen.\n");
        return text.Append("\nDiese Liste kommt höchstens einmal am Arbeitstag, solange etwas wartet.\n")
            .Append("\nEnglish: none of these applications is lost. What helps stands with each in the portal, signed in. ")
            .Append("This list comes at most once a working day, while something waits.\n").ToString();
    }

    private static string N(int count) => count.ToString("N0", CultureInfo.GetCultureInfo("de-AT"));
}
