using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

public sealed class Someone_applies(RunningDemo demo)
{
    /// <summary>The smallest whole PDF: one empty page.</summary>
    private static byte[] Pdf(string comment) => Encoding.ASCII.GetBytes(
        $"%PDF-1.4\n%{comment}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

    [Fact]
    public async Task With_a_cv_and_sees_it_arrive()
    {
        var cv = File("Lebenslauf Änne.pdf");
        var arrived = await ApplyAsync("eine@example.com", page => page.SetInputFilesAsync("#cv", cv));

        Assert.Equal(("Änne", "Öztürk"), (arrived.GetProperty("first_name").GetString(), arrived.GetProperty("last_name").GetString()));
        Assert.Equal("Guten Tag,\nich freue mich.", arrived.GetProperty("message").GetString());
        Assert.Equal("+43 660 1234567", arrived.GetProperty("attributes").GetProperty("phone").GetString());
        Assert.Equal(250624, arrived.GetProperty("channel").GetInt64());
        Assert.Equal(1234568, arrived.GetProperty("job").GetProperty("id").GetInt64());
        Assert.Equal([("Lebenslauf Änne.pdf", "cv", Hash(cv))], Documents(arrived));
    }

    [Fact]
    public async Task With_four_more_documents()
    {
        var (cv, letter) = (File("cv.pdf"), File("brief.pdf"));
        var documents = Enumerable.Range(1, 4).Select(x => File($"zeugnis-{x}.pdf")).ToArray();
        var arrived = await ApplyAsync("viele@example.com", async page =>
        {
            await page.SetInputFilesAsync("#cv", cv);
            await page.ClickAsync("summary");
            await page.SetInputFilesAsync("#cover_letter", letter);
            await page.SetInputFilesAsync("#documents", documents);
        });

        var categories = new[] { "other", "certificate", "employment-reference", "work-sample" };
        Assert.Equal(
            [("cv.pdf", "cv", Hash(cv)), ("brief.pdf", "cover-letter", Hash(letter)),
                .. documents.Select((x, i) => (x.Name, categories[i], Hash(x)))],
            Documents(arrived));
    }

    [Fact]
    public async Task And_what_was_typed_and_chosen_is_kept_when_something_is_wrong()
    {
        var page = await demo.VisitAsync();
        await OpenAsync(page);
        await page.FillAsync("#first_name", "Änne");
        await page.SetInputFilesAsync("#cv", File("cv.pdf"));
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync(".error-summary");
        Assert.Equal("Änne", await page.InputValueAsync("#first_name"));
        Assert.Contains("cv.pdf", await page.InnerTextAsync(".kept"), StringComparison.Ordinal);
        await page.FillAsync("#last_name", "Öztürk");
        await page.FillAsync("#email", "behalten@example.com");
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync("text=Angekommen bei Musterfirma");
        Assert.Single(Documents(await ArrivedAsync("behalten@example.com")));
    }

    [Fact]
    public async Task And_what_is_wrong_is_read_first_and_its_mark_goes_when_it_is_mended()
    {
        var page = await demo.VisitAsync();
        await OpenAsync(page);
        await page.FillAsync("#email", "keine-adresse");
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync(".error-summary");
        Assert.StartsWith("Fehler: Bewerben", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal("error-summary", await page.EvaluateAsync<string>("document.activeElement.className"));
        Assert.Equal(3, await page.Locator(".error-summary li").CountAsync());

        await page.FillAsync("#email", "immer noch keine");
        Assert.Equal("true", await page.GetAttributeAsync("#email", "aria-invalid"));
        foreach (var (field, text, left) in new[] {
            ("email", "eine@example.com", 2), ("first_name", "Änne", 1), ("last_name", "Öztürk", 0) })
        {
            await page.FillAsync("#" + field, text);
            Assert.Null(await page.GetAttributeAsync("#" + field, "aria-invalid"));
            Assert.Equal(0, await page.Locator($"#{field}-error").CountAsync());
            Assert.Equal(left, await page.Locator(".error-summary li").CountAsync());
        }
        Assert.Equal(0, await page.Locator(".error-summary").CountAsync());
    }

    [Fact]
    public async Task And_what_was_typed_outlives_a_reload_and_the_language_link_but_not_its_sending()
    {
        var page = await demo.VisitAsync();
        await OpenAsync(page);
        var form = page.Url;
        await page.FillAsync("#first_name", "Änne");
        await page.FillAsync("#message", "Guten Tag,\nich freue mich.");
        await page.ReloadAsync();
        Assert.Equal("Änne", await page.InputValueAsync("#first_name"));
        await page.ClickAsync("text=English");
        await page.WaitForSelectorAsync("text=Send application");
        Assert.Equal(("Änne", "Guten Tag,\nich freue mich."),
            (await page.InputValueAsync("#first_name"), await page.InputValueAsync("#message")));

        await page.FillAsync("#last_name", "Öztürk");
        await page.FillAsync("#email", "bleibt@example.com");
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync("text=Arrived at Musterfirma");
        await page.GotoAsync(form);
        Assert.Equal("", await page.InputValueAsync("#first_name"));
    }

    [Fact]
    public async Task And_a_file_that_the_next_page_cannot_have_is_named_at_its_field_until_it_is_chosen_again()
    {
        var page = await demo.VisitAsync();
        await OpenAsync(page);
        var form = page.Url;
        await page.SetInputFilesAsync("#cv", File("cv.pdf"));
        await page.ClickAsync("summary");
        await page.SetInputFilesAsync("#documents", [File("a.pdf"), File("b.pdf")]);
        await page.ReloadAsync();
        await page.WaitForSelectorAsync("text=Bitte wählen Sie „cv.pdf“ noch einmal aus.");
        await page.WaitForSelectorAsync("text=Bitte wählen Sie „a.pdf“, „b.pdf“ noch einmal aus.");
        await page.ClickAsync("text=English");
        await page.WaitForSelectorAsync("text=Please choose “cv.pdf” again.");
        var described = (await page.GetAttributeAsync("#cv", "aria-describedby"))!.Split(' ')[^1];
        Assert.Equal("Please choose “cv.pdf” again.", await page.InnerTextAsync($"[aria-live=polite] #{described}"));

        await page.SetInputFilesAsync("#cv", File("neu.pdf"));
        Assert.Equal(0, await page.Locator("text=Please choose “cv.pdf” again.").CountAsync());
        Assert.DoesNotContain(described, await page.GetAttributeAsync("#cv", "aria-describedby"), StringComparison.Ordinal);
        await page.WaitForSelectorAsync("text=Please choose “a.pdf”, “b.pdf” again.");

        // The form that comes back has it; the one in the other language does not.
        await page.FillAsync("#first_name", "Änne");
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync(".error-summary");
        await page.WaitForSelectorAsync("text=Please choose “a.pdf”, “b.pdf” again.");
        Assert.Equal(0, await page.Locator("text=Please choose “neu.pdf” again.").CountAsync());
        await page.ClickAsync("text=Deutsch");
        await page.WaitForSelectorAsync("text=Bitte wählen Sie „neu.pdf“ noch einmal aus.");
        Assert.Equal("Änne", await page.InputValueAsync("#first_name"));

        // What was sent is not asked for by the next form.
        await page.SetInputFilesAsync("#cv", File("neu.pdf"));
        await page.FillAsync("#last_name", "Öztürk");
        await page.FillAsync("#email", "nocheinmal@example.com");
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync("text=Angekommen bei Musterfirma");
        await page.GotoAsync(form);
        await page.SetInputFilesAsync("#cover_letter", File("brief.pdf"));
        await page.Locator("#cover_letter ~ .files li").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.Equal(0, await page.Locator("text=noch einmal aus").CountAsync());
    }

    [Fact]
    public async Task And_what_is_too_large_is_said_before_it_is_sent()
    {
        var page = await demo.VisitAsync();
        await OpenAsync(page);
        var large = Path.Combine(Directory.CreateTempSubdirectory("eilbote-").FullName, "riesig.pdf");
        await using (var file = System.IO.File.Create(large))
            file.SetLength(20_000_001);
        await page.SetInputFilesAsync("#cv", large);
        Assert.Contains("Zu groß: höchstens 20 MB.", await page.InnerTextAsync(".files .bad"), StringComparison.Ordinal);
        await page.FillAsync("#first_name", "Änne");
        await page.ClickAsync("button[type=submit]");
        Assert.EndsWith("/apply", page.Url, StringComparison.Ordinal);
        Assert.Equal(("Änne", "cv"),
            (await page.InputValueAsync("#first_name"), await page.EvaluateAsync<string>("document.activeElement.id")));
        Directory.Delete(Path.GetDirectoryName(large)!, recursive: true);
    }

    private async Task<JsonElement> ApplyAsync(string email, Func<IPage, Task> choose)
    {
        var page = await demo.VisitAsync();
        await OpenAsync(page);
        await choose(page);
        await page.FillAsync("#first_name", "Änne");
        await page.FillAsync("#last_name", "Öztürk");
        await page.FillAsync("#email", email);
        await page.FillAsync("#phone", "+43 660 1234567");
        await page.FillAsync("#message", "Guten Tag,\nich freue mich.");
        await page.ClickAsync("button[type=submit]");
        await page.WaitForURLAsync("**/receipts/*");
        await page.WaitForSelectorAsync("h1:has-text('Angekommen bei Musterfirma GmbH um')");
        return await ArrivedAsync(email);
    }

    private static async Task OpenAsync(IPage page)
    {
        await page.GotoAsync(RunningDemo.Board);
        await page.ClickAsync("text=Buchhalter:in (m/w/d)");
        await page.ClickAsync("text=Jetzt bewerben");
    }

    private static async Task<JsonElement> ArrivedAsync(string email)
    {
        using var http = new HttpClient();
        var all = await http.GetFromJsonAsync<JsonElement[]>(RunningDemo.Sandbox + "/_sandbox/applications");
        return Assert.Single(all!, x => x.GetProperty("email").GetString() == email);
    }

    private static FilePayload File(string name) =>
        new() { Name = name, MimeType = "application/pdf", Buffer = Pdf(Convert.ToHexString(Encoding.UTF8.GetBytes(name))) };

    private static string Hash(FilePayload file) => Convert.ToHexStringLower(SHA256.HashData(file.Buffer));

    private static List<(string, string, string)> Documents(JsonElement arrived) => [.. arrived.GetProperty("documents").EnumerateArray()
        .Select(x => (x.GetProperty("name").GetString()!, x.GetProperty("category").GetString()!, x.GetProperty("sha256").GetString()!))];
}
