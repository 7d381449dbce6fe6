namespace Eilbote.Members;

/// <summary>
/// The signed-in member of an employer. Every query of the portal is scoped by <see cref="EmployerId"/>, and those on applications by
/// <see cref="Ads"/>.
/// </summary>
public sealed record Member(Guid UserId, Guid EmployerId, Role Role, string Email)
{
    public AdScope Ads { get; init; } = AdScope.All;

    /// <summary>Where else the person may work.</summary>
    public IReadOnlyList<Place> Places { get; init; } = [];

    public bool IsOperator { get; init; }

    public bool May(Right right) => Roles.May(Role, right);

    /// <summary>Whether an ad of the employer is theirs to see; of a confidential one that says nothing about its applications.</summary>
    public bool Reaches(Guid ad) => Ads.Only?.Contains(ad) != false;

    /// <summary>Whether something may be changed for an ad; null: for all of them at once.</summary>
    public bool ReachesAll(Guid? ad) => Ads.Only is null || (ad is { } one && Reaches(one));

    /// <summary>From the signed-in person. Errors: only called where <see cref="Right.SeeConnection"/> or more was asked.</summary>
    public static async ValueTask<Member?> BindAsync(HttpContext http)
    {
        var me = SignedIn.Of(http)!;
        var at = me.At!;
        return new(me.User.Id, at.EmployerId, at.Role, me.User.Email!)
        {
            Ads = await AdScope.OfAsync(
                http.RequestServices.GetRequiredService<AppDb>(), me.User.Id, at.EmployerId, at.IsLimited, http.RequestAborted),
            Places = me.Places,
            IsOperator = me.User.IsOperator,
        };
    }
}
