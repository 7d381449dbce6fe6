using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Eilbote.Members;

namespace Eilbote.Tests.Web;

/// <summary>Style sheet and scripts are small on the wire and fetched once; pages that show somebody's data are never compressed.</summary>
public sealed partial class What_browsers_fetch
{
    [Fact]
    public async Task Stands_under_the_hash_of_its_content_is_kept_for_good_and_comes_as_small_as_the_browser_can_read()
    {
        await using var app = await TestApp.StartAsync();
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        var pages = await app.Http.GetStringAsync(new Uri($"/jobs/{await app.AddJobAdAsync("1234568")}/apply", UriKind.Relative))
            + await owner.GetAsync("/portal") + await owner.GetAsync("/portal/smart-apply");
        var addresses = Fetched().Matches(pages).Select(x => x.Groups["address"].Value).Distinct().Order().ToList();
        Assert.Equal(["apply.js", "eilbote.css", "guide.js", "live.js"], addresses.Select(x => x.Split('/')[^1]).Order());
        foreach (var address in addresses)
        {
            var plain = await GetAsync(app, address, "identity");
            Assert.Equal("public, max-age=31536000, immutable", plain.CacheControl);
            foreach (var encoding in new[] { "br", "gzip" })
            {
                var small = await GetAsync(app, address, encoding == "br" ? "gzip, deflate, br" : "gzip;q=1.0, br;q=0");
                Assert.Equal((encoding, plain.CacheControl, plain.MediaType), (small.Encoding, small.CacheControl, small.MediaType));
                Assert.True(small.Content.Length < plain.Content.Length / 2, $"{address} {encoding}: {small.Content.Length}");
                Assert.Equal(plain.Content, Decompressed(small.Content, encoding));
            }
            // A page of another version may still ask: it gets what there is now, and does not keep it.
            var other = await GetAsync(app, $"/files/0123456789abcdef/{address.Split('/')[^1]}", "identity");
            Assert.Equal(("no-cache", plain.MediaType), (other.CacheControl, other.MediaType));
        }
        using var none = await app.Http.GetAsync(new Uri("/files/0123456789abcdef/no.js", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task Is_compressed_where_a_page_shows_nobodys_data_and_nowhere_else()
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var receipt = (await new Applicant(app.Http).ApplyAsync(job)).Receipt!;
        foreach (var path in new[] { "/", $"/jobs/{job}", $"/jobs/{job}/apply", "/privacy", "/accessibility", "/guide/personio" })
            Assert.Equal((path, "br"), (path, (await GetAsync(app, path, "br")).Encoding));
        Assert.Equal((receipt, ""), (receipt, (await GetAsync(app, receipt, "br")).Encoding));
        Assert.Equal("", (await GetAsync(app, "/sign-in", "br")).Encoding);
        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        owner.Http.DefaultRequestHeaders.Add("Accept-Encoding", "br");
        foreach (var path in new[] { "/portal", "/portal/applications", "/portal/profile" })
            Assert.Contains("<h1", await owner.GetAsync(path), StringComparison.Ordinal);
    }

    private static async Task<(byte[] Content, string Encoding, string CacheControl, string MediaType)> GetAsync(
        TestApp app, string path, string accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("Accept-Encoding", accepted);
        using var response = await app.Http.SendAsync(request);
        Assert.Equal((path, HttpStatusCode.OK), (path, response.StatusCode));
        return (await response.Content.ReadAsByteArrayAsync(), string.Join(", ", response.Content.Headers.ContentEncoding),
            string.Join(", ", response.Headers.TryGetValues("Cache-Control", out var said) ? said : []),
            response.Content.Headers.ContentType!.ToString());
    }

    private static byte[] Decompressed(byte[] content, string encoding)
    {
        using var from = new MemoryStream(content);
        using Stream stream = encoding == "br" ? new BrotliStream(from, CompressionMode.Decompress)
            : new GZipStream(from, CompressionMode.Decompress);
        using var to = new MemoryStream();
        stream.CopyTo(to);
        return to.ToArray();
    }

    [GeneratedRegex("""(?:href|src)="(?<address>/files/[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fetched();
}
