using System.Diagnostics;
using Eilbote.Secrets;

namespace Demo;

/// <summary>Where things are in a checkout, and how a child is started.</summary>
internal sealed class House
{
    private readonly string _root;
    private readonly string _configuration;

    public House(string baseDirectory)
    {
        var here = new DirectoryInfo(baseDirectory);
        _configuration = here.Name;
        var root = here;
        while (!File.Exists(Path.Combine(root.FullName, "Eilbote.slnx")))
            root = root.Parent ?? throw new InvalidOperationException("The demo runs from a checkout of the repository.");
        _root = root.FullName;
    }

    /// <summary>The server's settings for the demo. Environment variables of the same name win.</summary>
    public Dictionary<string, string> ServerSettings(string address, string sandbox, bool reset)
    {
        var data = Path.Combine(_root, "demo", "data");
        if (reset && Directory.Exists(data))
            Directory.Delete(data, recursive: true);
        var keyFile = Path.Combine(data, "eilbote.key");
        if (!File.Exists(keyFile))
            KeyFile.Create(keyFile);
        return new()
        {
            ["Eilbote__Secrets__KeyFile"] = keyFile,
            ["Eilbote__Storage__ConnectionString"] = Path.Combine(data, "eilbote.db"),
            ["Eilbote__Board__Name"] = "Jobbörse",
            ["Eilbote__Board__PublicAddress"] = address,
            ["Eilbote__Board__ImprintUrl"] = "https://jobboerse.example/impressum",
            ["Eilbote__Board__PrivacyUrl"] = "https://jobboerse.example/datenschutz",
            ["Eilbote__Board__AccessibilityEmail"] = "barrierefrei@jobboerse.example",
            ["Eilbote__Mail__From"] = "post@jobboerse.example",
            ["Eilbote__Mail__PickupFolder"] = Path.Combine(data, "mails"),
            ["Eilbote__Personio__ApiBaseAddress"] = sandbox,
            ["Eilbote__Personio__CareerSiteAddress"] = sandbox + "/careers/{slug}",
            ["Eilbote__Personio__AppAddress"] = sandbox + "/app/{slug}",
            ["Eilbote__Webhook__AllowLoopback"] = "true",
            ["Logging__LogLevel__Default"] = "Warning",
            ["Logging__LogLevel__Eilbote"] = "Information",
        };
    }

    public Process Start(string project, string assembly, string address, Dictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Path.Combine(_root, project) };
        start.ArgumentList.Add(Path.Combine(_root, "artifacts", "bin", assembly, _configuration, assembly + ".dll"));
        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add(address);
        foreach (var (name, value) in settings)
            start.Environment.TryAdd(name, value);
        return Process.Start(start)!;
    }
}
