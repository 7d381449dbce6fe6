using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Deliveries;

namespace Eilbote.Tests.Deliveries.Histories;

/// <summary>Answers as its ATS does, or as fate has it, and notes every request that should never have left.</summary>
internal abstract partial class FakeAts(World world) : HttpMessageHandler
{
    public const int Share = 9, ForDeliveries = 6;
    private readonly Dictionary<string, List<DateTimeOffset>> _arrivals = [];
    private readonly ConcurrentDictionary<string, DateTimeOffset> _pausedUntil = new(), _halvedUntil = new();
    private readonly Lock _lock = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var company = CompanyOf(request);
        var fate = world.TakeFate(company);
        if (fate == Fate.NothingSent)
            throw new HttpRequestException("Nothing was sent.");
        var body = await request.Content!.ReadAsStringAsync(CancellationToken.None);
        var kind = KindOf(request);
        var person = world.People[int.Parse(Number().Match(body).Groups["n"].Value, CultureInfo.InvariantCulture)];
        CheckPace(company);
        await CheckAsync(person, kind);

        // Whatever the server does not hear is unknown to it, if it was a create.
        if (kind == StepKind.Create
            && fate is Fate.BadGateway or Fate.Html or Fate.LostAnswer or Fate.Reset or Fate.TimeOut
                or Fate.CrashBefore or Fate.CrashAfter or Fate.Late)
            person.Unknown();
        switch (fate)
        {
            case Fate.BadGateway:
                return Answer(502, """{"errors":[{"id":"1","status":"502","title":"Bad Gateway"}]}""");
            case Fate.Html:
                return Answer(400, "<html>Not today</html>");
            case Fate.Reset:
                throw new IOException("The connection was reset.");
            case Fate.LostAnswer:
                Work(person, kind, request);
                throw new IOException("The connection was reset.");
            case Fate.TimeOut:
                world.Pass(TimeSpan.FromSeconds(61));
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                throw new InvalidOperationException("The deadline did not end the request.");
            case Fate.CrashBefore:
                throw world.Crash();
            case Fate.CrashAfter:
                Work(person, kind, request);
                throw world.Crash();
            case Fate.Late:
                var answer = Work(person, kind, request);
                await world.StandStillAsync(TimeSpan.FromSeconds(70), company);
                // Time passed for this one too when the request after it was let run out: then nobody hears the answer any more.
                cancellationToken.ThrowIfCancellationRequested();
                return Heard(person, kind, answer, late: true);
            case Fate.Throttled:
                _pausedUntil[company] = world.Now + TimeSpan.FromSeconds(60);
                _halvedUntil[company] = world.Now + TimeSpan.FromHours(1);
                return Answer(429, "");
            case Fate.TokenRefused:
                return Answer(401, "");
            case Fate.Fine:
                return Heard(person, kind, Work(person, kind, request), late: false);
            default:
                person.HeardRefusal(MeantBy(fate));
                return Refused(fate);
        }
    }

    /// <summary>The account that a request is for.</summary>
    protected abstract string CompanyOf(HttpRequestMessage request);

    protected virtual StepKind KindOf(HttpRequestMessage request) => StepKind.Create;

    /// <summary>The body of the success, or null when this person is there already.</summary>
    protected abstract string? Work(Person person, StepKind kind, HttpRequestMessage request);

    /// <summary>What this ATS can say of it.</summary>
    protected virtual Fate MeantBy(Fate fate) => fate;

    protected abstract HttpResponseMessage Refused(Fate fate);

    protected abstract HttpResponseMessage AlreadyThere { get; }

    private HttpResponseMessage Heard(Person person, StepKind kind, string? answer, bool late)
    {
        if (kind == StepKind.Upload)
            return Answer(200, answer!);
        if (answer is null)
        {
            // To a request that was given up only a success is added.
            if (!late)
                person.HeardAlreadyThere();
            return AlreadyThere;
        }
        person.HeardCreated(late);
        return Answer(201, answer);
    }

    protected static HttpResponseMessage Answer(int status, string body) =>
        new((HttpStatusCode)status)
        {
            Content = new StringContent(body, Encoding.UTF8, body.StartsWith('<') ? "text/html" : "application/json")
        };

    private void CheckPace(string company)
    {
        lock (_lock)
        {
            var now = world.Now;
            if (!_arrivals.TryGetValue(company, out var arrivals))
                _arrivals[company] = arrivals = [];
            arrivals.Add(now);
            var allowed = _halvedUntil.TryGetValue(company, out var halved) && now < halved ? 1 : ForDeliveries;
            var inWindow = arrivals.Count(x => x > now - TimeSpan.FromSeconds(60));
            world.Never(inWindow > allowed, $"{inWindow} requests of {company} in 60 s, allowed {allowed}");
            world.Never(_pausedUntil.TryGetValue(company, out var paused) && now < paused, $"a request of {company} in its pause");
        }
    }

    /// <summary>A request leaves only when the rows say so: its own is there and open, and no other of the delivery is.</summary>
    private async Task CheckAsync(Person person, StepKind kind)
    {
        var (delivery, connection, rows) = await world.RowsAsync(person);
        world.Never(rows.Count(x => x.AnsweredAt is null) != 1,
            $"{rows.Count(x => x.AnsweredAt is null)} open rows when a {kind} of {person.Message} left");
        world.Never(rows.All(x => x.AnsweredAt is not null || x.Kind != kind), $"no open row for a {kind} of {person.Message}");
        world.Never(rows.Any(x => x.Meaning == Meaning.Delivered), $"a {kind} of {person.Message} after a stored success");
        world.Never(delivery.State != DeliveryState.Delivering, $"a {kind} of {person.Message} while {delivery.State}");
        world.Never(connection == ConnectionState.Held, $"a {kind} of {person.Message} on a held connection");
        if (kind == StepKind.Create && person.Created > 0)
            world.Never(!rows.Any(x => x.Kind == StepKind.Create && x.Meaning == Meaning.Unknown),
                $"a second create of {person.Message} without a stored unknown");
    }

    [GeneratedRegex(@"\bn(?<n>\d+)(?:@example\.com|-\d\.pdf)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
