namespace Eilbote.BrowserTests;

/// <summary>An HR employee connects Personio by following the guide, and types only what the screens show.</summary>
public sealed class The_guide(RunningDemo demo)
{
    [Fact]
    public async Task Leads_from_its_first_step_to_an_application_in_personio()
    {
        await using var house = await DemoProcess.StartAsync();
        await using var person = await Person.AtAsync(house, demo.Browser);
        var (portal, personio) = (person.Portal, person.Personio);

        // 1 Job-ID
        await personio.FollowAsync("Alpenwerk AG", "Recruiting", "Stellen", "Mechatroniker:in", "Promoten", "Stellenbeschreibung");
        var (job, title, place) = (personio.Url[(personio.Url.LastIndexOf('/') + 1)..], await personio.InnerTextAsync("h1"), "Graz");
        await portal.FillInAsync("E-Mail", "georg@alpenwerk.example");
        await portal.FillInAsync("Passwort", RunningDemo.Password);
        await portal.PressAsync("Anmelden");
        await portal.FollowAsync("smart bewerben");
        await portal.FillInAsync("ATS Job ID", job);

        // 2 Unternehmens-ID and Zugriffs-Token
        await personio.GotoAsync(house.Sandbox);
        await personio.FollowAsync("Alpenwerk AG", "Einstellungen", "API-Zugriffsdaten");
        await personio.ClickAsync("text=Recruiting-API-Schlüssel");
        await portal.FillInAsync("Ihre Unternehmens-ID", await personio.ReadAsync("Unternehmens-ID"));
        await portal.FillInAsync("Zugriffs-Token", await personio.ReadAsync("Zugriffs-Token"));

        // 3 Kanal-ID
        await personio.FollowAsync("Einstellungen", "Recruiting", "Kanäle");
        await personio.ClickAsync("text=Neuen Kanal hinzufügen");
        await personio.FillInAsync("Name des externen Kanals", "Jobbörse");
        await personio.FillInAsync("Preismodell", "Flatrate");
        await personio.PressAsync("Kanal speichern");
        await personio.FollowAsync("Kanäle", "Jobbörse");
        await portal.FillInAsync("Kanal-ID", await personio.ReadAsync("Kanal-ID der Recruiting-API"));
        await portal.PressAsync("Speichern und Verifizieren");
        await portal.GetByText("Verbunden mit Personio").First.WaitForAsync();

        await portal.FollowAsync("Inserate", "Inserat anlegen");
        await portal.FillInAsync("Titel", title);
        await portal.FillInAsync("Ort", place);
        await portal.FillInAsync("ATS Job ID", job);
        await portal.FillInAsync("Text", "Sie warten Seilbahnen, auch im Winter.");
        await portal.PressAsync("Speichern");

        await (await demo.VisitAsync()).ApplyAsync(house.Board, title, "Alpenwerk AG");
        await personio.FollowAsync("Recruiting", "Stellen", title, "Bewerbungen", "Änne Öztürk");
        var arrived = await personio.InnerTextAsync("main");
        foreach (var shown in new[] { "aenne.oeztuerk@example.com", $"{title} ({job})", "Jobbörse" })
            Assert.Contains(shown, arrived, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Needs_only_the_pasted_link_and_three_copied_values_and_no_mouse()
    {
        await using var house = await DemoProcess.StartAsync();
        await using var person = await Person.AtAsync(house, demo.Browser);
        var (portal, personio) = (person.Portal, person.Personio);

        await portal.TypeAtAsync("E-Mail", "georg@alpenwerk.example");
        await portal.TypeAtAsync("Passwort", RunningDemo.Password);
        await portal.GoAsync();
        await portal.EnterAsync("smart bewerben");

        await personio.EnterAsync("Alpenwerk AG", "Bergführer:in", "Promoten", "Stellenbeschreibung");
        var link = personio.Url;
        await portal.TypeAtAsync("ATS Job ID", link);

        await personio.GotoAsync(house.Sandbox);
        await personio.EnterAsync("Alpenwerk AG", "Einstellungen", "API-Zugriffsdaten");
        await personio.EnterHereAsync("Recruiting-API-Schlüssel");
        await CopyAsync("Zugriffs-Token");
        await CopyAsync("Unternehmens-ID", "Ihre Unternehmens-ID");
        await personio.EnterAsync("Einstellungen");
        await personio.EnterHereAsync("Zum Inhalt");
        await personio.EnterAsync("Recruiting", "Kanäle", "Karrieremesse Graz");
        await CopyAsync("Kanal-ID der Recruiting-API", "Kanal-ID");
        await portal.EnterAsync("Speichern und Verifizieren");
        await portal.GetByText("Verbunden mit Personio").First.WaitForAsync();

        await portal.EnterAsync("Inserate", "Jetzt einlesen", "3 Stellen als Inserate übernehmen");
        await portal.GetByText("Bergführer:in").First.WaitForAsync();

        await using var other = await Person.AtAsync(house, demo.Browser);
        var applicant = other.Portal;
        await applicant.GotoAsync(house.Board);
        await applicant.EnterAsync("Bergführer:in", "Jetzt bewerben");
        await applicant.TypeAtAsync("Vorname", "Bé");
        await applicant.TypeAtAsync("Nachname", "Łoś");
        await applicant.TypeAtAsync("E-Mail", "be@example.com");
        await applicant.EnterAsync("Bewerbung senden");
        await applicant.GetByText("Angekommen bei Alpenwerk AG um").First.WaitForAsync();

        await personio.EnterAsync("Recruiting", "Bewerbungen", "Bé Łoś");
        var arrived = await personio.InnerTextAsync("main");
        Assert.Contains("be@example.com", arrived, StringComparison.Ordinal);
        Assert.Contains("Karrieremesse Graz", arrived, StringComparison.Ordinal);

        async Task CopyAsync(string shown, string? field = null)
        {
            await personio.EnterHereAsync(shown + " kopieren");
            await portal.PasteAtAsync(field ?? shown);
        }
    }

    /// <summary>Once the employer's host is known, each chapter of the guide opens the screen it speaks of.</summary>
    [Fact]
    public async Task Opens_the_screens_it_speaks_of()
    {
        var portal = await demo.SignInAsync("anna@musterfirma.example");
        await portal.GotoAsync(RunningDemo.Board + "/portal/smart-apply");
        var links = await portal.Locator($"a[href^='{RunningDemo.Sandbox}']").EvaluateAllAsync<string[]>("x => x.map(a => a.href)");
        var opened = new List<string>();
        foreach (var link in links.Distinct())
        {
            await portal.GotoAsync(link);
            opened.Add($"{await portal.InnerTextAsync(".company")} › {await portal.InnerTextAsync("h1")} › {await portal.Locator("main h2, main summary b").First.InnerTextAsync()}");
        }
        Assert.Equal(["Musterfirma GmbH › Recruiting › Stellen", "Musterfirma GmbH › API-Zugriffsdaten › Recruiting-API-Schlüssel",
            "Musterfirma GmbH › Recruiting › Kanäle", "Musterfirma GmbH › Recruiting › Karriereseite"], opened);
    }
}
