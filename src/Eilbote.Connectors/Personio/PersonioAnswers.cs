using System.Collections.Frozen;
using System.Text.Json;

namespace Eilbote.Connectors.Personio;

/// <summary>Reads answers by their reason, never by status alone.</summary>
internal sealed class PersonioAnswers(PersonioOptions options)
{
    private const string SizeDiffers = "size-differs", Unknown = "unknown", AlreadyExists = "errors.applicant-already-exists",
        Attribute = "errors.attribute-validation.", Required = Attribute + "required-attribute";

    private static readonly Words RecruitingOff = new(
        "Personio kennt den Schlüssel, aber das Recruiting ist für Ihr Unternehmen abgeschaltet. Bitte wenden Sie sich an den Support von Personio: „Recruiting“ gehört in Ihren Tarif.",
        "Personio knows the key, but recruiting is switched off for your company. Please contact Personio's support: “Recruiting” has to be part of your plan.");

    /// <summary>What people are told of a reason that says more than its meaning.</summary>
    internal static readonly FrozenDictionary<string, Words> InWords = new Dictionary<string, Words>
    {
        ["unauthorized"] = new(
            "Personio nimmt dieses Paar nicht an. Kopieren Sie beide Werte noch einmal aus derselben Zeile: Personio › Einstellungen › API-Zugriffsdaten › Recruiting-API-Schlüssel.",
            "Personio does not accept this pair. Copy both values again from the same row: Personio › Settings › API credentials › Recruiting API key."),
        ["errors.file-too-big"] = new("zu groß", "too large"),
        ["feature.public-api.disabled"] = new(
            "Personio kennt den Schlüssel, aber die Schnittstelle ist für Ihr Unternehmen abgeschaltet. Bitte wenden Sie sich an den Support von Personio: die „Recruiting API“ gehört freigeschaltet.",
            "Personio knows the key, but the interface is switched off for your company. Please contact Personio's support: the “Recruiting API” has to be enabled."),
        ["feature.recruiting.disabled"] = RecruitingOff,
        ["forbidden"] = RecruitingOff,
        [SizeDiffers] = new("dort kam es mit einer anderen Größe an", "it arrived there with another size"),
        ["errors.invalid-file-type"] = new("dieser Dateityp wird nicht angenommen", "this type of file is not taken"),
    }.ToFrozenDictionary();

    /// <summary>What is said when Personio's answer carries no reason.</summary>
    internal static readonly string[] OwnReasons = [SizeDiffers, "unauthorized", "forbidden", "too-many-requests", "no-clear-answer"];

    /// <summary>
    /// All documented reasons (docs/personio.md), the most decisive first: of several in one answer the first in this table
    /// counts. The second spelling of "already exists" is the one documented before 2023-03.
    /// </summary>
    internal static readonly FrozenDictionary<string, (int Rank, Meaning Meaning, Part? Part)> Reasons = new (string, Meaning, Part?)[]
    {
        ("feature.recruiting.disabled", Meaning.FeatureOff, null),
        ("feature.public-api.disabled", Meaning.FeatureOff, null),
        (AlreadyExists, Meaning.AlreadyThere, null),
        ("errors.applicant-exists", Meaning.AlreadyThere, null),
        ("errors.job-position.not-published", Meaning.JobClosed, null),
        ("errors.file-validation.file-not-exists", Meaning.StepForgotten, null),
        ("errors.posting-validation.channel-not-found", Meaning.PartRefused, new Part.Channel()),
        ("errors.posting-validation.posting-not-found", Meaning.JobClosed, null),
        ("errors.date-validation.date-in-the-future", Meaning.PartRefused, new Part.Date()),
        ("errors.attribute-validation.unknown", Meaning.PartRefused, null),
        ("errors.attribute-validation.invalid-type", Meaning.PartRefused, null),
        ("errors.attribute-validation.unknown-attribute-option", Meaning.PartRefused, null),
        ("errors.attribute-validation.invalid-date-format", Meaning.PartRefused, null),
        ("errors.file-too-big", Meaning.PartRefused, null),
        ("errors.invalid-file-type", Meaning.PartRefused, null),
        ("errors.attribute-validation.invalid-email-format", Meaning.NeedsApplicant, new Part.Email()),
        (Required, Meaning.QuestionMissing, null),
        ("errors.phase-validation.invalid-system-phase", Meaning.NeedsEmployer, null),
        ("errors.file-validation.unknown-file-category", Meaning.NeedsEmployer, null),
    }.Select((x, rank) => (x.Item1, Value: (rank, x.Item2, x.Item3))).ToFrozenDictionary(x => x.Item1, x => x.Value);

