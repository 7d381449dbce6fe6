using Eilbote.Connectors;
using static Eilbote.Web.Texts;

namespace Eilbote.Connections;

/// <summary>How many values of an ATS are pasted, in words. The career site is not among them: it is read from a pasted link.</summary>
internal static class ValuesToPaste
{
    /// <summary>By the employer, who knows the job, too: "vier Werte".</summary>
    public static string Of(ConnectorDescriptor ats) => Say(ats.ConnectionFields.Count(Pasted));

    /// <summary>By a colleague who was invited and knows only the settings: "drei Werte".</summary>
    public static string OfInvited(ConnectorDescriptor ats) =>
        Say(ats.ConnectionFields.Count(x => Pasted(x) && x.Scope == SettingScope.Connection));

    private static bool Pasted(SettingField field) => field.Role != SettingRole.Feed && field.Kind != SettingKind.IssuedSecret;

    private static string Say(int count) => count switch
    {
        1 => T("einen Wert", "one value"),
        2 => T("zwei Werte", "two values"),
        3 => T("drei Werte", "three values"),
        4 => T("vier Werte", "four values"),
        _ => T($"{count} Werte", $"{count} values"),
    };
}
