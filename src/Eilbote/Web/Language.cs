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
        // A form says itself in which language its page was; only a page that is opened is chosen.
        if (asked is "de" or "en" && !HttpMethods.IsPost(http.Request.Method))
            http.Response.Cookies.Append(
                Name, asked, new()
                {
                    HttpOnly = true,
                    Secure = http.Request.IsHttps,
                    SameSite = SameSiteMode.Lax,
                    MaxAge = TimeSpan.FromDays(365),
                    IsEssential = true,
                });
        else if (asked is not ("de" or "en"))
            asked = http.Request.Cookies[Name] ?? "de";
        Speak(asked);
        return next(http);
    });

    /// <summary>For an address that is opened next: the language of this page, unless the browser asks for it by itself.</summary>
    public static string Suffix(HttpRequest request) =>
        Texts.IsEnglish == (request.Cookies[Name] == "en") && !Texts.IsEnglish ? "" : "?lang=" + (Texts.IsEnglish ? "en" : "de");

    /// <summary>From here on, in this call and what it calls, texts are in this language: <c>en</c>, else German.</summary>
    public static void Speak(string? language) =>
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = language == "en" ? Texts.English : Texts.German;
}
