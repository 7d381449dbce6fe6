namespace Eilbote.Web;

/// <summary>The job board that runs this server. Bound from <c>Eilbote:Board</c>.</summary>
public sealed class BoardOptions
{
    public const string Section = "Eilbote:Board";

    public string Name { get; set; } = "Jobbörse";

    /// <summary>Links in mails are built from this only.</summary>
    public string PublicAddress { get; set; } = "";
    public string SupportEmail { get; set; } = "";
    public string ImprintUrl { get; set; } = "";

    /// <summary>The board's own privacy page. What this server stores stands at <c>/privacy</c> besides.</summary>
    public string PrivacyUrl { get; set; } = "";

    /// <summary>Who reads that somebody cannot use a page.</summary>
    public string AccessibilityEmail { get; set; } = "";

    /// <summary>Address of an image, or empty for the name alone.</summary>
    public string Logo { get; set; } = "";

    /// <summary>Whether the form proposes what it finds in a chosen CV.</summary>
    public bool Prefill { get; set; } = true;

    /// <summary>In which country places lie, in two letters: search engines take no job without one.</summary>
    public string Country { get; set; } = "AT";

    /// <summary>Whose pages may show the form in a frame, such as <c>https://www.company.example</c>.</summary>
    public List<string> EmbedOrigins { get; set; } = [];

    public LookOptions Look { get; set; } = new();

    /// <summary>An absolute address of a page of ours; null while <see cref="PublicAddress"/> is not set.</summary>
    /// <param name="path">Begins with a slash.</param>
    public string? AddressOf(string path) => PublicAddress.Length == 0 ? null : PublicAddress.TrimEnd('/') + path;

    /// <summary>
    /// What the law demands of a page that the public opens must be there before it does.
    /// Errors: <see cref="CannotStartException"/>, naming the first setting that is missing.
    /// </summary>
    public void Check(IHostEnvironment environment)
    {
        foreach (var (index, origin) in EmbedOrigins.Index())
            if (!IsOrigin(origin))
                throw new CannotStartException(
                    $"{Section}:EmbedOrigins:{index} is not the origin of a page, such as https://www.company.example: '{origin}'.");
        if (PublicAddress.Length > 0 && (!IsPage(PublicAddress) || new Uri(PublicAddress) is not { Query: "", Fragment: "", UserInfo: "" }))
            throw new CannotStartException(
                $"{Section}:{nameof(PublicAddress)} is not an address such as https://board.example: '{PublicAddress}'.");
        if (environment.IsDevelopment())
            return;
        Demand(IsPage(ImprintUrl), nameof(ImprintUrl),
            "the address of the board's imprint, such as https://board.example/imprint");
        Demand(IsPage(PrivacyUrl), nameof(PrivacyUrl),
            "the address of the board's privacy page, such as https://board.example/privacy");
        Demand(EmailAddress.IsOne(AccessibilityEmail), nameof(AccessibilityEmail),
            "the mail address that is read when somebody cannot use a page");

        // As browsers write it, for it is compared with what they say.
        static bool IsOrigin(string text) =>
            Uri.TryCreate(text, UriKind.Absolute, out var uri) && text == uri.GetLeftPart(UriPartial.Authority)
            && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback));

        static bool IsPage(string address) =>
            Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http";

        static void Demand(bool holds, string key, string what)
        {
            if (!holds)
                throw new CannotStartException($"{Section}:{key} must be {what}: without it no page may be public.");
        }
    }
}
