using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

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
        var body = "";
        Reply reply;
        if (endpoint is null)
            reply = new(404, new { error = new { reason = "Not found" } }, "not-found");
        else if (!HttpMethods.IsPost(http.Request.Method))
            reply = new(405, null, "method-not-allowed");
        else
            (reply, body) = await Faults.ApplyAsync(http, world, fault, () => HandleAsync(http, world, company, endpoint));

        world.Note(new Request(arrivedAt, company, http.Request.Method, http.Request.Path, reply.Status, reply.Reason));
        var (type, text) = reply.Html is { } html ? ("text/html; charset=utf-8", html) : reply.Json is { } json ? ("application/json", JsonSerializer.Serialize(json)) : ("", "");
        world.Note(new Traffic(http.Request.Method, http.Request.Path, Faults.Headers(http), body, reply.Status, type, text));
        if (fault is { Kind: "reset" or "lost-answer" })
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

    /// <summary>Authentication, features and pace come before anyone looks at the body.</summary>
    private static async Task<(Reply, string)> HandleAsync(HttpContext http, World world, string companyId, string endpoint)
    {
        var token = http.Request.Headers.Authorization.ToString();
        if (!world.Companies.TryGetValue(companyId, out var company) || token != "Bearer " + company.Token)
            return (new(401, world.Switches["unauthorized-body"] == "json" ? new { error = new { reason = "Unauthorized" } } : null, "unauthorized"), "");
        if (!company.Recruiting)
            return (Reply.Refused(403, ("company", "feature.recruiting.disabled")), "");
        if (!company.PublicApi)
            return (Reply.Refused(403, ("company", "feature.public-api.disabled")), "");
        if (!world.TryCount(companyId, endpoint))
            return (new(429, null, "too-many-requests"), "");
        return endpoint == "documents" ? await UploadAsync(http, world, company) : await CreateAsync(http, world, company);
    }

    private static async Task<(Reply, string)> CreateAsync(HttpContext http, World world, Company company)
    {
        using var reader = new StreamReader(http.Request.Body, new UTF8Encoding(false, throwOnInvalidBytes: true));
        string text;
        try
        {
            text = await reader.ReadToEndAsync(http.RequestAborted);
        }
        catch (DecoderFallbackException)
        {
            return (Reply.Unreadable("Invalid request body supplied"), "");
        }
        return (ApplicationRules.Submit(text, http.Request.ContentType, world, company), text);
    }

    private static async Task<(Reply, string)> UploadAsync(HttpContext http, World world, Company company)
    {
        var unreadable = Reply.Unreadable("Invalid multipart request body and/or headers supplied.");
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || type.MediaType != "multipart/form-data" || type.Boundary.Length == 0)
            return (unreadable, "");
        try
        {
            var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).Value!, http.Request.Body);
            var section = await reader.ReadNextSectionAsync(http.RequestAborted);
            var disposition = section?.GetContentDispositionHeader();
            if (section is null || disposition is null || HeaderUtilities.RemoveQuotes(disposition.Name).Value != "file")
                return (unreadable, "");
            using var content = new MemoryStream();
            await section.Body.CopyToAsync(content, http.RequestAborted);
            var name = HeaderUtilities.RemoveQuotes(disposition.FileName).Value ?? "";
            var body = JsonSerializer.Serialize(new { part = "file", filename = name, contentType = section.ContentType, size = content.Length });
            if (await reader.ReadNextSectionAsync(http.RequestAborted) is not null)
                return (unreadable, body);
            return (Store(world, company, name, content.ToArray()), body);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return (unreadable, "");
        }
    }

    private static Reply Store(World world, Company company, string name, byte[] content)
    {
        if (content.Length > 20_000_000)
            return Reply.Refused(413, ("file", "errors.file-too-big"));
        if (FileKinds.Of(name, content) is not { } kind)
            return Reply.Refused(422, ("file", "errors.invalid-file-type"));
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        var file = new StoredFile(Guid.NewGuid(), company.Id, name, kind.Extension, kind.MediaType, content, sha256, world.Clock.GetUtcNow());
        world.Files[file.Uuid] = file;
        return new(200, new { extension = kind.Extension, mimetype = kind.MediaType, original_filename = name, uuid = file.Uuid, size = content.Length });
    }
}
