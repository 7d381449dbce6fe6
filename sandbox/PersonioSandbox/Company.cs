namespace PersonioSandbox;

public sealed record Company(string Id, string Name, string Slug)
{
    public string Token { get; set; } = "";
    public Channel[] Channels { get; set; } = [];
    public ApplicationAttribute[] Attributes { get; set; } = ApplicationAttribute.Predefined;
    public bool Recruiting { get; set; } = true;
    public bool PublicApi { get; set; } = true;

    /// <summary>on, off, empty, redirect, html, malformed or given.</summary>
    public string Feed { get; set; } = "on";

    /// <summary>What a given feed answers, byte for byte, so many times over.</summary>
    public (byte[] Body, int Repeat) Given { get; set; } = ([], 1);

    /// <summary>The API names of what must be answered at a job; without a job of what must be answered at each.</summary>
    public IEnumerable<string> Mandatory(Job? job) =>
        Attributes.Where(x => x.IsMandatoryEverywhere).Select(x => x.Id).Union(job?.RequiredAttributes ?? []);

    public ApplicationAttribute? Attribute(string id) => Attributes.FirstOrDefault(x => x.Id == id);

    public string ChannelName(long? id) => id is null ? "ohne Kanal" : Channels.FirstOrDefault(x => x.Id == id)?.Name
        ?? $"gelöschter Kanal {id}";
}

/// <summary>Where applications come from. The number is what the interface calls <c>recruiting_channel_id</c>.</summary>
public sealed record Channel(long Id, string Name, string PriceModel = "", string Notes = "");

/// <param name="Sections">By language; a language without an entry is not translated.</param>
public sealed record Job(long Id, string Company, string Title, string Office, Dictionary<string, (string Name, string Html)[]> Sections)
{
    public bool Published { get; set; } = true;

    /// <summary>API names of what is mandatory here, beside what is mandatory everywhere.</summary>
    public string[] RequiredAttributes { get; set; } = [];
    public string Department { get; init; } = "IT";
    public string Subcompany { get; init; } = "";

    public string Line(Company company) =>
        $"Permanent Employee · {Department} · {(Subcompany.Length > 0 ? Subcompany : company.Name)} · 1 Offene Stelle · {Office}";
}
