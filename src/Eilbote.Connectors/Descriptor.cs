using System.Text.RegularExpressions;
namespace Eilbote.Connectors;

/// <summary>A text in the two languages of every screen.</summary>
public sealed record Words(string De, string En);

/// <summary>What one kind of ATS needs and can, as data: form, settings page, pace, verification and docs are drawn from it.</summary>
public sealed class ConnectorDescriptor
{
    /// <summary>Stands in the database and in URLs: lower case, never changed.</summary>
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>What an employer enters, in the order of the form.</summary>
    public required IReadOnlyList<SettingField> Fields { get; init; }

    /// <summary>What proves who sends: its settings of the role <see cref="SettingRole.Access"/> together.</summary>
    public required Access Access { get; init; }
    public required FileRules Files { get; init; }
    public required AnswerRules Answers { get; init; }
    public required DuplicateBehaviour Duplicates { get; init; }
    public required Pace Pace { get; init; }

    /// <summary>
    /// Whether all accounts share one service of the ATS's maker: only then can several that fail together mean that it is out.
    /// </summary>
    public required bool SharedService { get; init; }

    /// <summary>
    /// Whether the access is proven by a person who reads a code where the applications go, and types it here (<see cref="ICodeSender"/>).
    /// </summary>
    public bool ProvenByCode { get; init; }

    /// <summary>
    /// After so long on its way by mail without a failure report it counts as handed over, where such reports are read. Null: only when
    /// somebody says that it is there.
    /// </summary>
    public TimeSpan? HandedOverAfter { get; init; }

    /// <summary>What it can be asked without anything being created.</summary>
    public required IReadOnlySet<Probe> Probes { get; init; }

    /// <summary>
    /// The codes that may appear in logs and metrics (any other is logged as <c>unknown</c>), with words for people where the
    /// code alone says more than its meaning. A check of a verification with such a code says these words.
    /// </summary>
    public required IReadOnlyDictionary<string, Words?> Reasons { get; init; }

    /// <summary>
    /// Of the reasons those of which no time heals the cause: three in a row hold the connection until the employer has mended
    /// it.
    /// </summary>
    public IReadOnlySet<string> NeedsMending { get; init; } = new HashSet<string>();

    /// <summary>How long the result of an upload may be used again.</summary>
    public required TimeSpan ResultLifetime { get; init; }

    /// <summary>What only people can do in the ATS.</summary>
    public required Remedies Remedies { get; init; }

    /// <summary>What of a <see cref="Submission"/> this ATS has no place for, by the names of its properties. All else is sent.</summary>
    public required IReadOnlySet<string> Drops { get; init; }

    /// <summary>The setting that names the job in the ATS: the only one that belongs to a job ad.</summary>
    public SettingField Job => Fields.Single(x => x.Scope == SettingScope.JobAd);

    public string JobKey => Job.Key;

    /// <summary>Whether the ATS can be asked about a job without applying to it.</summary>
    public bool KnowsJobs => Probes.Contains(Probe.ImpossibleParts);

    /// <summary>What is entered to connect: a job only where it can be asked about.</summary>
    public IEnumerable<SettingField> ConnectionFields => Fields.Where(x => x.Scope == SettingScope.Connection || KnowsJobs);

    /// <summary>The setting that says where an application came from, if the ATS asks for it.</summary>
    public SettingField? Channel => Fields.SingleOrDefault(x => x.Role == SettingRole.Channel);

    /// <summary>
    /// The setting that names where the employer's jobs are published, if the connector can read it (<see cref="IJobFeed"/>).
    /// </summary>
    public string? FeedKey => Fields.SingleOrDefault(x => x.Role == SettingRole.Feed)?.Key;

    /// <summary>Where the ATS itself takes applications by mail, if it does.</summary>
    public AtsInbox? Inbox { get; init; }

    /// <summary>The secret that this server hands out, if there is one (<see cref="ISecretIssuer"/>).</summary>
    public SettingField? Issued => Fields.SingleOrDefault(x => x.Kind == SettingKind.IssuedSecret);

    /// <summary>
    /// Who receives the applications beside the employer, as entered: a company, a country. Empty where it is nobody else.
    /// </summary>
    public IEnumerable<string> Recipients(IReadOnlyDictionary<string, string> settings) =>
        Fields.Where(x => x.Role == SettingRole.Recipient).Select(x => settings.GetValueOrDefault(x.Key, "")).Where(x => x.Length > 0);

