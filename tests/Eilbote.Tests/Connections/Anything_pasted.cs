using CsCheck;
using Eilbote.Connections;
using Eilbote.Connectors;
using Eilbote.Connectors.Personio;

namespace Eilbote.Tests.Connections;

public sealed class Anything_pasted
{
    private const string Job = "ats_job_id", Token = "access_token", Company = "company_id", Channel = "channel_id", Site = "career_site";
    private static readonly PersonioOptions Options = new()
    {
        CareerSiteAddress = "http://localhost:5090/careers/{slug}",
        AppAddress = "http://localhost:5090/app/{slug}"
    };
    private static readonly PersonioConnector Personio = new(Options);

    public static readonly TheoryData<string> JobLinks = new()
    {
        "https://musterfirma.jobs.personio.de/job/1234567",
        "https://musterfirma.jobs.personio.com/job/1234567",
        "https://musterfirma.personio.com/job/1234567",
        "https://musterfirma.personio.de/job/1234567",
        "http://musterfirma.jobs.personio.de/job/1234567",
        "HTTPS://Musterfirma.Jobs.Personio.DE/Job/1234567",
        "musterfirma.jobs.personio.de/job/1234567",
        "//musterfirma.jobs.personio.de/job/1234567",
        "https://musterfirma.jobs.personio.de:443/job/1234567",
        "https://musterfirma.jobs.personio.de/job/1234567/",
        "https://musterfirma.jobs.personio.de/job/1234567?language=de",
        "https://musterfirma.jobs.personio.de/job/1234567?display=en&language=en",
        "https://musterfirma.jobs.personio.de/job/1234567#apply",
        "https://musterfirma.jobs.personio.de/job/1234567?language=de#apply",
        "https://musterfirma.jobs.personio.de/job/1234567/apply?language=de",
        "  https://musterfirma.jobs.personio.de/job/1234567 \t",
        "<https://musterfirma.jobs.personio.de/job/1234567>",
        "\"https://musterfirma.jobs.personio.de/job/1234567\"",
        "„https://musterfirma.jobs.personio.de/job/1234567“",
        "(https://musterfirma.jobs.personio.de/job/1234567).",
        "[Test-Job 1](https://musterfirma.jobs.personio.de/job/1234567)",
        "<a href=\"https://musterfirma.jobs.personio.de/job/1234567?language=de&amp;x=1\">Test-Job 1</a>",
        "Hallo Anna, der Link: https://musterfirma.jobs.personio.de/job/1234567, liebe Grüße",
        "Hallo Anna,\r\nhier der Link:\r\nhttps://musterfirma.jobs.personio.de/job/1234567\r\n\r\nLiebe Grüße\r\nGeorg",
        "https://musterfirma.jobs.personio.de/\r\njob/1234567?language=de",
        "> https://musterfirma.jobs.personio.de/job/123\n> 4567",
        "https://musterfirma.jobs.personio.de / job / 1234567",
        "https://musterfirma.jobs.\u200Bpersonio.de/\u00ADjob/1234567\uFEFF",
        "https://musterfirma.jobs.personio.de/job/1234567\u00A0",
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fmusterfirma.jobs.personio.de%2Fjob%2F1234567&data=05%7C02",
        "https://www.google.com/url?q=https%253A%252F%252Fmusterfirma.jobs.personio.de%252Fjob%252F1234567",
        "https://musterfirma.jobs.personio.de/?job_position_id=1234567",
        "https://musterfirma.app.personio.com/recruiting/positions/1234567",
        "https://musterfirma.app.personio.com/recruiting/positions/1234567/promote",
        "http://localhost:5090/careers/musterfirma/job/1234567",
        "localhost:5090/careers/musterfirma/job/1234567?language=de#apply",
        "http://localhost:5090/app/musterfirma/recruiting/positions/1234567/promote",
        "ATS Job ID: https://musterfirma.jobs.personio.de/job/1234567",
        "https://www.personio.de/ und https://musterfirma.jobs.personio.de/job/1234567",
    };

    [Theory, MemberData(nameof(JobLinks))]
    public void Job_link_fills_job_and_career_site(string link)
    {
        var read = Read(new() { [Job] = link });
        Assert.Empty(read.Errors);
        Assert.Equal(("1234567", "musterfirma"), (read.Values[Job], read.Values[Site]));
    }

