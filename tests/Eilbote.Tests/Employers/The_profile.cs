using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Employers;

public sealed partial class The_profile
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
    private static readonly byte[] WebP = [.. "RIFF\u0004\0\0\0WEBP"u8];

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Shows_applicants_name_logo_place_and_contact(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        await app.ChangeAsync(db => db.JobAds.Single().Place = "");
        using var rosa = await MemberBrowser.JoinAsync(app, Role.Recruiter);
        var (status, html) = await rosa.SendAsync("/portal/profile", Fields(), new FormFile("Logo", "logo.bin", Png));
        Assert.True(status == HttpStatusCode.OK, html);
        Assert.Contains("Gespeichert. Es gilt sofort.", html, StringComparison.Ordinal);

        var receipt = (await new Applicant(app.Http).ApplyAsync(job)).Receipt!;
        var logo = LogoAddress().Match(html).Value;
        foreach (var page in new[] { "/", $"/jobs/{job}", $"/jobs/{job}/apply", receipt, "/portal/profile" })
        {
            var shown = await rosa.GetAsync(page);
            Assert.Contains(logo, shown, StringComparison.Ordinal);
            Assert.Contains("Neue Firma & Söhne", shown, StringComparison.Ordinal);
        }
        Assert.Contains("Neue Firma & Söhne · Wien, Graz", await rosa.GetAsync($"/jobs/{job}"), StringComparison.Ordinal);
        Assert.Matches("""<bdi>Anna Huber</bdi>,\s*<a href="mailto:anna@firma\.example">anna@firma\.example</a>, <a href="tel:\+431234567" class="text-nowrap">\+43 1 234567</a>\s*\.""", await rosa.GetAsync(receipt));

        using var image = await app.Http.GetAsync(new Uri(logo, UriKind.Relative));
        Assert.Equal(Png, await image.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/png", image.Content.Headers.ContentType!.ToString());
        Assert.Equal("nosniff", image.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("default-src 'none'; sandbox", image.Headers.GetValues("Content-Security-Policy").Single());

        (_, html) = await rosa.SendAsync("/portal/profile", Fields(), new FormFile("Logo", "logo.webp", WebP));
        Assert.NotEqual(logo, LogoAddress().Match(html).Value);
        using var old = await app.Http.GetAsync(new Uri(logo, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, old.StatusCode);
        html = await rosa.PostAsync("/portal/profile", new(Fields()) { ["RemoveLogo"] = "true" });
        Assert.DoesNotMatch(LogoAddress(), html);
        Assert.Equal(0, await app.DbAsync(db => db.Logos.CountAsync()));
    }

    /// <summary>Field, what is typed, what is said.</summary>
    public static readonly TheoryData<string, string, string> Wrong = new()
    {
        { "Name", " ", "Bitte geben Sie den Namen Ihres Unternehmens ein." },
        { "Name", new string('x', 201), "Höchstens 200 Zeichen, hier sind es 201." },
        { "Name", "Firma\u0007", "unsichtbares Steuerzeichen" },
        { "Place", new string('x', 201), "Höchstens 200 Zeichen" },
        { "ContactEmail", "", "Bewerber:innen brauchen eine Adresse" },
        { "ContactEmail", "anna@firma", "nicht vollständig" },
        { "ContactPhone", "javascript:1", "keine Telefonnummer" },
        { "ContactPhone", "123", "keine Telefonnummer" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task Refuses_what_cannot_be_shown_and_keeps_what_was_typed(string field, string typed, string said)
    {
        await using var app = await TestApp.StartAsync();
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        var (status, html) = await anna.SendAsync(
            "/portal/profile", new(Fields()) { [field] = typed }, new FormFile("Logo", "logo.png", Png));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains(said, html, StringComparison.Ordinal);
        Assert.Contains("Bitte wählen Sie das Logo noch einmal", html, StringComparison.Ordinal);
        Assert.Contains(field == "Place" ? "Anna Huber" : "Wien, Graz", html, StringComparison.Ordinal);
        Assert.Equal("Musterfirma GmbH", await app.DbAsync(db => db.Employers.Select(x => x.Name).SingleAsync()));
        Assert.Equal(0, await app.DbAsync(db => db.Logos.CountAsync()));
    }

    /// <summary>Name, content, what is said.</summary>
    public static readonly TheoryData<string, byte[], string> WrongLogos = new()
    {
        { "logo.svg", Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"),
            "SVG nehmen wir nicht an" },
        { "logo.png", Encoding.UTF8.GetBytes("<html><script>alert(1)</script>"), "kein Bild, das wir zeigen können" },
        { "logo.png", Applicant.Pdf(), "kein Bild, das wir zeigen können" },
        { "logo.png", [.. Png, .. new byte[1_000_000]], "größer als 1 MB" },
    };

    [Theory, MemberData(nameof(WrongLogos))]
    public async Task Refuses_a_logo_by_its_content(string name, byte[] content, string said)
    {
        await using var app = await TestApp.StartAsync();
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        var (status, html) = await anna.SendAsync("/portal/profile", Fields(), new FormFile("Logo", name, content));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains(said, html, StringComparison.Ordinal);
        Assert.Equal(0, await app.DbAsync(db => db.Logos.CountAsync()));
    }

    [Fact]
    public async Task Is_read_by_viewers_and_changed_by_editors()
    {
        await using var app = await TestApp.StartAsync();
        using var vera = await MemberBrowser.JoinAsync(app, Role.Viewer);
        var html = await vera.GetAsync("/portal/profile");
        Assert.Contains("Musterfirma GmbH", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"ContactEmail\"", html, StringComparison.Ordinal);
        await vera.SendAsync("/portal/profile", Fields());
        Assert.Equal("Musterfirma GmbH", await app.DbAsync(db => db.Employers.Select(x => x.Name).SingleAsync()));
    }

    /// <summary>Not a page that does not exist: what is wrong is that the form is none of ours.</summary>
    [Fact]
    public async Task Sent_without_files_is_met_as_any_form()
    {
        await using var app = await TestApp.StartAsync();
        using var anna = await MemberBrowser.JoinAsync(app, Role.Owner);
        using var form = new FormUrlEncodedContent(Fields());
        using var answer = await anna.Http.PostAsync(new Uri("/portal/profile", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static Dictionary<string, string> Fields() => new()
    {
        ["Name"] = " Neue Firma & Söhne ",
        ["Place"] = "Wien, Graz",
        ["ContactName"] = "Anna Huber",
        ["ContactEmail"] = "anna@firma.example",
        ["ContactPhone"] = "+43 1 234567",
    };

    [GeneratedRegex("/logos/[0-9a-f-]+/[0-9a-f]+", RegexOptions.None, 1000)]
    private static partial Regex LogoAddress();
}
