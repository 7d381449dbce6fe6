using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Eilbote.Employers;

/// <summary>The signed-in member of an employer. Every query of the portal is scoped by <see cref="EmployerId"/>.</summary>
public sealed record Member(Guid UserId, Guid EmployerId, Role Role, string Email)
{
    /// <summary>Of which job ads the member sees the applications.</summary>
    public AdScope Ads { get; init; } = AdScope.All;

    /// <summary>Whether the member may change anything, or take applications away.</summary>
    public bool IsEditor => Role is Role.Owner or Role.Recruiter;

    /// <summary>From the signed-in person. Errors: only called behind <see cref="Policies.Member"/>.</summary>
    public static ValueTask<Member?> BindAsync(HttpContext http) => ValueTask.FromResult<Member?>(new(
        Guid.Parse(http.User.FindFirstValue(ClaimTypes.NameIdentifier)!),
        Guid.Parse(http.User.FindFirstValue(MemberClaims.Employer)!),
        Enum.Parse<Role>(http.User.FindFirstValue(MemberClaims.Role)!),
        http.User.Identity!.Name!));
}

internal static class Policies
{
    /// <summary>
    /// A member sees the employer's applications; of whoever only belongs to the employer, a technician, that is not true.
    /// </summary>
    public const string Member = "member", Belongs = "belongs", Connects = "connects", Editor = "editor", Owner = "owner",
        Operator = "operator";
}

internal static class MemberClaims
{
    public const string Employer = "employer", Role = "role";
}

/// <summary>Puts employer and role into the sign-in cookie.</summary>
internal sealed class MemberClaimsFactory(UserManager<User> users, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<User>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(User user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(MemberClaims.Role, user.Role.ToString()));
        if (user.EmployerId is { } employerId)
            identity.AddClaim(new Claim(MemberClaims.Employer, employerId.ToString()));
        return identity;
    }
}
