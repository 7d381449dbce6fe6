using System.Collections.Concurrent;
using Eilbote.Applying;
using Eilbote.Connections;
using Eilbote.Deliveries;
using Eilbote.JobAds;
using Eilbote.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Eilbote.Tests.Deliveries.Histories;

/// <summary>One history: real acceptance, lanes, ledger, slots and database, a made-up ATS, and a clock that obeys.</summary>
internal sealed class World : IDisposable
{
    /// <summary>Two connections share the first account; each has one ad.</summary>
    public const int Accounts = 2, Connections = 3, Ads = 3;

    private readonly IServiceProvider _services;
    private readonly FakeTimeProvider _clock;
    private readonly HttpClient _http;
    private readonly AsyncLocal<CancellationTokenSource> _life = new();
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Fate>> _fates = new();
    private readonly Guid[] _connections, _accounts, _ads;
    private readonly string[] _companies;
    private TimeSpan _setBack;

    public World(IServiceProvider services, FakeTimeProvider clock, bool takesTwice, (Guid Id, Guid AccountId, Guid AdId, string Company)[] connections)
    {
        (_services, _clock, TakesTwice) = (services, clock, takesTwice);
        _http = new HttpClient(new FakeAts(this)) { Timeout = Timeout.InfiniteTimeSpan };
        _connections = [.. connections.Select(x => x.Id)];
        _ads = [.. connections.Select(x => x.AdId)];
        _accounts = [.. connections.Select(x => x.AccountId).Distinct()];
        _companies = [.. connections.Select(x => x.Company).Distinct()];
    }

    public bool TakesTwice { get; }
    public List<Person> People { get; } = [];

    /// <summary>The ATS's own time, which nobody sets back.</summary>
    public DateTimeOffset Now => _clock.GetUtcNow() + _setBack;

    public async Task RunAsync(IEnumerable<Happening> history)
    {
        foreach (var happening in history)
        {
            await HappenAsync(happening);
            await LanesAsync();
            await CheckAsync(atTheEnd: false);
        }
        await SettleAsync();
        await CheckAsync(atTheEnd: true);
    }

    public Fate TakeFate(string company) => _fates.TryGetValue(company, out var fates) && fates.TryDequeue(out var fate) ? fate : Fate.Fine;

    public void Never(bool happened, string what)
    {
        if (happened)
            _violations.Enqueue(what);
    }

    public void Pass(TimeSpan time) => _clock.Advance(time);

    /// <summary>The lane that sent this request is no more, and so is all it had in hand.</summary>
    public Exception Crash()
    {
        _life.Value!.Cancel();
        return new InvalidOperationException("The server died.");
    }

    /// <summary>Time passes for all but the lane that sent this request, and another takes its place.</summary>
    public async Task StandStillAsync(TimeSpan time, string company)
    {
        _clock.AdjustTime(_clock.GetUtcNow() + time);
        await LaneAsync(_accounts[Array.IndexOf(_companies, company)]);
    }

    public Task<(Delivery, ConnectionState, List<Exchange>)> RowsAsync(Person person) => DbAsync(async db =>
    {
        var delivery = await db.Deliveries.AsNoTracking().SingleAsync(x => x.ApplicationId == person.ApplicationId);
        var connection = await db.Connections.Where(x => x.Id == delivery.ConnectionId).Select(x => x.State).SingleAsync();
        return (delivery, connection, await db.Exchanges.AsNoTracking().Where(x => x.DeliveryId == delivery.Id).ToListAsync());
    });

    public void Dispose() => _http.Dispose();

    private async Task HappenAsync(Happening happening)
    {
        switch (happening)
        {
            case Happening.Apply apply:
                await ApplyAsync(apply);
                break;
            case Happening.Next next:
                _fates.GetOrAdd(_companies[next.Account], _ => new()).Enqueue(next.Fate);
                break;
            case Happening.Wait wait:
                Pass(TimeSpan.FromSeconds(wait.Seconds));
                break;
            case Happening.ClockSetBack back:
                _setBack += TimeSpan.FromMinutes(back.Minutes);
                _clock.AdjustTime(_clock.GetUtcNow() - TimeSpan.FromMinutes(back.Minutes));
                break;
            case Happening.Mend mend:
                await MendAsync(_connections[mend.Connection]);
                break;
            case Happening.OpenAd open:
                await OpenAsync(_ads[open.Ad]);
                break;
        }
    }

