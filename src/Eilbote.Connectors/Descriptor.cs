namespace Eilbote.Connectors;

/// <summary>A text in the two languages of every screen.</summary>
public sealed record Words(string De, string En);

/// <summary>What one kind of ATS needs and can.</summary>
/// <param name="Id">Stands in the database and in URLs: lower case, never changed.</param>
/// <param name="Fields">What an employer enters, in the order of the form.</param>
/// <param name="Reasons">The codes that may appear in logs and metrics (any other is logged as <c>unknown</c>), with words for people where the code alone says more than its meaning.</param>
/// <param name="ResultLifetime">How long the result of an upload may be used again.</param>
/// <param name="Places">Where in the ATS people find what only they can change.</param>
/// <param name="Drops">What of a <see cref="Submission"/> this ATS has no place for, by the names of its properties. All else is sent.</param>
public sealed record ConnectorDescriptor(
    string Id,
    string Name,
    IReadOnlyList<SettingField> Fields,
    FileRules Files,
    DuplicateBehaviour Duplicates,
    Pace Pace,
    IReadOnlyDictionary<string, Words?> Reasons,
    TimeSpan ResultLifetime,
    Places Places,
    IReadOnlySet<string> Drops)
{
    /// <summary>The setting that names the job in the ATS: the only one that belongs to a job ad.</summary>
    public string JobKey => Fields.Single(x => x.Scope == SettingScope.JobAd).Key;

    /// <summary>The setting that says where an application came from, if the ATS asks for it.</summary>
    public SettingField? Channel => Fields.SingleOrDefault(x => x.Role == SettingRole.Channel);

    /// <summary>The setting that names where the employer's jobs are published, if the connector can read it (<see cref="IJobFeed"/>).</summary>
    public string? FeedKey => Fields.SingleOrDefault(x => x.Role == SettingRole.Feed)?.Key;
}

/// <summary>Paths through the ATS's own menus, as the ATS names them.</summary>
/// <param name="Credentials">Where the secret is handed out.</param>
/// <param name="Jobs">Where a job is published, and its title and text are written.</param>
/// <param name="Questions">Where a job's questions are made optional.</param>
/// <param name="Feed">Where the list of jobs is switched on, if there is one.</param>
public sealed record Places(Words Credentials, Words Jobs, Words Questions, Words Applications, Words Feed);

/// <summary>Where a setting belongs: to the whole connection, or to each job ad.</summary>
public enum SettingScope { Connection, JobAd }

/// <summary>A secret is stored encrypted and never shown again.</summary>
public enum SettingKind { Text, Secret }

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
}

/// <summary>One value that an employer pastes.</summary>
/// <param name="Key">The name in forms and in the database.</param>
/// <param name="Pattern">A regular expression for the whole cleaned value.</param>
/// <param name="Hint">What is said beside the empty field, if its label is not enough.</param>
/// <param name="Wrong">What is said when the value does not match.</param>
public sealed record SettingField(
    string Key, SettingScope Scope, SettingRole Role, SettingKind Kind, bool Required, string Pattern, Words Label, Words WhereToFind, Words Wrong, Words? Hint = null);

/// <summary>What the ATS takes as documents.</summary>
/// <param name="MaxFileBytes">Per file, in bytes.</param>
/// <param name="Extensions">Allowed types by content, as lower-case extensions without a dot.</param>
public sealed record FileRules(long MaxFileBytes, IReadOnlyList<FileSlot> Slots, IReadOnlyList<string> Extensions);

/// <summary>A field of the form that takes documents.</summary>
public sealed record FileSlot(string Name, int MaxCount);

/// <summary>What the ATS does with a second application of the same person to the same job.</summary>
public enum DuplicateBehaviour { Refuses, AlwaysNew, MergesPerson, Refreshes }

/// <summary>How many requests the ATS lets through.</summary>
/// <param name="Requests">The ATS's limit within the window, counted over everyone who uses the account.</param>
/// <param name="Share">How many of them this server uses.</param>
/// <param name="CountedBy">
/// The setting whose value the ATS counts by: a required one of the connection that is no secret, because it stands in the
/// database in clear. Connections with the same value share one account.
/// </param>
public sealed record Pace(int Requests, int Share, TimeSpan Window, string CountedBy);
