using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Deliveries;
using Eilbote.Members;
using Eilbote.Tests.Connectors;
using Microsoft.EntityFrameworkCore;
using Sent = Eilbote.Ats.Sent;

namespace Eilbote.Tests.Deliveries;

/// <summary>
/// An ATS that takes the same application twice: a create of which nobody knows whether it arrived is never repeated by itself.
/// </summary>
public sealed class When_a_repeat_would_make_another
{
    private static readonly Step Create = new(
        "apply", StepKind.Create, TimeSpan.FromSeconds(30), (_, _) => throw new InvalidOperationException());
    private static readonly Past Nothing = new(false, false, false, []);

    [Theory]
    [InlineData(Stage.NoAnswer, true, DeliveryState.NeedsEmployer), InlineData(Stage.Answered, true, DeliveryState.NeedsEmployer),
        InlineData(Stage.NothingSent, true, DeliveryState.Queued)]
    [InlineData(Stage.NoAnswer, false, DeliveryState.NeedsEmployer)]
    public async Task An_unknown_create_waits_for_a_person_whoever_found_it(Stage stage, bool alive, DeliveryState state)
    {
        await using var app = await TestApp.StartAsync();
        var courier = new Courier().Descriptor;
        var job = await app.AddJobAdAsync("1234568");
        await app.ChangeAsync(db => db.Accounts.Single().PausedUntil = app.Clock.GetUtcNow().AddHours(1));
        await new Applicant(app.Http).ApplyAsync(job);
        await app.IdleAsync();
        await app.ChangeAsync(db => db.Accounts.Single().PausedUntil = null);
        var delivery = await app.DbAsync(db => db.Deliveries.AsNoTracking().SingleAsync());
        var exchange = (await app.Service<Ledger>().ReserveAsync(delivery, Create, courier, content: null, email: null, CancellationToken.None))
            .ExchangeId!.Value;
        await app.Service<Ledger>()
            .RecordAsync(exchange, new Sent(stage, stage == Stage.Answered ? new Answer(503, "", null, "") : null, TimeSpan.Zero),
            new Reading(Meaning.Unknown, "unclear"), courier, alive ? Nothing : null);
        var after = await app.DbAsync(db => db.Deliveries.AsNoTracking().SingleAsync());
        Assert.Equal(state, after.State);
        Assert.Equal(state == DeliveryState.NeedsEmployer, after.DueAt is null);
        Assert.Null((await app.DbAsync(db => db.Accounts.SingleAsync())).LastSuccessAt);
        if (state != DeliveryState.NeedsEmployer)
            return;

        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        var page = await owner.GetAsync($"/portal/applications/{delivery.ApplicationId}");
        Assert.Contains("weiß niemand", page, StringComparison.Ordinal);
        await app.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Empty(await app.Sandbox.RequestsAsync());
        // A person who has looked may send it again.
        await owner.PostAsync($"/portal/applications/{delivery.ApplicationId}/retry", new() { ["why"] = "nicht da" });
        await app.IdleAsync();
        Assert.NotEmpty(await app.Sandbox.RequestsAsync());
    }
}
