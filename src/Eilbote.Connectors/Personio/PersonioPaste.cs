using System.Text.RegularExpressions;

namespace Eilbote.Connectors.Personio;

/// <summary>
/// Understands what people paste: a whole link, a row with its labels, a value in the wrong field. What is certain is put where
/// it belongs; what is only likely is said at the field where it was pasted.
/// </summary>
internal sealed partial class PersonioPaste(PersonioOptions options)
{
    private const string Job = PersonioConnector.AtsJobId, Token = PersonioConnector.AccessToken, Company = PersonioConnector.CompanyId,
        Channel = PersonioConnector.ChannelId, Site = PersonioConnector.CareerSite;

    private static readonly string[] Fields = [Job, Token, Company, Channel, Site];

    /// <summary>Made when something is pasted: its pattern is dear to make, and deliveries need none of it.</summary>
    private readonly Lazy<PersonioLinks> _links = new(() => new PersonioLinks(options));

    public Pasted Read(IReadOnlyDictionary<string, string> pasted, IReadOnlyDictionary<string, string> known)
    {
        var read = new Pasted([], []);
        var texts = Fields.ToDictionary(x => x, x => pasted.GetValueOrDefault(x, ""));
        var links = texts.ToDictionary(x => x.Key, x => _links.Value.Find(x.Value));
        foreach (var (field, text) in texts)
            read.Values[field] = links[field] is null && Labelled(text).GetValueOrDefault(field) is { } own ? own : Clean(text, field);
        foreach (var field in Fields)
            Spread(read, field, texts[field], links[field]);
        foreach (var field in Fields.Where(x => read.Values[x].Length > 0 && !read.Wrong.ContainsKey(x)))
        {
            if (Misplaced(field, read.Values[field], read.Values, known, links) is { } wrong)
                read.Wrong[field] = wrong;
        }
        return read;
    }

    /// <summary>What a link or a copied row holds for other fields goes there, if nothing stands there yet.</summary>
    private static void Spread(Pasted read, string field, string text, PersonioLink? link)
    {
        var found = link is null ? Labelled(text) : new() { [Job] = link.JobId, [Channel] = link.ChannelId, [Site] = link.CareerSite };
        foreach (var (other, value) in found.Where(x => x.Key != field && x.Value is not null))
        {
            if (read.Values[other].Length == 0)
                read.Values[other] = value!;
        }
        if (link is not null)
        {
            if (found.GetValueOrDefault(field) is { } own)
                read.Values[field] = own;
            else
                read.Wrong[field] = PersonioWords.Link(field, link.JobId is not null);
        }
        else if (found.Count > 0 && !found.ContainsKey(field))
        {
            read.Wrong[field] = PersonioWords.BelongsTo(found.Keys.First());
        }
    }

    private static Words? Misplaced(
        string field, string value, Dictionary<string, string> values, IReadOnlyDictionary<string, string> known, Dictionary<string,
        PersonioLink?> links)
    {
        if (field == Token)
        {
            return value switch
            {
                _ when OAuth().IsMatch(value) => PersonioWords.OAuth,
                _ when value.Contains("://", StringComparison.Ordinal) => PersonioWords.ForeignLink,
                _ when value.Contains('@', StringComparison.Ordinal) && value.Contains('.', StringComparison.Ordinal) =>
                    PersonioWords.NoSignIn,
                _ when value.Length <= 10 && value.All(char.IsAsciiDigit) => PersonioWords.NumberForToken,
                _ => null,
            };
        }
        if (value.Contains("://", StringComparison.Ordinal) || (field != Site && Host().IsMatch(value)))
            return PersonioWords.ForeignLink;
        if (OAuth().IsMatch(value) || (field != Site && TokenLike().IsMatch(value)))
            return PersonioWords.BelongsTo(Token);
        if (field == Site)
            return null;
        // The channel stands in a tracking link behind _pc, so that a company ID equal to it is the channel's.
        if (field == Company && links.Values.Any(x => x?.ChannelId == value))
            return PersonioWords.BelongsTo(Channel);
        if (field != Job && links.Values.Any(x => x?.JobId == value))
            return PersonioWords.BelongsTo(Job);
        foreach (var other in new[] { Job, Company, Channel }.Where(x => x != field))
        {
            // Not when the other field gets another value now: then the two are being put right.
            if (known.GetValueOrDefault(other) == value && values[other] == value && known.GetValueOrDefault(field) != value)
                return PersonioWords.BelongsTo(other);
        }
        return Array.IndexOf(Fields, field) is var at && Fields[..at].FirstOrDefault(x => values[x] == value) is { } twice
            ? PersonioWords.Twice(twice) : null;
    }

    private static string Clean(string text, string field)
    {
        var value = PastedText.Clean(text);
        if (field == Site)
            return value.ToLowerInvariant();
        // 1.234.567 and 1 234 567 are one number.
        return field == Token ? value : Grouped().IsMatch(value) ? string.Concat(value.Where(char.IsAsciiDigit))
            : PastedText.Clean(value.TrimEnd('.'));
    }

    /// <summary>A copied row brings its labels along: "Unternehmens-ID 12345 Zugriffs-Token ab12…".</summary>
    private static Dictionary<string, string?> Labelled(string text)
    {
        var found = new Dictionary<string, string?>();
        foreach (Match match in Label().Matches(text))
        {
            var (field, group) = match.Groups["job"].Success ? (Job, "job") : match.Groups["company"].Success ? (Company, "company")
                : match.Groups["channel"].Success ? (Channel, "channel") : (Token, "token");
            found.TryAdd(field, PastedText.Clean(match.Groups[group].Value));
        }
        return found;
    }

    /// <summary>A host with a path: "(m/w/d)" is none.</summary>
    [GeneratedRegex(@"[\w-]\.[A-Za-z]{2,}(?::[0-9]+)?/", RegexOptions.None, 1000)]
    private static partial Regex Host();

    [GeneratedRegex(@"^[0-9]{1,3}(?:[ .'’][0-9]{3})+$", RegexOptions.None, 1000)]
    private static partial Regex Grouped();

    /// <summary>Longer than any number or name, without a space, letters and digits mixed.</summary>
    [GeneratedRegex("^(?=.*[0-9])(?=.*[A-Za-z])[!-~]{16,}$", RegexOptions.None, 1000)]
    private static partial Regex TokenLike();

    /// <summary>What Personio's general interface hands out: a JSON web token, or <c>papi-…</c>.</summary>
    [GeneratedRegex(@"^(?:papi-|eyJ[\w-]+\.[\w-]+\.)", RegexOptions.None, 1000)]
    private static partial Regex OAuth();

    [GeneratedRegex(
        @"(?<![\w-])(?:(?:ats[ -]?)?job[ -]?id[\s:=]+(?<job>[0-9]+)|(?:unternehmens|company)[ -]?id[\s:=]+(?<company>[0-9]+)|(?:kanal|channel)[ -]?id(?: der recruiting-api)?[\s:=]+(?<channel>[0-9]+)|(?:zugriffs|access)[ -]?token[\s:=]+(?<token>[!-~]+))",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Label();
}
