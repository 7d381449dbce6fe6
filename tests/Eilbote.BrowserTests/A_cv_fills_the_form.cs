using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>A file is sent when it is chosen, and the CV proposes what it says; nothing of that is needed to apply.</summary>
public sealed class A_cv_fills_the_form(RunningDemo demo)
{
    private const string Cv = "t01-centred.pdf", Arrived = ".upload:has-text('übertragen'):not(:has(progress:not([hidden])))";

    [Fact]
    public async Task And_what_was_typed_stays_and_what_is_proposed_is_marked_until_it_is_touched()
    {
        var page = await OpenAsync();
        await page.FillAsync("#first_name", "Annette");
        await page.SetInputFilesAsync("#cv", Fixture(Cv));
        await page.WaitForSelectorAsync(Arrived);
        Assert.Equal(["Annette", "Gruber", "anna.gruber@example.com", "+43 664 1234567"], await ValuesAsync(page));
        Assert.Equal("Aus dem Lebenslauf übernommen, bitte prüfen: Nachname, E-Mail, Telefon.", await page.InnerTextAsync("[role=status]"));
        Assert.Equal(["last_name-proposed", "email-proposed", "phone-proposed"],
            await page.EvaluateAsync<string[]>("[...document.querySelectorAll('.proposed')].map(x => x.id)"));
        Assert.Equal("last_name-proposed", await page.GetAttributeAsync("#last_name", "aria-describedby"));
        await page.NoViolationAsync();
        await page.FillAsync("#email", "anna@example.com");
        Assert.Equal(0, await page.Locator("#email-proposed").CountAsync());

        // What has arrived is not sent again.
        var sent = page.WaitForRequestAsync(x => x.Method == "POST" && x.Url.EndsWith("/apply", StringComparison.Ordinal));
        await page.ClickAsync("button[type=submit]");
        Assert.InRange((await sent).PostDataBuffer?.Length ?? 0, 1, 4_000);
        await page.WaitForSelectorAsync("text=Angekommen bei Musterfirma");
        Assert.Equal([Cv], await DocumentsAsync("anna@example.com"));
    }

    [Fact]
    public async Task And_a_large_one_moves_on_a_slow_line_is_cancelled_and_removed()
    {
        var page = await OpenAsync();
        var line = await page.Context.NewCDPSessionAsync(page);
        await SlowAsync(line, offline: false);
        await page.SetInputFilesAsync("#cv", Large("gross.pdf"));
        await page.WaitForFunctionAsync("() => { const v = document.querySelector('progress')?.value; return v > .05 && v < .9; }");
        await page.ClickAsync("text=Abbrechen");
        Assert.Equal(0, await page.Locator(".upload").CountAsync());
        Assert.Equal("[]", await page.InputValueAsync("[name=kept]"));
        Assert.Equal(0, await page.EvaluateAsync<int>("document.querySelector('#cv').files.length"));

        await page.SetInputFilesAsync("#cv", Fixture(Cv));
        await page.WaitForSelectorAsync(Arrived);
        await page.ClickAsync("text=Entfernen");
        Assert.Equal("[]", await page.InputValueAsync("[name=kept]"));
        await page.FillAsync("#email", "ohne@example.com");
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync("text=Angekommen bei Musterfirma");
        Assert.Empty(await DocumentsAsync("ohne@example.com"));
    }

    [Fact]
    public async Task And_what_the_server_does_not_take_now_travels_with_the_form()
    {
        var page = await OpenAsync();
        await page.RouteAsync("**/apply/documents*", route => route.FulfillAsync(new() { Status = 409, Body = "kein JSON" }));
        await page.SetInputFilesAsync("#cv", Fixture(Cv));
        await page.WaitForSelectorAsync("text=geht beim Senden mit");
        await FillAsync(page, "mit@example.com");
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync("text=Angekommen bei Musterfirma");
        Assert.Equal([Cv], await DocumentsAsync("mit@example.com"));
    }

