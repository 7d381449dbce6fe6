using System.Runtime.CompilerServices;

namespace Eilbote.Tests.Harness;

internal static class Quiet
{
    /// <summary>Hundreds of hosts in one process: none of them watches its settings files, each watch costs a thread.</summary>
    [ModuleInitializer]
    internal static void WatchNoSettings() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
