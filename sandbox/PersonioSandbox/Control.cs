using System.Security.Cryptography;
using System.Text.Json;

namespace PersonioSandbox;

/// <summary>What tests and people ask the sandbox beside Personio's own interface.</summary>
internal static class Control
{
    public static void MapControl(this WebApplication app)
    {
        var control = app.MapGroup("/_sandbox");
        control.MapGet("/applications", (World world) => Results.Json(world.Arrivals.Select(x => new
        {
            id = x.Id,
            company = x.Company,
            job = new { id = x.JobId, title = x.JobTitle },
            channel = x.Channel,
            first_name = x.FirstName,
            last_name = x.LastName,
            email = x.Email,
            message = x.Message,
            application_date = x.ApplicationDate,
            phase = x.Phase,
            tags = x.Tags,
            attributes = x.Attributes,
            arrived_at = x.ArrivedAt,
            documents = x.Documents.Select(d => new { name = d.Name, category = d.Category, size = d.Size, sha256 = d.Sha256 }),
        })));
        control.MapGet("/requests", (World world) => Results.Json(
            world.Requests.Select(
            x => new
            {
                arrived_at = x.ArrivedAt,
                company = x.Company,
                method = x.Method,
                path = x.Path,
                status = x.Status,
                reason = x.Reason
            })));
        control.MapGet("/exchanges", (World world) => world.Traffic);
        control.MapGet("/switches", (World world) => world.Switches.All);
        control.MapPost("/switches", (Dictionary<string, string> values, World world) =>
        {
            foreach (var (name, value) in values)
                if (!world.Switches.TrySet(name, value))
                    return Results.BadRequest(new { error = $"Unknown switch or value: {name}={value}", known = Switches.Known });
            return Results.Ok(world.Switches.All);
        });
        control.MapPost("/faults", AddFault);
        control.MapDelete("/faults", (World world) =>
        {
            world.ClearFaults();
            return Results.NoContent();
        });
        control.MapGet("/delayed", (World world) => world.Delayed);
        control.MapPost("/reset", (World world) =>
        {
            world.Reset();
            return Results.NoContent();
        });
        control.MapPost("/files", AddFile);
        control.MapPost("/companies", AddCompanies);
        control.MapPost("/companies/{id}/feed", (string id, FeedMode body, World world) =>
            Change(world, id, x => (x.Feed, x.Given) = (body.Mode, (body.Body ?? [], body.Repeat ?? 1))));
        control.MapPost("/companies/{id}/features", (string id, Features body, World world) =>
            Change(world, id, x => (x.Recruiting, x.PublicApi) = (body.Recruiting ?? x.Recruiting, body.PublicApi ?? x.PublicApi)));
        control.MapPost("/companies/{id}/token", (string id, NewToken body, World world) => Change(world, id, x => x.Token = body.Token));
        control.MapPost("/jobs/{id:long}", (long id, JobChange body, World world) =>
        {
            if (world.Jobs.GetValueOrDefault(id) is not { } job)
                return Results.NotFound();
            (job.Published, job.RequiredAttributes) = (body.Published ?? job.Published, body.RequiredAttributes ?? job.RequiredAttributes);
            return Results.NoContent();
        });
    }

    internal static IResult AddFault(NewFault body, World world)
    {
        if (body.Fault is not ("latency" or "status" or "reset" or "lost-answer" or "slow-upload"))
            return Results.BadRequest(new { error = "fault is latency, status, reset, lost-answer or slow-upload" });
        if (body.Endpoint is not (null or "documents" or "applications" or "xml" or "any"))
            return Results.BadRequest(new { error = "endpoint is documents, applications, xml or any" });
        if (body.Fault == "status" && body.Status is < 200 or > 599)
            return Results.BadRequest(new { error = "status is 200 to 599" });
        if (body.Body is not (null or "documented" or "html" or "empty"))
            return Results.BadRequest(new { error = "body is documented, html or empty" });
        world.Add(new Fault(body.Company ?? "any", body.Endpoint ?? "any", body.Fault, body.Status ?? 500, body.Body ?? "documented",
            body.RetryAfter is { ValueKind: not JsonValueKind.Null } retry ? retry.ToString() : null, body.DelayMs ?? 0, body.Reason)
        { Left = body.Count ?? 1 });
        return Results.NoContent();
    }

    /// <summary>As if it had been uploaded before the sandbox started, under the number it was given then.</summary>
    private static IResult AddFile(EarlierFile body, World world)
    {
        if (FileKinds.Of(body.Name, body.Content) is not { } kind)
            return Results.BadRequest(new { error = "content is of no documented type" });
        world.Files[body.Uuid] = new(body.Uuid, body.Company, body.Name, kind.Extension, kind.MediaType, body.Content,
            Convert.ToHexStringLower(SHA256.HashData(body.Content)), world.Clock.GetUtcNow());
        return Results.NoContent();
    }

    /// <summary>For benchmarks and tests: n companies with one job each, numbered from 1,000,000 on.</summary>
    private static IResult AddCompanies(NewCompanies body, World world)
    {
        foreach (var number in Enumerable.Range(1_000_000, body.Count))
        {
            var id = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            world.Companies[id] = new(id, "Firma " + id, "firma-" + id) { Token = "token-" + id, Channels = [new(number, "Jobbörse")] };
            world.Jobs[number] = new(number, id, "Stelle " + id, "Wien", new() { ["de"] = [("Aufgaben", "<p>Arbeit</p>")] });
        }
        return Results.NoContent();
    }

    private static IResult Change(World world, string id, Action<Company> change)
    {
        if (!world.Companies.TryGetValue(id, out var company))
            return Results.NotFound();
        change(company);
        return Results.NoContent();
    }

    internal sealed record NewFault
    {
        public string? Company { get; init; }
        public string? Endpoint { get; init; }
        public required string Fault { get; init; }
        public int? Status { get; init; }
        public string? Body { get; init; }
        public JsonElement? RetryAfter { get; init; }
        public int? DelayMs { get; init; }
        public int? Count { get; init; }
        public string? Reason { get; init; }
    }

    internal sealed record EarlierFile(Guid Uuid, string Company, string Name, byte[] Content);

    internal sealed record NewCompanies(int Count);

    internal sealed record FeedMode(string Mode, byte[]? Body, int? Repeat);

    internal sealed record Features(bool? Recruiting, bool? PublicApi);

    internal sealed record NewToken(string Token);

    internal sealed record JobChange(bool? Published, string[]? RequiredAttributes);
}
