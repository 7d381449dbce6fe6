using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Time.Testing;

namespace Eilbote.Tests.Sandbox;

/// <summary>
/// The sandbox's screens, by the German labels of the guide, and whether what they show and do is what its interface knows.
/// </summary>
public sealed class The_screens : IAsyncLifetime
{
    private RunningSandbox _sandbox = null!;
    private Visitor _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await RunningSandbox.StartAsync(
            new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero)), byHand: true);
        _visitor = new Visitor(_sandbox.Http);
        await _visitor.OpenAsync("/");
        await _visitor.FollowAsync("Alpenwerk AG");
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Lead_from_recruiting_to_a_link_that_ends_with_the_job_id()
    {
        await _visitor.WalkAsync("Recruiting", "Stellen", "Mechatroniker:in", "Promoten");
        Assert.Contains("Meine Postings", _visitor.Text, StringComparison.Ordinal);
        Assert.Contains("Permanent Employee · Technik · Alpenwerk AG · 1 Offene Stelle · Graz", _visitor.Text, StringComparison.Ordinal);
        await _visitor.FollowAsync("Stellenbeschreibung");
        Assert.Equal((HttpStatusCode.OK, "/careers/alpenwerk/job/7654321"), (_visitor.Status, _visitor.Path));
    }

    [Fact]
    public async Task Show_a_company_id_a_token_and_a_new_channel_that_the_interface_accepts()
    {
        await _visitor.WalkAsync("Einstellungen", "API-Zugriffsdaten");
        Assert.Contains("Recruiting-API-Schlüssel Vom System generierter Schlüssel", _visitor.Text, StringComparison.Ordinal);
        var (company, token) = (_visitor.Copied("Unternehmens-ID"), _visitor.Copied("Zugriffs-Token"));
        await _visitor.WalkAsync("Einstellungen", "Recruiting", "Kanäle");
        await _visitor.PressAsync("Kanal speichern", ("name", "Jobbörse <Wien>"), ("price", "Flatrate"));
        Assert.Contains("Jobbörse <Wien>", _visitor.Text, StringComparison.Ordinal);
        var channel = _visitor.Copied("Kanal-ID der Recruiting-API");
        Assert.Equal(HttpStatusCode.Created, await SendAsync(company, token, channel));

        await _visitor.WalkAsync("Recruiting", "Bewerbungen", "Änne Öztürk");
        Assert.Contains("Jobbörse <Wien>", _visitor.Text, StringComparison.Ordinal);
        await _visitor.WalkAsync("Einstellungen", "Recruiting", "Kanäle", "Jobbörse <Wien>");
        await _visitor.PressAsync("Kanal löschen");
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(company, token, channel, "zweite@example.com"));
    }

    [Fact]
    public async Task Show_what_arrived_and_let_it_be_deleted()
    {
        var cv = Applicant.Pdf();
        Assert.Equal(HttpStatusCode.Created, await SendAsync(cv: cv));
        await _visitor.WalkAsync("Recruiting", "Stellen", "Mechatroniker:in", "Bewerbungen");
        Assert.Contains(" 1 Bewerbung ", _visitor.Text, StringComparison.Ordinal);
        await _visitor.FollowAsync("Änne Öztürk");
        foreach (var shown in new[] {
            "aenne@example.com", "Mechatroniker:in (7654321)", "Karrieremesse Graz", "Eingang", "Guten Tag", "Telefon +43 660 1234567",
            "Tags TEST", "24.11.2026 10:00:00" })
            Assert.Contains(shown, _visitor.Text, StringComparison.Ordinal);
        Assert.Equal(cv, await _sandbox.Http.GetByteArrayAsync(new Uri(_visitor.Path + "/documents/0", UriKind.Relative)));

        await _visitor.OpenAsync(_visitor.Path.Replace("alpenwerk", "musterfirma", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, _visitor.Status);

        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync());
        await _visitor.OpenAsync("/app/alpenwerk/recruiting/applications");
        await _visitor.FollowAsync("Änne Öztürk");
        await _visitor.PressAsync("Bewerbung löschen");
        Assert.Contains("0 Bewerbungen", _visitor.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, await SendAsync());
    }

    [Fact]
    public async Task Take_a_job_off_the_career_site_and_switch_the_feed_off()
    {
        await _visitor.FollowAsync("Mechatroniker:in");
        await _visitor.PressAsync("Veröffentlichung beenden");
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync());
        await _visitor.WalkAsync("Promoten", "Stellenbeschreibung");
        Assert.Equal(HttpStatusCode.NotFound, _visitor.Status);
        await _visitor.OpenAsync("/app/alpenwerk/recruiting/positions/7654321");
        await _visitor.PressAsync("Stelle veröffentlichen");
        Assert.Equal(HttpStatusCode.Created, await SendAsync());

        await _visitor.WalkAsync("Einstellungen", "Recruiting");
        await _visitor.PressAsync("Feed ausschalten");
        Assert.Equal(HttpStatusCode.NotFound, await FeedAsync());
        await _visitor.PressAsync("Feed einschalten");
        Assert.Equal(HttpStatusCode.OK, await FeedAsync());

        async Task<HttpStatusCode> FeedAsync() =>
            (await _sandbox.Http.GetAsync(new Uri("/careers/alpenwerk/xml?language=de", UriKind.Relative))).StatusCode;
    }

    [Fact]
    public async Task Make_faults_and_turn_switches()
    {
        await _visitor.FollowAsync("Störungen und Schalter");
        await _visitor.PressAsync("Störung vormerken", ("endpoint", "applications"), ("status", "502"), ("count", "2"));
        Assert.Contains("1 Störung vorgemerkt", _visitor.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadGateway, await SendAsync());
        await _visitor.PressAsync("Alle Störungen aufheben");
        Assert.Equal(HttpStatusCode.Created, await SendAsync());

        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync());
        await _visitor.PressAsync("Schalter stellen", ("duplicates", "accept"));
        Assert.Equal(HttpStatusCode.Created, await SendAsync());

        await _visitor.PressAsync("Token abgelehnt");
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync());
        Assert.Equal(HttpStatusCode.Created, await SendAsync());
        await _visitor.PressAsync("Neuen Zugriffs-Token ausstellen");
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync());
        await _visitor.WalkAsync("Einstellungen", "API-Zugriffsdaten");
        Assert.Equal(HttpStatusCode.Created, await SendAsync(token: _visitor.Copied("Zugriffs-Token")));
    }

    [Fact]
    public async Task List_attributes_with_the_names_that_the_interface_takes()
    {
        await _visitor.OpenAsync("/app/bergwerk/configuration");
        await _visitor.WalkAsync("Recruiting", "Attribute");
        foreach (var shown in new[] {
            "Führerschein Liste von Optionen verpflichtend", "Sprachen Mehrfachauswahl freiwillig", "Gehaltswunsch Text verpflichtend" })
            Assert.Contains(shown, _visitor.Text, StringComparison.Ordinal);
        Assert.Equal(("custom_attribute_43", "custom_option_11", "salary_expectations"),
            (_visitor.Copied("API-Name von Führerschein"), _visitor.Copied("Klasse B von Führerschein"),
            _visitor.Copied("API-Name von Gehaltswunsch")));
        await _visitor.OpenAsync("/app/musterfirma/configuration/recruiting/attributes");
        Assert.Contains("Kündigungsfrist Text verpflichtend bei 1 Stelle", _visitor.Text, StringComparison.Ordinal);
        await _visitor.OpenAsync("/app/musterfirma/configuration/recruiting/attributes/custom_attribute_43");
        Assert.Equal(HttpStatusCode.NotFound, _visitor.Status);
    }

    [Fact]
    public async Task Make_an_attribute_mandatory_at_one_job_or_at_each()
    {
        await _visitor.WalkAsync("Einstellungen", "Recruiting", "Attribute", "Gehaltswunsch");
        await _visitor.PressAsync("Speichern", ("job-7654322", "true"));
        Assert.Equal(HttpStatusCode.Created, await SendAsync());
        await _visitor.PressAsync("Speichern", ("job-7654321", "true"));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(email: "zweite@example.com"));
        await _visitor.PressAsync("Speichern", ("job-7654321", "false"), ("job-7654322", "false"), ("everywhere", "true"));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(email: "zweite@example.com"));
        await _visitor.WalkAsync("Recruiting", "Mechatroniker:in");
        Assert.Contains("Verpflichtende Zusatzfragen Gehaltswunsch salary_expectations", _visitor.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, await SendAsync(email: "zweite@example.com", answer: ("salary_expectations", "40k")));

        await _sandbox.PostAsync("/_sandbox/reset", new { });
        Assert.Equal(HttpStatusCode.Created, await SendAsync(email: "zweite@example.com"));
    }

    [Fact]
    public async Task Add_an_attribute_and_show_its_values_until_it_is_deleted()
    {
        await _visitor.WalkAsync("Einstellungen", "Recruiting", "Attribute");
        await _visitor.PressAsync("Attribut speichern", ("name", "Schuhgröße <EU>"));
        var id = _visitor.Copied("API-Name von Schuhgröße <EU>");
        Assert.Equal("custom_attribute_50", id);
        Assert.Equal(HttpStatusCode.Created, await SendAsync(answer: (id, "42½")));
        Assert.Equal(HttpStatusCode.Created, await SendAsync(email: "zweite@example.com", answer: ("gender", "diverse")));
        await _visitor.WalkAsync("Recruiting", "Bewerbungen", "Änne Öztürk");
        Assert.Contains("Geschlecht divers", _visitor.Text, StringComparison.Ordinal);
        await _visitor.OpenAsync("/app/alpenwerk/recruiting/applications/1");
        Assert.Contains("Schuhgröße <EU> 42½", _visitor.Text, StringComparison.Ordinal);

        await _visitor.WalkAsync("Einstellungen", "Recruiting", "Attribute", "Schuhgröße <EU>");
        await _visitor.PressAsync("Attribut löschen");
        Assert.DoesNotContain("Schuhgröße", _visitor.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(email: "dritte@example.com", answer: (id, "42")));
    }

    /// <summary>One application to Alpenwerk's first job, as a job board sends it.</summary>
    private async Task<HttpStatusCode> SendAsync(
        string company = "67890", string token = "alpenwerk-recruiting-token", string channel = "250777",
        string email = "aenne@example.com", byte[]? cv = null, (string Id, string Value)? answer = null)
    {
        var files = new List<object>();
        if (cv is not null)
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(cv), "file", "cv.pdf" } };
            var uploaded = await PostAsync("/v1/recruiting/applications/documents", form);
            files.Add(new
            {
                uuid = (await uploaded.Content.ReadFromJsonAsync<Uploaded>())!.Uuid,
                original_filename = "Lebenslauf Änne.pdf",
                category = "cv"
            });
        }
        return (await PostAsync("/v1/recruiting/applications", JsonContent.Create(new
        {
            first_name = "Änne",
            last_name = "Öztürk",
            email,
            job_position_id = 7654321,
            recruiting_channel_id = long.Parse(channel, System.Globalization.CultureInfo.InvariantCulture),
            message = "Guten Tag",
            tags = new[] { "TEST" },
            attributes = new[] { ("phone", "+43 660 1234567"), answer }.OfType<(string Id, string Value)>()
                .Select(x => new { id = x.Id, value = x.Value }),
            files,
        }))).StatusCode;

        async Task<HttpResponseMessage> PostAsync(string path, HttpContent content)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
            request.Headers.Add("X-Company-ID", company);
            request.Headers.Add("Authorization", "Bearer " + token);
            return await _sandbox.Http.SendAsync(request);
        }
    }

    private sealed record Uploaded(Guid Uuid);
}
