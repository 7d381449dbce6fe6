namespace Eilbote.Connectors.Personio;

/// <summary>What is said at a field that holds something else, with where the right value is.</summary>
internal static class PersonioWords
{
    public static readonly Words OAuth = new(
        "Das ist ein Zugang zur allgemeinen Personio-Schnittstelle (OAuth), damit nimmt das Recruiting nichts an. Gesucht ist der Zugriffs-Token aus der Zeile „Recruiting-API-Schlüssel“: Einstellungen › API-Zugriffsdaten.",
        "This belongs to Personio's general interface (OAuth), which recruiting does not accept. We need the access token from the row “Recruiting API key”: Settings › API credentials.");

    public static readonly Words NumberForToken = new(
        "Das ist eine Nummer, kein Zugriffs-Token. Der Token steht daneben in derselben Zeile: Einstellungen › API-Zugriffsdaten › Recruiting-API-Schlüssel.",
        "This is a number, not an access token. The token stands beside it in the same row: Settings › API credentials › Recruiting API key.");

    public static readonly Words NoSignIn = new(
        "Das ist eine E-Mail-Adresse. Gesucht ist der Zugriffs-Token: Einstellungen › API-Zugriffsdaten › Recruiting-API-Schlüssel. Ihre Anmeldung bei Personio brauchen wir nie.",
        "This is an e-mail address. We need the access token: Settings › API credentials › Recruiting API key. We never need your Personio sign-in.");

    public static readonly Words ForeignLink = new(
        "Dieser Link führt nicht zu Personio. Gesucht ist, was in Personio an der Stelle steht, die daneben gezeigt wird.",
        "This link does not lead to Personio. We need what stands in Personio at the place shown beside this field.");

    private static readonly Words NoJobInLink = new(
        "In diesem Link steht keine Stelle. Gesucht ist der Link „Stellenbeschreibung“: Recruiting › Stellen › Ihre Stelle › Promoten › Links der Karriereseite. Er endet mit einer Zahl.",
        "There is no job in this link. We need the link “Job description”: Recruiting › Jobs › your job › Promote › Career page links. It ends with a number.");

    public static Words Link(string field, bool hasJob) => (field, hasJob) switch
    {
        (PersonioConnector.AtsJobId, _) => NoJobInLink,
        (PersonioConnector.CareerSite, _) => ForeignLink,
        (_, true) => new(
            $"Das ist der Link zu einer Stelle, er gehört ins Feld „ATS Job ID“. {Place(field).De}",
            $"This is the link to a job, it belongs in the field “ATS job ID”. {Place(field).En}"),
        _ => new($"Das ist nur ein Link zu Personio. {Place(field).De}", $"This is only a link to Personio. {Place(field).En}"),
    };

    public static Words BelongsTo(string field) => new(
        $"Das sieht aus wie der Wert für das Feld „{Name(field).De}“. {Place(null).De}",
        $"This looks like the value for the field “{Name(field).En}”. {Place(null).En}");

    public static Words Twice(string field) => new(
        $"Dieselbe Nummer steht schon im Feld „{Name(field).De}“. Eine der beiden ist falsch.",
        $"The same number already stands in the field “{Name(field).En}”. One of the two is wrong.");

    private static Words Name(string field) => field switch
    {
        PersonioConnector.AtsJobId => new("ATS Job ID", "ATS job ID"),
        PersonioConnector.AccessToken => new("Zugriffs-Token", "Access token"),
        PersonioConnector.CompanyId => new("Ihre Unternehmens-ID", "Your company ID"),
        _ => new("Kanal-ID", "Channel ID"),
    };

    private static Words Place(string? field) => field switch
    {
        PersonioConnector.AccessToken => new(
            "Der Zugriffs-Token: Einstellungen › API-Zugriffsdaten › Recruiting-API-Schlüssel.",
            "The access token: Settings › API credentials › Recruiting API key."),
        PersonioConnector.CompanyId => new(
            "Die Unternehmens-ID: Einstellungen › API-Zugriffsdaten › Recruiting-API-Schlüssel.",
            "The company ID: Settings › API credentials › Recruiting API key."),
        PersonioConnector.ChannelId => new(
            "Die Kanal-ID: Einstellungen › Recruiting › Kanäle › Ihr Kanal.",
            "The channel ID: Settings › Recruiting › Channels › your channel."),
        _ => new("Wo der richtige Wert steht, sehen Sie neben dem Feld.", "Where the right value is, you see beside the field."),
    };
}
