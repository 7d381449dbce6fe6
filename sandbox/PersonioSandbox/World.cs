using System.Collections.Concurrent;

namespace PersonioSandbox;

public sealed record StoredFile(
    Guid Uuid, string Company, string Name, string Extension, string MediaType, byte[] Content, string Sha256, DateTimeOffset UploadedAt)
{
    public bool Used { get; set; }
}

public sealed record ArrivedDocument(string Name, string Category, long Size, string Sha256, Guid Uuid);

public sealed record Arrival
{
    public required string Id { get; init; }
    public required string Company { get; init; }
    public required long JobId { get; init; }
    public required string JobTitle { get; init; }
    public long? Channel { get; init; }
    public required string FirstName { get; init; }
    public required string LastName { get; init; }
    public required string Email { get; init; }
    public string? Message { get; init; }
    public string? ApplicationDate { get; init; }
    public required string Phase { get; init; }
    public required string[] Tags { get; init; }
    public required Dictionary<string, string> Attributes { get; init; }
    public required ArrivedDocument[] Documents { get; init; }
    public required DateTimeOffset ArrivedAt { get; init; }
}

public sealed record Request(DateTimeOffset ArrivedAt, string Company, string Method, string Path, int Status, string? Reason);

/// <param name="Status">0: there was no answer, and the request may not have been read to its end.</param>
/// <param name="Ordered">The answer is not Personio's way but was ordered word for word, by a fault or a feed's mode.</param>
public sealed record Traffic(
    string Method, string Path, Dictionary<string, string> Headers, string RequestBody, int Status, string ResponseType,
    string ResponseBody, bool Ordered);

/// <param name="Reason">With status: the reason of a documented body, for those that no request of ours provokes.</param>
public sealed record Fault(
    string Company, string Endpoint, string Kind, int Status, string Body, string? RetryAfter, int DelayMs, string? Reason)
{
    public int Left { get; set; } = 1;
}

/// <summary>Everything the sandbox knows. One lock: it is short, and the order of what happens stays clear.</summary>
public sealed class World
{
    private const int KeptRequests = 200_000, KeptTraffic = 20_000;
    private readonly Lock _lock = new();
    private int _nextId, _delayed;

    public World(TimeProvider clock)
    {
        Clock = clock;
        Reset();
    }

    public TimeProvider Clock { get; }
    public Switches Switches { get; private set; } = new();
    public ConcurrentDictionary<string, Company> Companies { get; } = new();
    public ConcurrentDictionary<long, Job> Jobs { get; } = new();
    public ConcurrentDictionary<Guid, StoredFile> Files { get; } = new();
    public ConcurrentQueue<Arrival> Arrivals { get; private set; } = new();
    public ConcurrentQueue<Request> Requests { get; } = new();
    public ConcurrentQueue<Traffic> Traffic { get; } = new();
    public List<Fault> Faults { get; } = [];
    private ConcurrentDictionary<(string, long, string), bool> Known { get; } = new();
    private ConcurrentDictionary<string, Queue<DateTimeOffset>> Windows { get; } = new();

    public void Reset()
    {
        lock (_lock)
        {
            Switches = new();
            Companies.Clear();
            Jobs.Clear();
            Files.Clear();
            Arrivals.Clear();
            Requests.Clear();
            Traffic.Clear();
            Faults.Clear();
            Known.Clear();
            Windows.Clear();
            DemoData.Fill(this);
        }
    }

    public void Note(Request request)
    {
        Requests.Enqueue(request);
        while (Requests.Count > KeptRequests)
            Requests.TryDequeue(out _);
    }

    public void Note(Traffic traffic)
    {
        Traffic.Enqueue(traffic);
        while (Traffic.Count > KeptTraffic)
            Traffic.TryDequeue(out _);
    }

    /// <summary>The next fault that fits, which is thereby used up once.</summary>
    public Fault? TakeFault(string company, string endpoint)
    {
        lock (_lock)
        {
            var fault = Faults.FirstOrDefault(
                x => x.Left > 0 && (x.Company == "any" || x.Company == company) && (x.Endpoint == "any" || x.Endpoint == endpoint));
            if (fault is not null && --fault.Left == 0)
                Faults.Remove(fault);
            return fault;
        }
    }

    /// <summary>Requests that a fault delays at this moment: who moves the clock knows that they wait for it.</summary>
    public int Delayed => _delayed;

