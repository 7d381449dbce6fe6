using System.Net;
using Eilbote.Members;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Operations;

/// <summary>By an operator, who invites its first owner and knows nobody's password.</summary>
public sealed class An_employer_is_added
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task And_its_first_owner_is_invited_by_mail(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        await app.AddUserAsync("betrieb@example.com", Role.Operator, null);
        using var operators = await MemberBrowser.SignInAsync(app, "betrieb@example.com");
        var html = await operators.PostAsync("/operators", "/operators/employers", new() { ["Name"] = "Neue GmbH", ["Email"] = "kein-at" },
            HttpStatusCode.UnprocessableEntity);
        Assert.Contains("vollständige E-Mail-Adresse", html, StringComparison.Ordinal);
        html = await operators.PostAsync("/operators", "/operators/employers", new() { ["Name"] = "Neue GmbH", ["Email"] = "chefin@neue.example" });
        Assert.Contains("Neue GmbH ist angelegt.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/invitations/", html, StringComparison.Ordinal);
        // Pressed twice.
        html = await operators.PostAsync("/operators", "/operators/employers", new() { ["Name"] = "Neue GmbH", ["Email"] = "chefin@neue.example" },
            HttpStatusCode.UnprocessableEntity);
        Assert.Contains("mit diesem Namen gibt es schon", html, StringComparison.Ordinal);
        using var owner = MemberBrowser.Of(app);
        await owner.PostAsync(Postbox.LinkIn(await post.TakeOneAsync(app)), new() { ["password"] = "ein langes passwort" });
        Assert.Equal("/portal", owner.Path);
        await owner.GetAsync("/portal/team");
        Assert.Equal(Role.Owner, await app.DbAsync(db => db.Memberships.Select(x => x.Role).SingleAsync()));
    }

    [Fact]
    public async Task And_without_mail_the_operator_hands_the_link_on()
    {
        await using var app = await TestApp.StartAsync();
        await app.AddUserAsync("betrieb@example.com", Role.Operator, null);
        using var operators = await MemberBrowser.SignInAsync(app, "betrieb@example.com");
        var html = await operators.PostAsync("/operators", "/operators/employers", new() { ["Name"] = "Neue GmbH", ["Email"] = "chefin@neue.example" });
        var link = html[html.IndexOf("/invitations/", StringComparison.Ordinal)..].Split('"')[0];
        using var owner = MemberBrowser.Of(app);
        Assert.Contains("Neue GmbH", await owner.GetAsync(link), StringComparison.Ordinal);
    }
}
