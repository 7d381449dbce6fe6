using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Eilbote.Prefill;

namespace Eilbote.Tests.Prefill;

/// <summary>The CVs of one folder, with what each of them holds.</summary>
internal static class Cvs
{
    public static readonly string[] Fields = ["first_name", "last_name", "email", "phone", "location"];

    public static string Folder(string set) => Path.Combine(Here(), "Fixtures", set);

    public static byte[] Read(string set, string name) => File.ReadAllBytes(Path.Combine(Folder(set), name));

    public static Dictionary<string, Dictionary<string, string?>> Expected(string set) =>
        JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string?>>>(File.ReadAllText(Path.Combine(Folder(set), "expected.json")))!;

    /// <summary>Of what is proposed, the share that is right; of what could be, the share that is proposed right; and what is not.</summary>
    public static Dictionary<string, (double Precision, double Recall, string Wrong)> Measure(string set)
    {
        var all = Expected(set).Select(x => (Name: x.Key, Wanted: x.Value, Got: CvFile.Read(Read(set, x.Key), Path.GetExtension(x.Key)[1..]).Values.ToDictionary()))
            .ToList();
        return Fields.ToDictionary(field => field, field =>
        {
            var pairs = all.ConvertAll(x => (x.Name, Wanted: x.Wanted[field == "location" ? "place" : field], Got: x.Got.GetValueOrDefault(field)));
            double right = pairs.Count(x => x.Got is not null && x.Got == x.Wanted);
            return (right / Math.Max(1, pairs.Count(x => x.Got is not null)), right / pairs.Count(x => x.Wanted is not null),
                string.Join('\n', pairs.Where(x => x.Wanted != x.Got).Select(x => string.Create(CultureInfo.InvariantCulture, $"{x.Name}: {x.Got ?? "-"} for {x.Wanted ?? "-"}"))));
        });
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
