using Eilbote.Applications;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Employers;
using Eilbote.Mail;
using Eilbote.Members;
using Eilbote.Storage;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Eilbote;

/// <summary>The one model; <see cref="SqliteDb"/> and <see cref="PostgresDb"/> differ only in how values are stored.</summary>
public abstract class AppDb(DbContextOptions options) : IdentityUserContext<User, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<Employer> Employers => Set<Employer>();
    public DbSet<EmployerNotice> EmployerNotices => Set<EmployerNotice>();
    public DbSet<ClosedDays> ClosedDays => Set<ClosedDays>();
    public DbSet<Logo> Logos => Set<Logo>();
    public DbSet<Membership> Memberships => Set<Membership>();
    public DbSet<AdGrant> AdGrants => Set<AdGrant>();
    public DbSet<ConfidentialAd> ConfidentialAds => Set<ConfidentialAd>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<FailedSignIn> FailedSignIns => Set<FailedSignIn>();
    public DbSet<MailedLink> MailedLinks => Set<MailedLink>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<JobAd> JobAds => Set<JobAd>();
    public DbSet<FormCount> FormCounts => Set<FormCount>();
    public DbSet<JobFeed> JobFeeds => Set<JobFeed>();
    public DbSet<Connection> Connections => Set<Connection>();
    public DbSet<Draft> Drafts => Set<Draft>();
    public DbSet<Verification> Verifications => Set<Verification>();
    public DbSet<ProbingStop> ProbingStops => Set<ProbingStop>();
    public DbSet<SecondPath> SecondPaths => Set<SecondPath>();
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<Application> Applications => Set<Application>();
    public DbSet<Document> Documents => Set<Document>();
    public DbSet<Milestone> Milestones => Set<Milestone>();
    public DbSet<Delivery> Deliveries => Set<Delivery>();
    public DbSet<ZipExport> ZipExports => Set<ZipExport>();
    public DbSet<Exchange> Exchanges => Set<Exchange>();
    public DbSet<Intervention> Interventions => Set<Intervention>();
    public DbSet<Outage> Outages => Set<Outage>();
    public DbSet<OutgoingMail> OutgoingMails => Set<OutgoingMail>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Counted by the database; each stores instants in its own way.</summary>
    public static double SecondsBetween(DateTimeOffset from, DateTimeOffset? to) => throw new NotSupportedException("Only in queries.");

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
        configurationBuilder.Properties<string>().HaveMaxLength(1000);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDbFunction(() => SecondsBetween(default, default)).HasTranslation(x => Seconds(x[0], x[1]));
        // As Identity's own schema has it from version 3 on.
        builder.Entity<IdentityUserPasskey<Guid>>(passkey =>
        {
            passkey.ToTable("AspNetUserPasskeys");
            passkey.HasKey(x => x.CredentialId);
            passkey.Property(x => x.CredentialId).HasMaxLength(1024);
            passkey.OwnsOne(x => x.Data, data => data.ToJson());
            passkey.HasOne<User>().WithMany().HasForeignKey(x => x.UserId);
        });
        builder.Entity<Membership>(membership =>
        {
            membership.HasKey(x => new { x.UserId, x.EmployerId });
            membership.HasOne<User>().WithMany().HasForeignKey(x => x.UserId);
            membership.HasOne<Employer>().WithMany().HasForeignKey(x => x.EmployerId);
        });
        builder.Entity<AdGrant>(grant =>
        {
            grant.HasKey(x => new { x.UserId, x.JobAdId });
            grant.HasOne<User>().WithMany().HasForeignKey(x => x.UserId);
            grant.HasOne<JobAd>().WithMany().HasForeignKey(x => x.JobAdId);
        });
        builder.Entity<ConfidentialAd>(ad =>
        {
            ad.HasKey(x => x.JobAdId);
            ad.HasOne<JobAd>().WithOne().HasForeignKey<ConfidentialAd>(x => x.JobAdId);
            ad.HasIndex(x => x.EmployerId);
        });
        builder.Entity<Session>().HasOne<User>().WithMany().HasForeignKey(x => x.UserId);
        builder.Entity<FailedSignIn>(failed =>
        {
            failed.HasKey(x => x.Key);
            failed.Property(x => x.Key).HasMaxLength(64);
            failed.HasIndex(x => x.LastAt);
        });
        builder.Entity<MailedLink>(link =>
        {
            link.HasOne<User>().WithMany().HasForeignKey(x => x.UserId);
            link.HasIndex(x => x.TokenHash).IsUnique();
        });
        builder.Entity<EmployerNotice>(notice =>
        {
            notice.HasKey(x => new { x.EmployerId, x.Version });
            notice.HasOne<Employer>().WithMany().HasForeignKey(x => x.EmployerId);
            notice.Property(x => x.Text).HasMaxLength(20_000);
            notice.Property(x => x.TextEn).HasMaxLength(20_000);
        });
        builder.Entity<ClosedDays>().HasOne<Employer>().WithMany().HasForeignKey(x => x.EmployerId);
        builder.Entity<Logo>().HasKey(x => x.EmployerId);
        builder.Entity<Logo>().HasOne<Employer>().WithOne().HasForeignKey<Logo>(x => x.EmployerId);
        builder.Entity<Invitation>(invitation =>
        {
            invitation.HasOne<Employer>().WithMany().HasForeignKey(x => x.EmployerId);
            invitation.HasIndex(x => x.TokenHash).IsUnique();
            invitation.Property(x => x.Ads).HasConversion(Json<List<Guid>>.Converter, Json<List<Guid>>.Comparer).HasMaxLength(10_000);
        });
        builder.Entity<DataProtectionKey>().Property(x => x.Xml).HasMaxLength(10_000);

        builder.Entity<JobAd>(ad =>
        {
            ad.HasOne<Employer>().WithMany().HasForeignKey(x => x.EmployerId);
            ad.HasOne<Connection>().WithMany().HasForeignKey(x => x.ConnectionId);
            ad.HasIndex(x => new { x.EmployerId, x.State });
            ad.Ignore(x => x.TitleHere);
            ad.Property(x => x.Recipient).HasMaxLength(Recipient.Limit);
            ad.Property(x => x.Html).HasMaxLength(200_000);
            ad.Property(x => x.HtmlEn).HasMaxLength(200_000);
            ad.Property(x => x.Questions).HasConversion(Json<AdQuestions>.Converter, Json<AdQuestions>.Comparer).HasMaxLength(200_000);
        });
        builder.Entity<FormCount>(count =>
        {
            count.HasKey(x => new { x.JobAdId, x.Day, x.Kind, x.Field });
            count.HasOne<JobAd>().WithMany().HasForeignKey(x => x.JobAdId);
            count.Property(x => x.Field).HasMaxLength(200);
        });
        builder.Entity<JobFeed>(feed =>
        {
            feed.HasKey(x => x.ConnectionId);
            feed.HasOne<Connection>().WithOne().HasForeignKey<JobFeed>(x => x.ConnectionId);
            feed.HasIndex(x => x.DueAt);
            feed.Property(x => x.Flaws).HasConversion(Json<List<FeedFlaw>>.Converter, Json<List<FeedFlaw>>.Comparer).HasMaxLength(10_000);
        });
        builder.Entity<Connection>(connection =>
        {
            connection.HasOne<Employer>().WithMany().HasForeignKey(x => x.EmployerId);
            connection.HasOne<Account>().WithMany().HasForeignKey(x => x.AccountId);
            connection.Property(x => x.Settings)
                .HasConversion(Json<Dictionary<string, string>>.Converter, Json<Dictionary<string, string>>.Comparer).HasMaxLength(10_000);
            connection.Property(x => x.ProtectedSecrets).HasMaxLength(10_000);
            connection.Property(x => x.Questions)
                .HasConversion(Json<QuestionForm>.Converter, Json<QuestionForm>.Comparer).HasMaxLength(200_000);
        });
        builder.Entity<Draft>(draft =>
        {
            draft.HasKey(x => new { x.Id, x.Connector });
            draft.HasOne<Employer>().WithMany().HasForeignKey(x => x.EmployerId);
            draft.Property(x => x.Settings)
                .HasConversion(Json<Dictionary<string, string>>.Converter, Json<Dictionary<string, string>>.Comparer).HasMaxLength(10_000);
            draft.Property(x => x.ProtectedSecrets).HasMaxLength(10_000);
        });
        builder.Entity<Connection>().HasIndex(x => x.VerifyAt);
        builder.Entity<Verification>(verification =>
        {
            verification.HasOne<Connection>().WithMany().HasForeignKey(x => x.ConnectionId);
            verification.HasIndex(x => new { x.ConnectionId, x.StartedAt });
            verification.HasIndex(x => new { x.EmployerId, x.StartedAt });
            verification.HasIndex(x => new { x.FinishedAt, x.DueAt });
            verification.Property(x => x.Settings)
                .HasConversion(Json<Dictionary<string, string>>.Converter, Json<Dictionary<string, string>>.Comparer).HasMaxLength(10_000);
            verification.Property(x => x.Changed).HasConversion(Json<List<CheckKind>>.Converter, Json<List<CheckKind>>.Comparer);
            verification.Property(x => x.Checks).HasConversion(Json<List<Check>>.Converter, Json<List<Check>>.Comparer)
                .HasMaxLength(10_000);
            verification.Property(x => x.ProtectedSecrets).HasMaxLength(10_000);
        });
        builder.Entity<SecondPath>(path =>
        {
            path.HasKey(x => x.ConnectionId);
            path.HasOne<Connection>().WithOne().HasForeignKey<SecondPath>(x => x.ConnectionId);
            path.HasIndex(x => x.TokenHash).IsUnique().HasFilter("\"TokenHash\" IS NOT NULL");
        });
        builder.Entity<Account>().HasIndex(x => new { x.Connector, x.Key }).IsUnique();

        builder.Entity<Application>(application =>
        {
            application.HasIndex(x => x.FormTokenId).IsUnique();
            application.HasIndex(x => x.ReceiptHash).IsUnique();
            application.HasIndex(x => x.MailedHash).IsUnique().HasFilter("\"MailedHash\" IS NOT NULL");
            application.HasIndex(x => x.AnswerHash).IsUnique().HasFilter("\"AnswerHash\" IS NOT NULL");
            application.HasIndex(x => x.EmailNormalized).HasFilter("\"AddressProvenAt\" IS NOT NULL");
            application.HasIndex(x => new { x.EmployerId, x.ReceivedAt });
            application.HasIndex(x => new { x.JobAdId, x.ContentHash });
            // The portal searches and sorts in these: by the beginning of a name, by a whole address.
            application.HasIndex(x => new { x.EmployerId, x.LastFirst, x.Id });
            application.HasIndex(x => new { x.EmployerId, x.FirstLast, x.Id });
            // The same within an ad, whose names are so few that all of them are gone through by first name.
            application.HasIndex(x => new { x.JobAdId, x.LastFirst, x.FirstLast, x.Id });
            application.HasIndex(x => new { x.EmployerId, x.EmailNormalized });
            application.HasIndex(x => x.Id).HasFilter("\"LastFirst\" = '' AND \"ErasedAt\" IS NULL");
            // What is kept, the oldest first; and by whose hash a person is known after that.
            application.HasIndex(x => new { x.ReceivedAt, x.Id }).HasFilter("\"ErasedAt\" IS NULL").HasDatabaseName("IX_Applications_Kept");
            application.HasIndex(x => new { x.EmployerId, x.EmailHash }).HasFilter("\"EmailHash\" IS NOT NULL");
            application.Property(x => x.EmailHash).HasMaxLength(32);
            application.Property(x => x.LastFirst).HasMaxLength(NameKey.Limit).UseCollation(ByBytes);
            application.Property(x => x.FirstLast).HasMaxLength(NameKey.Limit).UseCollation(ByBytes);
            application.ComplexProperty(x => x.Applicant, applicant =>
            {
                applicant.Property(x => x.Answers)
                    .HasConversion(Json<List<GivenAnswer>>.Converter, Json<List<GivenAnswer>>.Replaced).HasMaxLength(400_000);
                // Columns of the application's own, as they always were.
                foreach (var column in applicant.Metadata.ComplexType.GetProperties())
                    column.SetColumnName(column.Name);
                applicant.Property(x => x.Message).HasMaxLength(10_000);
            });
            application.HasOne<JobAd>().WithMany().HasForeignKey(x => x.JobAdId);
            application.HasMany(x => x.Documents).WithOne().HasForeignKey(x => x.ApplicationId);
        });
        builder.Entity<Milestone>(milestone =>
        {
            milestone.HasKey(x => x.Name);
            milestone.Property(x => x.Name).HasMaxLength(40);
        });
        builder.Entity<Document>(document =>
        {
            document.HasIndex(x => x.FormTokenId);
            document.HasIndex(x => x.DraftUntil);
            document.HasIndex(x => x.DraftHolder).HasFilter("\"DraftHolder\" IS NOT NULL");
            document.Property(x => x.DraftHolder).HasMaxLength(32);
            document.HasIndex(x => x.ScanDueAt).HasFilter("\"ScanDueAt\" IS NOT NULL");
            document.Property(x => x.ScanWords).HasMaxLength(100);
        });

        builder.Entity<Delivery>(delivery =>
        {
            delivery.HasIndex(x => x.ApplicationId).IsUnique();
            // Only what waits for its turn: a million that have ended make neither of them larger.
            delivery.HasIndex(x => new { x.AccountId, x.DueAt }).HasFilter("\"DueAt\" IS NOT NULL");
            delivery.HasIndex(x => x.DueAt).HasFilter("\"DueAt\" IS NOT NULL");
            // Overview and list count and page in these alone: what came when and ended when, what has not ended, what ended without
            // arriving, what needs a look, what came for an ad. Each holds all that is read of it, and in this order, else SQLite, which
            // knows no statistics, would go through everything the employer ever received.
            delivery.HasIndex(x => new { x.EmployerId, x.CreatedAt, x.SettledAt });
            delivery.HasIndex(x => new
            {
                x.EmployerId,
                x.SettledAt,
                x.State,
                x.CreatedAt,
                x.HeldBy,
                x.QuestionMissing,
                x.ConnectionId,
                x.JobAdId,
                x.ApplicationId
            }).HasFilter("\"SettledAt\" IS NULL").HasDatabaseName("IX_Deliveries_Waiting");
            delivery.HasIndex(x => new { x.EmployerId, x.State, x.CreatedAt, x.JobAdId, x.ApplicationId })
                .HasFilter("\"State\" IN ('HandedOver', 'Withdrawn', 'Returned')").HasDatabaseName("IX_Deliveries_Otherwise");
            delivery.HasIndex(x => new { x.EmployerId, x.CreatedAt, x.NeedsLook, x.JobAdId, x.ApplicationId })
                .HasFilter("\"NeedsLook\"").HasDatabaseName("IX_Deliveries_NeedsLook");
            delivery.HasIndex(x => new { x.JobAdId, x.EmployerId, x.CreatedAt, x.SettledAt });
            delivery.HasIndex(x => x.CreatedAt).HasFilter("\"SettledAt\" IS NULL");
            delivery.HasIndex(x => x.ReceiptDueAt).HasFilter("\"ReceiptDueAt\" IS NOT NULL");
            delivery.HasIndex(x => x.AnswerDueAt).HasFilter("\"AnswerDueAt\" IS NOT NULL AND \"SettledAt\" IS NULL");
            delivery.HasIndex(x => x.DoubtedAt).HasFilter("\"DoubtedAt\" IS NOT NULL AND \"SettledAt\" IS NULL");
            delivery.HasIndex(x => x.MailedAt).HasFilter("\"State\" = 'UnderWayByMail'");
            delivery.HasIndex(x => x.RepeatOf).HasFilter("\"RepeatOf\" IS NOT NULL");
            delivery.HasIndex(x => x.HeldBy).HasFilter("\"HeldBy\" = 'Scan'");
            delivery.HasIndex(x => x.RepeatedSince).HasFilter("\"HeldBy\" = 'Proof'");
            delivery.HasIndex(x => x.TellDueAt).HasFilter("\"TellDueAt\" IS NOT NULL");
            delivery.HasIndex(x => x.SupplementOf).HasFilter("\"SupplementOf\" IS NOT NULL");
            delivery.HasIndex(x => x.SentFrom).HasFilter("\"SentFrom\" IS NOT NULL");
            delivery.HasIndex(x => x.ConnectionId);
            delivery.HasOne<Application>().WithMany().HasForeignKey(x => x.ApplicationId);
            delivery.HasOne<Connection>().WithMany().HasForeignKey(x => x.ConnectionId);
            delivery.HasOne<Account>().WithMany().HasForeignKey(x => x.AccountId);
            delivery.Property(x => x.Without).HasConversion(Json<List<Part>>.Converter, Json<List<Part>>.Replaced);
        });
        builder.Entity<Exchange>(exchange =>
        {
            exchange.HasIndex(x => new { x.AccountId, x.AnsweredAt });
            exchange.Property(x => x.Parts!).HasConversion(Json<List<Part>>.Converter, Json<List<Part>>.Replaced);
            exchange.HasIndex(x => x.DeliveryId);
            exchange.HasIndex(x => new { x.ConnectionId, x.StartedAt });
            exchange.HasIndex(x => x.VerificationId);
            exchange.HasOne<Verification>().WithMany().HasForeignKey(x => x.VerificationId);
            exchange.HasOne<Delivery>().WithMany().HasForeignKey(x => x.DeliveryId);
        });
        builder.Entity<Intervention>().HasOne<Delivery>().WithMany().HasForeignKey(x => x.DeliveryId);
        builder.Entity<ZipExport>(export =>
        {
            export.HasIndex(x => x.DueAt);
            export.HasIndex(x => x.UserId);
            export.Ignore(x => x.EndsAt);
            export.HasOne<User>().WithMany().HasForeignKey(x => x.UserId);
            export.Property(x => x.Applications).HasConversion(Json<List<Guid>>.Converter, Json<List<Guid>>.Comparer)
                .HasMaxLength(50 * ZipExport.MostApplications);
        });
        builder.Entity<OutgoingMail>(mail =>
        {
            mail.HasIndex(x => x.SubjectId);
            mail.HasIndex(x => new { x.Bulk, x.DueAt }).HasFilter("\"DueAt\" IS NOT NULL");
            mail.HasIndex(x => x.AddressHash).HasFilter("\"AddressHash\" IS NOT NULL");
            mail.HasIndex(x => x.SummaryId).HasFilter("\"SummaryId\" IS NOT NULL");
            mail.Property(x => x.AddressHash).HasMaxLength(32);
        });
        builder.Entity<Outage>().HasIndex(x => new { x.Connector, x.EndedAt });
    }

    /// <summary>The SQL of <see cref="SecondsBetween"/>.</summary>
    protected abstract SqlExpression Seconds(SqlExpression from, SqlExpression to);

    /// <summary>Whether the database knows how many rows a condition leaves, and plans by it.</summary>
    public abstract bool HasStatistics { get; }

    /// <summary>The order of texts by their bytes, whatever language the database was made for.</summary>
    protected abstract string ByBytes { get; }
}