    [Theory]
    [InlineData(Job, "https://musterfirma.jobs.personio.de/job/1234567?_pc=250624", "250624")]
    [InlineData(Job, "https://musterfirma.jobs.personio.de/job/1234567?language=de&_pc=250624#apply", "250624")]
    [InlineData(Job, "https://musterfirma.jobs.personio.de/job/1234567?language=de&amp;_pc=250624", "250624")]
    [InlineData(Channel, "https://musterfirma.jobs.personio.de/job/1234567?_pc=250624", "250624")]
    public void Tracking_link_fills_the_channel_too(string field, string link, string channel)
    {
        var read = Read(new() { [field] = link });
        Assert.Empty(read.Errors);
        Assert.Equal(("1234567", "musterfirma", channel), (read.Values[Job], read.Values[Site], read.Values[Channel]));
    }

    [Theory]
    [InlineData("https://musterfirma.jobs.personio.de.evil.example/job/1234567")]
    [InlineData("https://musterfirma-jobs-personio.de/job/1234567")]
    [InlineData("https://musterfirma.jobs.personio.at/job/1234567")]
    [InlineData("https://müllerfirma.jobs.personio.de/job/1234567")]
    [InlineData("https://www.jobboerse.example/job/1234567")]
    [InlineData("https://jobs.personio.de@evil.example/job/1234567")]
    [InlineData("https://musterfirma.jobs.personio.de/job/")]
    [InlineData("https://musterfirma.jobs.personio.de/job/buchhaltung")]
    [InlineData("https://musterfirma.jobs.personio.de")]
    [InlineData("http://localhost:5091/careers/musterfirma/job/1234567")]
    public void Link_to_no_job_at_personio_is_said(string link)
    {
        var read = Read(new() { [Job] = link });
        Assert.Contains(Job, read.Errors.Keys);
        Assert.NotEqual("1234567", read.Values[Job]);
    }

    [Theory]
    [InlineData(Job, " 1234567 ", "1234567")]
    [InlineData(Job, "1.234.567", "1234567")]
    [InlineData(Job, "1 234 567", "1234567")]
    [InlineData(Job, "\"1234567\".", "1234567")]
    [InlineData(Job, "Job-ID: 1234567", "1234567")]
    [InlineData(Job, "\u200B1234567\u00A0", "1234567")]
    [InlineData(Company, "Unternehmens-ID\n12345", "12345")]
    [InlineData(Company, "Company ID: 12345", "12345")]
    [InlineData(Channel, "Kanal-ID der Recruiting-API\t250624", "250624")]
    [InlineData(Channel, "'250624'", "250624")]
    [InlineData(Token, " \"Bearer abc-DEF.123\"\n", "abc-DEF.123")]
    [InlineData(Token, "Authorization: Bearer abc-DEF.123", "abc-DEF.123")]
    [InlineData(Token, "bearer abc-DEF.123", "abc-DEF.123")]
    [InlineData(Token, "„abc-DEF.123“", "abc-DEF.123")]
    [InlineData(Token, "abc-\r\nDEF.123", "abc-DEF.123")]
    [InlineData(Token, "\uFEFFabc-\u200BDEF.123\u00A0", "abc-DEF.123")]
    [InlineData(Token, "Zugriffs-Token: abc-DEF.123", "abc-DEF.123")]
    [InlineData(Site, "https://Musterfirma.jobs.personio.de/", "musterfirma")]
    [InlineData(Site, "musterfirma.jobs.personio.com", "musterfirma")]
    [InlineData(Site, "http://localhost:5090/careers/musterfirma", "musterfirma")]
    [InlineData(Site, " Musterfirma ", "musterfirma")]
    public void What_does_not_belong_to_a_value_is_removed(string field, string text, string value)
    {
        var read = Read(new() { [field] = text });
        Assert.Empty(read.Errors);
        Assert.Equal(value, read.Values[field]);
    }

