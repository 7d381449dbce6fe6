using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Eilbote.Web;

/// <summary>A page: a Razor component with one parameter, rendered on the server with its layout.</summary>
internal static class Page
{
    public static IResult Of<TPage, TModel>(TModel model, int status = 200)
        where TPage : Page<TModel>
        where TModel : notnull =>
        new RazorComponentResult<TPage>(new Dictionary<string, object?> { [nameof(Page<TModel>.Model)] = model }) { StatusCode = status };
}

/// <summary>What every page component inherits.</summary>
public abstract class Page<TModel> : ComponentBase
{
    [Parameter, EditorRequired]
    public required TModel Model { get; set; }
}