    public Reading Read(Step step, Answer answer)
    {
        var reasons = ReasonsIn(answer);
        var verbatim = Reading.Quote(reasons.Count > 0 ? string.Join("; ", reasons) : answer.Body);
        var code = reasons.Where(Reasons.ContainsKey).MinBy(x => Reasons[x].Rank);
        return answer.Status switch
        {
            200 when step.Kind == StepKind.Upload && SizeIn(answer.Body) is { } size && size != step.DocumentSize =>
                new(Meaning.PartRefused, SizeDiffers, verbatim, Part: DocumentOf(step)),
            200 when step.Kind == StepKind.Upload => Uuid(answer.Body) is { } uuid
                ? new(Meaning.StepDone, Result: uuid)
                : new(Meaning.Unknown, Unknown, verbatim),
            _ when step.Kind == StepKind.Create && options.SaysCreated(answer.Status) && !answer.IsPage => new(Meaning.Delivered),
            >= 200 and < 300 when step.Kind == StepKind.Probe => new(Meaning.ProbeCreated, Unknown, verbatim),
            429 => new(Meaning.Throttled, "too-many-requests", verbatim),
            < 400 or 408 or >= 500 => new(Meaning.Unknown, "no-clear-answer", verbatim),
            _ when code is null && answer.IsPage => new(Meaning.Unknown, "no-clear-answer", verbatim),
            401 => new(Meaning.CredentialsRefused, "unauthorized", verbatim),
            403 when code is null && reasons.Count == 0 => new(Meaning.FeatureOff, "forbidden", verbatim),
            _ when step.Kind == StepKind.Probe => ReadProbe(answer, reasons, code, verbatim),
            _ when code == Required => new(Meaning.QuestionMissing, code, verbatim) { Fields = PersonioFields.Missing(answer, code) },
            _ when code is not null && code.StartsWith(Attribute, StringComparison.Ordinal) && Reasons[code].Part is null =>
                Refused(step, answer, code, verbatim),
            _ when code is not null => Known(step, code, verbatim),
            413 or 422 when step.Kind == StepKind.Upload => new(Meaning.PartRefused, Unknown, verbatim, Part: DocumentOf(step)),
            _ => new(Meaning.NeedsEmployer, Unknown, verbatim),
        };
    }

    /// <summary>Of an attribute: the one that is named, else all answers that need not be given, else whatever else is optional.</summary>
    private Reading Refused(Step step, Answer answer, string code, string? verbatim)
    {
        var named = options.FieldsNameAttributes ? PersonioFields.Refused(answer, code, step.Attributes) : [];
        if ((named.FirstOrDefault(x => x.Required) ?? (named.Count > 0 ? named[0] : null)) is { } attribute)
            return new(attribute.Required ? Meaning.NeedsEmployer : Meaning.PartRefused, code, verbatim, Part: attribute.Part);
        var optional = step.Attributes.Where(x => !x.Required).Select(x => x.Part).ToList();
        return optional.Find(x => x is Part.Answer) is not null ? new(Meaning.PartRefused, code, verbatim, Part: new Part.OptionalAnswers())
            : optional.Count > 0 ? new(Meaning.PartRefused, code, verbatim, Part: optional[0])
            : new(Meaning.NeedsEmployer, code, verbatim);
    }

    private Reading Known(Step step, string code, string? verbatim)
    {
        var (_, meaning, part) = Reasons[code];
        if (code == "errors.posting-validation.posting-not-found" && !options.PostingNotFoundMeansJobClosed)
            meaning = Meaning.NeedsEmployer;
        if (meaning == Meaning.AlreadyThere && step.Kind != StepKind.Create)
            meaning = Meaning.NeedsEmployer;
        if (meaning == Meaning.PartRefused && part is null)
            return step.Kind == StepKind.Upload
                ? new(meaning, code, verbatim, Part: DocumentOf(step))
                : new(Meaning.NeedsEmployer, code, verbatim);
        return new(meaning, code, verbatim, Part: part);
    }

    /// <summary>Only a refusal of the content says that the secret was accepted; which parts it names counts for job and channel.</summary>
    private Reading ReadProbe(Answer answer, IReadOnlyList<string> reasons, string? code, string? verbatim)
    {
        if (code is not null && Reasons[code].Meaning == Meaning.FeatureOff)
            return new(Meaning.FeatureOff, code, verbatim);
        if (answer.Status is not (400 or 422) || reasons.Count == 0)
            return new(Meaning.Unknown, "no-clear-answer", verbatim);
        var job = reasons.Contains("errors.job-position.not-published")
            || (options.PostingNotFoundMeansJobClosed && reasons.Contains("errors.posting-validation.posting-not-found"));
        var channel = reasons.Contains("errors.posting-validation.channel-not-found");
        return new(Meaning.ProbeAccepted, code ?? Unknown, verbatim)
        {
            Parts = [.. new Part?[] { job ? new Part.Job() : null, channel ? new Part.Channel() : null }.OfType<Part>()],
            Fields = PersonioFields.Missing(answer, Required, attributesOnly: true),
        };
    }

    private static Part DocumentOf(Step step) => new Part.Document(step.Name.Split(':')[^1]);

    /// <summary>The reasons in any of the three error shapes: (a) by field, (b) generic, (c) one free text.</summary>
    private static List<string> ReasonsIn(Answer answer)
    {
        var reasons = new List<string>();
        if (answer.Status < 400 || !AnswerJson.TryParse(answer.Body, out var root))
            return reasons;
        if (AnswerJson.Get(root, "error", JsonValueKind.Object) is { } single)
            Add(single, "reason");
        foreach (var error in AnswerJson.Array(root, "errors"))
        {
            var inner = AnswerJson.Array(error, "errors").ToList();
            inner.ForEach(x => Add(x, "reason"));
            if (inner.Count == 0 && !Add(error, "reason") && !Add(error, "detail"))
                Add(error, "title");
        }
        return reasons;

        bool Add(JsonElement element, string name)
        {
            if (AnswerJson.Text(element, name) is not { } text)
                return false;
            if (text.Length > 0 && !reasons.Contains(text))
                reasons.Add(text);
            return true;
        }
    }

    /// <summary>Documented as an integer, in bytes.</summary>
    private static long? SizeIn(string body) => AnswerJson.TryParse(body, out var root)
        && AnswerJson.Get(root, "size", JsonValueKind.Number) is { } size && size.TryGetInt64(out var bytes) ? bytes : null;

    private static string? Uuid(string body) => AnswerJson.TryParse(body, out var root)
        && Guid.TryParse(AnswerJson.Text(root, "uuid"), out var uuid) ? uuid.ToString() : null;
}
