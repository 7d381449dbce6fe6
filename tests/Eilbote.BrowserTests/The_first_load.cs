using Microsoft.Playwright;

namespace Eilbote.BrowserTests;

/// <summary>What a phone fetches before somebody can type: little, in few requests, and all of it from here.</summary>
public sealed class The_first_load(RunningDemo demo, ITestOutputHelper output)
{
    private const int MaxBytes = 40_000, MaxRequests = 4;

    [Fact]
    public async Task Of_the_form_is_under_40_KB_in_at_most_4_requests_and_of_the_next_page_even_less()
    {
        var looking = await demo.VisitAsync();
        var form = await demo.AddressAsync(looking, "apply");
        var page = await demo.VisitAsync();
        var devtools = await page.Context.NewCDPSessionAsync(page);
        var (requests, bytes) = (new Dictionary<string, string>(), 0.0);
        devtools.Event("Network.requestWillBeSent").OnEvent += (_, e) =>
        {
            var url = e!.Value.GetProperty("request").GetProperty("url").GetString()!;
            if (!url.StartsWith("data:", StringComparison.Ordinal))
                requests[e.Value.GetProperty("requestId").GetString()!] = url;
        };
        devtools.Event("Network.loadingFinished").OnEvent += (_, e) =>
        {
            if (requests.ContainsKey(e!.Value.GetProperty("requestId").GetString()!))
                bytes += e.Value.GetProperty("encodedDataLength").GetDouble();
        };
        await devtools.SendAsync("Network.enable");
        await page.GotoAsync(form, new() { WaitUntil = WaitUntilState.NetworkIdle });
        output.WriteLine($"First load of the form: {bytes} bytes on the wire, headers included\n{string.Join('\n', requests.Values)}");
        Assert.InRange(requests.Count, 1, MaxRequests);
        Assert.InRange(bytes, 1, MaxBytes);
        Assert.All(requests.Values, x => Assert.StartsWith(RunningDemo.Board + "/", x, StringComparison.Ordinal));
        // Without the compression the style sheet alone would be more.
        Assert.Contains(requests.Values, x => x.EndsWith("/eilbote.css", StringComparison.Ordinal));

        bytes = 0;
        await page.GotoAsync(form + "?lang=en", new() { WaitUntil = WaitUntilState.NetworkIdle });
        output.WriteLine($"The same form in English then: {bytes} bytes");
        Assert.InRange(bytes, 1, MaxBytes / 4);
        await page.Context.CloseAsync();
        await looking.Context.CloseAsync();
    }
}
