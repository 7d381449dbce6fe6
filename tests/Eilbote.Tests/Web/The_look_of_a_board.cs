using AngleSharp.Html.Parser;

namespace Eilbote.Tests.Web;

/// <summary>A board's colours, radius and font come from settings, and what could not be read does not start.</summary>
public sealed class The_look_of_a_board
{
    private const string Look = "Eilbote:Board:Look:";

    [Fact]
    public async Task Follows_its_settings_in_the_one_style_sheet()
    {
        await using var plain = await TestApp.StartAsync();
        await using var app = await TestApp.StartAsync(settings: new()
        {
            [Look + "Brand"] = "#9c1a4b",
            [Look + "BrandDark"] = "#ff9ec1",
            [Look + "Radius"] = "4px",
            [Look + "Font"] = "Inter, \"Segoe UI\", sans-serif",
        });
        var (own, other) = (await SheetAsync(app), await SheetAsync(plain));
        Assert.NotEqual(other.Address, own.Address);
        Assert.Equal(other.Text
            + ":root{--brand:#9c1a4b;--brand-ink:#9c1a4b;--on-brand:#fff;--radius:4px;--bs-body-font-family:Inter, \"Segoe UI\", sans-serif}"
            + "@media (prefers-color-scheme: dark){:root{--brand:#ff9ec1;--brand-ink:#ff9ec1;--on-brand:#000}}", own.Text);
    }

    [Theory]
    [InlineData("Eilbote:Board:Look:Brand does not stand out: as text on the page, #d08a00 on #fbfaf7 has a contrast of 2.7", "Brand", "#d08a00",
        "BrandDark", "#ff9ec1")]
    [InlineData("Eilbote:Board:Look:BrandDark does not stand out: as text on the page, #9c1a4b on #11161f", "Brand", "#9c1a4b", "BrandDark",
        "#9c1a4b")]
    [InlineData("Eilbote:Board:Look:OnBrand does not stand out: as text on a button, #777777 on #9c1a4b", "Brand", "#9c1a4b", "BrandDark",
        "#ff9ec1", "OnBrand", "#777777")]
    [InlineData("Eilbote:Board:Look:Paper does not stand out: ", "Paper", "#888888")]
    [InlineData("Eilbote:Board:Look:Brand must be a colour such as #0b6b6b.", "Brand", "red", "BrandDark", "#ff9ec1")]
    [InlineData("Eilbote:Board:Look:Brand and Eilbote:Board:Look:BrandDark must be set both", "Brand", "#9c1a4b")]
    [InlineData("Eilbote:Board:Look:Radius must be a length such as 4px or 0.5rem.", "Radius", "4px}body{display:none")]
    [InlineData("Eilbote:Board:Look:Font must be names of fonts with commas between them.", "Font", "x;}")]
    public async Task That_could_not_be_read_or_is_no_look_does_not_start(string sentence, params string[] look)
    {
        var settings = look.Chunk(2).ToDictionary(x => Look + x[0], x => x[1]);
        var refused = await Assert.ThrowsAsync<CannotStartException>(() => TestApp.StartAsync(settings: settings));
        Assert.StartsWith(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("#000", "#ffffff", 21), InlineData("#777777", "#fff", 4.478), InlineData("#0b6b6b", "#0b6b6b", 1)]
    public void Is_measured_as_WCAG_measures(string one, string other, double contrast) =>
        Assert.Equal(contrast, Eilbote.Web.Look.Contrast(one, other), 0.001);

    private static async Task<(string Address, string Text)> SheetAsync(TestApp app)
    {
        var page = new HtmlParser().ParseDocument(await app.Http.GetStringAsync(new Uri("/", UriKind.Relative)));
        var address = page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!;
        return (address, await app.Http.GetStringAsync(new Uri(address, UriKind.Relative)));
    }
}
