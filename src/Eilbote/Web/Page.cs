using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Eilbote.Web;

/// <summary>A page: a Razor component with one parameter, rendered on the server with its layout.</summary>
internal static partial class Page
{
    public static IResult Of<TPage, TModel>(TModel model, int status = 200)
        where TPage : Page<TModel>
        where TModel : notnull =>
        new Rendered(new RazorComponentResult<TPage>(new Dictionary<string, object?> { [nameof(Page<TModel>.Model)] = model })
        {
            StatusCode = status,
        });

    /// <summary>
    /// Pages name addresses from the root of the server. Under a sub-path every such address in an attribute begins with it: done here,
    /// once, for all pages.
    /// </summary>
    private sealed class Rendered(IResult page) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            if (!httpContext.Request.PathBase.HasValue)
            {
                await page.ExecuteAsync(httpContext);
                return;
            }
            var body = httpContext.Response.Body;
            using var html = new MemoryStream();
            httpContext.Response.Body = html;
            try
            {
                await page.ExecuteAsync(httpContext);
            }
            finally
            {
                httpContext.Response.Body = body;
            }
            await httpContext.Response.WriteAsync(
                Rooted().Replace(Encoding.UTF8.GetString(html.ToArray()), "$0" + httpContext.Request.PathBase.ToUriComponent()),
                httpContext.RequestAborted);
        }
    }

    /// <summary>Up to the slash. Quotes of what people typed are escaped, so this stands only where a page wrote it.</summary>
    [GeneratedRegex("""\s(?:href|src|action|formaction|data-[a-z-]+)="(?=/(?!/))""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rooted();
}

/// <summary>What every page component inherits.</summary>
public abstract class Page<TModel> : ComponentBase
{
    [Parameter, EditorRequired]
    public required TModel Model { get; set; }
}
