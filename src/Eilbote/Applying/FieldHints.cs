using Eilbote.Web;
using Microsoft.AspNetCore.Mvc;
using PhoneNumbers;
using static Eilbote.Web.Texts;

namespace Eilbote.Applying;

/// <summary>
/// What looks mistyped, said beside the field when it was left. It never blocks: what was typed is what is sent. Nothing is stored.
/// </summary>
internal static class FieldHints
{
    /// <summary>Domains that many addresses have, and that fingers miss.</summary>
    private static readonly string[] Common =
    [
        "gmail.com", "gmx.at", "gmx.de", "gmx.net", "gmx.ch", "outlook.com", "hotmail.com", "yahoo.com", "yahoo.de", "icloud.com", "web.de",
        "aon.at", "a1.net", "chello.at", "live.at", "t-online.de", "freenet.de", "bluewin.ch",
    ];

    public static void MapFieldHints(this WebApplication app) =>
        app.MapPost("/apply/hints", (HttpContext http, [FromForm] string? email, [FromForm] string? phone, [FromForm] string? lang) =>
        {
            if (lang is "de" or "en")
                Language.Speak(lang);
            http.Response.Headers.CacheControl = "no-store";
            return Results.Json(new { email = Email(IncomingText.Address(email)), phone = Phone(IncomingText.Address(phone)) });
        }).DisableAntiforgery();

    /// <summary>The address that was probably meant, in a question; null when it looks right.</summary>
    public static string? Email(string address)
    {
        if (address.Split('@') is not [{ Length: > 0 } name, { Length: > 3 } domain] || Common.Contains(domain.ToLowerInvariant()))
            return null;
        var close = Common.Where(x => Distance(x, domain.ToLowerInvariant()) == 1).ToList();
        return close.Count == 0 ? null : T($"Meinten Sie {name}@{close[0]}?", $"Did you mean {name}@{close[0]}?");
    }

    /// <summary>What is odd about a number; null when it could be dialled from Austria, or is none at all.</summary>
    public static string? Phone(string number)
    {
        if (number.Count(char.IsDigit) < 5)
            return null;
        var phones = PhoneNumberUtil.GetInstance();
        try
        {
            return phones.IsPossibleNumber(phones.Parse(number, "AT")) ? null : T(
                "Fehlt hier eine Ziffer, oder ist eine zu viel? Aus dem Ausland beginnt die Nummer mit +, zum Beispiel +43 660 1234567.",
                "Is a digit missing, or one too many? From abroad the number begins with +, for example +43 660 1234567.");
        }
        catch (NumberParseException)
        {
            return T("Diese Nummer sieht ungewohnt aus. Beispiel: +43 660 1234567", "This number looks unusual. Example: +43 660 1234567");
        }
    }

    /// <summary>How many letters are added, missing, other or swapped with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            for (var j = 0; j <= b.Length; j++)
                rows[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)) is var least
                    && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] ? Math.Min(least, rows[i - 2, j - 2] + 1) : least;
        return rows[a.Length, b.Length];
    }
}
