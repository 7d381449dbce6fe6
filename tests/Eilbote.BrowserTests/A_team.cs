using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>The day of each role, and passkeys, as people meet them.</summary>
public sealed class A_team(RunningDemo demo)
{
    [Fact]
    public async Task Is_invited_signs_in_and_is_let_go()
    {
        var email = $"neu-{Guid.NewGuid():N}@musterfirma.example";
        var anna = await demo.SignInAsync(Every_page.Anna);
        await anna.FollowAsync("Team");
        var invite = anna.Locator("#invite");
        await invite.GetByLabel("E-Mail-Adresse").FillAsync(email);
        await invite.Locator("input[value=Viewer]").CheckAsync();
        await anna.PressAsync("Einladen");
        await anna.GetByText("Die Einladung ist unterwegs.").WaitForAsync();

        var phone = await demo.VisitAsync();
        await RunningDemo.AcceptInvitationAsync(phone, email);
        await phone.WaitForURLAsync("**/portal");
        Assert.Equal(0, await phone.GetByRole(AriaRole.Link, new() { Name = "Team", Exact = true }).CountAsync());
        await phone.GotoAsync(RunningDemo.Board + "/portal/job-ads/new");
        Assert.Equal(0, await phone.GetByRole(AriaRole.Button, new() { Name = "Speichern" }).CountAsync());

        await anna.GotoAsync(RunningDemo.Board + "/portal/team");
        await anna.Locator("details.member", new() { HasText = email }).Locator("> summary").ClickAsync();
        await anna.GetByRole(AriaRole.Button, new() { Name = $"Zugang beenden {email}" }).ClickAsync();
        await anna.GetByText("Der Zugang ist beendet").WaitForAsync();
        await phone.GotoAsync(RunningDemo.Board + "/portal/applications");
        await phone.GetByText("Das dürfen Sie hier nicht.").WaitForAsync();
        await phone.Context.CloseAsync();
        await anna.Context.CloseAsync();
    }

    /// <summary>Made on the account's page, then used instead of the password, in a browser that makes and keeps it.</summary>
    [Fact]
    public async Task Signs_in_with_a_passkey()
    {
        var context = await demo.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 390, Height = 844 } });
        var page = await context.NewPageAsync();
        var device = await context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        await page.GotoAsync(RunningDemo.Board + "/sign-in?to=/account");
        await page.FillAsync("#email", Every_page.Lena);
        await page.FillAsync("#password", RunningDemo.Password);
        await page.PressAsync("Anmelden");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Mein Telefon");
        await page.PressAsync("Passkey hinzufügen");
        await page.GetByText("Der Passkey ist angelegt.").WaitForAsync();
        await page.PressAsync("Abmelden");

        await page.GotoAsync(RunningDemo.Board + "/sign-in");
        await page.PressAsync("Mit Passkey anmelden");
        await page.WaitForURLAsync("**/portal");
        await page.GotoAsync(RunningDemo.Board + "/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Entfernen Mein Telefon" }).ClickAsync();
        await page.WaitForURLAsync("**/account#passkeys");
        Assert.Equal(0, await page.GetByText("Mein Telefon").CountAsync());
        await page.PressAsync("Abmelden");
        await page.GotoAsync(RunningDemo.Board + "/sign-in");
        await page.PressAsync("Mit Passkey anmelden");
        await page.GetByText("E-Mail oder Passwort stimmen nicht.").WaitForAsync();
        await context.CloseAsync();
    }
}
