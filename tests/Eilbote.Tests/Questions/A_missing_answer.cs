using System.Net;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Members;
using Eilbote.Secrets;
using Eilbote.Tests.Mail;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Questions;

public sealed class A_missing_answer
{
    private static readonly Dictionary<string, string> Notice = new()
    {
        ["label_de"] = "Kündigungsfrist",
        ["label_en"] = "Notice period",
        ["required"] = "true",
        ["target"] = "custom_attribute_1",
    };

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_learned_proposed_accepted_asked_by_mail_and_delivered(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        var job = await app.AddJobAdAsync("1234580", "Vertrieb Außendienst");
        await new Applicant(app.Http).ApplyAsync(job);
        await new Applicant(app.Http).ApplyAsync(job, Applicant.Fields("zweite@example.com"));
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        Assert.Equal("NeedsEmployer", (await Asked.SeenAsync(app, member)).State);
        var questions = await member.GetAsync($"/portal/questions?connection={app.ConnectionId}");
        Assert.Contains("Im Wortlaut: ", questions, StringComparison.Ordinal);
        Assert.Contains("2 warten; 0 gehen jetzt, 2 brauchen noch eine Frage im Formular.", questions, StringComparison.Ordinal);
        Assert.Contains("required=true&target=custom_attribute_1", questions, StringComparison.Ordinal);

        questions = await AcceptAsync(app, member);
        Assert.Contains("2 warten; 0 gehen jetzt, 2 brauchen noch eine Antwort der Person.", questions, StringComparison.Ordinal);
        Assert.Contains("2 Personen sind um eine Antwort gebeten.", questions, StringComparison.Ordinal);
        var (state, page) = await Asked.SeenAsync(app, member);
        Assert.Equal("NeedsApplicant", state);
        Assert.Contains("wird zweimal erinnert", page, StringComparison.Ordinal);

        var mails = await post.TakeAsync(app);
        Assert.Equal(["aenne.oeztuerk@example.com", "zweite@example.com"], mails.Select(x => x.To.Mailboxes.Single().Address).Order());
        var mail = mails.Single(x => x.To.Mailboxes.Single().Address.StartsWith("aenne", StringComparison.Ordinal));
        Assert.Equal("Ihre Bewerbung bei Musterfirma GmbH: eine Antwort fehlt noch", mail.Subject);
        Assert.DoesNotContain("Öztürk", mail.To + mail.TextBody + mail.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Kündigungsfrist", mail.TextBody, StringComparison.Ordinal);
        var link = Postbox.LinkIn(mail);
        Assert.Equal(
            LinkTokens.Hash(link["/answers/".Length..]),
            await app.DbAsync(db => db.Applications.Where(x => x.EmailNormalized.StartsWith("aenne")).Select(x => x.AnswerHash).SingleAsync()));

        // A scanner that opens it changes nothing, and sees nothing of the application.
        using (var opened = await app.Http.GetAsync(new Uri(link, UriKind.Relative)))
        {
            var html = WebUtility.HtmlDecode(await opened.Content.ReadAsStringAsync());
            Assert.Contains("Kündigungsfrist", html, StringComparison.Ordinal);
            Assert.Contains("Vertrieb Außendienst", html, StringComparison.Ordinal);
            Assert.All(["Öztürk", "Änne", "aenne", "660 1234567", "ich freue mich"], x => Assert.DoesNotContain(x, html, StringComparison.Ordinal));
            Assert.True(opened.Headers.CacheControl!.NoStore);
            Assert.Equal(["no-referrer"], opened.Headers.GetValues("Referrer-Policy"));
            Assert.Equal(["noindex"], opened.Headers.GetValues("X-Robots-Tag"));
        }
        Assert.Empty(await app.Sandbox.ApplicationsAsync());
        var empty = await AnswerAsync(app, link, "kuendigungsfrist", "");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        Assert.Contains("Bitte beantworten Sie diese Frage.", empty.Html, StringComparison.Ordinal);
        var hashes = await app.DbAsync(db => db.Applications.OrderBy(x => x.Id).Select(x => x.ContentHash).ToListAsync());

        Assert.Equal(HttpStatusCode.SeeOther, (await AnswerAsync(app, link, "kuendigungsfrist", "3 Monate")).Status);
        Assert.Equal("3 Monate", (await Asked.ArrivedAsync(app)).Attributes["custom_attribute_1"]);
        Assert.Single(await app.Sandbox.ApplicationsAsync());
        Assert.Equal(hashes, await app.DbAsync(db => db.Applications.OrderBy(x => x.Id).Select(x => x.ContentHash).ToListAsync()));
        // Replayed.
        Assert.Contains("Danke, das ist beantwortet", await GetAsync(app, link), StringComparison.Ordinal);
        Assert.Contains("beantwortet", (await AnswerAsync(app, link, "kuendigungsfrist", "keine")).Html, StringComparison.Ordinal);
        Assert.Single(await app.Sandbox.ApplicationsAsync());
        var first = await app.DbAsync(db => db.Applications.Where(x => x.EmailNormalized.StartsWith("aenne")).Select(x => x.Id).SingleAsync());
        page = await member.GetAsync($"/portal/applications/{first}");
        Assert.Contains("3 Monate", page, StringComparison.Ordinal);
        Assert.Contains("Antwort ergänzt", page, StringComparison.Ordinal);
        await app.AdvanceAsync(TimeSpan.FromDays(2.1));
        Assert.DoesNotContain(await post.TakeAsync(app), x => x.To.ToString().Contains("aenne", StringComparison.Ordinal));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_asked_for_three_times_then_it_is_the_employers_again_and_a_new_link_can_be_had(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        await WaitAsync(app);
        using (var early = await MemberBrowser.JoinAsync(app, Role.Recruiter))
            await AcceptAsync(app, early);
        var link = Postbox.LinkIn(await post.TakeOneAsync(app));
        foreach (var (days, asked) in new[] { (1.9, 0), (0.2, 1), (2.8, 0), (0.2, 1), (8.8, 0) })
        {
            await app.AdvanceAsync(TimeSpan.FromDays(days));
            var mails = (await post.TakeAsync(app)).Where(x => x.Subject!.EndsWith("eine Antwort fehlt noch", StringComparison.Ordinal)).ToList();
            Assert.Equal(asked, mails.Count);
            Assert.All(mails, x => Assert.Equal(link, Postbox.LinkIn(x)));
        }
        Assert.Contains("Antwort senden", await GetAsync(app, link), StringComparison.Ordinal);
        await app.AdvanceAsync(TimeSpan.FromDays(0.2));
        await post.TakeAsync(app);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        var (state, page) = await Asked.SeenAsync(app, member);
        Assert.Equal("NeedsEmployer", state);
        Assert.Contains("Unvollständig", page, StringComparison.Ordinal);
        // Saved once more, the applicant is still asked no more.
        await member.PostAsync(
            $"/portal/questions/edit?connection={app.ConnectionId}&key=kuendigungsfrist", new(Notice) { ["label_de"] = "Ihre Frist" });
        Assert.DoesNotContain(await post.TakeAsync(app), x => x.Subject!.Contains("Antwort", StringComparison.Ordinal));

        var expired = await GetAsync(app, link);
        Assert.Contains("Dieser Link ist abgelaufen", expired, StringComparison.Ordinal);
        Assert.DoesNotContain("aenne", expired, StringComparison.Ordinal);
        Assert.DoesNotContain("Ihre Frist", expired, StringComparison.Ordinal);
        using (var form = new FormUrlEncodedContent([]))
        using (var renewed = await app.Http.PostAsync(new Uri(link + "/renew", UriKind.Relative), form))
            Assert.Contains("Ein neuer Link ist unterwegs", await renewed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var other = Postbox.LinkIn(await post.TakeOneAsync(app));
        Assert.NotEqual(link, other);
        using (var old = await app.Http.GetAsync(new Uri(link, UriKind.Relative)))
            Assert.Equal(HttpStatusCode.NotFound, old.StatusCode);
        await AnswerAsync(app, other, "kuendigungsfrist", "keine");
        Assert.Equal("keine", (await Asked.ArrivedAsync(app)).Attributes["custom_attribute_1"]);
    }

    [Fact]
    public async Task Is_given_on_the_receipt_as_well()
    {
        await using var app = await TestApp.StartAsync();
        var receipt = await WaitAsync(app);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await AcceptAsync(app, member);
        Assert.Contains("Eine Antwort fehlt noch", await GetAsync(app, receipt), StringComparison.Ordinal);
        var answers = receipt.Replace("/receipts/", "/answers/", StringComparison.Ordinal);
        Assert.Contains($"href=\"{answers}", await GetAsync(app, receipt), StringComparison.Ordinal);
        await AnswerAsync(app, answers, "kuendigungsfrist", "drei Monate");
        Assert.Equal("drei Monate", (await Asked.ArrivedAsync(app)).Attributes["custom_attribute_1"]);
        Assert.Contains("Angekommen", await GetAsync(app, receipt), StringComparison.Ordinal);
        Assert.Null((await app.DbAsync(db => db.Applications.SingleAsync())).AddressProvenAt);
    }

    [Fact]
    public async Task Is_no_more_asked_of_who_withdrew_and_a_strangers_link_leads_nowhere()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(settings: post.Settings);
        var receipt = await WaitAsync(app);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await AcceptAsync(app, member);
        var link = Postbox.LinkIn(await post.TakeOneAsync(app));
        using (var form = new FormUrlEncodedContent([]))
        using (await app.Http.PostAsync(new Uri(receipt + "/withdraw", UriKind.Relative), form))
        {
            var over = await GetAsync(app, link);
            Assert.Contains("Hier ist nichts mehr offen", over, StringComparison.Ordinal);
            Assert.DoesNotContain("Musterfirma GmbH ·", over, StringComparison.Ordinal);
        }
        Assert.Contains("nichts mehr offen", (await AnswerAsync(app, link, "kuendigungsfrist", "keine")).Html, StringComparison.Ordinal);
        await app.AdvanceAsync(TimeSpan.FromDays(3));
        Assert.Empty(await post.TakeAsync(app));
        Assert.Empty(await app.Sandbox.ApplicationsAsync());
        using var stranger = await app.Http.GetAsync(new Uri("/answers/" + new string('A', 22), UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
        Assert.DoesNotContain("Musterfirma", await stranger.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_is_refused_again_stays_visible_and_goes_out_once_its_place_is_right()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(settings: post.Settings);
        await app.Sandbox.SwitchAsync("attribute-field", "id");
        await WaitAsync(app);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await member.PostAsync(
            $"/portal/questions/edit?connection={app.ConnectionId}&kind=ShortText", new(Notice) { ["target"] = "custom_attribute_404" });
        await AnswerAsync(app, Postbox.LinkIn(await post.TakeOneAsync(app)), "kuendigungsfrist", "keine");
        Assert.Equal("NeedsEmployer", (await Asked.SeenAsync(app, member)).State);
        await member.PostAsync($"/portal/questions/edit?connection={app.ConnectionId}&key=kuendigungsfrist", new(Notice));
        Assert.Equal("keine", (await Asked.ArrivedAsync(app)).Attributes["custom_attribute_1"]);
        Assert.Empty(await post.TakeAsync(app));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_given_by_the_employer_only_with_what_says_nothing_and_that_is_told(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        var receipt = await WaitAsync(app);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await AcceptAsync(app, member);
        var list = $"/portal/questions?connection={app.ConnectionId}";
        Assert.DoesNotContain("Für alle mit", await member.GetAsync(list), StringComparison.Ordinal);
        await member.PostAsync(list, new() { ["deed"] = "answer", ["key"] = "kuendigungsfrist" });
        Assert.Equal("NeedsApplicant", (await Asked.SeenAsync(app, member)).State);

        var neutral = Asked.Of("frist", QuestionKind.OneOf, "Frist", "custom_attribute_1") with
        {
            Required = true,
            Options = [new("one", new("1 Monat", "1 month")), new("none", new("keine Angabe", "not specified"))],
        };
        foreach (var sensitive in new[] { true, false })
        {
            await Asked.SetAsync(app, neutral with { Sensitive = sensitive });
            await member.PostAsync(list, new() { ["deed"] = "answer", ["key"] = "frist" });
            await app.IdleAsync();
            Assert.Equal(sensitive ? 0 : 1, (await app.Sandbox.ApplicationsAsync()).Length);
        }
        Assert.Equal("keine Angabe", (await Asked.ArrivedAsync(app)).Attributes["custom_attribute_1"]);
        Assert.Contains("keine Angabe (vom Unternehmen ergänzt)", await GetAsync(app, receipt), StringComparison.Ordinal);
        Assert.Contains("keine Angabe (vom Unternehmen ergänzt)", (await Asked.SeenAsync(app, member)).Page, StringComparison.Ordinal);
        Assert.DoesNotContain(await post.TakeAsync(app), x => x.Subject!.Contains("Antwort", StringComparison.Ordinal));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_asked_for_at_once_where_the_form_was_changed_meanwhile_and_several_are_asked_together(Database database)
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(database, post.Settings);
        var job = await app.AddJobAdAsync("1234580", "Vertrieb Außendienst");
        await app.ChangeAsync(db => db.Connections.Single().State = Eilbote.Ats.ConnectionState.Held);
        await new Applicant(app.Http).ApplyAsync(job);
        await Asked.SetAsync(app, Asked.Notice, Asked.Licence with { Required = true });
        await app.ChangeAsync(db =>
        {
            db.Connections.Single().State = Eilbote.Ats.ConnectionState.Active;
            (db.Deliveries.Single().State, db.Deliveries.Single().HeldBy, db.Deliveries.Single().DueAt) = (
                DeliveryState.Queued, null, app.Clock.GetUtcNow());
        });
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        Assert.Equal("NeedsApplicant", (await Asked.SeenAsync(app, member)).State);
        var link = Postbox.LinkIn(await post.TakeOneAsync(app));
        Assert.Contains("2 Antworten fehlen noch", await GetAsync(app, link), StringComparison.Ordinal);
        var (status, html) = await AnswerAsync(app, link, "kuendigungsfrist", "keine Ahnung");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("keine Ahnung", html, StringComparison.Ordinal);
        Assert.Contains("Bitte wählen Sie eine Antwort.", html, StringComparison.Ordinal);
        (status, _) = await AnswerAsync(app, link, "fuehrerschein", "gibtesnicht");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        using (var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            [Asked.Notice.Field] = "keine",
            [Asked.Licence.Field] = "b",
        }))
        using (var sent = await app.Http.PostAsync(new Uri(link, UriKind.Relative), form))
            Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        var arrived = await Asked.ArrivedAsync(app);
        Assert.Equal(("keine", "custom_option_7"), (arrived.Attributes["custom_attribute_1"], arrived.Attributes["custom_attribute_2"]));
    }

    [Fact]
    public async Task Is_lacked_no_more_once_the_question_is_taken_back()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(settings: post.Settings);
        await WaitAsync(app);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await AcceptAsync(app, member);
        var link = Postbox.LinkIn(await post.TakeOneAsync(app));
        await app.Sandbox.SwitchAsync("required-attributes", "ignore");
        await member.PostAsync(
            $"/portal/questions?connection={app.ConnectionId}", new() { ["deed"] = "remove", ["key"] = "kuendigungsfrist" });
        Assert.Equal("Delivered", (await Asked.SeenAsync(app, member)).State);
        Assert.Contains("Danke, das ist beantwortet", await GetAsync(app, link), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_asked_for_at_the_right_address_once_that_is_corrected()
    {
        using var post = new Postbox(receipts: true);
        await using var app = await TestApp.StartAsync(settings: post.Settings);
        var receipt = await WaitAsync(app);
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        await AcceptAsync(app, member);
        await app.AdvanceAsync(TimeSpan.FromMinutes(11));
        var mails = await post.TakeAsync(app);
        var link = Postbox.LinkIn(mails.Single(x => x.Subject!.EndsWith("eine Antwort fehlt noch", StringComparison.Ordinal)));
        var mailed = Postbox.LinkIn(mails.Single(x => x.Subject!.StartsWith("Ihre Bewerbung bei Musterfirma GmbH braucht Sie", StringComparison.Ordinal)));
        using (var form = new FormUrlEncodedContent([]))
        using (await app.Http.PostAsync(new Uri(mailed + "/doubt", UriKind.Relative), form))
            Assert.Contains("nichts mehr offen", await GetAsync(app, link), StringComparison.Ordinal);
        using (var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["email"] = "richtig@example.com" }))
        using (await app.Http.PostAsync(new Uri(receipt, UriKind.Relative), form))
            Assert.Equal(DeliveryState.NeedsApplicant, await app.DbAsync(db => db.Deliveries.Select(x => x.State).SingleAsync()));
        var asked = (await post.TakeAsync(app)).Single(x => x.Subject!.EndsWith("eine Antwort fehlt noch", StringComparison.Ordinal));
        Assert.Equal("richtig@example.com", asked.To.Mailboxes.Single().Address);
        Assert.NotEqual(link, Postbox.LinkIn(asked));
        using var old = await app.Http.GetAsync(new Uri(link, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, old.StatusCode);
    }

    [Fact]
    public async Task Of_a_confidential_ad_is_asked_for_without_naming_it()
    {
        using var post = new Postbox();
        await using var app = await TestApp.StartAsync(settings: post.Settings);
        await WaitAsync(app);
        await app.ChangeAsync(db => db.ConfidentialAds.Add(new() { JobAdId = db.JobAds.Single().Id, EmployerId = app.EmployerId }));
        // Who was not named for it reads nothing of what waits there.
        using var member = await MemberBrowser.JoinAsync(app, Role.Owner);
        foreach (var page in new[] { "/portal", $"/portal/questions?connection={app.ConnectionId}", "/portal/smart-apply", "/portal/job-ads" })
        {
            var html = await member.GetAsync(page);
            Assert.All(["custom_attribute_1", "Im Wortlaut", "1 wartet", "1 braucht"], x => Assert.DoesNotContain(x, html, StringComparison.Ordinal));
        }
        await AcceptAsync(app, member);
        var mail = await post.TakeOneAsync(app);
        Assert.All([mail.Subject, mail.TextBody, mail.HtmlBody, mail.ReplyTo.ToString()], x => Assert.All(
            ["Musterfirma", "Vertrieb", "musterfirma"], name => Assert.DoesNotContain(name, x, StringComparison.Ordinal)));
    }

    /// <summary>One that waits because the form did not ask.</summary>
    private static async Task<string> WaitAsync(TestApp app)
    {
        var job = await app.AddJobAdAsync("1234580", "Vertrieb Außendienst");
        var receipt = (await new Applicant(app.Http).ApplyAsync(job)).Receipt!;
        await app.IdleAsync();
        Assert.Equal(DeliveryState.NeedsEmployer, await app.DbAsync(db => db.Deliveries.Select(x => x.State).SingleAsync()));
        return receipt;
    }

    private static Task<string> AcceptAsync(TestApp app, MemberBrowser member) =>
        member.PostAsync($"/portal/questions/edit?connection={app.ConnectionId}&kind=ShortText&required=true&target=custom_attribute_1", Notice);

    private static async Task<string> GetAsync(TestApp app, string path) =>
        WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri(path, UriKind.Relative)));

    private static async Task<(HttpStatusCode Status, string Html)> AnswerAsync(TestApp app, string link, string key, string value)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { [Question.FieldOf(key)] = value });
        using var response = await app.Http.PostAsync(new Uri(link, UriKind.Relative), form);
        return (response.StatusCode, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
    }
}
