using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace PersonioSandbox.Screens;

/// <summary>What an employer sees of Personio, at addresses close to the real ones. Its host is <c>/app/{slug}</c> here.</summary>
internal static class ScreensFeature
{
    public static void MapScreens(this WebApplication app)
    {
        app.MapGet("/sandbox.css", () => File("sandbox.css", "text/css"));
        app.MapGet("/copy.js", () => File("copy.js", "text/javascript"));
        app.MapGet("/", IResult (World world) => new RazorComponentResult<CompaniesScreen>(new { World = world }));
        app.MapFallback(Missing);

        // Plain request delegates: what needs its handler compiled at each start is slow.
        var screens = app.MapGroup("/app/{slug}");
        var company = app.MapGroup("/app/{slug}").DisableAntiforgery();
        company.AddEndpointFilter(
            async (context, next) => context.Arguments.OfType<Place>().First().IsNowhere ? Missing() : await next(context));
        company.MapGet("", (Place at) => Results.Redirect(at.App + "/recruiting/positions"));

        screens.MapGet("/recruiting/positions", Show<PositionsScreen>);
        screens.MapGet("/recruiting/positions/{job}", Show<PositionScreen>);
        screens.MapGet("/recruiting/positions/{job}/promote", Show<PromoteScreen>);
        screens.MapGet("/recruiting/positions/{job}/applications", Show<InboxScreen>);
        company.MapPost("/recruiting/positions/{job}/published", Actions.Publish);
        screens.MapGet("/recruiting/applications", Show<InboxScreen>);
        screens.MapGet("/recruiting/applications/{application}", Show<ApplicationScreen>);
        company.MapGet("/recruiting/applications/{application}/documents/{number:int}", Actions.Open);
        company.MapPost("/recruiting/applications/{application}/delete", Actions.Delete);

        screens.MapGet("/configuration", Show<SettingsScreen>);
        screens.MapGet("/configuration/api/credentials/management", Show<CredentialsScreen>);
        screens.MapGet("/configuration/recruiting", Show<CareerSettingsScreen>);
        company.MapPost("/configuration/recruiting/feed", Actions.SwitchFeed);
        screens.MapGet("/configuration/recruiting/channels", Show<ChannelsScreen>);
        company.MapPost("/configuration/recruiting/channels", Actions.AddChannel);
        screens.MapGet("/configuration/recruiting/channels/{channel}", Show<ChannelScreen>);
        company.MapPost("/configuration/recruiting/channels/{channel}/delete", Actions.DeleteChannel);
        screens.MapGet("/configuration/recruiting/attributes", Show<AttributesScreen>);
        company.MapPost("/configuration/recruiting/attributes", Actions.AddAttribute);
        screens.MapGet("/configuration/recruiting/attributes/{attribute}", Show<AttributeScreen>);
        company.MapPost("/configuration/recruiting/attributes/{attribute}", Actions.RequireAsync);
        company.MapPost("/configuration/recruiting/attributes/{attribute}/delete", Actions.DeleteAttribute);

        screens.MapGet("/trouble", Show<TroubleScreen>);
        company.MapPost("/trouble/faults", TroubleActions.AddFault);
        company.MapPost("/trouble/faults/clear", TroubleActions.ClearFaults);
        company.MapPost("/trouble/switches", TroubleActions.Switch);
        company.MapPost("/trouble/company", TroubleActions.Change);
    }

    public static async Task Show<TScreen>(HttpContext http) where TScreen : CompanyScreen
    {
        var at = await Place.BindAsync(http);
        await (at!.IsNowhere ? Missing() : new RazorComponentResult<TScreen>(new { At = at })).ExecuteAsync(http);
    }

    public static IResult Missing() => new RazorComponentResult<MissingScreen> { StatusCode = 404 };

    private static IResult File(string name, string type) =>
        Results.Stream(typeof(ScreensFeature).Assembly.GetManifestResourceStream(name)!, type + "; charset=utf-8");
}

/// <summary>What can be done on the screens with one press.</summary>
internal static class Actions
{
    public static IResult Publish(Place at, [FromForm] bool published)
    {
        at.Job!.Published = published;
        return Results.Redirect($"{at.App}/recruiting/positions/{at.Job.Id}");
    }

    public static IResult Open(Place at, int number, HttpContext http)
    {
        if (at.Arrival!.Documents.ElementAtOrDefault(number) is not { } document)
            return ScreensFeature.Missing();
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "sandbox";
        var file = at.World.Files[document.Uuid];
        return Results.File(file.Content, file.MediaType, document.Name);
    }

    public static IResult Delete(Place at)
    {
        at.World.Delete(at.Arrival!);
        return Results.Redirect($"{at.App}/recruiting/positions/{at.Arrival!.JobId}/applications");
    }

    public static IResult SwitchFeed(Place at, [FromForm] bool on)
    {
        at.Company.Feed = on ? "on" : "off";
        return Results.Redirect(at.App + "/configuration/recruiting");
    }

    public static IResult AddChannel(Place at, [FromForm] string name, [FromForm] string? price, [FromForm] string? notes)
    {
        var channel = at.World.AddChannel(at.Company, name.Trim(), price ?? "", notes ?? "");
        return Results.Redirect($"{at.App}/configuration/recruiting/channels/{channel.Id}");
    }

    public static IResult DeleteChannel(Place at)
    {
        at.Company.Channels = [.. at.Company.Channels.Where(x => x != at.Channel)];
        return Results.Redirect(at.App + "/configuration/recruiting/channels");
    }

    public static IResult AddAttribute(Place at, [FromForm] string name, [FromForm] AttributeType type)
    {
        var attribute = at.World.AddAttribute(at.Company, name.Trim(), type);
        return Results.Redirect($"{at.App}/configuration/recruiting/attributes/{attribute.Id}");
    }

    /// <summary>The form names each job, and says of each whether the attribute is mandatory there.</summary>
    public static async Task<IResult> RequireAsync(Place at, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        at.World.Require(at.Company, at.Attribute!, form["everywhere"] == "true",
            [.. at.Jobs().Select(x => x.Id).Where(x => form[AttributeScreen.FieldOf(x)] == "true")]);
        return Results.Redirect($"{at.App}/configuration/recruiting/attributes/{at.Attribute!.Id}");
    }

    public static IResult DeleteAttribute(Place at)
    {
        if (!at.Attribute!.IsCustom)
            return Results.BadRequest("Systemattribute kann niemand löschen.");
        at.World.Delete(at.Company, at.Attribute);
        return Results.Redirect(at.App + "/configuration/recruiting/attributes");
    }
}
