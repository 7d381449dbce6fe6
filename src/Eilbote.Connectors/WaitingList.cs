namespace Eilbote.Connectors;

/// <summary>What waits for an employer, as its second path is told once a working day: neither documents nor what was typed.</summary>
/// <param name="NeedYou">How many wait for the employer, for each reason.</param>
/// <param name="OnTheirWay">How many go on by themselves.</param>
/// <param name="Persons">The oldest of those that wait for the employer; none of a confidential ad.</param>
/// <param name="Portal">Where all of them are seen, signed in.</param>
public sealed record WaitingList(
    IReadOnlyList<(Words Why, int Count)> NeedYou, int OnTheirWay, IReadOnlyList<WaitingPerson> Persons, string Portal)
{
    /// <summary>So many persons are named at most.</summary>
    public const int AtMost = 20;
}

/// <param name="Address">Where it is seen and taken over, signed in.</param>
public sealed record WaitingPerson(string Person, string Job, Words Why, string Address);
