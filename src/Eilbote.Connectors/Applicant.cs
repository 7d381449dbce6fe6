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

    /// <summary>Empty when it was erased.</summary>
    public string Name => $"{FirstName} {LastName}".Trim();

    /// <summary>Everything, one by one; what was left empty is an empty text.</summary>
    public IEnumerable<string> Values => [FirstName, LastName, Email, Phone ?? "", Message ?? ""];

    /// <summary>Everything, with its label, in the order of the form; what was left empty is left out.</summary>
    public IEnumerable<(Words Label, string Value)> Facts() => new (Words Label, string? Value)[]
    {
        (new("Name", "Name"), Name),
        (new("E-Mail", "E-mail"), Email),
        (new("Telefon", "Phone"), Phone),
        (new("Nachricht", "Message"), Message),
    }.Where(x => !string.IsNullOrEmpty(x.Value)).Select(x => (x.Label, x.Value!));
}
