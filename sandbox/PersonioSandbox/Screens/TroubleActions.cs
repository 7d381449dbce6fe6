using System.Globalization;
using System.Text.Json;

namespace PersonioSandbox.Screens;

/// <summary>The page of faults and switches does what <c>POST /_sandbox/faults</c> and its neighbours do.</summary>
internal static class TroubleActions
{
    public static async Task<IResult> AddFault(Place at, HttpContext http, World world)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var fault = new Control.NewFault
        {
            Company = Text("company"),
            Endpoint = Text("endpoint"),
            Fault = Text("fault") ?? "",
            Status = Number("status"),
            Body = Text("body"),
            RetryAfter = Text("retryAfter") is { } retry ? JsonSerializer.SerializeToElement(retry) : null,
            DelayMs = Number("delayMs"),
            Count = Number("count"),
            Reason = Text("reason"),
        };
        return Control.AddFault(fault, world) is IStatusCodeHttpResult { StatusCode: 204 } ? Back(at) : Results.BadRequest("Diese Störung gibt es nicht.");

        string? Text(string name) => form[name].ToString() is { Length: > 0 } text ? text : null;

        int? Number(string name) => int.TryParse(form[name], CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public static IResult ClearFaults(Place at)
    {
        at.World.ClearFaults();
        return Back(at);
    }

    public static async Task<IResult> Switch(Place at, HttpContext http)
    {
        foreach (var (name, value) in await http.Request.ReadFormAsync(http.RequestAborted))
            if (!at.World.Switches.TrySet(name, value.ToString()))
                return Results.BadRequest($"{name} kann nicht {value} sein.");
        return Back(at);
    }

    /// <summary>One of the company's own settings: the feed's mode, the plan's features, the token.</summary>
    public static async Task<IResult> Change(Place at, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        foreach (var (name, value) in form)
            switch (name)
            {
                case "feed": at.Company.Feed = value.ToString(); break;
                case "recruiting": at.Company.Recruiting = value == "true"; break;
                case "publicApi": at.Company.PublicApi = value == "true"; break;
                case "token": at.Company.Token = $"{at.Company.Slug}-{Guid.NewGuid():N}"; break;
            }
        return Back(at);
    }

    private static IResult Back(Place at) => Results.Redirect(at.App + "/trouble");
}
