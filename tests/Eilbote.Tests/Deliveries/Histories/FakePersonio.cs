using Eilbote.Connectors;

namespace Eilbote.Tests.Deliveries.Histories;

/// <summary>Documents first, then the application; it knows people by their address.</summary>
internal sealed class FakePersonio(World world) : FakeAts(world)
{
    private readonly World _world = world;

    protected override string CompanyOf(HttpRequestMessage request) => request.Headers.GetValues("X-Company-ID").Single();

    protected override StepKind KindOf(HttpRequestMessage request) =>
        request.RequestUri!.AbsolutePath.EndsWith("/documents", StringComparison.Ordinal) ? StepKind.Upload : StepKind.Create;

    protected override string? Work(Person person, StepKind kind, HttpRequestMessage request)
    {
        if (kind == StepKind.Upload)
            return $$"""{"uuid":"{{Guid.NewGuid()}}"}""";
        _world.Never(
            person.Human.AnotherCounts(person), $"a create was sent for {person.Message}, and another of the same person may be there");
        if (person.IsThere && !_world.TakesTwice)
            return null;
        person.Created++;
        return "";
    }

    protected override HttpResponseMessage AlreadyThere => Answer(400, Reason("errors.applicant-already-exists"));

    protected override HttpResponseMessage Refused(Fate fate) => fate == Fate.FeatureOff
        ? Answer(403, Reason("feature.recruiting.disabled")) : Answer(400, Reason(fate switch
        {
            Fate.JobClosed => "errors.job-position.not-published",
            Fate.ChannelUnknown => "errors.posting-validation.channel-not-found",
            Fate.DateRefused => "errors.date-validation.date-in-the-future",
            Fate.FileForgotten => "errors.file-validation.file-not-exists",
            Fate.BadEmail => "errors.attribute-validation.invalid-email-format",
            Fate.QuestionMissing => "errors.attribute-validation.required-attribute",
            _ => "errors.something-new",
        }));

    private static string Reason(string reason) => $$"""{"errors":[{"field":"f","errors":[{"reason":"{{reason}}"}]}]}""";
}
