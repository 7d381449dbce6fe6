using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Eilbote.Tests.Harness;

/// <summary>Walks through pages by what stands on links and buttons, as a browser does without JavaScript.</summary>
public sealed class Visitor(HttpClient http)
{
    private IHtmlDocument _page = null!;

    public string Path { get; private set; } = "/";
    public HttpStatusCode Status { get; private set; }
    public string Text =>
        string.Join(' ', _page.Body!.Descendants<IText>().Select(x => x.Data)
        .SelectMany(x => x.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    public async Task OpenAsync(string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        if (response.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther)
        {
            await OpenAsync(response.Headers.Location!.ToString());
            return;
        }
        (Path, Status) = (path, response.StatusCode);
        _page = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStreamAsync());
    }

    public Task FollowAsync(string label) => OpenAsync(Find("a", label).GetAttribute("href")!);

    /// <summary>Follows links with these labels, one after the other.</summary>
    public async Task WalkAsync(params string[] labels)
    {
        foreach (var label in labels)
            await FollowAsync(label);
    }

    public async Task PressAsync(string button, params (string Name, string Value)[] typed)
    {
        var pressed = (IHtmlButtonElement)Find("button", button);
        var form = pressed.Form!;
        var fields = form.QuerySelectorAll("input[name], select[name], textarea[name]")
            .ToDictionary(x => x.GetAttribute("name")!, x => x switch
        {
            IHtmlSelectElement select => select.Value ?? "",
            IHtmlTextAreaElement area => area.Value,
            _ => x.GetAttribute("value") ?? "",
        });
        if (pressed.Name is { Length: > 0 } name)
            fields[name] = pressed.Value;
        foreach (var (field, value) in typed)
        {
            Assert.True(fields.ContainsKey(field), $"{Path} has no field {field}");
            fields[field] = value;
        }
        using var content = new FormUrlEncodedContent(fields);
        using var response = await http.PostAsync(new Uri(form.GetAttribute("action") ?? Path, UriKind.Relative), content);
        Assert.True(response.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther,
            $"{Path} {button}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        await OpenAsync(response.Headers.Location!.ToString());
    }

    /// <summary>What the button beside a value copies.</summary>
    public string Copied(string label) => _page.QuerySelectorAll("[data-copy]")
        .Single(x => x.GetAttribute("aria-label") == label + " kopieren").GetAttribute("data-copy")!;

    /// <summary>What stands in the page itself goes before the menu above it.</summary>
    private IElement Find(string element, string label) =>
        _page.QuerySelectorAll("main " + element).Concat(_page.QuerySelectorAll(element))
            .FirstOrDefault(x => x.TextContent.Trim().TrimStart('‹').Trim() == label)
            ?? throw new InvalidOperationException($"{Path} has no {element} “{label}”: {Text}");
}
