using Eilbote.Deliveries;

namespace Eilbote.Tests.Deliveries.Histories;

/// <summary>
/// Someone who applied, and the plain model of the delivery: only what was heard, and what it must have come to. Everything
/// else, such as time, pace, order and crashes, may not matter for the end.
/// </summary>
internal sealed class Person(int number, int ad, Human human)
{
    private readonly HashSet<Fate> _without = [];
    private bool _unknown, _asked, _startedOver, _late;

    public int Number => number;
    public int Ad => ad;
    public int Account => ad % World.Accounts;
    public Human Human => human;

    /// <summary>Stands in the application, so that the ATS knows which of a person's it has.</summary>
    public string Message => $"n{number}@example.com";

    /// <summary>More than one when the very same was sent again: one of them goes out, the others end as it ends.</summary>
    public List<Guid> ApplicationIds { get; } = [];

    /// <summary>How often the ATS took the application.</summary>
    public int Created { get; set; }
    public bool IsThere => human.IsThere(this);
    public bool MayBeThere => _unknown || _asked || Created > 0;

    /// <summary>Where the delivery must stay, or null while it must go on.</summary>
    public DeliveryState? End { get; private set; }

    /// <summary>Null when either will do.</summary>
    public Proof? Proof { get; private set; }

    /// <summary>A create of which nobody knows what became of it.</summary>
    public void Unknown() => _unknown = true;

    public void HeardCreated(bool late)
    {
        _late |= late;
        if (End is DeliveryState.HandedOver or DeliveryState.Returned)
            return;
        (End, Proof) = (DeliveryState.Delivered, _late ? null : Eilbote.Deliveries.Proof.Confirmed);
    }

    public void HeardAlreadyThere()
    {
        if (_unknown && !_asked && !human.AnotherMayBeThere(this))
            (End, Proof) = (DeliveryState.Delivered, Eilbote.Deliveries.Proof.Inferred);
        else if (_asked)
            End = DeliveryState.AlreadyThere;
        _asked = true;
    }

    /// <summary>A member took it over or returned it, or nobody did in time: it stays so, and nothing more is sent.</summary>
    public void EndedBeside(DeliveryState end) => (End, Proof) = (end, null);

    public void HeardRefusal(Fate fate)
    {
        switch (fate)
        {
            case Fate.BadEmail:
                End = DeliveryState.NeedsApplicant;
                break;
            case Fate.QuestionMissing or Fate.NewReason:
                End = DeliveryState.NeedsEmployer;
                break;
            case Fate.ChannelUnknown or Fate.DateRefused when !_without.Add(fate):
                End = DeliveryState.NeedsEmployer;
                break;
            case Fate.FileForgotten when _startedOver:
                End = DeliveryState.NeedsEmployer;
                break;
            case Fate.FileForgotten:
                _startedOver = true;
                break;
        }
    }
}
