using System.IO.Compression;
using System.Net;
using System.Text;
using Eilbote.Deliveries;
using Eilbote.Members;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Applying;

/// <summary>Whatever an applicant sends is shown, handed over and erased, however many fields there will be.</summary>
public sealed class What_is_personal
{
    /// <summary>
    /// Columns that can hold text and say nothing about an applicant: of the board, of employers and their people, tokens' hashes. What
    /// does is marked. The content of a document (DocumentChunk) goes with it, a hash of an address (OutgoingMail, Draft) within a day.
    /// A new column stands here, or is marked.
    /// </summary>
    private static readonly string[] Impersonal =
    [
        "Account.Connector", "Account.Key", "Application.AnswerHash", "Application.Language", "Application.MailedHash",
        "Application.NoticeVersion", "Application.ReceiptHash", "Connection.Connector", "Connection.FlaggedReason",
        "Connection.HeldReason", "Connection.ProtectedSecrets", "Connection.Questions", "Connection.Settings",
        "DataProtectionKey.FriendlyName", "DataProtectionKey.Xml", "Delivery.Reason", "Document.DraftHolder", "Document.Extension",
        "Document.MediaType", "Document.ScanWords", "Document.Slot", "DocumentChunk.Content", "Draft.Connector",
        "Draft.ProtectedSecrets", "Draft.Settings", "Employer.ContactEmail", "Employer.ContactName", "Employer.ContactPhone",
        "Employer.LogoHash", "Employer.Name", "Employer.Place", "EmployerNotice.Address", "EmployerNotice.Contact",
        "EmployerNotice.Controller", "EmployerNotice.Text", "EmployerNotice.TextEn", "EmployerNotice.Url", "Exchange.Reason",
        "FailedSignIn.Key", "FormCount.Field", "IdentityPasskeyData.AttestationObject", "IdentityPasskeyData.ClientDataJson",
        "IdentityPasskeyData.IdentityUserPasskeyCredentialId", "IdentityPasskeyData.Name", "IdentityPasskeyData.PublicKey",
        "IdentityPasskeyData.Transports", "IdentityUserClaim`1.ClaimType", "IdentityUserClaim`1.ClaimValue",
        "IdentityUserLogin`1.LoginProvider", "IdentityUserLogin`1.ProviderDisplayName", "IdentityUserLogin`1.ProviderKey",
        "IdentityUserPasskey`1.CredentialId", "IdentityUserToken`1.LoginProvider", "IdentityUserToken`1.Name",
        "IdentityUserToken`1.Value", "Intervention.By", "Invitation.Ads", "Invitation.Connector", "Invitation.Email",
        "Invitation.Language", "Invitation.TokenHash", "JobAd.AtsJobId", "JobAd.FeedHash", "JobAd.HeldReason", "JobAd.Html",
        "JobAd.HtmlEn", "JobAd.Place", "JobAd.Questions", "JobAd.Recipient", "JobAd.Title", "JobAd.TitleEn", "JobFeed.FaultWhere",
        "JobFeed.Flaws", "JobFeed.Name", "Logo.Content", "Logo.MediaType", "MailedLink.Email", "MailedLink.TokenHash",
        "Milestone.Name", "Outage.Connector", "OutgoingMail.AddressHash", "OutgoingMail.Reason", "ProbingStop.ClearedBy",
        "SecondPath.AdmittedBy", "SecondPath.ConfirmedBy", "SecondPath.Email", "SecondPath.TokenHash", "Session.Device",
        "User.ConcurrencyStamp", "User.Email", "User.Language", "User.NormalizedEmail", "User.NormalizedUserName",
        "User.PasswordHash", "User.PhoneNumber", "User.SecurityStamp", "User.UserName", "Verification.Changed",
        "Verification.Checks", "Verification.ProtectedSecrets", "Verification.Settings", "ZipExport.Applications",
        "ZipExport.Language",
    ];

