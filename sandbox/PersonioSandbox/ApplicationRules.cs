using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PersonioSandbox;

/// <summary>What Personio checks of an application, and in which words it refuses.</summary>
internal static partial class ApplicationRules
{
    private static readonly string[] Categories = ["cv", "cover-letter", "employment-reference", "certificate", "work-sample", "other"];
    private static readonly string[] SystemPhases = ["unassigned", "rejected", "withdrawn", "offer", "accepted"];
    private static readonly Dictionary<string, JsonValueKind[]> Keys = new()
    {
        ["first_name"] = [JsonValueKind.String],
        ["last_name"] = [JsonValueKind.String],
        ["email"] = [JsonValueKind.String],
        ["job_position_id"] = [JsonValueKind.Number, JsonValueKind.String],
        ["recruiting_channel_id"] = [JsonValueKind.Number, JsonValueKind.String],
        ["external_posting_id"] = [JsonValueKind.String],
        ["message"] = [JsonValueKind.String],
        ["application_date"] = [JsonValueKind.String],
        ["phase"] = [JsonValueKind.Object],
        ["tags"] = [JsonValueKind.Array],
        ["files"] = [JsonValueKind.Array],
        ["attributes"] = [JsonValueKind.Array],
    };

    public static Reply Submit(string? text, string? contentType, World world, Company company)
    {
        if (text is null || contentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            return Reply.Unreadable("Invalid request body supplied");
        try
        {
            using var document = JsonDocument.Parse(text);
            return Unreadable(document.RootElement) is { } problem ? Reply.Unreadable(problem)
                : Check(document.RootElement, world, company);
        }
        catch (JsonException)
        {
            return Reply.Unreadable("Invalid request body supplied");
        }
    }

    /// <summary>What the strict mapping of the body refuses before any rule is asked.</summary>
    private static string? Unreadable(JsonElement root)
    {
        const string invalid = "Invalid request body supplied";
        if (root.ValueKind != JsonValueKind.Object)
            return invalid;
        foreach (var property in root.EnumerateObject())
            if (!Keys.TryGetValue(property.Name, out var kinds) || !kinds.Contains(property.Value.ValueKind))
                return invalid;
        foreach (var required in new[] { "first_name", "last_name", "email", "job_position_id" })
            if (!root.TryGetProperty(required, out _))
                return $"Field '{required}' is required";
        foreach (var id in new[] { "job_position_id", "recruiting_channel_id" })
            if (root.TryGetProperty(id, out var value) && Number(value) is null)
                return invalid;
        if (root.TryGetProperty("phase", out var phase) && Missing(phase, "type", "id") is { } missing)
            return missing;
        if (phase.ValueKind == JsonValueKind.Object && Text(phase, "type") is not ("system" or "custom"))
            return invalid;
        if (Items(root, "tags").Any(x => x.ValueKind != JsonValueKind.String))
            return invalid;
        return Items(root, "files").Select(x => Missing(x, "uuid", "original_filename", "category"))
            .Concat(Items(root, "attributes").Select(x => Missing(x, "id", "value"))).FirstOrDefault(x => x is not null);

        static string? Missing(JsonElement element, params string[] keys) =>
            element.ValueKind != JsonValueKind.Object || element.EnumerateObject().Any(x => !keys.Contains(x.Name)
                || !(x.Value.ValueKind == JsonValueKind.String || (x.Name == "id" && x.Value.ValueKind == JsonValueKind.Number)
                    || (x.Name == "value" && x.Value.ValueKind == JsonValueKind.Null))) ? invalid
            : keys.FirstOrDefault(x => !element.TryGetProperty(x, out _)) is { } key ? $"Field '{key}' is required"
            : null;
    }

    private static Reply Check(JsonElement root, World world, Company company)
    {
        var errors = new List<(string Field, string Reason)>();
        var (firstName, lastName, email) = (Text(root, "first_name")!, Text(root, "last_name")!, Text(root, "email")!);
        Required("first_name", firstName);
        Required("last_name", lastName);
        if (!Email().IsMatch(email))
            errors.Add(("email", "errors.attribute-validation.invalid-email-format"));

        var jobId = Number(root.GetProperty("job_position_id"))!.Value;
        var job = world.Jobs.GetValueOrDefault(jobId);
        if (job is null || job.Company != company.Id)
            errors.Add(("job_position_id", world.Switches["job-missing"] == "not-published" ? "errors.job-position.not-published"
                : "errors.posting-validation.posting-not-found"));
        else if (!job.Published)
            errors.Add(("job_position_id", "errors.job-position.not-published"));

        long? channel = root.TryGetProperty("recruiting_channel_id", out var c) ? Number(c) : null;
        if (channel is { } id && company.Channels.All(x => x.Id != id))
            errors.Add(("recruiting_channel_id", "errors.posting-validation.channel-not-found"));
        if (root.TryGetProperty("external_posting_id", out _))
            errors.Add(("external_posting_id", "errors.posting-validation.posting-not-found"));
        CheckDate(Text(root, "application_date"));
        var phase = CheckPhase();
        var attributes = AttributeRules.Check(Items(root, "attributes"), job, company, world.Switches, errors);
        var documents = CheckFiles();
        if (errors.Count == 0 && world.Switches["duplicates"] == "refuse" && world.Exists(company.Id, jobId, email))
            errors.Add(("email", "errors.applicant-already-exists"));
        if (errors.Count > 0)
            return Reply.Refused(400, [.. world.Switches["errors"] == "first" ? errors.Take(1) : errors]);

        var tags = Items(root, "tags").Select(x => x.GetString()!).ToArray();
        var arrival = world.TryArrive(number => new Arrival
        {
            Id = number,
            Company = company.Id,
            JobId = jobId,
            JobTitle = job!.Title,
            Channel = channel,
            FirstName = firstName,
            LastName = lastName,
            Email = email,
            Message = Text(root, "message"),
            ApplicationDate = Text(root, "application_date"),
            Phase = phase,
            Tags = tags,
            Attributes = attributes,
            Documents = documents,
            ArrivedAt = world.Clock.GetUtcNow(),
        }, company.Id, jobId, email);
        return arrival is null
            ? Reply.Refused(400, ("email", "errors.applicant-already-exists"))
            : new(201, world.Switches["created-body"] == "json" ? new { success = true } : null, "created");

        void Required(string field, string value)
        {
            if (string.IsNullOrWhiteSpace(value))
                errors.Add((field, "errors.attribute-validation.required-attribute"));
        }

        void CheckDate(string? date)
        {
            if (date is null)
                return;
            var now = TimeZoneInfo.ConvertTime(world.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(world.Switches["date-zone"]));
            if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                errors.Add(("application_date", "errors.attribute-validation.invalid-date-format"));
            else if (day > DateOnly.FromDateTime(now.DateTime))
                errors.Add(("application_date", "errors.date-validation.date-in-the-future"));
        }

        string CheckPhase()
        {
            if (!root.TryGetProperty("phase", out var given))
                return "initial";
            var value = given.GetProperty("id").ToString();
            if (Text(given, "type") != "system")
                return "unassigned";
            if (!SystemPhases.Contains(value))
                errors.Add(("phase", "errors.phase-validation.invalid-system-phase"));
            return value;
        }

        ArrivedDocument[] CheckFiles()
        {
            var arrived = new List<ArrivedDocument>();
            foreach (var (file, i) in Items(root, "files").Select((x, i) => (x, i)))
            {
                var category = Text(file, "category")!;
                var stored = Guid.TryParse(Text(file, "uuid"), out var uuid) ? world.Files.GetValueOrDefault(uuid) : null;
                var expired = stored?.UploadedAt < world.Clock.GetUtcNow() - TimeSpan.FromMinutes(world.Switches.Number("upload-minutes"))
                    || (stored is { Used: true } && world.Switches["upload-reuse"] == "refuse");
                if (stored is null || stored.Company != company.Id || expired)
                    errors.Add(($"files[{i}]", "errors.file-validation.file-not-exists"));
                else if (!Categories.Contains(category))
                    errors.Add(($"files[{i}]", "errors.file-validation.unknown-file-category"));
                else if (world.Switches["files"] == "all" || arrived.All(x => x.Category != category))
                    arrived.Add(new(Text(file, "original_filename")!, category, stored.Content.Length, stored.Sha256, uuid));
            }
            return [.. arrived];
        }
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : null;

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) => element.TryGetProperty(name, out var value)
        ? value.EnumerateArray() : [];

    private static long? Number(JsonElement value) =>
        long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+$", RegexOptions.None, 1000)]
    private static partial Regex Email();
}
