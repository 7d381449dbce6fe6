using System.Globalization;

namespace Eilbote.Tests.Sandbox;

/// <summary>S1 to S4: paths, token, features, pace.</summary>
public sealed class Who_may_send
{
    [Fact]
    public async Task S1_Only_POST_on_two_paths()
    {
        await using var hand = await ByHand.StartAsync();
        foreach (var path in new[] { ByHand.Documents, ByHand.Applications })
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
                Assert.Equal(405, (await hand.SendAsync(method, path)).Status);
        foreach (var path in new[] {
            "/v1/recruiting", "/v1/recruiting/applications/1", "/v1/recruiting/applications/documents/1", "/v1/auth" })
            Assert.Equal(404, (await hand.SendAsync(HttpMethod.Post, path)).Status);
        Assert.Empty(await hand.Sandbox.ApplicationsAsync());
    }

    [Theory, InlineData("empty", ""), InlineData("json", """{"error":{"reason":"Unauthorized"}}""")]
    public async Task S2_Only_a_token_with_its_company(string body, string expected)
    {
        await using var hand = await ByHand.StartAsync(("unauthorized-body", body));
        foreach (var (company, token) in new[]
        {
            (null, RunningSandbox.Token), (RunningSandbox.Company, null), (RunningSandbox.Company, "wrong"),
            ("99999", RunningSandbox.Token),
            (ByHand.Alpenwerk, RunningSandbox.Token), (RunningSandbox.Company, ByHand.AlpenwerkToken), ("", ""),
        })
        {
            (hand.Company, hand.Token) = (company, token);
            foreach (var answer in new[] { await hand.CreateAsync(ByHand.Person()), await hand.CreateAsync("{"), await hand.UploadAsync() })
                Assert.Equal((401, expected), (answer.Status, answer.Body));
        }
        Assert.Empty(await hand.Sandbox.ApplicationsAsync());
    }

    [Theory, InlineData(false, true, "feature.recruiting.disabled"), InlineData(true, false, "feature.public-api.disabled"),
        InlineData(false, false, "feature.recruiting.disabled")]
    public async Task S3_Only_with_both_features(bool recruiting, bool publicApi, string reason)
    {
        await using var hand = await ByHand.StartAsync();
        await hand.Sandbox.PostAsync($"/_sandbox/companies/{RunningSandbox.Company}/features", new { recruiting, publicApi });
        foreach (var answer in new[] { await hand.CreateAsync(ByHand.Person()), await hand.UploadAsync() })
            Assert.Equal((403, "company " + reason), (answer.Status, Assert.Single(answer.Reasons)));
        (hand.Company, hand.Token) = (ByHand.Alpenwerk, ByHand.AlpenwerkToken);
        Assert.Equal(200, (await hand.UploadAsync()).Status);
    }

    [Theory, InlineData("none", null), InlineData("seconds", "60"), InlineData("date", "date")]
    public async Task S4_Twenty_requests_in_sixty_seconds_over_both_paths(string retryAfter, string? header)
    {
        await using var hand = await ByHand.StartAsync(("retry-after", retryAfter));
        hand.Token = "wrong";
        await hand.UploadAsync();
        hand.Token = RunningSandbox.Token;
        for (var i = 0; i < 20; i++)
            Assert.NotEqual(429, (i % 2 == 0 ? await hand.UploadAsync() : await hand.CreateAsync("{}")).Status);

        foreach (var refused in new[] { await hand.UploadAsync(), await hand.CreateAsync(ByHand.Person()) })
        {
            Assert.Equal((429, ""), (refused.Status, refused.Body));
            Assert.Equal(header == "date" ? hand.Clock.GetUtcNow().AddSeconds(60).ToString("R", CultureInfo.InvariantCulture) : header,
                refused.RetryAfter);
        }
        (hand.Company, hand.Token) = (ByHand.Alpenwerk, ByHand.AlpenwerkToken);
        Assert.Equal(200, (await hand.UploadAsync()).Status);
        (hand.Company, hand.Token) = (RunningSandbox.Company, RunningSandbox.Token);
        hand.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(429, (await hand.UploadAsync()).Status);
        hand.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(201, (await hand.CreateAsync(ByHand.Person())).Status);
    }

    [Fact]
    public async Task S4_Or_twenty_for_each_path()
    {
        await using var hand = await ByHand.StartAsync(("limit", "per-endpoint"));
        for (var i = 0; i < 20; i++)
            Assert.Equal(400, (await hand.CreateAsync("{}")).Status);
        Assert.Equal(429, (await hand.CreateAsync("{}")).Status);
        Assert.Equal(200, (await hand.UploadAsync()).Status);
    }

    [Fact]
    public async Task S4_Or_another_number()
    {
        await using var hand = await ByHand.StartAsync(("requests-per-minute", "2"));
        Assert.Equal(new[] { 200, 200, 429 },
            new[] { (await hand.UploadAsync()).Status, (await hand.UploadAsync()).Status, (await hand.UploadAsync()).Status });
    }
}
