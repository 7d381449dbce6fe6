using CsCheck;
using Eilbote.Deliveries;

namespace Eilbote.Tests.Deliveries;

public sealed class The_schedules
{
    [Fact]
    public void Of_an_account_grow_to_ten_minutes_and_go_on()
    {
        var seconds = Enumerable.Range(1, 6).Select(x => Schedule.AfterAccountFailure(x, 0).TotalSeconds);
        Assert.Equal([5, 30, 120, 600, 600, 600], seconds);
    }

    [Fact]
    public void Of_one_application_grow_to_six_hours_and_end_after_seven_days_of_its_own()
    {
        var waits = Enumerable.Range(1, 100).Select(x => Schedule.AfterOwnFailure(x, 0)).TakeWhile(x => x is not null).Select(x => x!.Value)
            .ToList();
        Assert.Equal(["00:00:05", "00:00:30", "00:02:00", "00:10:00", "00:30:00", "01:00:00", "03:00:00", "06:00:00", "06:00:00"],
            waits.Take(9).Select(x => x.ToString()));
        var whole = waits.Aggregate(TimeSpan.Zero, (sum, x) => sum + x);
        Assert.InRange(whole, TimeSpan.FromDays(7), TimeSpan.FromDays(7) + TimeSpan.FromHours(6));
        Assert.All(Enumerable.Range(waits.Count + 1, 50), x => Assert.Null(Schedule.AfterOwnFailure(x, 0)));
    }

    [Fact]
    public void Only_ever_add_jitter_and_at_most_a_tenth() =>
        Gen.Select(Gen.Int[1, 60], Gen.Double[0, 0.999]).Sample((failures, random) =>
        {
            Between(Schedule.AfterAccountFailure(failures, 0), Schedule.AfterAccountFailure(failures, random));
            if (Schedule.AfterOwnFailure(failures, 0) is { } own)
                Between(own, Schedule.AfterOwnFailure(failures, random)!.Value);
        });

    private static void Between(TimeSpan plain, TimeSpan jittered) => Assert.InRange(jittered, plain, plain * 1.1);
}
