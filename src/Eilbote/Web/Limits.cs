using System.Globalization;
using System.Threading.RateLimiting;

namespace Eilbote.Web;

/// <summary>What is limited by client. A closed set.</summary>
internal enum Limited { Applications, Drafts, SignIns, MailedLinks }

/// <summary>Counts what each client does, in this process and in real time. Nothing of it is stored.</summary>
internal sealed class Limits : IDisposable
{
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Limited, PartitionedRateLimiter<string>?> _ofClients;
    private readonly PartitionedRateLimiter<string>? _ofJobs;
    private readonly Clients _clients;

    public Limits(LimitsOptions options, Clients clients)
    {
        _clients = clients;
        _ofJobs = Of(options.Job);
        _ofClients = Enum.GetValues<Limited>().ToDictionary(x => x, x => Of(x switch
        {
            Limited.Applications => options.Applications,
            Limited.Drafts => options.Drafts,
            Limited.SignIns => options.SignIns,
            Limited.MailedLinks => options.MailedLinks,
        }));
    }

    /// <summary>Counts one. Returns when the client may try again; null when it may now.</summary>
    public TimeSpan? Refuses(Limited what, HttpContext http)
    {
        if (_ofClients[what] is not { } limiter || _clients.Of(http) is not { } client)
            return null;
        using var lease = limiter.AttemptAcquire(client);
        if (lease.IsAcquired)
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var after) && after > AtLeast ? after : AtLeast;
    }

    /// <summary>
    /// Counts one form sent to a job. True when the job has had so many that this one must prove that it is no program's.
    /// </summary>
    public bool Floods(Guid jobAdId)
    {
        using var lease = _ofJobs?.AttemptAcquire(jobAdId.ToString());
        return lease is { IsAcquired: false };
    }

    /// <summary>Whether the next form sent to a job would have to prove it.</summary>
    public bool IsFlooded(Guid jobAdId) => _ofJobs?.GetStatistics(jobAdId.ToString()) is { CurrentAvailablePermits: 0 };

    /// <summary>In whole seconds, as the header <c>Retry-After</c> says it.</summary>
    public static string Seconds(TimeSpan after) => Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _ofJobs?.Dispose();
        foreach (var limiter in _ofClients.Values)
            limiter?.Dispose();
    }

    private static PartitionedRateLimiter<string>? Of(Limit limit) => limit.Count == 0 ? null
        : PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new()
        {
            TokenLimit = limit.Count,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromTicks(Math.Max(1, limit.Per.Ticks / limit.Count)),
            QueueLimit = 0,
        }), StringComparer.Ordinal);
}

internal static class LimitedEndpoints
{
    /// <summary>Who did too much of it reads so, with when to try again: 429.</summary>
    public static TBuilder Limited<TBuilder>(this TBuilder endpoint, Limited what) where TBuilder : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (http.RequestServices.GetRequiredService<Limits>().Refuses(what, http) is not { } after)
                return await next(context);
            http.Response.Headers.RetryAfter = Limits.Seconds(after);
            http.Response.Headers.CacheControl = "no-store";
            return Page.Of<TooManyPage, TooMany>(new(after, WebFeature.CameFrom(http.Request)), StatusCodes.Status429TooManyRequests);
        });
}

/// <param name="Back">The page from which it was tried.</param>
public sealed record TooMany(TimeSpan After, string Back)
{
    /// <summary>When it goes again, in words.</summary>
    public static string Again(TimeSpan after) => after <= TimeSpan.FromMinutes(1)
        ? Texts.T("in einer Minute", "in a minute")
        : Texts.T($"in {Texts.Number((int)Math.Ceiling(after.TotalMinutes))} Minuten", $"in {Texts.Number((int)Math.Ceiling(after.TotalMinutes))} minutes");
}