    /// <summary>Kept encrypted.</summary>
    public bool IsSecret(string key) => Fields.Any(x => x.Key == key && x.IsSecret);
}

/// <summary>Addresses of an ATS whose mails become applications there.</summary>
/// <param name="Pattern">Of a whole address.</param>
/// <param name="Lands">Where such a mail is found in the ATS, and what is still to be done there.</param>
public sealed record AtsInbox(string Pattern, Words Lands)
{
    public bool Is(string address) => Regex.IsMatch(address, $"^(?:{Pattern})$", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
}

/// <param name="Name">What its values are called together.</param>
/// <param name="Proven">That the right one was accepted and a wrong one refused.</param>
public sealed record Access(Words Name, Words Proven);

/// <summary>What an employer does in the ATS, in the ATS's own terms. Null where the connector never says what it would mend.</summary>
/// <param name="PublishJob">One sentence: how a job takes applications again.</param>
/// <param name="FindJob">Where the right number of a published job is found.</param>
/// <param name="Questions">The way to where a job's questions are made optional.</param>
/// <param name="Applications">The way to where what a probe created would be found.</param>
/// <param name="Feed">The way to where the list of jobs is switched on.</param>
public sealed record Remedies(
    Words PublishJob, Words? FindJob = null, Words? Questions = null, Words? Applications = null, Words? Feed = null);

/// <summary>Where a setting belongs: to the whole connection, or to each job ad.</summary>
public enum SettingScope { Connection, JobAd }

/// <summary>
/// A secret is stored encrypted and never shown again. An issued one is made by this server and copied to the other side: it is
/// shown until it was proven.
/// </summary>
public enum SettingKind { Text, Secret, IssuedSecret }

/// <summary>What a setting is to the server, which knows no setting by its key.</summary>
public enum SettingRole
{
    /// <summary>Proves who sends: the secret, or whose it is. Right or wrong together.</summary>
    Access,

    /// <summary>The job in the ATS.</summary>
    Job,

    /// <summary>Where an application came from.</summary>
    Channel,

    /// <summary>Where the jobs are published. It is read out of what is pasted for the job, so nobody must paste it.</summary>
    Feed,

    /// <summary>Who receives the applications. Nothing is asked of the ATS about it; applicants are told.</summary>
    Recipient,
}

/// <summary>One value that an employer pastes.</summary>
public sealed record SettingField
{
    /// <summary>The name in forms and in the database.</summary>
    public required string Key { get; init; }

    public required SettingScope Scope { get; init; }
    public required SettingRole Role { get; init; }
    public required SettingKind Kind { get; init; }
    public bool Required { get; init; }

    /// <summary>A regular expression for the whole cleaned value.</summary>
    public required string Pattern { get; init; }

    public required Words Label { get; init; }
    public required Words WhereToFind { get; init; }

    /// <summary>What is said when the value does not match.</summary>
    public required Words Wrong { get; init; }

    /// <summary>What is said beside the empty field, if its label is not enough.</summary>
    public Words? Hint { get; init; }

    public bool IsSecret => Kind is SettingKind.Secret or SettingKind.IssuedSecret;
}

/// <summary>What the ATS takes as documents.</summary>
/// <param name="MaxFileBytes">Per file, in bytes.</param>
/// <param name="Extensions">Allowed types by content, as lower-case extensions without a dot.</param>
public sealed record FileRules(long MaxFileBytes, IReadOnlyList<FileSlot> Slots, IReadOnlyList<string> Extensions);

/// <summary>A field of the form that takes documents.</summary>
public sealed record FileSlot(string Name, int MaxCount);

/// <summary>What the ATS does with the same application once more, as it is sent again after an answer that settled nothing.</summary>
public enum DuplicateBehaviour
{
    /// <summary>It says that this person already applied.</summary>
    Refuses,

    /// <summary>It knows the application by its id and takes it once.</summary>
    Harmless,

    /// <summary>There are two then: never sent again by itself.</summary>
    MakesAnother,
}

/// <summary>How many requests the ATS lets through.</summary>
/// <param name="Requests">The ATS's limit within the window, counted over everyone who uses the account.</param>
/// <param name="Share">How many of them this server uses.</param>
/// <param name="CountedBy">
/// The setting whose value the ATS counts by: a required one of the connection that is no secret, because it stands in the
/// database in clear. Connections with the same value share one account. Null: each connection is an account of its own.
/// </param>
public sealed record Pace(int Requests, int Share, TimeSpan Window, string? CountedBy);
