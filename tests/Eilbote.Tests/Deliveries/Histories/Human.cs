using Eilbote.Deliveries;

namespace Eilbote.Tests.Deliveries.Histories;

/// <summary>Who is behind one or several applications: the ATS knows people by their address.</summary>
internal sealed class Human(int number, bool elsewhere)
{
    public string Email => $"h{number}@people.example";

    /// <summary>Applied on the employer's career site before, everywhere.</summary>
    public bool Elsewhere => elsewhere;
    public List<Person> Applications { get; } = [];

    /// <summary>Whether the ATS knows this person for the job that the application is for.</summary>
    public bool IsThere(Person application) => elsewhere || SameJob(application).Any(x => x.Created > 0);

    /// <summary>Whether another application than this one arrived or may have.</summary>
    public bool AnotherMayBeThere(Person application) => Others(application).Any(x => x.MayBeThere);

    /// <summary>The same, of those that nobody returned: then this one is tried.</summary>
    public bool AnotherCounts(Person application) => Others(application).Any(x => x.MayBeThere && x.End != DeliveryState.Returned);

    /// <summary>Those beside this one of which the ATS takes only one.</summary>
    public IEnumerable<Person> Others(Person application) => SameJob(application).Where(x => x != application);

    /// <summary>All ads of an account are for the same job of its ATS.</summary>
    private IEnumerable<Person> SameJob(Person application) => Applications.Where(x => x.Account == application.Account);
}
