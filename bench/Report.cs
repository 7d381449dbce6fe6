using System.Globalization;
using System.Text.Json;

namespace Bench;

/// <summary>A readable table, and the same as JSON in <c>bench/results</c>.</summary>
internal sealed class Report(string verb)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly List<Line> _lines = [];

    /// <param name="Figure">What was measured, with its unit.</param>
    /// <param name="Values">Of each run.</param>
    /// <param name="Limit">Of each run of the limit, interleaved; null where there is none.</param>
    /// <param name="Target">What is to be reached, in words.</param>
    private sealed record Line(string Figure, IReadOnlyList<double> Values, IReadOnlyList<double>? Limit, string Target, bool Reached);

    public void Add(string figure, IReadOnlyList<double> values, IReadOnlyList<double>? limit, string target, Func<double, double,
        bool> reached) =>
        _lines.Add(new(figure, values, limit, target, reached(Median(values), limit is null ? 0 : Median(limit))));

    public void Add(string figure, double value, string target, Func<double, bool> reached) =>
        Add(figure, [value], null, target, (x, _) => reached(x));

    public void Write()
    {
        Console.WriteLine($"\n{verb,-52} {"median",10} {"limit",10}   target");
        foreach (var line in _lines)
            Console.WriteLine($"{line.Figure,-52} {Text(Median(line.Values)),10} {(line.Limit is null ? "" : Text(Median(line.Limit))),10}   {line.Target} {(line.Reached ? "✓" : "✗ missed")}");
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Eilbote.slnx")))
            root = root.Parent!;
        var folder = Directory.CreateDirectory(Path.Combine(root.FullName, "bench", "results")).FullName;
        File.WriteAllText(Path.Combine(folder, verb + ".json"), JsonSerializer.Serialize(new
        {
            verb,
            at = TimeProvider.System.GetUtcNow(),
            cores = Environment.ProcessorCount,
            runtime = Environment.Version.ToString(),
            figures = _lines,
        }, Indented));
    }

    public static double Median(IReadOnlyList<double> values) => Percentile(values, 50);

    public static double Percentile(IReadOnlyList<double> values, double percent)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(sorted.Count * percent / 100) - 1, 0, sorted.Count - 1)];
    }

    private static string Text(double value) => value.ToString(Math.Abs(value) < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
