using System.Net;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Scanning;

/// <summary>Zip, 7z, rar and gz: refused in words, unless the employer's profile says that it takes them.</summary>
public sealed class An_archive
{
    public static readonly TheoryData<string, byte[]> Archives = new()
    {
        { "Zeugnisse.zip", Zip() },
        { "Zeugnisse.7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, .. new byte[100]] },
        { "Zeugnisse.rar", [.. "Rar!"u8, 0x1A, 0x07, .. new byte[100]] },
        { "Zeugnisse.gz", [0x1F, 0x8B, .. new byte[100]] },
    };

    [Theory, MemberData(nameof(Archives))]
    public async Task Is_refused_unless_the_employer_allows_it(string name, byte[] content)
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var applicant = new Applicant(app.Http);
        var refused = await applicant.ApplyAsync(job, null, new FormFile("documents", name, content));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        var html = WebUtility.HtmlDecode(refused.Html);
        Assert.Contains($"„{name}“ ist ein Archiv. Archive nehmen wir hier nicht an", html, StringComparison.Ordinal);
        Assert.DoesNotContain(".zip,", html, StringComparison.Ordinal);

        using var owner = await MemberBrowser.JoinAsync(app, Role.Owner);
        await owner.PostAsync("/portal/profile", new()
        {
            ["Name"] = "Musterfirma GmbH",
            ["ContactEmail"] = "jobs@musterfirma.example",
            ["TakesArchives"] = "true",
        });
        Assert.Contains("name=\"TakesArchives\" value=\"true\" checked", await owner.GetAsync("/portal/profile"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await applicant.ApplyAsync(job, null, new FormFile("documents", name, content))).Status);
        await app.IdleAsync();
        Assert.Equal(FakeClamd.Hash(content), Assert.Single(await app.Sandbox.ApplicationsAsync()).GetProperty("documents")[0]
            .GetProperty("sha256").GetString());
        await owner.PostAsync("/portal/profile", new() { ["Name"] = "Musterfirma GmbH", ["ContactEmail"] = "jobs@musterfirma.example" });
        Assert.False(await app.DbAsync(db => db.Employers.Select(x => x.TakesArchives).SingleAsync()));
    }

    private static byte[] Zip()
    {
        using var content = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(content, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("Zeugnis.pdf");
        return content.ToArray();
    }
}