    /// <summary>Nothing but these and the marked can say something about an applicant: numbers, times, and what comes from a closed set.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_marked_in_each_row_of_the_whole_database(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var unmarked = await app.DbAsync(db => Task.FromResult(
            (from type in db.Model.GetEntityTypes()
             from column in type.GetFlattenedProperties()
             let clr = Nullable.GetUnderlyingType(column.ClrType) ?? column.ClrType
             where !clr.IsValueType && column.PropertyInfo?.IsDefined(typeof(PersonalAttribute), inherit: true) != true
                && column.DeclaringType is not Microsoft.EntityFrameworkCore.Metadata.IComplexType
             select $"{type.ClrType.Name}.{column.Name}").Distinct().ToList()));
        // On SQLite documents are files.
        Assert.Equal(
            Impersonal.Where(x => database == Database.Postgres || !x.StartsWith("DocumentChunk", StringComparison.Ordinal)),
            unmarked.Order(StringComparer.Ordinal));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Is_shown_handed_over_and_then_erased_field_by_field(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await Questions.Asked.SetAsync(app, Questions.Asked.Notice);
        var job = await app.AddJobAdAsync("1234568");
        await app.Sandbox.FaultAsync("applications", "status", 400, reason: "errors.something-new");
        var sent = await new Applicant(app.Http)
            .ApplyAsync(job, Questions.Asked.Fields((Questions.Asked.Notice, "drei Monate")), new FormFile("cv", "Lebenslauf Änne.pdf", Applicant.Pdf()));
        await app.IdleAsync();
        var applicant = await app.DbAsync(db => db.Applications.Select(x => x.Applicant).SingleAsync());
        var typed = typeof(Eilbote.Connectors.Applicant).GetProperties().Where(x => x.CanWrite).Select(x => x.GetValue(applicant))
            .Select(x => x is List<Eilbote.Connectors.GivenAnswer> answers ? answers.Single().Values.Single() : (string?)x).ToList();
        Assert.All(typed, x => Assert.True(x is { Length: > 0 }, "fill in every field of the form"));
        Assert.Equal(typed.Order(), applicant.Values.Select(x => x.Replace("kuendigungsfrist=", "", StringComparison.Ordinal)).Order());

        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        var id = await app.DbAsync(db => db.Applications.Select(x => x.Id).SingleAsync());
        var receipt = WebUtility.HtmlDecode(await app.Http.GetStringAsync(sent.Receipt));
        var page = await owner.GetAsync($"/portal/applications/{id}");
        using var zip = new ZipArchive(new MemoryStream(await owner.Http.GetByteArrayAsync($"/portal/applications/{id}/application.zip")));
        using var reader = new StreamReader(zip.GetEntry("Bewerbung.html")!.Open(), Encoding.UTF8);
        var handedOver = WebUtility.HtmlDecode(await reader.ReadToEndAsync());
        Assert.All(typed, x => Assert.All([receipt, page, handedOver], text => Assert.Contains(x!, text, StringComparison.Ordinal)));

        await app.Service<Erasure>().EraseAsync(id, CancellationToken.None);
        string[] secrets = [.. typed.OfType<string>(), "Lebenslauf", "something-new"];
        Assert.DoesNotContain(
            await RowsAsync(app), row => secrets.Any(x => row.Contains(x, StringComparison.OrdinalIgnoreCase))
            && !row.StartsWith("JobAds", StringComparison.Ordinal));
        Assert.All((await app.DbAsync(db => db.Applications.Select(x => x.Applicant).SingleAsync())).Values, Assert.Empty);
    }

    /// <summary>Every row of the database as text.</summary>
    private static Task<List<string>> RowsAsync(TestApp app) => app.DbAsync(async db =>
    {
        var rows = new List<string>();
        await db.Database.OpenConnectionAsync();
        foreach (var table in db.Model.GetEntityTypes().Select(x => x.GetTableName()!).Distinct())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                rows.Add(table + " "
                    + string.Join(' ', Enumerable.Range(0, reader.FieldCount)
                    .Select(i => reader.GetValue(i) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : reader.GetValue(i).ToString())));
        }
        return rows;
    });
}
