using Bench;

Target.AsksMore = args.Contains("--questions");
Target.Clients = args.Contains("--clients") ? 10_000 : 0;
// Children of this program are this program again.
switch (args.Except(["--questions", "--clients"]).ToArray())
{
    case ["sink"]:
        await Sink.RunAsync();
        break;
    case ["limit", var folder, var sink]:
        await Limit.RunAsync(folder, sink.Length > 0 ? new Uri(sink) : null);
        break;
    case ["idle"]:
        await Arrival.IdleAsync();
        break;
    case ["accept"]:
        await Accept.RunAsync();
        break;
    case ["arrival"]:
        await Arrival.RunAsync(TimeSpan.FromMinutes(3));
        break;
    case ["pace"]:
        await Pace.RunAsync();
        break;
    case ["memory"]:
        await Memory.RunAsync();
        break;
    case ["growth"]:
        await Growth.RunAsync();
        break;
    case ["portal"]:
        await PortalPages.RunAsync();
        break;
    case ["cv"]:
        await Cv.RunAsync();
        break;
    case []:
        await Memory.RunAsync();
        await Arrival.IdleAsync();
        await Accept.RunAsync();
        await Arrival.RunAsync(TimeSpan.FromMinutes(1));
        break;
    default:
        Console.Error.WriteLine("dotnet run -c Release --project bench [-- idle | accept | arrival | pace | memory | growth | portal | cv] [--questions] [--clients]");
        return 2;
}
return 0;
