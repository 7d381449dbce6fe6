using Microsoft.AspNetCore.Identity;

namespace Eilbote.Employers;

/// <summary>A company that advertises on the board and connects its ATS.</summary>
public sealed class Employer
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Name { get; set; }
    public string Place { get; set; } = "";

    /// <summary>Shown to applicants who need a person to talk to; may be empty.</summary>
    public string ContactEmail { get; set; } = "";

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What a person who signs in may do.</summary>
public enum Role { Owner, Recruiter, Viewer, Operator }

/// <summary>A person who signs in: a member of one employer, or an operator, who belongs to none.</summary>
public sealed class User : IdentityUser<Guid>
{
    public Guid? EmployerId { get; init; }
    public Role Role { get; set; }
}
