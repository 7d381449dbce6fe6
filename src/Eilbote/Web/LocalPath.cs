namespace Eilbote.Web;

/// <summary>An address on this server that came from outside: a link or redirect to it never leads elsewhere.</summary>
internal static class LocalPath
{
    /// <summary>The path with its query as it may stand in a link or a header; null when it is none of this server's.</summary>
    public static string? Of(string? path)
    {
        if (path is not ['/', ..] || path is ['/', '/' or '\\', ..])
            return null;
        return string.Concat(IncomingText.Valid(path).EnumerateRunes().Select(x =>
            x.Value is > ' ' and < 0x7F and not '\\' and not '"' and not '<' and not '>' ? x.ToString()
                : Uri.EscapeDataString(x.ToString())));
    }
}
