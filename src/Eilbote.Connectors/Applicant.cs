namespace Eilbote.Connectors;

/// <summary>
/// Who applied, and what was typed: all personal data of an application but its documents, in this one shape. What is added
/// here is stored, hashed, shown, handed over and erased without another list; connectors must send it or say that they drop it.
/// </summary>
public sealed record Applicant
{
    /// <summary>What is left after everything was erased.</summary>
    public static readonly Applicant Nobody = new() { FirstName = "", LastName = "", Email = "" };

    public required string FirstName { get; init; }
    public required string LastName { get; init; }
    public required string Email { get; init; }
    public string? Phone { get; init; }
    public string? Message { get; init; }

    /// <summary>To what the employer asked beyond that, in the order of the form.</summary>
    public List<GivenAnswer> Answers { get; init; } = [];

    /// <summary>Empty when it was erased.</summary>
    public string Name => $"{FirstName} {LastName}".Trim();

    /// <summary>Everything, one by one; what was left empty is an empty text.</summary>
    public IEnumerable<string> Values =>
    [
        FirstName, LastName, Email, Phone ?? "", Message ?? "",
        .. Answers.Where(x => x.Values.Count > 0).Select(x => $"{x.Question.Key}={string.Join(',', x.Values)}"),
    ];

    /// <summary>Everything, with its label, in the order of the form; what was left empty is left out.</summary>
    public IEnumerable<(Words Label, Words Value)> Facts() => new (Words Label, Words Value)[]
    {
        (new("Name", "Name"), Same(Name)),
        (new("E-Mail", "E-mail"), Same(Email)),
        (new("Telefon", "Phone"), Same(Phone)),
        (new("Nachricht", "Message"), Same(Message)),
    }.Concat(Answers.Select(x => (x.Question.Label, x.Shown))).Where(x => x.Item2.De.Length > 0);

    private static Words Same(string? text) => new(text ?? "", text ?? "");
}