    public async Task DelayAsync(Fault fault, CancellationToken ct)
    {
        var delay = Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs), Clock, ct);
        Interlocked.Increment(ref _delayed);
        try
        {
            await delay;
        }
        finally
        {
            Interlocked.Decrement(ref _delayed);
        }
    }

    public void Add(Fault fault)
    {
        lock (_lock)
            Faults.Add(fault);
    }

    public Fault[] PendingFaults()
    {
        lock (_lock)
            return [.. Faults];
    }

    public void ClearFaults()
    {
        lock (_lock)
            Faults.Clear();
    }

    public Company? CompanyOf(string slug) => Companies.Values.FirstOrDefault(x => x.Slug == slug);

    public Channel AddChannel(Company company, string name, string priceModel, string notes)
    {
        lock (_lock)
        {
            var channel = new Channel(Companies.Values.SelectMany(x => x.Channels).Max(x => x.Id) + 1, name, priceModel, notes);
            company.Channels = [.. company.Channels, channel];
            return channel;
        }
    }

    public ApplicationAttribute AddAttribute(Company company, string label, AttributeType type)
    {
        lock (_lock)
        {
            var number = Companies.Values.SelectMany(x => x.Attributes).Max(x => x.Number) ?? 0;
            var attribute = ApplicationAttribute.Custom(number + 1, label, type);
            company.Attributes = [.. company.Attributes, attribute];
            return attribute;
        }
    }

    /// <summary>It is mandatory at these jobs and no others, or at each.</summary>
    public void Require(Company company, ApplicationAttribute attribute, bool everywhere, IReadOnlyCollection<long> jobs)
    {
        lock (_lock)
        {
            company.Attributes =
                [.. company.Attributes.Select(x => x.Id == attribute.Id ? x with { IsMandatoryEverywhere = everywhere } : x)];
            foreach (var job in Jobs.Values.Where(x => x.Company == company.Id))
            {
                var others = job.RequiredAttributes.Where(x => x != attribute.Id);
                job.RequiredAttributes = [.. jobs.Contains(job.Id) ? others.Append(attribute.Id) : others];
            }
        }
    }

    public void Delete(Company company, ApplicationAttribute attribute)
    {
        Require(company, attribute, everywhere: false, []);
        lock (_lock)
            company.Attributes = [.. company.Attributes.Where(x => x.Id != attribute.Id)];
    }

    /// <summary>Counts a request against the company's window of 60 s. False: one too many.</summary>
    public bool TryCount(string company, string endpoint)
    {
        var window = Windows.GetOrAdd(Switches["limit"] == "shared" ? company : company + " " + endpoint, _ => new());
        var now = Clock.GetUtcNow();
        lock (window)
        {
            while (window.TryPeek(out var oldest) && oldest <= now - TimeSpan.FromSeconds(60))
                window.Dequeue();
            if (window.Count >= Switches.Number("requests-per-minute"))
                return false;
            window.Enqueue(now);
            return true;
        }
    }

    public bool Exists(string company, long job, string email) => Known.ContainsKey(Key(company, job, email));

    /// <summary>Null when this person already applied to this job and duplicates are refused.</summary>
    public Arrival? TryArrive(Func<string, Arrival> arrival, string company, long job, string email)
    {
        lock (_lock)
        {
            if (!Known.TryAdd(Key(company, job, email), true) && Switches["duplicates"] == "refuse")
                return null;
            var arrived = arrival((++_nextId).ToString(System.Globalization.CultureInfo.InvariantCulture));
            foreach (var document in arrived.Documents)
                Files[document.Uuid].Used = true;
            Arrivals.Enqueue(arrived);
            return arrived;
        }
    }

    /// <summary>As if it had never come: the same person can apply to the job again.</summary>
    public void Delete(Arrival arrival)
    {
        lock (_lock)
        {
            Arrivals = new(Arrivals.Where(x => x != arrival));
            if (!Arrivals.Any(x => (x.Company, x.JobId, x.Email) == (arrival.Company, arrival.JobId, arrival.Email)))
                Known.TryRemove(Key(arrival.Company, arrival.JobId, arrival.Email), out _);
        }
    }

    private (string, long, string) Key(string company, long job, string email) =>
        (company, job, Switches["email-case"] == "insensitive" ? email.ToLowerInvariant() : email);
}
