using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Members;

/// <summary>Whose applications a member sees, by their ads. Every query of the portal on applications passes it.</summary>
/// <param name="Only">Null: of all but <paramref name="Not"/>.</param>
public sealed record AdScope(IReadOnlyList<Guid>? Only, IReadOnlyList<Guid> Not)
{
    public static readonly AdScope All = new(null, []);

    public static async Task<AdScope> OfAsync(AppDb db, Guid userId, Guid employerId, bool isLimited, CancellationToken ct)
    {
        var confidential = await db.ConfidentialAds.Where(x => x.EmployerId == employerId).Select(x => x.JobAdId).ToListAsync(ct);
        if (confidential.Count == 0 && !isLimited)
            return All;
        var granted = await db.AdGrants.Where(x => x.UserId == userId && x.EmployerId == employerId).Select(x => x.JobAdId).ToListAsync(ct);
        return isLimited ? new(granted, []) : new(null, [.. confidential.Except(granted)]);
    }

    public bool Sees(Guid ad) => Only?.Contains(ad) ?? !Not.Contains(ad);

    public Expression<Func<T, bool>> On<T>(Expression<Func<T, Guid>> ad)
    {
        if (Only is null && Not.Count == 0)
            return x => true;
        Expression<Func<Guid, bool>> sees = Only is null ? x => !Not.Contains(x) : x => Only.Contains(x);
        return Expression.Lambda<Func<T, bool>>(new Put(sees.Parameters[0], ad.Body).Visit(sees.Body), ad.Parameters);
    }

    private sealed class Put(ParameterExpression what, Expression by) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == what ? by : base.VisitParameter(node);
    }
}
