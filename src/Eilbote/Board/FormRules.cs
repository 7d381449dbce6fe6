using System.Collections.Concurrent;
using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Employers;
using Eilbote.Files;
using Eilbote.Storage;
using Eilbote.Web;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Board;

/// <summary>What the form of one job ad takes: what the connector's descriptor allows, archives only where the employer does too.</summary>
/// <param name="Extensions">In the order in which they are named to people.</param>
public sealed record FormRules(long MaxFileBytes, IReadOnlyDictionary<string, int> Slots, IReadOnlyList<string> Extensions)
{
    /// <summary>Where a file goes of which nobody knows where it belongs.</summary>
    public string Further => Slots.Keys.Last(x => Question.KeyOf(x) is null);

    /// <summary>What the form takes, as people read it.</summary>
    public string Taken => string.Join(", ", Extensions.Select(x => x.ToUpperInvariant()));

    /// <summary>What the browser offers first; <c>jpeg</c> and <c>tiff</c> are other names of the same.</summary>
    public string Accept => string.Join(",", Extensions.Concat(["jpeg", "tiff"]).Select(x => "." + x));

    /// <summary>Why a file is not taken, with what helps; null when it is.</summary>
    public string? Refuses(FileType? type, string fileName)
    {
        if (type is { IsBomb: false } && Extensions.Contains(type.Extension))
            return null;
        var (de, en) = type?.Extension switch
        {
            _ when type is { IsBomb: true } => (
                "ist klein gepackt und wird beim Öffnen riesig; so etwas nehmen wir nicht an. Öffnen Sie die Datei und speichern Sie sie als PDF.",
                "is packed small and becomes huge when it is opened; we do not accept that. Open the file and save it as PDF."),
            { } packed when FileTypes.Archives.Contains(packed) => (
                "ist ein Archiv. Archive nehmen wir hier nicht an, weil niemand sieht, was darin ist, bevor er es öffnet. Bitte entpacken Sie es und wählen Sie die Dateien einzeln.",
                "is an archive. We do not accept archives here, because nobody sees what is in one before opening it. Please unpack it and choose the files one by one."),
            "heic" or "avif" => (
                "ist ein Foto in einem Format, das hier nicht geht (HEIC). Teilen Sie es als JPG oder speichern Sie es als PDF.",
                "is a photo in a format that does not work here (HEIC). Share it as JPG or save it as PDF."),
            "webp" => ("ist ein Bild im Format WebP, das hier nicht geht. Speichern Sie es als JPG oder PDF.",
                "is a picture in WebP format, which does not work here. Save it as JPG or PDF."),
            "pages" or "numbers" or "key" =>
                ("ist ein Dokument von Apple. Wählen Sie dort „Ablage › Exportieren › PDF“ und nehmen Sie diese Datei.",
                "is an Apple document. There choose “File › Export To › PDF” and take that file."),
            "msg" => ("ist eine E-Mail. Speichern Sie, was daran hängt, und wählen Sie diese Datei.",
                "is an e-mail. Save what is attached to it and choose that file."),
            _ => ("ist dem Inhalt nach kein Dokument, das wir annehmen. Am besten als PDF speichern.",
                "is, by its content, not a document we accept. Best save it as PDF."),
        };
        return FileNames.Quoted(fileName) + Texts.T($" {de} Wir nehmen: {Taken}.", $" {en} We take: {Taken}.");
    }
}

/// <summary>Where an application for a job ad goes and what its form takes: all that is asked when one is sent.</summary>
/// <param name="ConnectionId">Null while the ad has none; then it is not open.</param>
/// <param name="Open">Whether applications are accepted.</param>
/// <param name="NoticeVersion">Of the employer's privacy notice that applies; 0 while it has none.</param>
/// <param name="Questions">What the form asks beyond the fields that every form has.</param>
public sealed record Destination(
    Guid JobAdId, Guid EmployerId, Guid? ConnectionId, bool Open, FormRules Rules, AskedQuestions Questions,
    int NoticeVersion);

/// <summary>A job ad as its pages show it.</summary>
public sealed record JobOffer(JobAd Ad, Employer Employer, Connection? Connection, Destination Destination)
{
    /// <summary>Whether applications are accepted; false is said before anyone types.</summary>
    public bool Open => Destination.Open;

    public FormRules Rules => Destination.Rules;

    /// <summary>Who receives the application beside the employer: a company, a country. Empty where nobody else does.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];
}

