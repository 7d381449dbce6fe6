using System.Text;
using Eilbote.Deliveries;
using Eilbote.Mail;
using Eilbote.Members;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using static Eilbote.Tests.Deliveries.Supplementing;

namespace Eilbote.Tests.Deliveries;

/// <summary>What the second path is told of a supplement, and what it gets.</summary>
public sealed class A_supplement_by_mail
{
    /// <summary>By a mail without documents and values, whose link asks for sign-in; once, and as soon as there is an address.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_told_to_the_second_path(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        var (job, secret) = (await app.AddJobAdAsync(Job), await app.AddJobAdAsync("1234571", "Geschäftsleitung"));
        await app.ChangeAsync(db => db.ConfidentialAds.Add(new() { JobAdId = secret, EmployerId = app.EmployerId }));
        foreach (var ad in new[] { job, secret })
        {
            await TwiceAsync(app, ad);
            await PostAsync(app, Postbox.LinkIn(await post.TakeOneAsync(app)) + "/confirm");
        }
        await TellAsync(app);
        Assert.Empty(await post.TakeAsync(app));
        await app.OpenSecondPathAsync();
        await app.ChangeAsync(db => db.Deliveries.Where(x => x.State == DeliveryState.Supplement).ToList()
            .ForEach(x => x.TellDueAt = app.Clock.GetUtcNow()));
        await TellAsync(app);
        var mails = await post.TakeAsync(app);
        Assert.Equal(["Eine weitere Bewerbung wartet", "Nachreichung: Buchhalter:in"], mails.Select(x => x.Subject!).Order());
        Assert.All(mails, x => Assert.Equal("personal@musterfirma.example", x.To.ToString()));
        var (told, silent) = (mails.Single(x => x.ReplyTo.Count == 1), mails.Single(x => x.ReplyTo.Count == 0));
        Assert.Equal(Mine, told.ReplyTo.ToString());
        Assert.All(
            ["Änne Öztürk", "Buchhalter:in", "Neu: Telefon", "/portal/applications/"],
            x => Assert.Contains(x, told.TextBody, StringComparison.Ordinal));
        Assert.All(
            ["Öztürk", "Geschäftsleitung", Mine, "Telefon"], x => Assert.DoesNotContain(x, silent.TextBody + silent.Subject, StringComparison.Ordinal));
        Assert.All(mails, x => Assert.DoesNotContain("7654321", x.TextBody, StringComparison.Ordinal));
        Assert.All(mails, x => Assert.Empty(x.Attachments));
        await TellAsync(app);
        Assert.Empty(await post.TakeAsync(app));
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        var id = await app.DbAsync(db => db.Applications.Where(x => x.JobAdId == job && x.Applicant.Phone == "+43 660 7654321")
            .Select(x => x.Id).SingleAsync());
        Assert.Contains("Ihr Postfach wurde per E-Mail davon verständigt.", await member.GetAsync($"/portal/applications/{id}"), StringComparison.Ordinal);
        Assert.Equal(2, (await app.Sandbox.ApplicationsAsync()).Length);
    }

    /// <summary>Where an owner chose so, and always where the ATS itself reads the mail: then one address stands in it, the applicant's.</summary>
    [Theory]
    [InlineData("personal@musterfirma.example", true, "mit", true), InlineData("personal@musterfirma.example", false, "mit", false)]
    [InlineData("personal@musterfirma.example", true, "vertraulich", false)]
    [InlineData("musterfirma-jobs@m.personio.com", false, "mit", true), InlineData("musterfirma-jobs@m.personio.com", false, "vertraulich", false)]
    public async Task Takes_its_documents_along(string address, bool chosen, string kind, bool attached)
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await TestApp.StartAsync(Database.Sqlite, smtp.Settings);
        await app.OpenSecondPathAsync(address);
        var job = await app.AddJobAdAsync(Job);
        if (kind == "vertraulich")
            await app.ChangeAsync(db => db.ConfidentialAds.Add(new() { JobAdId = job, EmployerId = app.EmployerId }));
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        var page = $"/portal/second-path?connection={app.ConnectionId}";
        Assert.Equal(address.Contains("personio", StringComparison.Ordinal),
            (await owner.GetAsync(page)).Contains("Nicht zugeordnete Nachrichten", StringComparison.Ordinal));
        if (chosen)
            await owner.PostAsync(page, "/portal/second-path/documents", new()
            {
                ["connection"] = app.ConnectionId.ToString(),
                ["email"] = address,
                ["documents"] = "true",
            });
        var pdf = Applicant.Pdf(5000, seed: 7);
        await new Applicant(app.Http).ApplyAsync(job);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields(Mine), new FormFile("cv", "lebenslauf neu.pdf", pdf));
        await app.IdleAsync();
        await app.AdvanceAsync(Supplements.ProofFor);
        await app.Service<Mailer>().RunDueAsync(CancellationToken.None);
        await TellAsync(app);
        // Not the list of what waits, which goes there, too.
        using var mail = await LoadAsync(smtp.Mails.Single(x => x.GetProperty("to")[0].GetString() == address
            && !x.GetProperty("content").GetString()!.Contains("am Arbeitstag", StringComparison.Ordinal)));
        Assert.Equal(attached, mail.Attachments.Any());
        if (!attached)
            return;
        using var content = new MemoryStream();
        await ((MimePart)mail.Attachments.Single()).Content!.DecodeToAsync(content);
        Assert.Equal(pdf, content.ToArray());
        Assert.Contains("Adresse nicht bestätigt", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal(1, mail.TextBody!.Count(x => x == '@'));
        Assert.Contains(Mine, mail.TextBody, StringComparison.Ordinal);
        // Another address is chosen anew.
        using var later = await MemberBrowser.JoinAsync(app, Role.Owner);
        await later.PostAsync(page, "/portal/second-path", new() { ["connection"] = app.ConnectionId.ToString(), ["email"] = "x@y.example" });
        Assert.False(await app.DbAsync(db => db.SecondPaths.Select(x => x.SendsDocuments).SingleAsync()));
    }

    /// <summary>The same mailbox in another spelling is no news, and who handed something in has not applied again.</summary>
    [Fact]
    public async Task Is_told_as_what_it_is()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(Database.Sqlite, post.Settings);
        await app.OpenSecondPathAsync();
        var job = await app.AddJobAdAsync(Job);
        var first = await new Applicant(app.Http).ApplyAsync(job);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await HandInAsync(app, first.Receipt!, new() { ["message"] = "Noch etwas." });
        await new Applicant(app.Http).ApplyAsync(
            job, new(Applicant.Fields(Mine.ToUpperInvariant())) { ["phone"] = "+43 660 7654321" });
        await app.IdleAsync();
        await app.AdvanceAsync(Supplements.ProofFor);
        var before = await post.TakeAsync(app);
        await TellAsync(app);
        var mails = before.Concat(await post.TakeAsync(app)).Where(x => x.Subject!.StartsWith("Nachreichung", StringComparison.Ordinal))
            .Select(x => x.TextBody!).ToList();
        Assert.Single(mails, x => x.Contains("etwas nachgereicht", StringComparison.Ordinal));
        Assert.Single(mails, x => x.Contains("noch einmal beworben", StringComparison.Ordinal)
            && x.Contains("Neu: Telefon.", StringComparison.Ordinal));
    }

    private static async Task<MimeMessage> LoadAsync(System.Text.Json.JsonElement mail)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(mail.GetProperty("content").GetString()!));
        return await MimeMessage.LoadAsync(content);
    }

    [Fact]
    public async Task Is_told_no_more_to_a_mailbox_that_is_not_there()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await TestApp.StartAsync(Database.Sqlite, smtp.Settings);
        await app.OpenSecondPathAsync("refused@musterfirma.example");
        await TwiceAsync(app, await app.AddJobAdAsync(Job));
        await app.AdvanceAsync(TimeSpan.FromHours(49));
        await app.Service<Mailer>().RunDueAsync(CancellationToken.None);
        for (var i = 0; i < 2; i++)
            await TellAsync(app);
        Assert.Equal((DeliveryState.Supplement, null), await StateAsync(app));
        Assert.Equal(1, await app.DbAsync(db => db.Exchanges.CountAsync(x => x.Step == "tell")));
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        Assert.Contains("keine E-Mail mehr an", await owner.GetAsync($"/portal/second-path?connection={app.ConnectionId}"), StringComparison.Ordinal);
    }

    private static async Task TellAsync(TestApp app)
    {
        await app.Service<SecondPathMails>().SweepAsync(CancellationToken.None);
        await app.Service<SecondPathMails>().IdleAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }
}
