namespace Eilbote.Web;

/// <summary>The job board that runs this server. Bound from <c>Eilbote:Board</c>.</summary>
public sealed class BoardOptions
{
    public string Name { get; set; } = "Jobbörse";

    /// <summary>Links in mails are built from this only.</summary>
    public string PublicAddress { get; set; } = "";
    public string SupportEmail { get; set; } = "";
    public string ImprintUrl { get; set; } = "";
    public string PrivacyUrl { get; set; } = "";

    /// <summary>Address of an image, or empty for the name alone.</summary>
    public string Logo { get; set; } = "";

    /// <summary>Whether the form proposes what it finds in a chosen CV.</summary>
    public bool Prefill { get; set; } = true;
}
