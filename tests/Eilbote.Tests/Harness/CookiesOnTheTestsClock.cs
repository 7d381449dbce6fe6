using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Eilbote.Tests.Harness;

/// <summary>
/// The tests' browsers know no clock but the real one, and would drop a cookie that ends within the tests' own days: what has not ended by
/// the test's clock is sent without an end.
/// </summary>
internal sealed partial class CookiesOnTheTestsClock(TimeProvider clock) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, then) =>
        {
            http.Response.OnStarting(() =>
            {
                http.Response.Headers.SetCookie = http.Response.Headers.SetCookie.Select(x => Ends().Replace(x!, end =>
                    DateTimeOffset.Parse(end.Groups["at"].Value, System.Globalization.CultureInfo.InvariantCulture) > clock.GetUtcNow()
                        ? "" : end.Value)).ToArray();
                return Task.CompletedTask;
            });
            return then(http);
        });
        next(app);
    };

    [GeneratedRegex("; expires=(?<at>[^;]+)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Ends();
}
