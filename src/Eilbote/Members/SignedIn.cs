namespace Eilbote.Members;

/// <summary>Who makes a request, read from the rows for this request.</summary>
public sealed record SignedIn(Session Session, User User, IReadOnlyList<Place> Places)
{
    /// <summary>For whom the person works in this session; null for none.</summary>
    public Place? At => Places.FirstOrDefault(x => x.EmployerId == Session.EmployerId);

    public Role? Role => At?.Role ?? (User.IsOperator ? Members.Role.Operator : null);

    /// <summary>Where the person goes after signing in.</summary>
    public string Home => HomeOf(Role);

    public static string HomeOf(Role? role) => role switch
    {
        Members.Role.Operator => "/operators",
        Members.Role.Technician => "/portal/smart-apply",
        null => "/account",
        _ => "/portal",
    };

    public bool IsProvenAt(DateTimeOffset now) => Session.ProvenAt > now - Session.ProvenFor;

    /// <summary>Null for who is not signed in.</summary>
    public static SignedIn? Of(HttpContext http) => http.Features.Get<SignedIn>();

    public static ValueTask<SignedIn?> BindAsync(HttpContext http) => ValueTask.FromResult(Of(http));
}

/// <summary>One of the employers that a person belongs to.</summary>
public sealed record Place(Guid EmployerId, string Employer, Role Role, bool IsLimited);
