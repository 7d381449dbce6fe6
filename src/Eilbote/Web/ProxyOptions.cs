using System.Net;

namespace Eilbote.Web;

/// <summary>What stands between the internet and this server. Bound from <c>Eilbote:Proxy</c>.</summary>
public sealed class ProxyOptions
{
    public const string Section = "Eilbote:Proxy";

    /// <summary>
    /// Addresses (10.0.0.5) and networks (10.0.0.0/8) whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> count. From anyone
    /// else they count for nothing.
    /// </summary>
    public List<string> Trusted { get; set; } = [];

    /// <summary>The sub-path under which the proxy shows this server, such as <c>/bewerben</c>; empty for none.</summary>
    public string PathBase { get; set; } = "";

    internal IReadOnlyList<IPNetwork> Networks => [.. Trusted.Select(x => Web.Networks.Read(x)!.Value)];

    /// <summary>Errors: <see cref="CannotStartException"/>, naming the setting, what was found and what is expected.</summary>
    public void Check(BoardOptions board)
    {
        foreach (var (index, text) in Trusted.Index())
            if (Web.Networks.Read(text) is null)
                throw new CannotStartException(
                    $"{Section}:{nameof(Trusted)}:{index} is neither an address such as 10.0.0.5 nor a network such as 10.0.0.0/8: '{text}'.");
        if (PathBase.Length > 0 && (PathBase is not ['/', not '/', ..] || PathBase.EndsWith('/') || LocalPath.Of(PathBase) != PathBase
            || PathBase.AsSpan().ContainsAny('?', '#')))
            throw new CannotStartException(
                $"{Section}:{nameof(PathBase)} must begin with a slash and not end with one, such as /bewerben: '{PathBase}'.");
        if (board.PublicAddress.Length > 0 && new Uri(board.PublicAddress).AbsolutePath.TrimEnd('/') != PathBase)
            throw new CannotStartException(
                $"{BoardOptions.Section}:PublicAddress and {Section}:{nameof(PathBase)} name different sub-paths: '{board.PublicAddress}' and '{PathBase}'.");
    }
}
