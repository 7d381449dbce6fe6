using System.Net;
using Eilbote.Deliveries;
using Eilbote.Members;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;
using static Eilbote.Tests.Deliveries.Supplementing;

namespace Eilbote.Tests.Deliveries;

/// <summary>What is handed in later, without filling the form again.</summary>
public sealed class A_supplement_from_the_receipt
{
    [Fact]
    public async Task Needs_no_whole_form()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(Database.Sqlite, post.Settings);
        var job = await app.AddJobAdAsync(Job);
        var first = await new Applicant(app.Http).ApplyAsync(job);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Contains($"{first.Receipt}/supplement", await GetAsync(app, first.Receipt!), StringComparison.Ordinal);
        var (status, location, html) = await HandInAsync(app, first.Receipt!, new() { ["phone"] = "+43 660 1234567" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("Bitte wählen Sie eine Datei, oder ändern Sie etwas.", html, StringComparison.Ordinal);
        (status, location, _) = await HandInAsync(
            app, first.Receipt!, new() { ["phone"] = "+43 660 1234567", ["message"] = "Zeugnis kommt nach." },
            new FormFile("documents", "Zeugnis.pdf", Applicant.Pdf(3000, 7)));
        Assert.Equal(HttpStatusCode.SeeOther, status);
        Assert.NotEqual(first.Receipt, location);
        await app.IdleAsync();
        // Whoever has the receipt has proven enough.
        Assert.Equal((DeliveryState.Supplement, null), await StateAsync(app));
        Assert.DoesNotContain(await post.TakeAsync(app), x => x.Subject!.StartsWith("Bitte bestätigen", StringComparison.Ordinal));
        using var member = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        var page = await member.GetAsync($"/portal/applications/{await LastIdAsync(app)}");
        Assert.DoesNotContain("keine zweite Bewerbung", page, StringComparison.Ordinal);
        Assert.All(["Zeugnis.pdf", "Zeugnis kommt nach.", "Öztürk", "hat zu ihrer Bewerbung etwas nachgereicht"], x => Assert.Contains(x, page, StringComparison.Ordinal));
        Assert.DoesNotContain("Adresse nicht bestätigt", page, StringComparison.Ordinal);
        Assert.Single(await app.Sandbox.ApplicationsAsync());
    }

    /// <summary>All that was sent goes when the first is withdrawn, before it is there.</summary>
    [Fact]
    public async Task Of_one_that_is_withdrawn_is_withdrawn_with_it()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync(Job);
        await app.ChangeAsync(db => db.Accounts.Single().PausedUntil = app.Clock.GetUtcNow().AddHours(1));
        var first = await new Applicant(app.Http).ApplyAsync(job);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await HandInAsync(
            app, first.Receipt!, new() { ["message"] = "Noch etwas." }, new FormFile("cv", "Neu.pdf", Applicant.Pdf(3000, 7)));
        await PostAsync(app, first.Receipt + "/withdraw");
        await app.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal(
            [DeliveryState.Withdrawn, DeliveryState.Withdrawn], await app.DbAsync(db => db.Deliveries.Select(x => x.State).ToListAsync()));
        Assert.All(await app.DbAsync(db => db.Applications.ToListAsync()), x => Assert.NotNull(x.ErasedAt));
        Assert.Empty(await app.Sandbox.ApplicationsAsync());
    }

    /// <summary>Whoever owns the address says "this was not me": what was handed in from that receipt is no more theirs.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_one_that_is_doubted_is_doubted_with_it(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        var receipt = await TwiceAsync(app, await app.AddJobAdAsync(Job));
        await HandInAsync(app, receipt, new() { ["message"] = "Noch etwas." });
        await app.IdleAsync();
        var link = Postbox.LinkIn((await post.TakeAsync(app)).Single(x => x.Subject!.StartsWith("Bitte bestätigen", StringComparison.Ordinal)));
        await PostAsync(app, link + "/doubt");
        Assert.Equal(2, await app.DbAsync(db => db.Deliveries.CountAsync(x => x.HeldBy == HeldBy.Doubt)));
        await PostAsync(app, link + "/mine");
        Assert.Equal(2, await app.DbAsync(db => db.Deliveries.CountAsync(x => x.State == DeliveryState.Supplement)));
    }

    /// <summary>Who typed somebody's address proves nothing by the receipt that they got for it.</summary>
    [Fact]
    public async Task Of_an_unproven_one_is_unproven_too()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(Database.Sqlite, post.Settings);
        var job = await app.AddJobAdAsync(Job);
        var second = await TwiceAsync(app, job);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await HandInAsync(app, second, new() { ["message"] = "Noch etwas." });
        await app.IdleAsync();
        Assert.Equal((DeliveryState.Held, HeldBy.Proof), await StateAsync(app));
        // Its owner confirms the one: the other was sent by the same person.
        await PostAsync(app, Postbox.LinkIn(await post.TakeOneAsync(app)) + "/confirm");
        Assert.All(
            await app.DbAsync(db => db.Deliveries.Where(x => x.RepeatedSince != null).Select(x => x.State).ToListAsync()),
            x => Assert.Equal(DeliveryState.Supplement, x));
    }
}
