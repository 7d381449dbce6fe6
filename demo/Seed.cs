using Eilbote;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Employers;
using Eilbote.Members;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Demo;

/// <summary>
/// Demo data: one employer that is connected to the sandbox, one that is not, one with a receiver of its own, and an operator.
/// </summary>
internal static class Seed
{
    public const string ConnectedLogin = "anna@musterfirma.example", NewLogin = "georg@alpenwerk.example",
        WebhookLogin = "lena@donauwerft.example", MailLogin = "paula@traunseebrot.example",
        RecruiterLogin = "rosa@musterfirma.example", ViewerLogin = "vera@musterfirma.example",
        OperatorLogin = "betrieb@jobboerse.example", Password = "eilbote-demo-1";

    /// <summary>As the receiver has it.</summary>
    private const string ReceiverSecret = "whsec_ZGVtby1zZWNyZXQtb2YtdGhlLWRvbmF1d2VyZnQtMzI=";

    /// <summary>Does nothing when the database already holds an employer.</summary>
    public static async Task RunAsync(Dictionary<string, string> settings, string receiver)
    {
        await using var app = Server.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings
                .Where(x => Environment.GetEnvironmentVariable(x.Key) is null)
                .ToDictionary(x => x.Key.Replace("__", ":", StringComparison.Ordinal), string? (x) => x.Value));
        });
        await Server.OpenAsync(app);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        if (await db.Employers.AnyAsync())
            return;

        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var now = TimeProvider.System.GetUtcNow();
        var connected = new Employer
        {
            Name = "Musterfirma GmbH",
            Place = "Wien",
            ContactEmail = "jobs@musterfirma.example",
            NoticeVersion = 1,
            CreatedAt = now
        };
        var newcomer = new Employer
        {
            Name = "Alpenwerk AG",
            Place = "Graz",
            ContactEmail = "karriere@alpenwerk.example",
            NoticeVersion = 1,
            CreatedAt = now
        };
        var own = new Employer
        {
            Name = "Donauwerft GmbH",
            Place = "Linz",
            ContactEmail = "personal@donauwerft.example",
            NoticeVersion = 1,
            CreatedAt = now
        };
        var byMail = new Employer
        {
            Name = "Traunseebrot KG",
            Place = "Gmunden",
            ContactEmail = "backstube@traunseebrot.example",
            NoticeVersion = 1,
            CreatedAt = now
        };
        db.Employers.AddRange(connected, newcomer, own, byMail);
        db.EmployerNotices.AddRange(new[] { connected, newcomer, own, byMail }.Select(x => Notice(x, now)));

        var account = new Account { Connector = "personio", Key = "12345" };
        var connection = new Connection
        {
            EmployerId = connected.Id,
            Connector = "personio",
            AccountId = account.Id,
            State = ConnectionState.Active,
            ProvenAt = now,
            CreatedAt = now,
            Settings = new()
            {
                ["ats_job_id"] = "1234567",
                ["company_id"] = "12345",
                ["channel_id"] = "250624",
                ["career_site"] = "musterfirma"
            },
            VerifyAt = QuietHours.Next(account.Id, now),
            ProtectedSecrets = scope.ServiceProvider.GetRequiredService<ConnectionSecrets>()
                .Protect(new Dictionary<string, string> { ["access_token"] = "musterfirma-recruiting-token" }),
        };
        db.Accounts.Add(account);
        db.Connections.Add(connection);
        var mailbox = new Account { Connector = "email", Key = "personal@musterfirma.example" };
        db.Accounts.Add(mailbox);
        db.SecondPaths.Add(new()
        {
            AccountId = mailbox.Id,
            ConnectionId = connection.Id,
            EmployerId = connected.Id,
            Email = mailbox.Key,
            AskedAt = now,
            ConfirmedAt = now,
            ConfirmedBy = "Petra Personal",
            AdmittedAt = now.AddSeconds(1),
            AdmittedBy = ConnectedLogin,
        });
        db.JobAds.AddRange(Ads(connection, now));
        db.AddRange(Webhook(own, receiver, scope.ServiceProvider.GetRequiredService<ConnectionSecrets>(), now));
        db.AddRange(Mail(byMail, now));
        await db.SaveChangesAsync();

        await AddAsync(users, db, ConnectedLogin, Role.Owner, connected.Id);
        await AddAsync(users, db, RecruiterLogin, Role.Recruiter, connected.Id);
        // She belongs to two companies.
        await AddAsync(users, db, ViewerLogin, Role.Viewer, connected.Id, newcomer.Id);
        await AddAsync(users, db, NewLogin, Role.Owner, newcomer.Id);
        await AddAsync(users, db, WebhookLogin, Role.Owner, own.Id);
        await AddAsync(users, db, MailLogin, Role.Owner, byMail.Id);
        await AddAsync(users, db, OperatorLogin, Role.Operator);
    }

    /// <summary>An employer whose own system knows the secret: the receiver of the demo.</summary>
    private static IEnumerable<object> Webhook(Employer employer, string receiver, ConnectionSecrets secrets, DateTimeOffset now)
    {
        var connection = new Connection
        {
            EmployerId = employer.Id,
            Connector = "webhook",
            State = ConnectionState.Active,
            ProvenAt = now,
            CreatedAt = now,
            Settings = new()
            {
                ["address"] = receiver + "/donauwerft/applications",
                ["recipient"] = employer.Name,
                ["country"] = "Österreich"
            },
            ProtectedSecrets = secrets.Protect(new Dictionary<string, string> { ["secret"] = ReceiverSecret }),
        };
        var account = new Account { Connector = "webhook", Key = connection.Id.ToString() };
        (connection.AccountId, connection.VerifyAt) = (account.Id, QuietHours.Next(connection.Id, now));
        return
        [
            account, connection,
            new JobAd
            {
                EmployerId = employer.Id,
                ConnectionId = connection.Id,
                AtsJobId = "W-17",
                Recipient = "im Auftrag von Nordwerft AG",
                Title = "Schweißer:in für Stahlbau",
                Place = "Linz",
                Html = "<h2>Ihre Aufgaben</h2><p>Sie schweißen Rümpfe, die halten. (Diese Bewerbungen gehen als Webhook an ein eigenes System.)</p>",
                CreatedAt = now.AddMinutes(-20),
            },
        ];
    }

    /// <summary>An employer without an ATS: what it gets lies at <c>/mails</c>.</summary>
    private static object[] Mail(Employer employer, DateTimeOffset now)
    {
        var account = new Account { Connector = "email", Key = "bewerbungen@traunseebrot.example" };
        var connection = new Connection
        {
            EmployerId = employer.Id,
            Connector = "email",
            AccountId = account.Id,
            State = ConnectionState.Active,
            ProvenAt = now,
            CreatedAt = now,
            Settings = new() { ["address"] = account.Key },
        };
        return
        [
            account, connection,
            new JobAd
            {
                EmployerId = employer.Id,
                ConnectionId = connection.Id,
                Title = "Bäcker:in",
                Place = "Gmunden",
                Html = "<h2>Ihre Aufgaben</h2><p>Sie backen Brot, für das man früh aufsteht. (Diese Bewerbungen gehen per E-Mail an den Betrieb.)</p>",
                CreatedAt = now.AddMinutes(-25),
            },
        ];
    }

    private static EmployerNotice Notice(Employer employer, DateTimeOffset now) => new()
    {
        EmployerId = employer.Id,
        Version = 1,
        Controller = employer.Name,
        Address = "Beispielgasse 1\n1010 Wien",
        Contact = employer.ContactEmail,
        Url = "",
        Text = "Wir verarbeiten Ihre Angaben nur, um über Ihre Bewerbung zu entscheiden, und löschen sie danach.",
        TextEn = "We process your details only to decide on your application, and delete them afterwards.",
        WrittenAt = now,
    };

    /// <summary>Demanded by the sandbox for “Vertrieb Außendienst”; the form of that job ad asks it.</summary>
    private static readonly Question NoticePeriod = new()
    {
        Key = "job_kuendigungsfrist",
        Kind = QuestionKind.ShortText,
        Label = new("Kündigungsfrist", "Notice period"),
        Help = new("Wie lange sind Sie noch gebunden?", "For how long are you still bound?"),
        Required = true,
        Target = "custom_attribute_1",
    };

    /// <summary>The numbers are jobs of the sandbox; one of them is not published there, one has a mandatory question.</summary>
    private static IEnumerable<JobAd> Ads(Connection connection, DateTimeOffset now) => new[]
    {
        ("1234568", "Buchhalter:in (m/w/d)", "Wien",
            "Sie führen die <strong>Bücher</strong> zweier Gesellschaften und schließen die Monate ab."),
        ("1234569", "Controller:in", "Wien", "Sie planen, vergleichen und erklären Zahlen so, dass alle sie verstehen."),
        ("1234570", "Lagerleitung Süd", "Graz", "Ein Lager, 14 Menschen, zwei Schichten: Sie halten alles am Laufen."),
        ("1234571", "Softwareentwickler:in C#", "Linz", "Sie bauen Dienste, die nicht ausfallen."),
        ("1234573", "Müllermeister:in für Öle & Getreide", "Wöllersdorf", "Mühle, Öl, Qualität: <em>Handwerk</em> mit Labor."),
        ("1234580", "Vertrieb Außendienst", "Salzburg",
            "Sie besuchen Kundinnen und Kunden in Westösterreich. (In Personio mit verpflichtender Zusatzfrage; das Formular stellt sie.)"),
        ("1234590", "Assistenz der Geschäftsführung", "Wien",
            "Sie halten der Geschäftsführung den Rücken frei. (In Personio nicht veröffentlicht.)"),
    }.Select((x, i) => new JobAd
    {
        EmployerId = connection.EmployerId,
        ConnectionId = connection.Id,
        AtsJobId = x.Item1,
        Title = x.Item2,
        Place = x.Item3,
        Html = $"<h2>Ihre Aufgaben</h2><p>{x.Item4}</p><ul><li>Verantwortung von Anfang an</li><li>Ein Team, das hilft</li></ul><h2>Ihr Profil</h2><ul><li>Freude an guter Arbeit</li><li>Verlässlichkeit</li></ul>",
        Questions = x.Item1 == "1234580" ? new() { Own = [NoticePeriod] } : new(),
        CreatedAt = now.AddMinutes(-i),
    });

    private static async Task AddAsync(UserManager<User> users, AppDb db, string email, Role role, params Guid[] employers)
    {
        var user = new User
        {
            Id = Guid.CreateVersion7(),
            UserName = email,
            Email = email,
            EmailConfirmed = true,
            IsOperator = role == Role.Operator,
        };
        var created = await users.CreateAsync(user, Password);
        if (!created.Succeeded)
            throw new InvalidOperationException(string.Join(" ", created.Errors.Select(x => x.Description)));
        db.Memberships.AddRange(employers.Select(x => new Membership
        {
            UserId = user.Id,
            EmployerId = x,
            Role = role,
            Since = TimeProvider.System.GetUtcNow(),
        }));
        await db.SaveChangesAsync();
    }
}
