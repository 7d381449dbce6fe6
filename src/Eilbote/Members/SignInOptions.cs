namespace Eilbote.Members;

/// <summary>The board's own login, beside passwords and passkeys, by OpenID Connect. Bound from <c>Eilbote:SignIn</c>.</summary>
public sealed class SignInOptions
{
    public const string Section = "Eilbote:SignIn";

    /// <summary>The provider's address, from which it says all else. Empty: there is no such login.</summary>
    public string Authority { get; set; } = "";
    public string ClientId { get; set; } = "";
    public string ClientSecret { get; set; } = "";

    /// <summary>What it is called on the button: "Musterportal-Login".</summary>
    public string Name { get; set; } = "Single Sign-on";

    /// <summary>Besides <c>openid</c>, <c>profile</c> and <c>email</c>; separated by spaces.</summary>
    public string Scopes { get; set; } = "";

    /// <summary>The claim that names the employer, by its id here; empty: people come by invitation.</summary>
    public string EmployerClaim { get; set; } = "";

    /// <summary>The claim that names the role, one of those of members; needed with <see cref="EmployerClaim"/>.</summary>
    public string RoleClaim { get; set; } = "";

    public bool IsOn => Authority.Length > 0;

    /// <summary>Errors: <see cref="CannotStartException"/>, naming the setting.</summary>
    public void Check(IHostEnvironment environment)
    {
        if (!IsOn)
            return;
        Demand(Uri.TryCreate(Authority, UriKind.Absolute, out var authority)
            && (authority.Scheme == "https" || (authority.Scheme == "http" && (authority.IsLoopback || environment.IsDevelopment()))),
            $"{Section}:Authority must be an https address: {Authority}.");
        Demand(ClientId.Length > 0, $"{Section}:ClientId is not set.");
        Demand(ClientSecret.Length > 0, $"{Section}:ClientSecret is not set.");
        Demand(Name.Trim().Length > 0, $"{Section}:Name is what the button says; it is empty.");
        Demand(EmployerClaim.Length == 0 == (RoleClaim.Length == 0),
            $"{Section}:EmployerClaim and {Section}:RoleClaim belong together; set both or none.");
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
            throw new CannotStartException(otherwise);
    }
}
