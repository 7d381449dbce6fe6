using System.Collections.Concurrent;
using Eilbote.Applications;
using Eilbote.Applying;
using Eilbote.Ats;
using Eilbote.Board;
using Eilbote.Deliveries;
using Eilbote.Notices;
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

    public World(
        IServiceProvider services, FakeTimeProvider clock, bool takesTwice, Func<World, FakeAts> ats,
        (Guid Id, Guid AccountId, Guid AdId, string Company)[] connections)
    {
        (_services, _clock, TakesTwice) = (services, clock, takesTwice);
        _http = new HttpClient(ats(this)) { Timeout = Timeout.InfiniteTimeSpan };
        _connections = [.. connections.Select(x => x.Id)];
        _ads = [.. connections.Select(x => x.AdId)];
        _accounts = [.. connections.Select(x => x.AccountId).Distinct()];
        _companies = [.. connections.Select(x => x.Company).Distinct()];
    }

    public bool TakesTwice { get; }
    public List<Person> People { get; } = [];

    /// <summary>The ATS's own time, which nobody sets back.</summary>
    public DateTimeOffset Now => _clock.GetUtcNow() + _setBack;

    /// <param name="climbs">Whether months pass afterwards, in which nobody does anything.</param>
    public async Task RunAsync(IEnumerable<Happening> history, bool climbs)
    {
        foreach (var happening in history)
        {
            await HappenAsync(happening);
            await LanesAsync();
            await CheckAsync(atTheEnd: false);
        }
        await SettleAsync();
        await CheckAsync(atTheEnd: true);
        if (climbs)
            await ClimbAsync();
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
        var deliveries = await db.Deliveries.AsNoTracking().Where(x => person.ApplicationIds.Contains(x.ApplicationId)).ToListAsync();
        var delivery = deliveries.Find(x => x.State == DeliveryState.Delivering) ?? deliveries[0];
        var connection = await db.Connections.Where(x => x.Id == delivery.ConnectionId).Select(x => x.State).SingleAsync();
        return (delivery, connection, await db.Exchanges.AsNoTracking().Where(x => x.DeliveryId == delivery.Id).ToListAsync());
    });

    public void Dispose() => _http.Dispose();

    private async Task HappenAsync(Happening happening)
    {
        switch (happening)
        {
            case Happening.Apply apply:
                await ApplyAsync(new Person(People.Count, apply.Ad, new Human(People.Count, apply.Elsewhere)), apply.Documents);
                break;
            case Happening.Again again when People.Count > 0:
                await AgainAsync(People[again.Who % People.Count], again.Same);
                break;
            case Happening.Again:
                break;
            case Happening.ByHand deed when People.Count > 0:
                await ByHandAsync(People[deed.Who % People.Count], deed.Returns ? Deed.Return : Deed.HandOver);
                break;
            case Happening.Prove prove when People.Count > 0:
                foreach (var id in People[prove.Who % People.Count].ApplicationIds)
                    await _services.GetRequiredService<Doubts>().ProveAsync(id, CancellationToken.None);
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

    /// <summary>Of one that was sent several times it is open which is taken over; those are left.</summary>
    private Task ByHandAsync(Person person, Deed deed) => DbAsync(async db =>
    {
        if (person.ApplicationIds.Count == 1 && !await db.Deliveries.AnyAsync(
                x => x.ApplicationId == person.ApplicationIds[0] && x.SettledAt != null)
            && await _services.GetRequiredService<ByHand>().DoAsync(
                db, deed, new Selection(null, person.ApplicationIds[0]), new By(Actor.Member, "petra@musterfirma.example", null), "Leider nicht.",
                CancellationToken.None) == 1)
            person.EndedBeside(deed == Deed.Return ? DeliveryState.Returned : DeliveryState.HandedOver);
        return true;
    });

    private async Task AgainAsync(Person before, bool same)
    {
        // What a person returned is tried when it comes again: no repeat of that.
        if (!same || before.End == DeliveryState.Returned || await DbAsync(
            db => db.Applications.Where(x => before.ApplicationIds.Contains(x.Id))
            .AnyAsync(x => x.ReceivedAt < _clock.GetUtcNow() - Repeats.Within)))
            await ApplyAsync(new Person(People.Count, before.Ad, before.Human), documents: 1);
        else
            await ApplyAsync(before, await DbAsync(db => db.Documents.CountAsync(x => x.ApplicationId == before.ApplicationIds[0])));
    }

    private async Task ApplyAsync(Person person, int documents)
    {
        await using var scope = _services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var offer = (await services.GetRequiredService<JobOffers>().FindAsync(_ads[person.Ad], CancellationToken.None))!;
        if (!offer.Open)
            return;
        var stored = new List<Document>();
        for (var i = 0; i < documents; i++)
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
            await services.GetRequiredService<IDocumentStore>()
                .WriteAsync(document.Id, new MemoryStream("%PDF"u8.ToArray()), CancellationToken.None);
            stored.Add(document);
        }
        var form = new ApplyForm
        {
            FirstName = "Änne",
            LastName = "Öztürk",
            Email = person.Human.Email,
            Message = person.Message,
            Consent = PrivacyNotice.Version
        };
        var token = services.GetRequiredService<FormTokens>().New(offer.Ad.Id);
        var accepted = await services.GetRequiredService<Acceptance>()
            .AcceptAsync(offer.Destination, token, form, new Upload([], [], stored, []), new Dictionary<string, string>(),
                CancellationToken.None);
        if (person.ApplicationIds.Count == 0)
        {
            People.Add(person);
            person.Human.Applications.Add(person);
        }
        person.ApplicationIds.Add(Assert.IsType<Accepted.Receipt>(accepted).ApplicationId);
    }

    private Task MendAsync(Guid connection) => DbAsync(async db =>
    {
        await db.Connections.Where(x => x.Id == connection).ExecuteUpdateAsync(x => x.SetProperty(c => c.State, ConnectionState.Active));
        return await db.Deliveries.Where(
            x => x.ConnectionId == connection && x.State == DeliveryState.Held && x.HeldBy == HeldBy.Connection)
            .ExecuteUpdateAsync(Release.Setters(_clock.GetUtcNow()));
    });

    private Task OpenAsync(Guid ad) => DbAsync(async db =>
    {
        await db.JobAds.Where(x => x.Id == ad).ExecuteUpdateAsync(x => x.SetProperty(a => a.State, JobAdState.Open));
        return await db.Deliveries.Where(x => x.JobAdId == ad && x.State == DeliveryState.Held && x.HeldBy == HeldBy.JobAd)
            .ExecuteUpdateAsync(Release.Setters(_clock.GetUtcNow()));
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

    /// <summary>To the end of the ladder: each ends once, and what had ended stays as it was.</summary>
    private async Task ClimbAsync()
    {
        var before = await EndsAsync();
        Pass(TimeSpan.FromDays(61));
        for (var i = 0; i < 12 && (await EndsAsync()).Values.Any(x => x is null); i++)
        {
            var now = _clock.GetUtcNow();
            // In the morning, when it is announced.
            Pass(now.Date.AddDays(8).AddHours(10) - now.UtcDateTime);
            await DbAsync(async db =>
            {
                await Supplements.EndProofsAsync(db, _clock.GetUtcNow(), CancellationToken.None);
                await DueNotices.EndingsAsync(db, _clock.GetUtcNow(), CancellationToken.None);
                return await db.SaveChangesAsync();
            });
            var ends = await EndsAsync();
            foreach (var person in People.Where(x => x.ApplicationIds.All(id => ends[id] == DeliveryState.Returned)))
                person.EndedBeside(DeliveryState.Returned);
            await SettleAsync();
        }
        var after = await EndsAsync();
        Never(after.Values.Any(x => x is null), $"{string.Join(", ", after.Where(x => x.Value is null).Select(x => x.Key))} never ended");
        Never(before.Any(x => x.Value is { } end && after[x.Key] != end), "what had ended is something else now");
        foreach (var person in People)
            Never(
                person.ApplicationIds.All(x => after[x] == DeliveryState.Delivered) && person.Created == 0 && !person.Human.Elsewhere,
                $"{person.Message} is Delivered and the ATS knows nothing of it");
        Assert.True(_violations.IsEmpty, string.Join('\n', _violations));
    }

    /// <summary>By application; null while it has not ended.</summary>
    private Task<Dictionary<Guid, DeliveryState?>> EndsAsync() => DbAsync(db => db.Deliveries.Where(x => _accounts.Contains(x.AccountId))
        .ToDictionaryAsync(x => x.ApplicationId, x => x.SettledAt == null ? (DeliveryState?)null : x.State));

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
        var ats = ActivatorUtilities.CreateInstance<AtsClient>(_services, _http, new TypedAddresses(_http));
        try
        {
            return await ActivatorUtilities.CreateInstance<Lane>(_services, ActivatorUtilities.CreateInstance<Exchanges>(_services, ats))
                .RunAsync(account, life.Token);
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
            await db.Exchanges.Where(x => _accounts.Contains(x.AccountId) && x.AnsweredAt == null).Select(x => x.DeliveryId)
                .ToListAsync()));
        foreach (var person in People)
        {
            var all = person.ApplicationIds.Select(x => deliveries[x]).ToList();
            // Which of several that are the same goes out is told only when one did.
            var sent = all.FindAll(x => x.RepeatOf is null);
            Never(atTheEnd && sent.Count != 1, $"{sent.Count} of {all.Count} that are the same went out for {person.Message}");
            foreach (var delivery in sent)
                Check(person, delivery, open, atTheEnd, only: sent.Count == 1);
            foreach (var (repeat, first) in all.Except(sent).Select(x => (x, all.Single(y => y.Id == x.RepeatOf))))
                Never(first.RepeatOf is not null || repeat.State != (first.Ended ? first.State : DeliveryState.WaitsForFirst)
                    || repeat.Proof != first.Proof,
                    $"a repeat of {person.Message} is {repeat.State} {repeat.Proof}, the first is {first.State} {first.Proof}");
        }
        Assert.True(_violations.IsEmpty, string.Join('\n', _violations));
    }

    /// <param name="only">No other of the same content may be the one that goes out.</param>
    private void Check(Person person, Delivery delivery, List<Guid?> open, bool atTheEnd, bool only)
    {
        var waitsForProof = delivery is { State: DeliveryState.Held, HeldBy: HeldBy.Proof };
        var isSupplement = waitsForProof || delivery.State == DeliveryState.Supplement;
        if (person.End is { } end && only)
        {
            Never(delivery.State != end && !(end == DeliveryState.AlreadyThere && waitsForProof), $"{person.Message} is {delivery.State} and should be {end}");
            Never(person.Proof is { } proof && delivery.Proof != proof,
                $"{person.Message} has proof {delivery.Proof} and should have {person.Proof}");
        }
        else if (person.End is null && (isSupplement || delivery.State == DeliveryState.WaitsForFirst))
        {
            var others = person.Human.Others(person).ToList();
            Never(isSupplement && !others.Exists(x => x.MayBeThere || x.End is DeliveryState.Delivered or DeliveryState.AlreadyThere),
                $"{person.Message} is a supplement of nothing");
            Never(atTheEnd && !isSupplement && !others.Exists(x => x.End is DeliveryState.NeedsEmployer or DeliveryState.NeedsApplicant),
                $"{person.Message} waits for a first that does not wait");
        }
        else if (person.End is null)
        {
            Never(atTheEnd, $"{person.Message} is still {delivery.State}, due {delivery.DueAt:O}: lost");
            Never(delivery.State is not (DeliveryState.Queued or DeliveryState.Held or DeliveryState.Delivering),
                $"{person.Message} is {delivery.State} and should go on");
            Never(delivery.State == DeliveryState.Delivering && !open.Contains(delivery.Id),
                $"{person.Message} is Delivering without an open request");
        }
        // Only who applied elsewhere while our create was lost cannot be told apart, and then somebody looks.
        Never(delivery.State == DeliveryState.Delivered && person.Created == 0
            && !(person.Human.Elsewhere && delivery is { Proof: Proof.Inferred, NeedsLook: true }),
            $"{person.Message} is Delivered and the ATS knows nothing of it");
    }

    private async Task<T> DbAsync<T>(Func<AppDb, Task<T>> use)
    {
        await using var scope = _services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<AppDb>());
    }
}
