using System.Net;

namespace PersonioSandbox;

/// <summary>Plain pages of our own drawing.</summary>
internal static class Html
{
    private const string Style = """
        :root{color-scheme:light dark;--paper:#fbfaf7;--card:#fff;--ink:#17202e;--quiet:#56606f;--line:#e4e1d9;--brand:#0b6b6b}
        @media(prefers-color-scheme:dark){:root{--paper:#11161f;--card:#19212d;--ink:#eef1f5;--quiet:#a4afbf;--line:#2b3546;--brand:#5cc4bd}}
        *{box-sizing:border-box}body{margin:0;font:1.0625rem/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
        header{background:var(--card);border-bottom:1px solid var(--line);padding:14px 16px}main{max-width:860px;margin:0 auto;padding:24px 16px 64px}
        a{color:var(--brand)}a.row{display:block;padding:12px 0;min-height:44px}.quiet{color:var(--quiet)}
        .card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:8px 20px;margin:16px 0}.card>*+*{border-top:1px solid var(--line)}
        dl{display:grid;grid-template-columns:minmax(110px,auto) 1fr;gap:8px 16px;margin:12px 0}dt{color:var(--quiet)}dd{margin:0;white-space:pre-wrap}
        """;

    public static string Encode(string? text) => WebUtility.HtmlEncode(text) ?? "";

    public static string List(IEnumerable<(string Link, string Title, string Note)> items)
    {
        var rows = items.Select(x => $"<a class=\"row\" href=\"{x.Link}\">{Encode(x.Title)} <span class=\"quiet\">{Encode(x.Note)}</span></a>").ToList();
        return rows.Count == 0 ? "<p class=\"quiet\">Noch nichts.</p>" : $"<div class=\"card\">{string.Concat(rows)}</div>";
    }

    public static IResult Page(string title, string body, int status = 200) => Results.Content(
        $"<!doctype html><html lang=\"de\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{Encode(title)}</title><style>{Style}</style></head>"
        + $"<body><header><a href=\"/\">Sandbox</a> <span class=\"quiet\">steht für Personio</span></header><main><h1>{Encode(title)}</h1>{body}</main></body></html>",
        "text/html; charset=utf-8", statusCode: status);
}
