using System.Text.Json;

namespace PersonioSandbox;

/// <summary>An answer of the interface. <see cref="Reason"/> is only noted, not sent.</summary>
internal sealed record Reply(int Status, object? Json = null, string? Reason = null, string? Html = null)
{
    /// <summary>Shape (a): by field, each with its reasons.</summary>
    public static Reply Refused(int status, params (string Field, string Reason)[] errors) => new(status, new
    {
        errors = errors.GroupBy(x => x.Field).Select(x => new { field = x.Key, errors = x.Select(e => new { reason = e.Reason }) }),
    }, errors[0].Reason);

    /// <summary>Shape (c): one free text; observed, not documented.</summary>
    public static Reply Unreadable(string text) => new(400, new { error = new { reason = text } }, text);

    /// <summary>Nobody is there to answer, or nobody shall be.</summary>
    public static Reply None(string reason) => new(0, null, reason);
}

/// <summary>The two documented paths. Everything else below <c>/v1</c> is refused.</summary>
internal static class Api
{
    private const string ApplicationsPath = "/v1/recruiting/applications", DocumentsPath = "/v1/recruiting/applications/documents";

    public static void MapApi(this WebApplication app)
    {
        app.Map("/v1/{**rest}", (HttpContext http, World world) => RunAsync(http, world, http.Request.Path.Value switch
        {
            ApplicationsPath => "applications",
            DocumentsPath => "documents",
            _ => null,
        }));
    }

    private static async Task RunAsync(HttpContext http, World world, string? endpoint)
    {
        var arrivedAt = world.Clock.GetUtcNow();
        var company = http.Request.Headers["X-Company-ID"].ToString();
        var fault = endpoint is null ? null : world.TakeFault(company, endpoint);
        var (reply, incoming) = endpoint is null ? (new(404, new { error = new { reason = "Not found" } }, "not-found"), Incoming.Nothing)
            : !HttpMethods.IsPost(http.Request.Method) ? (new(405, null, "method-not-allowed"), Incoming.Nothing)
            : await ReplyAsync(http, world, company, endpoint, fault);

        world.Note(new Request(arrivedAt, company, http.Request.Method, http.Request.Path, reply.Status, reply.Reason));
        var (type, text) = reply.Html is { } html ? ("text/html; charset=utf-8", html) : reply.Json is { } json
            ? ("application/json", JsonSerializer.Serialize(json)) : ("", "");
        world.Note(new Traffic(
            http.Request.Method, http.Request.Path, Faults.Headers(http), incoming.Shown, reply.Status, type, text,
            fault?.Kind == "status"));
        if (reply.Status == 0 || fault is { Kind: "lost-answer" })
        {
            http.Abort();
            return;
        }
        http.Response.StatusCode = reply.Status;
        if (reply.Status == 429)
            Faults.AddRetryAfter(http, world, fault);
        if (type.Length > 0)
        {
            http.Response.ContentType = type;
            await http.Response.WriteAsync(text, http.RequestAborted);
        }
    }

    private static async Task<(Reply, Incoming)> ReplyAsync(HttpContext http, World world, string company, string endpoint, Fault? fault)
    {
        var incoming = Incoming.Nothing;
        try
        {
            // Nothing is read while it waits: what does not fit into the buffers waits on the sender's side.
            if (fault is { Kind: "latency" or "slow-upload" })
                await world.DelayAsync(fault, http.RequestAborted);
            if (fault is { Kind: "reset" })
                return (Reply.None("reset"), incoming);
            incoming = await Incoming.ReadAsync(http.Request, http.RequestAborted);
            var reply = fault is { Kind: "status" } ? Faults.Answer(fault) : Handle(http.Request, incoming, world, company, endpoint);
            return (fault is { Kind: "lost-answer" } ? reply with { Reason = "lost-answer" } : reply, incoming);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (Reply.Refused(413, ("file", "errors.file-too-big")), incoming);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return (Reply.None("sender-gone"), incoming);
        }
    }

    /// <summary>Authentication, features and pace come before anyone looks at the body.</summary>
    private static Reply Handle(HttpRequest request, Incoming incoming, World world, string companyId, string endpoint)
    {
        if (!world.Companies.TryGetValue(companyId, out var company) || request.Headers.Authorization.ToString() != "Bearer "
            + company.Token)
            return new(401, world.Switches["unauthorized-body"] == "json" ? new { error = new { reason = "Unauthorized" } } : null,
                "unauthorized");
        if (!company.Recruiting)
            return Reply.Refused(403, ("company", "feature.recruiting.disabled"));
        if (!company.PublicApi)
            return Reply.Refused(403, ("company", "feature.public-api.disabled"));
        if (!world.TryCount(companyId, endpoint))
            return new(429, null, "too-many-requests");
        return endpoint == "documents" ? Store(incoming, world, company)
            : ApplicationRules.Submit(incoming.Text, request.ContentType, world, company);
    }

    private static Reply Store(Incoming incoming, World world, Company company)
    {
        if (incoming.Parts is not [{ Name: "file" } part])
            return Reply.Unreadable("Invalid multipart request body and/or headers supplied.");
        if (part.Content.Length > world.Switches.Number("max-file-bytes"))
            return Reply.Refused(413, ("file", "errors.file-too-big"));
        if (FileKinds.Of(part.FileName, part.Content) is not { } kind)
            return Reply.Refused(422, ("file", "errors.invalid-file-type"));
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(part.Content));
        var file = new StoredFile(
            Guid.NewGuid(), company.Id, part.FileName, kind.Extension, kind.MediaType, part.Content, sha256, world.Clock.GetUtcNow());
        world.Files[file.Uuid] = file;
        // The documented list spells it so.
        var extension = kind.Extension == "ppt" ? "ptt" : kind.Extension;
        return new(200, new
        {
            extension,
            mimetype = kind.MediaType,
            original_filename = part.FileName,
            uuid = file.Uuid,
            size = part.Content.Length - (world.Switches["upload-size"] == "wrong" ? 1 : 0)
        });
    }
}
