using System.Runtime.CompilerServices;
using Eilbote.Connectors.Personio;
using Eilbote.Connectors.Webhook;

namespace Eilbote.Tests.Connectors;

/// <summary>
/// An ATS is known in its connector, its guide and one line of the registry: nowhere else in the server stand its name, its
/// settings' keys or its reasons.
/// </summary>
public sealed class The_server_knows_no_ats
{
    private static readonly string[] Exempt = ["Guide/Personio/", "Guide/Webhook/", "Storage/Migrations/", "Ats/ConnectorRegistry.cs"];

    [Fact]
    public void By_name_key_or_reason()
    {
        var (personio, webhook) = (
            new PersonioConnector(new PersonioOptions()).Descriptor, new WebhookConnector(new WebhookOptions()).Descriptor);
        // A name such as "job" says nothing about who uses it.
        string[] words =
        [
            personio.Name, .. personio.Fields.Select(x => $"\"{x.Key}\""),
            .. personio.Reasons.Keys.Where(x => x.Contains('.', StringComparison.Ordinal)), "\"probe-real", "\"probe-corrupted",
            "\"probe-impossible",
            "Zugriffs-Token", "Unternehmens-ID", "Kanal-ID", "Recruiting ›", webhook.Name, "\"not-repeated", "\"nobody-there", "\"ping\"", "\"ping-",
            "\"address-refused", "\"mail-refused", "\"put-off",
        ];
        var server = Path.GetFullPath(Path.Combine(Here(), "../../../src/Eilbote"));
        var files = new[] { "*.cs", "*.razor" }.SelectMany(x => Directory.EnumerateFiles(server, x, SearchOption.AllDirectories))
            .Select(x => Path.GetRelativePath(server, x).Replace('\\', '/'))
                .Where(x => !Exempt.Any(e => x.StartsWith(e, StringComparison.Ordinal))).ToList();
        Assert.InRange(files.Count, 100, 1000);
        Assert.Empty(from file in files
                     from line in File.ReadLines(Path.Combine(server, file))
                         .Select(x => x.Replace("Eilbote.Guide.Personio", "", StringComparison.Ordinal)
                         .Replace("Eilbote.Guide.Webhook", "", StringComparison.Ordinal)
                         .Replace("/guide/personio", "", StringComparison.Ordinal).Replace("/guide/webhook", "", StringComparison.Ordinal)
                         .Replace("PersonioGuide()", "", StringComparison.Ordinal).Replace("WebhookGuide()", "", StringComparison.Ordinal))
                     from word in words
                     where line.Contains(word, StringComparison.OrdinalIgnoreCase)
                     select $"{file}: {word}");
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
