using Microsoft.AspNetCore.Identity;

namespace Eilbote.Members;

/// <summary>A person who signs in: a member of one or more employers, an operator, or both.</summary>
public sealed class User : IdentityUser<Guid>
{
    public bool IsOperator { get; init; }

    /// <summary>In which mails are written to them: that in which they last signed in.</summary>
    public string Language { get; set; } = "de";
}

/// <summary>What one person is for one employer.</summary>
public sealed class Membership
{
    public required Guid UserId { get; init; }
    public required Guid EmployerId { get; init; }
    public required Role Role { get; set; }

    /// <summary>Sees the ads that were named for them (<see cref="AdGrant"/>) and no others.</summary>
    public bool IsLimited { get; set; }
    public required DateTimeOffset Since { get; init; }
}

/// <summary>A member who was named for an ad: needed for a confidential one, and by who is limited to some.</summary>
public sealed class AdGrant
{
    public required Guid UserId { get; init; }
    public required Guid EmployerId { get; init; }
    public required Guid JobAdId { get; init; }
}

/// <summary>An ad whose applications only the members see who are named for it, and which no mail to an employer names.</summary>
public sealed class ConfidentialAd
{
    public required Guid JobAdId { get; init; }
    public required Guid EmployerId { get; init; }
}
