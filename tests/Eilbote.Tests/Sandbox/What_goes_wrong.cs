using System.Net;
using System.Net.Http.Json;

namespace Eilbote.Tests.Sandbox;

/// <summary>S15: faults, for a company, a path and the next n requests.</summary>
public sealed class What_goes_wrong
{
    public static readonly TheoryData<int, string, string> Statuses = new()
    {
        { 401, "documented", "" }, { 403, "documented", "application/json" }, { 429, "documented", "" },
        { 500, "documented", "application/json" }, { 502, "documented", "application/json" },
        { 503, "documented", "application/json" }, { 500, "html", "text/html" }, { 502, "html", "text/html" }, { 503, "html", "text/html" },
        { 503, "empty", "" }, { 200, "empty", "" }, { 302, "html", "text/html" },
    };

    [Theory, MemberData(nameof(Statuses))]
    public async Task S15_Answers_a_status_and_creates_nothing(int status, string body, string type)
    {
        await using var hand = await ByHand.StartAsync();
        await hand.Sandbox.FaultAsync("any", "status", status, body, count: 2);
        foreach (var answer in new[] { await hand.CreateAsync(ByHand.Person()), await hand.UploadAsync() })
            Assert.Equal((status, type, type.Length == 0), (answer.Status, answer.Type, answer.Body.Length == 0));
        Assert.Empty(await hand.Sandbox.ApplicationsAsync());
        Assert.Equal(201, (await hand.CreateAsync(ByHand.Person())).Status);
    }

    [Theory, InlineData(null), InlineData("30"), InlineData("Mon, 23 Nov 2026 22:31:00 GMT")]
    public async Task S15_Answers_429_with_and_without_Retry_After(string? retryAfter)
    {
        await using var hand = await ByHand.StartAsync();
        await hand.Sandbox.FaultAsync("applications", "status", 429, retryAfter: retryAfter);
        Assert.Equal(retryAfter, (await hand.CreateAsync(ByHand.Person())).RetryAfter);
    }

    [Fact]
    public async Task S15_Answers_any_reason()
    {
        await using var hand = await ByHand.StartAsync();
        await hand.Sandbox.FaultAsync("applications", "status", 400, reason: "errors.something-new");
        Assert.Equal("field errors.something-new", Assert.Single((await hand.CreateAsync(ByHand.Person())).Reasons));
    }

    [Theory, InlineData("reset", 0), InlineData("lost-answer", 1)]
    public async Task S15_Breaks_the_connection_before_or_after_it_created(string fault, int arrived)
    {
        await using var hand = await ByHand.StartAsync();
        await hand.Sandbox.FaultAsync("applications", fault);
        await Assert.ThrowsAsync<HttpRequestException>(() => hand.CreateAsync(ByHand.Person()));
        Assert.Equal(arrived, (await hand.Sandbox.ApplicationsAsync()).Length);
        Assert.Equal(arrived == 1 ? 400 : 201, (await hand.CreateAsync(ByHand.Person())).Status);
        Assert.Equal(fault, (await hand.Sandbox.RequestsAsync())[0].GetProperty("reason").GetString());
    }

    [Theory, InlineData("latency", "applications"), InlineData("slow-upload", "documents")]
    public async Task S15_Takes_its_time(string fault, string endpoint)
    {
        await using var hand = await ByHand.StartAsync();
        await hand.Sandbox.FaultAsync(endpoint, fault, delayMs: 10_000);
        var sending = endpoint == "documents" ? hand.UploadAsync() : hand.CreateAsync(ByHand.Person());
        await hand.Sandbox.DelaysAsync();
        hand.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(sending.IsCompleted);
        hand.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(endpoint == "documents" ? 200 : 201, (await sending).Status);
    }

    [Fact]
    public async Task S15_Only_for_the_company_the_path_and_as_often_as_asked()
    {
        await using var hand = await ByHand.StartAsync();
        await hand.Sandbox.FaultAsync("documents", "status", 500, count: 2);
        Assert.Equal(201, (await hand.CreateAsync(ByHand.Person())).Status);
        (hand.Company, hand.Token) = (ByHand.Alpenwerk, ByHand.AlpenwerkToken);
        Assert.Equal(200, (await hand.UploadAsync()).Status);
        (hand.Company, hand.Token) = (RunningSandbox.Company, RunningSandbox.Token);
        Assert.Equal(new[] { 500, 500, 200 },
            new[] { (await hand.UploadAsync()).Status, (await hand.UploadAsync()).Status, (await hand.UploadAsync()).Status });
    }

    [Fact]
    public async Task What_it_does_not_know_it_refuses()
    {
        await using var hand = await ByHand.StartAsync();
        foreach (var (path, body) in new (string, object)[]
        {
            ("faults", new { fault = "earthquake" }), ("faults", new { fault = "status", status = 99 }),
            ("faults", new { fault = "status", body = "xml" }), ("faults", new { fault = "reset", endpoint = "payroll" }),
            ("switches", new { duplicates = "maybe" }), ("switches", new Dictionary<string, string> { ["gravity"] = "off" }),
            ("switches", new Dictionary<string, string> { ["requests-per-minute"] = "many" }),
        })
        {
            using var response = await hand.Sandbox.Http.PostAsJsonAsync("/_sandbox/" + path, body);
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{path} {body}");
        }
    }

    [Fact]
    public async Task Reset_clears_all()
    {
        await using var hand = await ByHand.StartAsync(("duplicates", "accept"));
        await hand.CreateAsync(ByHand.Person());
        await hand.Sandbox.FaultAsync("any", "reset");
        await hand.Sandbox.PostAsync("/_sandbox/reset", new { });
        Assert.Empty(await hand.Sandbox.ApplicationsAsync());
        Assert.Empty(await hand.Sandbox.RequestsAsync());
        Assert.Equal(new[] { 201, 400 },
            new[] { (await hand.CreateAsync(ByHand.Person())).Status, (await hand.CreateAsync(ByHand.Person())).Status });
    }
}
