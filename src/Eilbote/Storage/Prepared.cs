using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Eilbote.Storage;

/// <summary>
/// A query that is asked for every application, compiled once for each database. Else looking up what a query was compiled
/// to costs more than running it.
/// </summary>
/// <param name="compile">One of <c>EF.CompileAsyncQuery</c>.</param>
internal sealed class Prepared<TQuery>(Func<TQuery> compile) where TQuery : Delegate
{
    private readonly ConditionalWeakTable<IModel, TQuery> _compiled = [];

    public TQuery For(AppDb db) => _compiled.GetValue(db.Model, _ => compile());
}
