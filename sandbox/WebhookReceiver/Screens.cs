using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;

namespace WebhookReceiver;

/// <summary>What an employer's own system would show: the secret, and what arrived.</summary>
internal static partial class Screens
{
    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");
    private static readonly CultureInfo German = CultureInfo.GetCultureInfo("de-AT");

    public static void MapScreens(this WebApplication app)
    {
        app.MapGet("/receiver.css", () => Results.Stream(typeof(Screens).Assembly.GetManifestResourceStream("receiver.css")!, "text/css"));
        app.MapGet("/", (Inboxes inboxes) => Page("Empfänger", $"""
            <h1>Empfänger</h1>
            <p>Ein kleiner Empfänger, wie ihn ein Unternehmen selbst betreiben würde. Er prüft die Unterschrift, nimmt jede Bewerbung einmal und wiederholt ihre webhook-id.</p>
            <ul>{string.Concat(inboxes.All.Select(x => $"<li><a href=\"/{x.Name}\">{x.Name}</a>: {x.Arrivals.Count()} Bewerbungen</li>"))}</ul>
            <form method="get" action="/open"><label for="inbox">Neuer Eingang</label> <input id="inbox" name="inbox" value="alpenwerk" pattern="[a-z0-9-]+" required> <button>Öffnen</button></form>
            """));
        app.MapGet("/open", (string? inbox) => Name().IsMatch(inbox ?? "") ? Results.Redirect("/" + inbox) : Results.Redirect("/"));
        app.MapGet("/{inbox:regex(^[a-z0-9-]+$)}", (string inbox, HttpContext http, Inboxes inboxes) => Show(inboxes[inbox], http, null));
        app.MapPost("/{inbox:regex(^[a-z0-9-]+$)}", (string inbox, [FromForm] string? secret, HttpContext http, Inboxes inboxes) =>
        {
            var typed = (secret ?? "").Trim();
            if (!Secret().IsMatch(typed))
                return Show(inboxes[inbox], http, "Das ist kein Secret: es beginnt mit whsec_.");
            inboxes[inbox].Secret = typed;
            return Results.Redirect("/" + inbox);
        }).DisableAntiforgery();
        app.MapGet("/{inbox:regex(^[a-z0-9-]+$)}/{id}/{number:int}", (string inbox, string id, int number, Inboxes inboxes) =>
            inboxes[inbox].Arrivals.FirstOrDefault(x => x.Id == id)?.Documents.ElementAtOrDefault(number) is { } document
                ? Results.File(document.Content, "application/octet-stream", document.Name) : Results.NotFound());
    }

    private static IResult Show(Inbox box, HttpContext http, string? error) => Page(box.Name, $"""
        <p><a href="/">← Alle Eingänge</a></p>
        <h1>{box.Name}</h1>
        <p>Adresse: <code>{WebUtility.HtmlEncode($"{http.Request.Scheme}://{http.Request.Host}/{box.Name}/applications")}</code></p>
        <form method="post"><label for="secret">Secret</label> <input id="secret" name="secret" autocomplete="off" spellcheck="false" placeholder="{(box.Secret.Length > 0 ? "gespeichert" : "whsec_…")}"> <button>Speichern</button>
        {(error is null ? "" : $"<p class=\"error\" role=\"alert\">{WebUtility.HtmlEncode(error)}</p>")}</form>
        <h2>Angekommen</h2>
        {(box.Arrivals.Any() ? "" : "<p>Noch nichts.</p>")}
        {string.Concat(box.Arrivals.Reverse().Select(x => Card(box, x)))}
        """);

    private static string Card(Inbox box, Arrival x) => $"""
        <section><h3 dir="auto">{Of(x, "first_name")} {Of(x, "last_name")}</h3>
        <p>{Of(x, "email")} {Of(x, "phone")} · Stelle {Of(x, "job")} · {TimeZoneInfo.ConvertTime(x.ArrivedAt, Vienna).ToString("HH:mm:ss", German)}</p>
        <p class="typed" dir="auto">{Of(x, "message")}</p>
        <ul>{string.Concat(x.Documents.Select((d, i) => $"<li><a href=\"/{box.Name}/{x.Id}/{i}\" dir=\"auto\">{WebUtility.HtmlEncode(d.Name)}</a> · {d.Size} Bytes</li>"))}</ul></section>
        """;

    private static string Of(Arrival arrival, string name) => WebUtility.HtmlEncode(arrival.Text(name));

    private static IResult Page(string title, string body) => Results.Content($"""
        <!doctype html><html lang="de"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
        <link rel="stylesheet" href="/receiver.css"><main>{body}</main></html>
        """, "text/html; charset=utf-8");

    [GeneratedRegex("^[a-z0-9-]+$", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^whsec_[A-Za-z0-9+/]{32,86}={0,2}$", RegexOptions.None, 1000)]
    private static partial Regex Secret();
}
