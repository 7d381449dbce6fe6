using System.Net;
using System.Net.Sockets;
using Eilbote.Ats;
using Eilbote.Connectors;
using Eilbote.Connectors.Webhook;
using Eilbote.Connections;

namespace Eilbote.Tests.Connections;

/// <summary>Nothing is sent into a private network, whatever is typed and whatever DNS says.</summary>
public sealed class A_typed_address
{
    [Theory]
    [InlineData("0.0.0.0"), InlineData("10.1.2.3"), InlineData("100.64.0.1"), InlineData("127.0.0.1"), InlineData("127.255.255.254"),
        InlineData("169.254.169.254"), InlineData("172.16.0.1")]
    [InlineData("172.31.255.255"), InlineData("192.0.0.8"), InlineData("192.0.2.1"), InlineData("192.168.1.1"), InlineData("198.18.0.1"),
        InlineData("198.51.100.7"), InlineData("203.0.113.9")]
    [InlineData("224.0.0.1"), InlineData("240.0.0.1"), InlineData("255.255.255.255"), InlineData("::"), InlineData("::1"),
        InlineData("fe80::1"), InlineData("fc00::1"), InlineData("fd12:3456::1")]
    [InlineData("ff02::1"), InlineData("::ffff:10.0.0.1"), InlineData("::ffff:127.0.0.1"), InlineData("::127.0.0.1"),
        InlineData("64:ff9b::7f00:1"), InlineData("2002:7f00:1::"), InlineData("2001::1")]
    [InlineData("2001:db8::1"), InlineData("3fff::1"), InlineData("100::1"), InlineData("fec0::1")]
    public void That_is_not_public_is_not_contacted(string address) => Assert.False(TypedAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1"), InlineData("8.8.8.8"), InlineData("172.15.0.1"), InlineData("172.32.0.1"), InlineData("192.169.0.1"),
        InlineData("100.63.255.255"), InlineData("100.128.0.1"), InlineData("223.255.255.1")]
    [InlineData("2606:4700:4700::1111"), InlineData("2a00:1450:4001::1"), InlineData("::ffff:8.8.8.8")]
    public void That_is_public_is(string address) => Assert.True(TypedAddresses.IsPublic(IPAddress.Parse(address)));

    /// <summary>What DNS gives for a name, then whether it is asked.</summary>
    [Theory]
    [InlineData("https", Reach.Public, "127.0.0.1", false), InlineData("https", Reach.Public, "10.0.0.1", false),
        InlineData("https", Reach.PublicOrLoopback, "10.0.0.1", false)]
    [InlineData("https", Reach.Public, "8.8.8.8,127.0.0.1", false), InlineData("https", Reach.Public, "", false)]
    [InlineData("http", Reach.Public, "127.0.0.1", false), InlineData("http", Reach.PublicOrLoopback, "8.8.8.8", false),
        InlineData("http", Reach.PublicOrLoopback, "127.0.0.1,10.0.0.1", false)]
    [InlineData("http", Reach.PublicOrLoopback, "127.0.0.1", true), InlineData("http", Reach.PublicOrLoopback, "::ffff:127.0.0.1", true)]
    public async Task Is_looked_at_when_the_socket_connects(string scheme, Reach reach, string dns, bool asked)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var handler = TypedAddresses.Handler(
            (_, _) => Task.FromResult(dns.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse).ToArray()));
        using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"{scheme}://receiver.example:{((IPEndPoint)listener.LocalEndpoint).Port}/x")
        {
            Content = new StringContent("secret")
        };
        var answer = SendAsync();
        if (asked)
        {
            using var accepted = await listener.AcceptTcpClientAsync();
            accepted.Close();
            Assert.False(TypedAddresses.Refused((await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer))));
        }
        else
        {
            Assert.True(TypedAddresses.Refused(await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer)));
            Assert.False(listener.Pending());
        }

        async Task<HttpResponseMessage> SendAsync() => await new TypedAddresses(http).For(request, reach).SendAsync(request);
    }

    [Theory]
    [InlineData("bewerbungen.firma.at/eingang", "https://bewerbungen.firma.at/eingang"),
        InlineData("  https://firma.at/x?y=1 ", "https://firma.at/x?y=1"), InlineData("https://firma.at", "https://firma.at")]
    [InlineData("HTTPS://firma.at/X", "https://firma.at/X")]
    [InlineData("https://firma.at/x#teil", "https://firma.at/x"), InlineData("https://müller.at:8443/ä", "https://müller.at:8443/ä"),
        InlineData("\u201Ehttps://firma.at/x\u201C", "https://firma.at/x")]
    public void Is_taken_as_people_type_it(string typed, string read)
    {
        var (value, wrong) = PastedSettings.ReadOne(new WebhookConnector(new()), "address", typed);
        Assert.Equal((read, (Words?)null), (value, wrong));
    }

    [Theory]
    [InlineData("http://firma.at/x"), InlineData("ftp://firma.at/x"), InlineData("https://"), InlineData("https://firma"),
        InlineData("https://localhost/x"), InlineData("https://127.0.0.1/x"), InlineData("https://10.0.0.1")]
    [InlineData("https://[::1]/x"), InlineData("https://0x7f.1/x"), InlineData("https://2130706433/x"),
        InlineData("https://user:geheim@firma.at/x"), InlineData("https://firma.at/a b"), InlineData("https:\\\\firma.at"),
        InlineData("javascript://firma.at/%0aalert(1)")]
    [InlineData("file:///etc/passwd"), InlineData("https://firma.at\\@10.0.0.1/"), InlineData("x"), InlineData("https://./x"),
        InlineData("https://.."), InlineData("https://a.at/x\nhttps://b.at/y")]
    public void Is_refused_in_words(string typed) =>
        Assert.NotNull(PastedSettings.ReadOne(new WebhookConnector(new()), "address", typed).Wrong);

    [Theory, InlineData("jobs@firma.at", "E-Mail-Adresse"), InlineData("https://user:geheim@firma.at", "Passwort")]
    [InlineData("https://8.8.8.8/x", "Zahlen"), InlineData("http://firma.at", "https://"), InlineData("https://a.at\nhttps://b.at", "mehrere Zeilen")]
    public void Is_refused_for_what_it_is(string typed, string says) =>
        Assert.Contains(says, PastedSettings.ReadOne(new WebhookConnector(new()), "address", typed).Wrong!.De, StringComparison.Ordinal);
}
