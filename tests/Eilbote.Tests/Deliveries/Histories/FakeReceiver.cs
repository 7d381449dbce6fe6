using System.Collections.Concurrent;
using Eilbote.Connectors;

namespace Eilbote.Tests.Deliveries.Histories;

/// <summary>A receiver of webhooks: it knows each application by its id, and takes it once.</summary>
internal sealed class FakeReceiver(World world) : FakeAts(world)
{
    private readonly World _world = world;
    private readonly ConcurrentDictionary<string, Person> _taken = new();

    protected override string CompanyOf(HttpRequestMessage request) => request.RequestUri!.Host.Split('.')[0];

    protected override string? Work(Person person, StepKind kind, HttpRequestMessage request)
    {
        var id = request.Headers.GetValues("webhook-id").Single();
        if (!_taken.ContainsKey(id) && person.IsThere && !_world.TakesTwice)
            return null;
        if (_taken.TryAdd(id, person))
            person.Created++;
        _world.Never(person.Created > 1, $"{person.Message} was taken {person.Created} times");
        return $$"""{"webhook-id":"{{id}}"}""";
    }

    /// <summary>It names no part: what it refuses for a reason of its own is the employer's matter.</summary>
    protected override Fate MeantBy(Fate fate) => fate is Fate.FeatureOff or Fate.JobClosed ? fate : Fate.NewReason;

    protected override HttpResponseMessage AlreadyThere => Answer(409, """{"reason":"already-there"}""");

    protected override HttpResponseMessage Refused(Fate fate) => fate switch
    {
        Fate.FeatureOff => Answer(404, ""),
        Fate.JobClosed => Answer(410, """{"reason":"job-closed"}"""),
        _ => Answer(422, $$"""{"reason":"{{fate}}"}"""),
    };
}
