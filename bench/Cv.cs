using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Eilbote.Prefill;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bench;

/// <summary>A thousand CVs through the workers, and how much of what they propose is right.</summary>
internal static class Cv
{
    private const int Files = 1_000, WarmUp = 100;
    private const double Megabyte = 1_000_000;
    private static readonly string[] Fields = ["first_name", "last_name", "email", "phone", "place"];

    public static async Task RunAsync()
    {
        var report = new Report("cv");
        using var workers = new CvWorkers(NullLogger<CvWorkers>.Instance);
        var (tuned, untuned) = (Load("tuned"), Load("untuned"));
        await MeasureAsync(workers, report, "tuned", tuned);
        await MeasureAsync(workers, report, "untuned", untuned);
        foreach (var set in new[] { "independent", "independent-2", "independent-3", "independent-4" })
            await MeasureAsync(workers, report, set, Load(set));

        var files = tuned.Concat(untuned).ToList();
        for (var i = 0; i < WarmUp; i++)
            await ReadAsync(workers, files[i % files.Count]);
        var (before, most) = (Resident(), 0L);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Files; i++)
        {
            await ReadAsync(workers, files[i % files.Count]);
            if (i % 20 == 0)
                most = Math.Max(most, Resident());
        }
        report.Add($"{Files} CVs, in s", Stopwatch.GetElapsedTime(started).TotalSeconds, "under 60 s", x => x < 60);
        report.Add("growth of server and workers meanwhile, in MB", (most - before) / Megabyte, "under 100 MB", x => x < 100);
        report.Write();
    }

    private static async Task MeasureAsync(CvWorkers workers, Report report, string set, List<Sample> samples)
    {
        var counts = Fields.ToDictionary(x => x, _ => (Right: 0, Proposed: 0, Wanted: 0));
        foreach (var sample in samples)
        {
            var got = (await ReadAsync(workers, sample)).Values.ToDictionary(x => x.Key == "location" ? "place" : x.Key, x => x.Value);
            foreach (var field in Fields)
            {
                var (wanted, proposed, so) = (sample.Wanted[field], got.GetValueOrDefault(field), counts[field]);
                counts[field] = (so.Right + (proposed is not null && proposed == wanted ? 1 : 0), so.Proposed + (proposed is null ? 0 : 1),
                    so.Wanted + (wanted is null ? 0 : 1));
            }
        }
        foreach (var (field, (right, proposed, wanted)) in counts)
        {
            report.Add($"{set}, {field}: precision, {right} of {proposed}", 100d * right / proposed, "95 %", x => x >= 95);
            var least = field is "email" or "phone" ? 90 : 80;
            report.Add($"{set}, {field}: recall, {right} of {wanted}", 100d * right / wanted, $"{least} %", x => x >= least);
        }
    }

    private static Task<Proposals> ReadAsync(CvWorkers workers, Sample x) =>
        workers.ReadAsync(_ => Task.FromResult<Stream>(new MemoryStream(x.Content)), x.Content.Length, x.Extension, CancellationToken.None);

    private static List<Sample> Load(string set)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Eilbote.slnx")))
            root = root.Parent!;
        var folder = Path.Combine(root.FullName, "tests", "Eilbote.Tests", "Prefill", "Fixtures", set);
        var expected = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string?>>>(File.ReadAllText(Path.Combine(folder, "expected.json")))!;
        return [.. expected.Select(x => new Sample(File.ReadAllBytes(Path.Combine(folder, x.Key)), Path.GetExtension(x.Key)[1..], x.Value))];
    }

    /// <summary>Of this process and its workers, in bytes, as the kernel counts it now.</summary>
    private static long Resident() => Directory.GetDirectories("/proc").Select(x => Path.GetFileName(x)).Where(x => x.All(char.IsAsciiDigit))
        .Where(x => x == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
            || Lines(x).Any(line => line.StartsWith("PPid:", StringComparison.Ordinal) && line[5..].Trim() == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)))
        .Sum(x => Lines(x).Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024));

    private static string[] Lines(string process)
    {
        try
        {
            return File.ReadAllLines($"/proc/{process}/status");
        }
        catch (IOException)
        {
            // It has just ended.
            return [];
        }
    }

    private sealed record Sample(byte[] Content, string Extension, Dictionary<string, string?> Wanted);
}