/// <summary>Looks up a job ad with everything that decides whether and how one can apply.</summary>
public sealed class JobOffers(AppDb db, ConnectorRegistry connectors, KnownOffers known)
{
    private static readonly Prepared<Func<AppDb, Guid, CancellationToken,
        Task<Found?>>> Find = new(() => EF.CompileAsyncQuery((AppDb db, Guid jobAdId, CancellationToken ct) => (
        from ad in db.JobAds.AsNoTracking()
        join employer in db.Employers.AsNoTracking() on ad.EmployerId equals employer.Id
        join c in db.Connections.AsNoTracking() on ad.ConnectionId equals c.Id into cs
        from connection in cs.DefaultIfEmpty()
        where ad.Id == jobAdId
        select new Found(ad, employer, connection)).SingleOrDefault()));

    // Asked for each application that is sent: preparing a statement takes the longer the more it reads.
    private static readonly Prepared<Func<AppDb, Guid, CancellationToken,
        Task<Row?>>> FindRow = new(() => EF.CompileAsyncQuery((AppDb db, Guid jobAdId, CancellationToken ct) => (
        from ad in db.JobAds
        join c in db.Connections on ad.ConnectionId equals c.Id into cs
        from connection in cs.DefaultIfEmpty()
        where ad.Id == jobAdId
        select new Row(
            ad.EmployerId, ad.ConnectionId, ad.State, (ConnectionState?)connection.State, connection.Connector, ad.Questions,
            connection.Questions, db.Employers.Where(x => x.Id == ad.EmployerId).Select(x => x.NoticeVersion).Single(),
            db.Employers.Where(x => x.Id == ad.EmployerId).Select(x => x.TakesArchives).Single()))
                .SingleOrDefault()));

    public async Task<JobOffer?> FindAsync(Guid jobAdId, CancellationToken ct) =>
        await Find.For(db)(db, jobAdId, ct) is var (ad, employer, connection)
        ? known.Keep(new JobOffer(
            ad, employer, connection, To(jobAdId, new(
                ad.EmployerId, ad.ConnectionId, ad.State, connection?.State, connection?.Connector, ad.Questions, connection?.Questions,
                employer.NoticeVersion, employer.TakesArchives)))
        {
            Recipients = connection is null ? [] : [.. connectors.Of(connection).Descriptor.Recipients(connection.Settings)],
        })
        : null;

    public async Task<Destination?> DestinationAsync(Guid jobAdId, CancellationToken ct) =>
        await FindRow.For(db)(db, jobAdId, ct) is { } row ? To(jobAdId, row) : null;

    /// <summary>
    /// As it was when last read, to give a form back while the database is out of reach; null when nobody asked for it lately.
    /// </summary>
    public JobOffer? LastKnown(Guid jobAdId) => known.Find(jobAdId);

    private Destination To(Guid jobAdId, Row row)
    {
        var files = connectors[row.Connector ?? ConnectorRegistry.Offered].Descriptor.Files;
        var questions = AskedQuestions.Of(row.ConnectionQuestions, row.AdQuestions);
        var slots = files.Slots.Select(x => (x.Name, x.MaxCount)).Concat(questions.Slots.Select(x => (Name: x, MaxCount: 1)));
        var rules = new FormRules(
            files.MaxFileBytes, slots.ToDictionary(x => x.Name, x => x.MaxCount),
            row.TakesArchives ? files.Extensions : [.. files.Extensions.Except(FileTypes.Archives)]);
        return new(
            jobAdId, row.EmployerId, row.ConnectionId, JobAdStandings.Of(row.Ad, row.Connection) == JobAdStanding.Open, rules, questions,
            row.NoticeVersion);
    }

    private sealed record Found(JobAd Ad, Employer Employer, Connection? Connection);

    private sealed record Row(
        Guid EmployerId, Guid? ConnectionId, JobAdState Ad, ConnectionState? Connection, string? Connector, AdQuestions AdQuestions,
        QuestionForm? ConnectionQuestions, int NoticeVersion, bool TakesArchives);
}

/// <summary>The job ads whose forms were opened lately.</summary>
public sealed class KnownOffers
{
    private const int Limit = 1_000;
    private readonly ConcurrentDictionary<Guid, JobOffer> _offers = new();

    public JobOffer? Find(Guid jobAdId) => _offers.GetValueOrDefault(jobAdId);

    public JobOffer Keep(JobOffer offer)
    {
        if (_offers.Count >= Limit)
            _offers.Clear();
        return _offers[offer.Ad.Id] = offer;
    }
}
