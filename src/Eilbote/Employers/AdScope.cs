using System.Linq.Expressions;

namespace Eilbote.Employers;

/// <summary>
/// Whose applications a member sees, by their job ads: every query of the portal on what hangs on an ad passes through it.
/// </summary>
/// <param name="Only">These alone; null: those of all ads of the employer but <paramref name="Not"/>.</param>
/// <param name="Not">Of no use beside <paramref name="Only"/>.</param>
public sealed record AdScope(IReadOnlyList<Guid>? Only, IReadOnlyList<Guid> Not)
{
    /// <summary>Adds nothing to a query, so that it stays within its index.</summary>
    public static readonly AdScope All = new(null, []);

    public Expression<Func<T, bool>> On<T>(Expression<Func<T, Guid>> ad)
    {
        if (Only is null && Not.Count == 0)
            return _ => true;
        // A variable of its own, so that the database is given a parameter.
        var ads = Only ?? Not;
        Expression<Func<IEnumerable<Guid>>> listed = () => ads;
        var contains = Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [typeof(Guid)], listed.Body, ad.Body);
        return Expression.Lambda<Func<T, bool>>(Only is null ? Expression.Not(contains) : contains, ad.Parameters);
    }
}
