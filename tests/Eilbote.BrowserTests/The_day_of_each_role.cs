using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>What each of a team does on an ordinary day, and that nothing else is offered. An owner's day is in <see cref="A_team"/>.</summary>
public sealed partial class The_day_of_each_role(RunningDemo demo)
{
    private const string Rosa = "rosa@musterfirma.example";

    [Fact]
    public async Task A_recruiter_finds_an_application_takes_a_table_along_and_changes_a_job_ad()
    {
        await demo.AppliedAsync();
        var rosa = await demo.SignInAsync(Rosa);
        Assert.Equal(0, await MenuAsync(rosa, "Team"));
        await rosa.FollowAsync("Bewerbungen");
        await rosa.FillAsync("#q", "Özt");
        await rosa.Keyboard.PressAsync("Enter");
        await rosa.WaitForURLAsync("**q=**");
        await rosa.ClickAsync("summary:has-text('Herunterladen')");
        var table = await rosa.RunAndWaitForDownloadAsync(() => rosa.FollowAsync("Tabelle (CSV)"));
        Assert.Contains("Öztürk", await File.ReadAllTextAsync(await table.PathAsync(), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        await rosa.Locator("tbody th a").First.ClickAsync();
        await rosa.GetByRole(AriaRole.Heading, new() { Name = "Änne Öztürk" }).WaitForAsync();

        await rosa.FollowAsync("Inserate", "Lagerleitung Süd bearbeiten");
        await rosa.FillAsync("#Place", "Wels");
        await rosa.PressAsync("Speichern");
        await rosa.GotoAsync(RunningDemo.Board);
        await rosa.GetByText("Wels").First.WaitForAsync();
        await rosa.GotoAsync(RunningDemo.Board + "/portal/smart-apply");
        Assert.Equal(0, await rosa.GetByRole(AriaRole.Button, new() { NameRegex = Verify() }).CountAsync());
        await RefusedAsync(rosa, "/portal/team", "/operators");
        await rosa.Context.CloseAsync();
    }

    [Fact]
    public async Task A_viewer_reads_everything_changes_nothing_and_goes_to_the_other_company()
    {
        await demo.AppliedAsync();
        var vera = await demo.SignInAsync(Every_page.Vera, 390);
        await WorkForAsync(vera, "Musterfirma");
        await vera.GotoAsync(RunningDemo.Board + "/portal/applications");
        Assert.Equal(0, await vera.GetByText("Mehrere von Hand").CountAsync());
        Assert.Equal(0, await vera.GetByText("Herunterladen, was hier steht").CountAsync());
        await vera.Locator("tbody th a").First.ClickAsync();
        await vera.GetByRole(AriaRole.Heading, new() { Name = "Änne Öztürk" }).WaitForAsync();
        var there = vera.Url;
        Assert.Equal(0, await vera.Locator("main form button.btn-primary").CountAsync());

        await WorkForAsync(vera, "Alpenwerk");
        Assert.Equal(404, (await vera.GotoAsync(there))!.Status);
        await RefusedAsync(vera, "/portal/team");
        await vera.Context.CloseAsync();
    }

    [Fact]
    public async Task A_technician_enters_values_and_sees_no_application()
    {
        var email = $"technik-{Guid.NewGuid():N}@musterfirma.example";
        var anna = await demo.SignInAsync(Every_page.Anna);
        await anna.FollowAsync("Team");
        await anna.Locator("#invite").GetByLabel("E-Mail-Adresse").FillAsync(email);
        await anna.Locator("#invite input[value=Technician]").CheckAsync();
        await anna.PressAsync("Einladen");
        await anna.GetByText("Die Einladung ist unterwegs.").WaitForAsync();
        await anna.Context.CloseAsync();

        var technician = await demo.VisitAsync(1280);
        await RunningDemo.AcceptInvitationAsync(technician, email);
        await technician.WaitForURLAsync("**/portal/smart-apply**");
        await technician.GetByLabel("Zugriffstoken").Or(technician.Locator("#access_token")).First.WaitForAsync();
        Assert.DoesNotContain("musterfirma-recruiting-token", await technician.ContentAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await MenuAsync(technician, "Bewerbungen"));
        await technician.GotoAsync(RunningDemo.Board + "/portal/applications");
        Assert.Contains("/portal/smart-apply", technician.Url, StringComparison.Ordinal);
        await technician.Context.CloseAsync();
    }

    [Fact]
    public async Task An_operator_adds_a_company_whose_first_owner_comes_by_invitation()
    {
        var name = $"Neue Firma {Guid.NewGuid():N}"[..20];
        var email = $"chefin-{Guid.NewGuid():N}@neu.example";
        var op = await demo.SignInAsync(Every_page.Operator);
        await op.GotoAsync(RunningDemo.Board + "/operators");
        await op.FillAsync("#Name", name);
        await op.FillAsync("#Email", "chefin");
        await op.PressAsync("Anlegen");
        await op.Locator(".invalid-feedback").WaitForAsync();
        Assert.Equal(name, await op.InputValueAsync("#Name"));
        await op.FillAsync("#Email", email);
        await op.PressAsync("Anlegen");
        await op.Locator("tbody th", new() { HasText = name }).WaitForAsync();
        await RefusedAsync(op, "/portal/applications");
        await op.Context.CloseAsync();

        var owner = await demo.VisitAsync();
        await RunningDemo.AcceptInvitationAsync(owner, email);
        await owner.WaitForURLAsync("**/portal");
        await owner.Locator(".side-head", new() { HasText = name }).WaitForAsync();
        await owner.GotoAsync(RunningDemo.Board + "/portal/team");
        await owner.GetByText("Sie selbst").WaitForAsync();
        await owner.Context.CloseAsync();
    }

    private static async Task WorkForAsync(IPage page, string employer)
    {
        await page.FollowAsync("Unternehmen wechseln");
        var switches = page.Locator("#employers li", new() { HasText = employer }).GetByRole(AriaRole.Button);
        if (await switches.CountAsync() > 0)
            await switches.ClickAsync();
        else
            await page.GotoAsync(RunningDemo.Board + "/portal");
        await page.Locator(".side-head", new() { HasText = employer }).WaitForAsync();
    }

    private static Task<int> MenuAsync(IPage page, string name) =>
        page.Locator(".side-nav").GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).CountAsync();

    private static async Task RefusedAsync(IPage page, params string[] paths)
    {
        foreach (var path in paths)
            Assert.Equal(403, (await page.GotoAsync(RunningDemo.Board + path))!.Status);
    }

    [GeneratedRegex("Verifizieren", RegexOptions.None, 1000)]
    private static partial Regex Verify();
}
