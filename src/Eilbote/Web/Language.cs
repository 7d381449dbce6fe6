using System.Globalization;

namespace Eilbote.Web;

/// <summary>
/// German unless English was chosen: by <c>?lang=en</c>, remembered in a cookie that is only read here. The browser's own
/// wish does not count, so that a link looks the same for everyone who opens it.
/// </summary>
internal static class Language
{
    private const string Name = "lang";

    public static void UseLanguage(this WebApplication app) => app.Use((http, next) =>
    {
        var asked = http.Request.Query[Name].ToString();
        if (asked is "de" or "en")
            http.Response.Cookies.Append(Name, asked, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), IsEssential = true });
        else
            asked = http.Request.Cookies[Name] ?? "de";
        Speak(asked);
        return next(http);
    });

    /// <summary>From here on, in this call and what it calls, texts are in this language: <c>en</c>, else German.</summary>
    public static void Speak(string? language) =>
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = language == "en" ? Texts.English : Texts.German;
}