    private async Task ApplyAsync(Happening.Apply apply)
    {
        await using var scope = _services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var offer = (await services.GetRequiredService<JobOffers>().FindAsync(_ads[apply.Ad], CancellationToken.None))!;
        if (!offer.Open)
            return;
        var person = new Person(People.Count, apply.Ad, apply.Elsewhere);
        var documents = new List<Document>();
        for (var i = 0; i < apply.Documents; i++)
        {
            var document = new Document
            {
                FormTokenId = default,
                Slot = i == 0 ? "cv" : "documents",
                FileName = $"n{person.Number}-{i}.pdf",
                Extension = "pdf",
                MediaType = "application/pdf",
                Size = 4,
                Sha256 = $"{person.Number}-{i}",
                StoredAt = _clock.GetUtcNow(),
            };
            await services.GetRequiredService<IDocumentStore>().WriteAsync(document.Id, new MemoryStream("%PDF"u8.ToArray()), CancellationToken.None);
            documents.Add(document);
        }
        var form = new ApplyForm { FirstName = "Änne", LastName = "Öztürk", Email = person.Email, Consent = PrivacyNotice.Version };
        var token = services.GetRequiredService<FormTokens>().New(offer.Ad.Id);
        var accepted = await services.GetRequiredService<Acceptance>().AcceptAsync(offer, token, form, new Upload([], [], documents, []), CancellationToken.None);
        person.ApplicationId = Assert.IsType<Accepted.Receipt>(accepted).ApplicationId;
        People.Add(person);
    }

    private Task MendAsync(Guid connection) => DbAsync(async db =>
    {
        await db.Connections.Where(x => x.Id == connection).ExecuteUpdateAsync(x => x.SetProperty(c => c.State, ConnectionState.Active));
        return await db.Deliveries.Where(x => x.ConnectionId == connection && x.State == DeliveryState.Held && x.HeldBy == HeldBy.Connection).ExecuteUpdateAsync(Release.Setters(_clock.GetUtcNow()));
    });

    private Task OpenAsync(Guid ad) => DbAsync(async db =>
    {
        await db.JobAds.Where(x => x.Id == ad).ExecuteUpdateAsync(x => x.SetProperty(a => a.State, JobAdState.Open));
        return await db.Deliveries.Where(x => x.JobAdId == ad && x.State == DeliveryState.Held && x.HeldBy == HeldBy.JobAd).ExecuteUpdateAsync(Release.Setters(_clock.GetUtcNow()));
    });

    /// <summary>The ATS is well again and everything mended: then all must come to an end by itself.</summary>
    private async Task SettleAsync()
    {
        _fates.Clear();
        foreach (var connection in _connections)
            await MendAsync(connection);
        foreach (var ad in _ads)
            await OpenAsync(ad);
        for (var i = 0; i < 300 && await LanesAsync() is { } next; i++)
            Pass(next - _clock.GetUtcNow() is var wait && wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1));
    }

    /// <summary>Lets every lane do what is due. Returns when the first of them wants to be woken.</summary>
    private async Task<DateTimeOffset?> LanesAsync()
    {
        DateTimeOffset? next = null;
        foreach (var account in _accounts)
            next = await LaneAsync(account) is { } at && !(at > next) ? at : next;
        return next;
    }

    private async Task<DateTimeOffset?> LaneAsync(Guid account)
    {
        using var life = _life.Value = new CancellationTokenSource();
        var ats = ActivatorUtilities.CreateInstance<AtsClient>(_services, _http);
        try
        {
            return await ActivatorUtilities.CreateInstance<Lane>(_services, ats).RunAsync(account, life.Token);
        }
        catch (Exception) when (life.IsCancellationRequested)
        {
            return _clock.GetUtcNow();
        }
    }

    private async Task CheckAsync(bool atTheEnd)
    {
        var (deliveries, open) = await DbAsync(async db => (
            await db.Deliveries.AsNoTracking().Where(x => _accounts.Contains(x.AccountId)).ToDictionaryAsync(x => x.ApplicationId),
            await db.Exchanges.Where(x => _accounts.Contains(x.AccountId) && x.AnsweredAt == null).Select(x => x.DeliveryId).ToListAsync()));
        foreach (var person in People)
        {
            var delivery = deliveries[person.ApplicationId];
            if (person.End is { } end)
            {
                Never(delivery.State != end, $"{person.Email} is {delivery.State} and should be {end}");
                Never(person.Proof is { } proof && delivery.Proof != proof, $"{person.Email} has proof {delivery.Proof} and should have {person.Proof}");
            }
            else
            {
                Never(atTheEnd, $"{person.Email} is still {delivery.State}, due {delivery.DueAt:O}: lost");
                Never(delivery.State is not (DeliveryState.Queued or DeliveryState.Held or DeliveryState.Delivering), $"{person.Email} is {delivery.State} and should go on");
                Never(delivery.State == DeliveryState.Delivering && !open.Contains(delivery.Id), $"{person.Email} is Delivering without an open request");
            }
            Never(delivery.State == DeliveryState.Delivered && !person.IsThere, $"{person.Email} is Delivered and the ATS knows nothing of it");
        }
        Assert.True(_violations.IsEmpty, string.Join('\n', _violations));
    }

    private async Task<T> DbAsync<T>(Func<AppDb, Task<T>> use)
    {
        await using var scope = _services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<AppDb>());
    }
}