    [Fact]
    public void A_copied_row_fills_both_fields()
    {
        foreach (var field in new[] { Company, Token })
        {
            var read = Read(new() { [field] = "Recruiting-API-Schlüssel\nUnternehmens-ID\n12345\nZugriffs-Token\nabc-DEF.123\n" });
            Assert.Empty(read.Errors);
            Assert.Equal(("12345", "abc-DEF.123"), (read.Values[Company], read.Values[Token]));
        }
    }

    [Theory]
    [InlineData(Token, "https://musterfirma.jobs.personio.de/job/1234567", "ATS Job ID")]
    [InlineData(Token, "papi-3f2a9c1e-77aa-4b21-9f10-0d2b6f1a9c3e", "OAuth")]
    [InlineData(Token, "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJwZXJzb25pbyJ9.c2lnbmF0dXJl", "OAuth")]
    [InlineData(Token, "12345", "Nummer")]
    [InlineData(Token, "anna@musterfirma.example", "E-Mail-Adresse")]
    [InlineData(Token, "https://evil.example/", "nicht zu Personio")]
    [InlineData(Token, "Unternehmens-ID 12345", "Ihre Unternehmens-ID")]
    [InlineData(Token, "abc def", "ohne Leerzeichen")]
    [InlineData(Company, "3f2a9c1e77aa4b219f100d2b6f1a9c3e", "Zugriffs-Token")]
    [InlineData(Company, "https://musterfirma.jobs.personio.de/job/1234567", "ATS Job ID")]
    [InlineData(Company, "Musterfirma GmbH", "nur aus Ziffern")]
    [InlineData(Company, "Kanal-ID der Recruiting-API: 250624", "Kanal-ID")]
    [InlineData(Channel, "3f2a9c1e77aa4b219f100d2b6f1a9c3e", "Zugriffs-Token")]
    [InlineData(Channel, "https://musterfirma.jobs.personio.de/job/1234567", "ATS Job ID")]
    [InlineData(Channel, "Jobbörse", "nur aus Ziffern")]
    [InlineData(Job, "3f2a9c1e77aa4b219f100d2b6f1a9c3e", "Zugriffs-Token")]
    [InlineData(Job, "https://musterfirma.app.personio.com/configuration/recruiting/channels", "Stellenbeschreibung")]
    [InlineData(Job, "Buchhalter:in", "keine Job-ID")]
    [InlineData(Site, "https://karriere.musterfirma.example/", "nicht zu Personio")]
    [InlineData(Site, "https://support.personio.de/", "nicht zu Personio")]
    public void A_value_in_the_wrong_field_is_said_with_where_the_right_one_is(string field, string text, string says)
    {
        var read = Read(new() { [field] = text });
        Assert.Contains(says, read.Errors[field].De, StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_link_in_another_field_fills_its_own()
    {
        var read = Read(new() { [Token] = "https://musterfirma.jobs.personio.de/job/1234567" });
        Assert.Equal(("1234567", "musterfirma"), (read.Values[Job], read.Values[Site]));
    }

    [Fact]
    public void Swapped_numbers_are_recognised_by_the_tracking_link_and_by_what_is_stored()
    {
        var link = Read(new()
        {
            [Job] = "https://musterfirma.jobs.personio.de/job/1234567?_pc=250624",
            [Company] = "250624",
            [Channel] = "12345"
        });
        Assert.Contains("Kanal-ID", link.Errors[Company].De, StringComparison.Ordinal);
        foreach (var (typed, known, says) in new[] {
            (Company, Channel, "Kanal-ID"), (Channel, Company, "Unternehmens-ID"), (Company, Job, "ATS Job ID") })
        {
            var stored = PastedSettings.Read(Personio, Stored, key => key == typed ? Stored[known] : null);
            Assert.Contains(says, stored.Errors[typed].De, StringComparison.Ordinal);
        }
        Assert.Contains("Dieselbe Nummer", Read(new() { [Company] = "12345", [Channel] = "12345" }).Errors[Channel].De,
            StringComparison.Ordinal);
    }

    /// <summary>What stands in a field is no longer the other's once the other is replaced or emptied in the same form.</summary>
    [Fact]
    public void Numbers_that_were_stored_in_the_wrong_fields_can_be_put_right()
    {
        string[] numbers = [Job, Company, Channel];
        foreach (var (one, other) in numbers.SelectMany(_ => numbers, (one, other) => (one, other)).Where(x => x.one != x.other))
        {
            var swapped = PastedSettings.Read(
                Personio, Stored, new Dictionary<string, string> { [one] = Stored[other], [other] = Stored[one] }.GetValueOrDefault);
            Assert.Empty(swapped.Errors);
            Assert.Equal((Stored[other], Stored[one]), (swapped.Values[one], swapped.Values[other]));
            var moved = PastedSettings.Read(
                Personio, Stored, new Dictionary<string, string> { [one] = Stored[other], [other] = "" }.GetValueOrDefault);
            Assert.Empty(moved.Errors);
            Assert.Equal((Stored[other], ""), (moved.Values[one], moved.Values[other]));
        }
        var round = PastedSettings.Read(
            Personio, Stored, new Dictionary<string,
            string>
            { [Job] = Stored[Company], [Company] = Stored[Channel], [Channel] = Stored[Job] }.GetValueOrDefault);
        Assert.Empty(round.Errors);
    }

    [Fact]
    public void A_bare_number_is_enough_and_a_stored_token_stays()
    {
        var read = PastedSettings.Read(Personio, new Dictionary<string, string> { [Token] = "abc-DEF.123" },
            new Dictionary<string, string> { [Job] = "1234567", [Token] = " ", [Company] = "12345" }.GetValueOrDefault);
        Assert.True(read.Complete);
        Assert.Equal("abc-DEF.123", read.Values[Token]);
        Assert.Equal("", read.Values[Site]);
    }

    private static readonly string[] Pieces =
    [
        "https://", "http://", "musterfirma", ".jobs", ".personio", ".de", ".com", "/job/", "1234567", "?", "&", "_pc=", "250624", "#apply",
        "@", ":", "..", "/", "\\", "\n", "\r\n> ", " ",
        "%2F", "%25", "%", "{slug}", "localhost:5090", "/careers/", "/app/", "evil.example", "\u200B", "\uD83D", "\uDE00", "ü", "K", "İ",
        "٣", "<", ">", "\"", "Bearer ", "Unternehmens-ID ",
        "Zugriffs-Token: ", "papi-", "eyJ", "-", "--", "0", "99999999999999999999", "", "xn--", "169.254.169.254", "\0",
    ];

    private static readonly Gen<string> Junk = Gen.OneOf(
        Gen.OneOfConst(Pieces).Array[0, 40].Select(string.Concat), Gen.String,
        Gen.Select(Gen.OneOfConst(Pieces), Gen.Int[0, 3000], (x, n) => string.Concat(Enumerable.Repeat(x, n))));

    [Fact]
    public Task Whatever_it_is_never_throws_hangs_or_leaves_the_configured_host()
    {
        var connector = new PersonioConnector(Options);
        return Task.Run(() => Gen.Select(Junk.Array[5], Junk.Array[5]).Sample((texts, stored) =>
        {
            var fields = Personio.Descriptor.Fields.Select(x => x.Key).ToArray();
            var read = PastedSettings.Read(
                Personio, fields.Zip(stored).ToDictionary(x => x.First, x => x.Second), fields.Zip(texts)
                .ToDictionary(x => x.First, x => x.Second).GetValueOrDefault);
            Assert.Equal(fields.Length, read.Values.Count);
            if (read.Values[Site].Length == 0 || read.Errors.ContainsKey(Site) || read.Errors.ContainsKey(Company))
                return;
            var site = new Uri(Options.CareerSiteAddress.Replace("{slug}", read.Values[Site], StringComparison.Ordinal));
            Assert.Equal(("localhost", 5090, $"/careers/{read.Values[Site]}"), (site.Host, site.Port, site.AbsolutePath));
            Assert.NotNull(connector.Feed(new ConnectionSettings(read.Values), "de"));
        }, iter: 3_000)).WaitAsync(TimeSpan.FromMinutes(3));
    }

    private static readonly Dictionary<string, string> Stored = new() { [Job] = "1234567", [Company] = "12345", [Channel] = "250624" };

    private static TypedSettings Read(Dictionary<string, string> typed) =>
        PastedSettings.Read(Personio, new Dictionary<string, string>(), typed.GetValueOrDefault);
}
