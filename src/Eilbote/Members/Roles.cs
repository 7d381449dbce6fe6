using Eilbote.Connectors;

namespace Eilbote.Members;

/// <summary>
/// What a person is for one employer, or for the whole board. A technician enters the connection's settings and sees nothing else.
/// </summary>
public enum Role { Owner, Recruiter, Viewer, Technician, Operator }

/// <summary>What a route asks for; <c>Access</c> names it for each.</summary>
public enum Right
{
    /// <summary>Nobody needs to sign in.</summary>
    None,

    /// <summary>Whoever is signed in: what concerns their own account.</summary>
    OwnAccount,

    /// <summary>How the connection to the ATS stands.</summary>
    SeeConnection,

    /// <summary>Enter the connection's values, and have them verified.</summary>
    EnterValues,

    /// <summary>Applications, job ads, questions, profile.</summary>
    See,

    /// <summary>Change what <see cref="See"/> shows, take over applications, export them.</summary>
    Work,

    /// <summary>Who belongs to the employer, and switching the connection off.</summary>
    Manage,

    /// <summary>Run the board.</summary>
    Operate,
}

/// <summary>Which role may do what, and how each is called. The one table.</summary>
public static class Roles
{
    private static readonly Dictionary<Right, Role[]> Table = new()
    {
        [Right.SeeConnection] = [Role.Owner, Role.Recruiter, Role.Viewer, Role.Technician],
        [Right.EnterValues] = [Role.Owner, Role.Technician],
        [Right.See] = [Role.Owner, Role.Recruiter, Role.Viewer],
        [Right.Work] = [Role.Owner, Role.Recruiter],
        [Right.Manage] = [Role.Owner],
        [Right.Operate] = [Role.Operator],
    };

    /// <summary>The roles that a member of an employer can have.</summary>
    public static readonly Role[] OfMembers = [Role.Owner, Role.Recruiter, Role.Viewer, Role.Technician];

    /// <param name="role">Null for who is signed in and belongs nowhere.</param>
    public static bool May(Role? role, Right right) =>
        right is Right.None or Right.OwnAccount || (role is { } one && Table[right].Contains(one));

    /// <summary>Whether a role can be limited to ads.</summary>
    public static bool CanBeLimited(Role role) => role is Role.Recruiter or Role.Viewer;

    public static Words Name(Role role) => role switch
    {
        Role.Owner => new("Inhaber:in", "Owner"),
        Role.Recruiter => new("Recruiter:in", "Recruiter"),
        Role.Viewer => new("Einsicht", "Viewer"),
        Role.Technician => new("Technik", "Technician"),
        Role.Operator => new("Betrieb", "Operator"),
    };

    public static Words Explanation(Role role) => role switch
    {
        Role.Owner => new(
            "Darf alles: Bewerbungen, Inserate, Anbindung und wer zum Team gehört.",
            "May do everything: applications, job ads, the connection, and who is in the team."),
        Role.Recruiter => new(
            "Sieht und bearbeitet Bewerbungen, Inserate, Fragen und Profil.",
            "Sees and works on applications, job ads, questions and profile."),
        Role.Viewer => new("Sieht dasselbe, ändert nichts.", "Sees the same and changes nothing."),
        Role.Technician => new(
            "Trägt nur die Werte der Anbindung ein und sieht keine Bewerbungen.",
            "Only enters the connection's values and sees no applications."),
        Role.Operator => new("Betreibt die Jobbörse.", "Runs the job board."),
    };
}
