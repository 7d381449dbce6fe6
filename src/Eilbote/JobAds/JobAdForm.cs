using Eilbote.Board;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Employers;
using Eilbote.Web;

namespace Eilbote.JobAds;

/// <summary>
/// What is typed for a job ad. Field names: <c>Title</c>, <c>TitleEn</c>, <c>Place</c>, <c>Text</c>, <c>TextEn</c>,
/// <c>AtsJobId</c>, <c>Recipient</c>, <c>Country</c>, <c>Connection</c>, <c>FromFeed</c>, <c>IsConfidential</c>, <c>Named</c>.
/// </summary>
public sealed record JobAdForm
{
    public string Title { get; init; } = "";
    public string TitleEn { get; init; } = "";
    public string Place { get; init; } = "";
    public string Text { get; init; } = "";
    public string TextEn { get; init; } = "";

    /// <summary>The number, or the whole link to the job.</summary>
    public string AtsJobId { get; init; } = "";

    /// <summary>For whom the employer receives applications, if not for itself.</summary>
    public string Recipient { get; init; } = "";

    /// <summary>In which country the job is, if not in the employer's; anything else counts as not said.</summary>
    public Country? Country { get; init; }

    /// <summary>Which connection the ad goes through, if the employer has more than one.</summary>
    public Guid? Connection { get; init; }

    /// <summary>Title, place and text come from the feed again.</summary>
    public bool FromFeed { get; init; }

    /// <summary>Only the members in <see cref="Named"/> see its applications.</summary>
    public bool IsConfidential { get; init; }
    public Guid[] Named { get; init; } = [];

    public static ValueTask<JobAdForm?> BindAsync(HttpContext http) => SentFields.BindAsync(http, sent => new JobAdForm
    {
        Title = sent[nameof(Title)],
        TitleEn = sent[nameof(TitleEn)],
        Place = sent[nameof(Place)],
        Text = sent[nameof(Text)],
        TextEn = sent[nameof(TextEn)],
        AtsJobId = sent[nameof(AtsJobId)],
        Recipient = sent[nameof(Recipient)],
        Country = Enum.TryParse<Country>(sent[nameof(Country)], out var country) && Enum.IsDefined(country) ? country : null,
        Connection = sent.Id(nameof(Connection)),
        FromFeed = sent.Checked(nameof(FromFeed)),
        IsConfidential = sent.Checked(nameof(IsConfidential)),
        Named = sent.Ids(nameof(Named)),
    });

    public static JobAdForm Of(JobAd ad) =>
        new()
        {
            Title = ad.Title,
            TitleEn = ad.TitleEn,
            Place = ad.Place,
            Text = ad.Html,
            TextEn = ad.HtmlEn,
            AtsJobId = ad.AtsJobId,
            Recipient = ad.Recipient,
            Country = ad.Country,
            Connection = ad.ConnectionId,
        };

    public JobAdForm Cleaned(IConnector connector) => this with
    {
        Title = Line(Title),
        TitleEn = Line(TitleEn),
        Place = Line(Place),
        Recipient = Line(Recipient),
        Text = Lines(Text),
        TextEn = Lines(TextEn),
        AtsJobId = PastedSettings.ReadOne(connector, JobField(connector).Key, AtsJobId).Value,
    };

    public Dictionary<string, Words> Check(IConnector connector)
    {
        var errors = new Dictionary<string, Words>();
        if (Title.Length is 0 or > FeedJob.MaxTitle)
            errors[nameof(Title)] = new(
                "Bitte geben Sie einen Titel mit höchstens 300 Zeichen ein.",
                "Please enter a title of at most 300 characters.");
        if (TitleEn.Length > FeedJob.MaxTitle)
            errors[nameof(TitleEn)] = new("Höchstens 300 Zeichen.", "At most 300 characters.");
        if (Place.Length > FeedJob.MaxPlace)
            errors[nameof(Place)] = new("Höchstens 300 Zeichen.", "At most 300 characters.");
        if (Recipient.Length > Board.Recipient.Limit)
            errors[nameof(Recipient)] = TypedText.Wrong(Recipient, Board.Recipient.Limit)!;
        foreach (var (name, text) in new[] { (nameof(Text), Text), (nameof(TextEn), TextEn) })
            if (text.Length > FeedJob.MaxHtml)
                errors[name] = new(
                    "Dieser Text ist zu lang: höchstens 100.000 Zeichen.",
                    "This text is too long: at most 100,000 characters.");
        if (AtsJobId.Length == 0 && JobField(connector).Required)
            errors[nameof(AtsJobId)] = JobField(connector).Wrong;
        else if (PastedSettings.ReadOne(connector, JobField(connector).Key, AtsJobId).Wrong is { } wrong)
            errors[nameof(AtsJobId)] = wrong;
        return errors;
    }

    /// <summary>Whether the ad says the same as before in other words than its ATS job ID; for whom, no feed tells.</summary>
    public bool Says(JobAd ad) =>
        (Title, TitleEn, Place, Text, TextEn) == (ad.Title, ad.TitleEn, ad.Place, Lines(ad.Html), Lines(ad.HtmlEn));

    private static string Line(string? text) => IncomingText.Line(string.Concat((text ?? "").Where(c => !char.IsControl(c))));

    /// <summary>Browsers send CR LF; NUL fits into no database.</summary>
    private static string Lines(string? text) =>
        IncomingText.Text((text ?? "").ReplaceLineEndings("\n").Replace("\u0001", "", StringComparison.Ordinal));

    public static SettingField JobField(IConnector connector) => connector.Descriptor.Fields.Single(x => x.Role == SettingRole.Job);
}
