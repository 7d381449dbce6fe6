using System.Security.Cryptography;
using System.Text;
using Eilbote.Deliveries;
using Eilbote.Mail;
using Eilbote.Members;
using Eilbote.Tests.Harness;
using Eilbote.Tests.Mail;
using Microsoft.Playwright;
using MimeKit;

namespace Eilbote.BrowserTests;

/// <summary>What an ATS does not take, with a real mail server: from the applicant's, the employer's and the ATS's side.</summary>
public sealed class The_second_path(RunningDemo demo)
{
    private const string Anna = "anna@musterfirma.example", Mailbox = "personal@musterfirma.example", Job = "1234568";

    [Fact]
    public async Task Takes_a_new_cv_along_where_an_owner_chose_so()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await StartAsync(smtp, Mailbox);
        var ad = await app.AddJobAdAsync(Job);
        var anna = await demo.SignInAsync(app, Anna);
        await anna.GotoAsync(app.At($"/portal/second-path?connection={app.ConnectionId}"));
        await anna.CheckAsync("input[name=documents]");
        await anna.ClickAsync("form[action='/portal/second-path/documents'] button");
        await anna.WaitForSelectorAsync("input[name=documents]:checked");

        await demo.ApplyAsync(app, ad, Cv("Lebenslauf.pdf", 1));
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        var cv = Cv("Lebenslauf neu.pdf", 2);
        var applicant = await demo.ApplyAsync(app, ad, cv);
        await ConfirmAsync(app, smtp);

