using System.Globalization;
using Eilbote.Connections;
using Eilbote.Deliveries;
using Eilbote.Insights;
using Eilbote.Web;

namespace Eilbote.Tests.Insights;

/// <summary>What is said, for states that are hard to bring about one by one.</summary>
public sealed class The_answer
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 13, 2, 10, TimeSpan.Zero);

    /// <summary>The standing, then: words of the German headline, and of the text.</summary>
    public static readonly TheoryData<string, string, string> Cases = new()
    {
        { "draft", "Fast fertig", "Sehen Sie nach, was noch fehlt" },
        { "off", "Die Anbindung ist abgeschaltet.", "12 Bewerbungen warten sicher." },
        { "held, nothing waits", "Die Anbindung steht still.", "Nichts ist verloren" },
        { "quiet week", "In den letzten 7 Tagen kam keine Bewerbung.", "Die letzte kam am 03.11.2026. Nichts zu tun." },
        { "one, under way", "1 Bewerbung ist noch nicht angekommen.", "1 ist unterwegs. Nichts zu tun." },
        { "40000", "Alle 40\u00a0000 sind angekommen.", "In den letzten 7 Tagen. Nichts zu tun." },
        { "40000, some wait", "39\u00a0987 von 40\u00a0000 sind angekommen.", "12 brauchen Sie, keine ist verloren. 1 ist unterwegs." },
        { "applicant", "0 von 2 sind angekommen.", "2 warten auf die Personen, die sich beworben haben. Nichts zu tun." },
        { "by mail", "0 von 2 sind angekommen.", "2 sind per Mail unterwegs: bitte bestätigen Sie, welche da sind." },
        { "settled otherwise", "7 von 9 sind angekommen.", "In den letzten 7 Tagen. 2 haben sich anders erledigt. Nichts zu tun." },
        { "handed over", "Alle 2 sind übergeben.", "In den letzten 7 Tagen. Nichts zu tun." },
        { "some handed over", "7 von 9 sind angekommen, 1 übergeben.", "In den letzten 7 Tagen. 1 hat sich anders erledigt. Nichts zu tun." },
        { "out", "0 von 1 sind angekommen.",
            "Personio hat gerade eine Störung, bei mehreren Unternehmen. Dafür müssen Sie nichts tun, und nichts ist verloren" },
        { "silent, some need", "1 von 2 sind angekommen.", "Nächster Versuch um 14:12:10. 1 braucht Sie" },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Fits(string name, string headline, string text)
    {
        var standing = Standing(name);
        var german = In(Texts.German, () => Answer.Of(standing));
        Assert.Contains(headline, german.Headline, StringComparison.Ordinal);
        Assert.Contains(text, german.Text, StringComparison.Ordinal);
        Assert.False(name == "by mail" && german.Text.Contains("Nichts zu tun", StringComparison.Ordinal));
        var english = In(Texts.English, () => Answer.Of(standing));
        Assert.NotEqual(german.Headline, english.Headline);
        Assert.NotEqual(german.Text, english.Text);
        Assert.DoesNotContain("{", german.Headline + german.Text + english.Headline + english.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_once_what_many_wait_for()
    {
        var standing = Standing("quiet week") with
        {
            Waiting =
            [
                Wait(DeliveryState.Held, 3, HeldBy.JobAd, job: "Koch"), Wait(DeliveryState.Held, 2, HeldBy.JobAd, job: "Wirt"),
                Wait(DeliveryState.NeedsEmployer, 1),
                Wait(DeliveryState.AlreadyThere, 4), Wait(DeliveryState.Held, 9, HeldBy.Connection), Wait(DeliveryState.Queued, 7),
            ],
        };
        Assert.Equal(
            ["5 Bewerbungen warten auf 2 Stellen.", "Personio hat 1 Bewerbung abgelehnt.", "4 Bewerbungen sind laut Personio schon dort."],
            In(Texts.German, () => ToDo.Of(standing).Select(x => x.Title).ToList()));
    }

    [Theory, InlineData("2026-10-25", "2026-10-24T22:00:00Z"), InlineData("2026-10-26", "2026-10-25T23:00:00Z"),
        InlineData("2026-03-30", "2026-03-29T22:00:00Z")]
    public void Counts_days_by_the_clock_on_the_wall(string day, string begins)
    {
        var start = Texts.StartOf(DateOnly.Parse(day, CultureInfo.InvariantCulture));
        Assert.Equal(DateTimeOffset.Parse(begins, CultureInfo.InvariantCulture), start);
        Assert.Equal(day, Texts.Day(start).ToString("O", CultureInfo.InvariantCulture));
    }

    private static readonly Eilbote.Connectors.ConnectorDescriptor Personio = new Eilbote.Connectors.Personio.PersonioConnector(new())
        .Descriptor;

    private static Standing Standing(string name)
    {
        var active = new Standing
        {
            Now = Now,
            Status = new(ConnectionCondition.Working, null, Personio),
            AtsNames = ["Personio"],
            Days = Days(0, 0),
            LastReceivedAt = new(2026, 11, 3, 8, 0, 0, TimeSpan.Zero)
        };
        var silent = new ConnectionStatus(ConnectionCondition.Failing, null, Personio)
        { Since = Now.AddMinutes(-3), NextTryAt = Now.AddMinutes(10) };
        return name switch
        {
            "draft" => active with { Status = new(ConnectionCondition.Draft, null, Personio) },
            "off" => active with { Status = new(ConnectionCondition.Off, null, Personio), Waiting = [Wait(DeliveryState.Queued, 12)] },
            "held, nothing waits" => active with { Status = new(ConnectionCondition.Held, null, Personio) { Since = Now } },
            "quiet week" => active,
            "one, under way" => active with { Days = Days(1, 1), Waiting = [Wait(DeliveryState.Delivering, 1)] },
            "40000" => active with { Days = Days(40_000, 0) },
            "40000, some wait" =>
                active with { Days = Days(40_000, 13), Waiting = [Wait(DeliveryState.NeedsEmployer, 12), Wait(DeliveryState.Queued, 1)] },
            "applicant" => active with { Days = Days(2, 2), Waiting = [Wait(DeliveryState.NeedsApplicant, 2)] },
            "by mail" => active with { Days = Days(2, 2), Waiting = [Wait(DeliveryState.UnderWayByMail, 2)] },
            "out" => active with { Days = Days(1, 1), Status = silent with { Outage = true } },
            "handed over" => active with { Days = Days(2, 0, 2, 2) },
            "some handed over" => active with { Days = Days(9, 0, 2, 1) },
            "settled otherwise" => active with { Days = Days(9, 0, 2) },
            _ => active with { Days = Days(2, 1), Status = silent, Waiting = [Wait(DeliveryState.NeedsEmployer, 1)] },
        };
    }

    private static List<DayCount> Days(int received, int open, int otherwise = 0, int handedOver = 0) =>
        [.. Enumerable.Range(0, 14)
        .Select(x => new DayCount(new(2026, 11, 10 + x), x == 13 ? received : 0, x == 13 ? open : 0, x == 13 ? otherwise : 0) { HandedOver = x == 13 ? handedOver : 0 })];

    private static Waiting Wait(DeliveryState state, int count, HeldBy? heldBy = null, string job = "Koch") =>
        new(state, heldBy, false, "Personio", job, count);

    private static T In<T>(CultureInfo culture, Func<T> say)
    {
        var before = CultureInfo.CurrentUICulture;
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
        try
        {
            return say();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, before);
        }
    }
}