    [Fact]
    public async Task And_what_breaks_off_is_tried_again_and_costs_no_other_file()
    {
        var page = await OpenAsync();
        var broken = 0;
        await page.RouteAsync("**/apply/documents*", route => broken++ < 2 ? route.AbortAsync("connectionreset") : route.ContinueAsync());
        await page.SetInputFilesAsync("#cv", Fixture(Cv));
        await page.ClickAsync("summary");
        await page.SetInputFilesAsync("#documents", [Large("zeugnis.pdf")]);
        await page.WaitForFunctionAsync("() => JSON.parse(document.querySelector('[name=kept]').value).length === 2");
        Assert.True(broken > 2);
        await FillAsync(page, "zweimal@example.com");
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync("text=Angekommen bei Musterfirma");
        Assert.Equal(2, (await DocumentsAsync("zweimal@example.com")).Count);
    }

    [Fact]
    public async Task Without_a_script_by_a_button()
    {
        await using var context = await demo.Browser.NewContextAsync(new() { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await GoAsync(page);
        await page.FillAsync("#phone", "0660 1");
        await page.SetInputFilesAsync("#cv", Fixture(Cv));
        await page.PressAsync("Angaben aus dem Lebenslauf übernehmen");
        await page.WaitForSelectorAsync(".kept");
        Assert.Equal(["Anna", "Gruber", "anna.gruber@example.com", "0660 1"], await ValuesAsync(page));
        Assert.Equal(3, await page.Locator("[data-proposed]").CountAsync());
        // Enter in a field sends; it does not ask the CV again.
        await page.FillAsync("#phone", "0660 1234567");
        await page.FillAsync("#email", "ohneskript@example.com");
        await page.PressAsync("#email", "Enter");
        await page.WaitForURLAsync("**/receipts/*");
    }

    [Fact]
    public async Task And_the_form_is_there_in_40_KB_and_four_requests()
    {
        var page = await demo.VisitAsync();
        await GoAsync(page);
        var form = page.Url;
        var fresh = await demo.VisitAsync();
        var requests = new List<IRequest>();
        fresh.RequestFinished += (_, request) => requests.Add(request);
        await fresh.GotoAsync(form, new() { WaitUntil = WaitUntilState.NetworkIdle });
        var bytes = 0;
        foreach (var sizes in await Task.WhenAll(requests.Select(x => x.SizesAsync())))
            bytes += sizes.ResponseBodySize + sizes.ResponseHeadersSize;
        Assert.True(requests.Count <= 4 && bytes < 40_000, $"{bytes} bytes in " + string.Join(", ", requests.Select(x => x.Url)));
    }

    private async Task<IPage> OpenAsync()
    {
        var page = await demo.VisitAsync();
        await GoAsync(page);
        return page;
    }

    private static async Task GoAsync(IPage page)
    {
        await page.GotoAsync(RunningDemo.Board);
        await page.ClickAsync("text=Buchhalter:in (m/w/d)");
        await page.ClickAsync("text=Jetzt bewerben");
    }

    private static async Task FillAsync(IPage page, string email)
    {
        foreach (var (field, value) in new[] { ("first_name", "Änne"), ("last_name", "Öztürk"), ("email", email) })
            await page.FillAsync("#" + field, value);
    }

    private static async Task<string[]> ValuesAsync(IPage page)
    {
        var values = new List<string>();
        foreach (var field in new[] { "first_name", "last_name", "email", "phone" })
            values.Add(await page.InputValueAsync("#" + field));
        return [.. values];
    }

    private static Task SlowAsync(ICDPSession line, bool offline, int bytesPerSecond = 400_000) =>
        line.SendAsync("Network.emulateNetworkConditions", new()
        { ["offline"] = offline, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = bytesPerSecond });

    private static async Task<List<string>> DocumentsAsync(string email)
    {
        using var http = new HttpClient();
        var all = await http.GetFromJsonAsync<JsonElement[]>(RunningDemo.Sandbox + "/_sandbox/applications");
        return [.. Assert.Single(all!, x => x.GetProperty("email").GetString() == email).GetProperty("documents").EnumerateArray()
            .Select(x => x.GetProperty("name").GetString()!)];
    }

    private static FilePayload Large(string name)
    {
        var content = new byte[10_000_000];
        new Random(1).NextBytes(content);
        "%PDF-1.4\n"u8.CopyTo(content);
        return new() { Name = name, MimeType = "application/pdf", Buffer = content };
    }

    private static FilePayload Fixture(string name, [CallerFilePath] string path = "") => new()
    {
        Name = name,
        MimeType = "application/pdf",
        Buffer = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(path)!, "..", "Eilbote.Tests", "Prefill", "Fixtures", "tuned", name)),
    };
}