        using var told = await TellAsync(app, smtp);
        Assert.Contains("Neu: Lebenslauf", told.TextBody, StringComparison.Ordinal);
        var attached = Assert.IsType<MimePart>(Assert.Single(told.Attachments));
        using var content = new MemoryStream();
        await attached.Content!.DecodeToAsync(content, TestContext.Current.CancellationToken);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(cv.Buffer)), Convert.ToHexString(SHA256.HashData(content.ToArray())));

        await TakeOverAsync(app, told, "Lebenslauf neu.pdf");
        await applicant.ReloadAsync();
        await applicant.GetByText("hat Ihre Bewerbung bei uns abgeholt").WaitForAsync();
        Assert.Single(await app.Sandbox.ApplicationsAsync());
    }

    /// <summary>The ATS knows the person for this job from the employer's career site.</summary>
    [Fact]
    public async Task Is_taken_by_who_applied_elsewhere()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await StartAsync(smtp, Mailbox);
        var ad = await app.AddJobAdAsync(Job);
        await app.Sandbox.FaultAsync("applications", "status", 400, reason: "errors.applicant-already-exists", count: 2);
        var applicant = await demo.ApplyAsync(app, ad, Cv("Lebenslauf.pdf", 1));
        await app.AdvanceAsync(TimeSpan.FromMinutes(11));
        await applicant.ReloadAsync();
        await applicant.GetByText("Eingegangen um").First.WaitForAsync();
        await ConfirmAsync(app, smtp);
        using var told = await TellAsync(app, smtp);
        Assert.Empty(told.Attachments);
        await TakeOverAsync(app, told, "Lebenslauf.pdf");
        await applicant.ReloadAsync();
        await applicant.GetByText("hat Ihre Bewerbung bei uns abgeholt").WaitForAsync();
        Assert.Empty(await app.Sandbox.ApplicationsAsync());
    }

    [Fact]
    public async Task Says_that_its_mailbox_is_dead_and_takes_another()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await StartAsync(smtp, "refused@musterfirma.example");
        var ad = await app.AddJobAdAsync(Job);
        await demo.ApplyAsync(app, ad, Cv("Lebenslauf.pdf", 1));
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await demo.ApplyAsync(app, ad, Cv("Lebenslauf neu.pdf", 2));
        await ConfirmAsync(app, smtp);
        await RunTellingAsync(app);
        var anna = await demo.SignInAsync(app, Anna);
        await anna.GotoAsync(app.At($"/portal/second-path?connection={app.ConnectionId}"));
        await anna.GetByText("nimmt refused@musterfirma.example keine E-Mail mehr an").WaitForAsync();
        await anna.FillAsync("#email", Mailbox);
        await anna.ClickAsync("form[action='/portal/second-path'] button.btn-primary");
        await app.Service<Mailer>().RunDueAsync(CancellationToken.None);
        using var asked = (await MailsAsync(smtp)).Last(x => x.To.ToString() == Mailbox);

        // Whoever reads it confirms, an owner admits: then it is told what waits.
        var reader = await demo.VisitAsync();
        await reader.GotoAsync(app.At(Postbox.LinkIn(asked)));
        await reader.FillAsync("#name", "Petra Postfach");
        await reader.ClickAsync("main form button[type=submit]");
        await anna.ReloadAsync();
        await anna.PressAsync("Adresse zulassen");
        await anna.GetByText("In Betrieb").First.WaitForAsync();
        using var told = await TellAsync(app, smtp);
        Assert.Contains("Nachreichung", told.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mandatory_question_is_learned_asked_answered_and_delivered()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await StartAsync(smtp, Mailbox);
        var ad = await app.AddJobAdAsync("1234580", "Vertrieb Außendienst");
        var applicant = await demo.ApplyAsync(app, ad);
        var anna = await demo.SignInAsync(app, Anna);
        await anna.GotoAsync(app.At($"/portal/questions?connection={app.ConnectionId}"));
        await anna.ClickAsync(".notice.bad summary");
        await anna.ClickAsync(".notice.bad a[href*='kind=ShortText'][href*='target=custom_attribute_1']");
        await anna.FillAsync("#label_de", "Kündigungsfrist");
        await anna.FillAsync("#label_en", "Notice period");
        await anna.ClickAsync("main form button.btn-primary");
        await anna.GetByText("sind um eine Antwort gebeten").Or(anna.GetByText("ist um eine Antwort gebeten")).First.WaitForAsync();
        await app.Service<Mailer>().RunDueAsync(CancellationToken.None);
        using var mail = (await MailsAsync(smtp)).Last(x => x.Subject!.EndsWith("eine Antwort fehlt noch", StringComparison.Ordinal));
        var phone = await demo.VisitAsync();
        foreach (var width in new[] { 1280, 390 })
            await phone.LookAsync(app.At(Postbox.LinkIn(mail)), width);
        Assert.DoesNotContain("Öztürk", await phone.ContentAsync(), StringComparison.Ordinal);
        await phone.FillInAsync("Kündigungsfrist", "3 Monate");
        await phone.PressAsync("Antwort senden");
        await phone.GetByText("Danke, das ist beantwortet").First.WaitForAsync();
        await app.IdleAsync();
        await applicant.ReloadAsync();
        await applicant.GetByText("Angekommen bei Musterfirma GmbH um").First.WaitForAsync();
        Assert.Contains("3 Monate", Assert.Single(await app.Sandbox.ApplicationsAsync()).GetRawText(), StringComparison.Ordinal);
    }

    private static async Task<TestApp> StartAsync(SmtpServer smtp, string mailbox)
    {
        var app = await TestApp.StartAsync(Database.Sqlite, smtp.Settings);
        await app.OpenSecondPathAsync(mailbox);
        await app.AddUserAsync(Anna, Role.Owner, app.EmployerId);
        return app;
    }

    /// <summary>The owner of the address follows the link and presses the button.</summary>
    private async Task ConfirmAsync(TestApp app, SmtpServer smtp)
    {
        await app.Service<Mailer>().RunDueAsync(CancellationToken.None);
        using var mail = (await MailsAsync(smtp)).Last(x => x.Subject!.StartsWith("Bitte bestätigen", StringComparison.Ordinal));
        var page = await demo.VisitAsync();
        await page.GotoAsync(app.At(Postbox.LinkIn(mail)));
        await page.PressAsync("Ja, sie ist von mir");
        await page.GetByText("Ist diese Bewerbung von Ihnen?").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.Context.CloseAsync();
    }

    /// <summary>From the link in the mail to the button.</summary>
    private async Task TakeOverAsync(TestApp app, MimeMessage told, string document)
    {
        var anna = await demo.SignInAsync(app, Anna);
        await anna.GotoAsync(app.At(told.TextBody!.Split().First(x => x.Contains("/portal/applications/", StringComparison.Ordinal))));
        await anna.GetByText(document).First.WaitForAsync();
        await anna.FollowAsync("Übernehmen");
        await anna.ClickAsync("main form button[type=submit]");
        await anna.GetByText("Übergeben").First.WaitForAsync();
    }

    private static async Task<MimeMessage> TellAsync(TestApp app, SmtpServer smtp)
    {
        await RunTellingAsync(app);
        return (await MailsAsync(smtp)).Last(x => x.To.ToString() == Mailbox);
    }

    private static async Task RunTellingAsync(TestApp app)
    {
        await app.Service<SecondPathMails>().SweepAsync(CancellationToken.None);
        await app.Service<SecondPathMails>().IdleAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static async Task<IReadOnlyList<MimeMessage>> MailsAsync(SmtpServer smtp)
    {
        var mails = new List<MimeMessage>();
        foreach (var mail in smtp.Mails)
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(mail.GetProperty("content").GetString()!));
            mails.Add(await MimeMessage.LoadAsync(content));
        }
        return mails;
    }

    private static FilePayload Cv(string name, int seed) =>
        new() { Name = name, MimeType = "application/pdf", Buffer = Applicant.Pdf(2000, seed) };
}
