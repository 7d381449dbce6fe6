using System.Globalization;
using System.IO.Compression;
using Eilbote.Deliveries;
using Eilbote.Members;
using Eilbote.Tests.Harness;
using Eilbote.Tests.Mail;
using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>
/// The ladder from the applicant's, the employer's and the operator's side, over a weekend, a public holiday and a company holiday, to its
/// end. In December 2032 the 8th is a Wednesday; so far ahead that no browser takes its cookies for old.
/// </summary>
public sealed class What_nobody_takes(RunningDemo demo)
{
    private const string Anna = "anna@musterfirma.example", Operator = "betrieb@board.example", Mailbox = "personal@musterfirma.example";
    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    [Fact]
    public async Task Is_told_of_then_asked_for_and_given_back_in_the_end()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(Database.Sqlite, post.Settings);
        await UntilAsync(app, "2032-12-03 16:00");
        await app.OpenSecondPathAsync(Mailbox);
        await app.AddUserAsync(Anna, Role.Recruiter, app.EmployerId);
        await app.AddUserAsync(Operator, Role.Operator, null);
        // Its ATS does not publish this job.
        var ad = await app.AddJobAdAsync("999");

        var applicant = await demo.ApplyAsync(app, ad);
        await applicant.WaitForSelectorAsync("h1:has-text('Eingegangen um')");
        var receipt = applicant.Url;
        await app.IdleAsync();

        // One working hour on Friday, three on Monday; the list leads to what waits.
        Assert.Null(await ListAsync(app, post, "2032-12-04 12:00"));
        Assert.Null(await ListAsync(app, post, "2032-12-06 10:59"));
        var list = await ListAsync(app, post, "2032-12-06 11:00");
        Assert.Contains("1 · die Stelle ist nicht veröffentlicht", list, StringComparison.Ordinal);
        var anna = await demo.SignInAsync(app, Anna);
        await anna.GotoAsync(app.At(list!.Split().First(x => x.Contains("/portal/applications/", StringComparison.Ordinal))));
        await anna.GetByText("Ihr Postfach des zweiten Wegs").Or(anna.GetByText("Angehalten")).First.WaitForAsync();
        var application = anna.Url;

        // The 8th is a holiday: nothing comes, and three working days are over only on Thursday.
        Assert.NotNull(await ListAsync(app, post, "2032-12-07 08:01"));
        Assert.Null(await ListAsync(app, post, "2032-12-08 12:00"));
        Assert.False(await IsAskedAsync(app));
        await UntilAsync(app, "2032-12-09 16:01");
        Assert.True(await IsAskedAsync(app));

        // Company holidays, entered where the navigation leads: nothing is announced or ended in them, and the receipt says until when.
        await UntilAsync(app, "2033-01-28 12:00");
        anna = await demo.SignInAsync(app, Anna);
        await anna.FollowAsync("Profil");
        await anna.ClickAsync("section:has-text('Arbeitstage') a:has-text('Ansehen und ändern')");
        await anna.FillAsync("#From", "2033-01-31");
        await anna.FillAsync("#Until", "2033-02-08");
        await anna.PressAsync("Eintragen");
        await anna.GetByText("31.01.2033 bis 08.02.2033").First.WaitForAsync();
        await UntilAsync(app, "2033-02-07 09:00");
        foreach (var width in new[] { 390, 1280 })
            await applicant.LookAsync(receipt, width);
        await applicant.GetByText("hat bis 08.02.2033 geschlossen").WaitForAsync();

        await UntilAsync(app, "2033-02-09 08:01");
        await post.TakeAsync(app);
        foreach (var width in new[] { 390, 1280 })
            await applicant.LookAsync(receipt, width);
        await applicant.GetByText("16.02.2033").First.WaitForAsync();
        anna = await demo.SignInAsync(app, Anna);
        await anna.GotoAsync(application);
        await anna.GetByText("Geschieht bis 16.02.2033 nichts").First.WaitForAsync();

        await UntilAsync(app, "2033-02-16 08:02");
        await post.TakeAsync(app);
        await applicant.GotoAsync(receipt);
        await applicant.GetByText("niemand hat sie übernommen").First.WaitForAsync();
        var download = await applicant.RunAndWaitForDownloadAsync(() => applicant.ClickAsync("a[href$='application.zip']"));
        await using (var zip = await ZipFile.OpenReadAsync(await download.PathAsync(), TestContext.Current.CancellationToken))
            Assert.NotEmpty(zip.Entries);
        anna = await demo.SignInAsync(app, Anna);
        await anna.GotoAsync(application);
        await anna.GetByText("haben wir sie der Person zurückgegeben").First.WaitForAsync();
        Assert.False(await IsAskedAsync(app));
        Assert.Empty(await app.Sandbox.ApplicationsAsync());
        Assert.Null(await ListAsync(app, post, "2033-02-17 12:00"));
    }

    private async Task<bool> IsAskedAsync(TestApp app)
    {
        var page = await demo.SignInAsync(app, Operator);
        await page.GotoAsync(app.At("/operators"));
        var asked = await page.GetByRole(AriaRole.Heading, new() { Name = "Bitte nachfragen" }).CountAsync() > 0;
        await page.Context.CloseAsync();
        return asked;
    }

    /// <summary>The text of the list that the second path has got by then; null when none came.</summary>
    private static async Task<string?> ListAsync(TestApp app, Postbox post, string local)
    {
        await UntilAsync(app, local);
        await app.Service<WaitingLists>().RunDueAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        return (await post.TakeAsync(app)).SingleOrDefault(x => x.To.ToString() == Mailbox)?.TextBody;
    }

    /// <param name="local">On the board's clock.</param>
    private static Task UntilAsync(TestApp app, string local)
    {
        var at = DateTime.Parse(local, CultureInfo.InvariantCulture);
        return app.AdvanceAsync(new DateTimeOffset(at, Vienna.GetUtcOffset(at)) - app.Clock.GetUtcNow());
    }
}
