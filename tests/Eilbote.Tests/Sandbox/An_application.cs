using System.Text.Json.Nodes;

namespace Eilbote.Tests.Sandbox;

/// <summary>S8 to S14: what an application must be, and what becomes of it.</summary>
public sealed class An_application
{
    private const string Invalid = "Invalid request body supplied";

    public static readonly TheoryData<string, string> UnreadableBodies = new()
    {
        { "", Invalid },
        { "{", Invalid },
        { "null", Invalid },
        { "[]", Invalid },
        { "{}", "Field 'first_name' is required" },
        { """{"first_name":"A","last_name":"B","email":"a@example.com"}""", "Field 'job_position_id' is required" },
        { ByHand.With("phone", "1").ToJsonString(), Invalid },
        { ByHand.With("first_name", 1).ToJsonString(), Invalid },
        { ByHand.With("first_name", null).ToJsonString(), Invalid },
        { ByHand.With("job_position_id", 1.5).ToJsonString(), Invalid },
        { ByHand.With("job_position_id", "abc").ToJsonString(), Invalid },
        { ByHand.With("job_position_id", true).ToJsonString(), Invalid },
        { ByHand.With("recruiting_channel_id", "").ToJsonString(), Invalid },
        { ByHand.With("external_posting_id", 1).ToJsonString(), Invalid },
        { ByHand.With("message", new JsonArray()).ToJsonString(), Invalid },
        { ByHand.With("tags", "a").ToJsonString(), Invalid },
        { ByHand.With("tags", new JsonArray(1)).ToJsonString(), Invalid },
        { ByHand.With("files", new JsonArray("a")).ToJsonString(), Invalid },
        { ByHand.With("files", new JsonArray(new JsonObject { ["uuid"] = "a", ["category"] = "cv" })).ToJsonString(),
            "Field 'original_filename' is required" },
        { ByHand.With("files",
            new JsonArray(new JsonObject { ["uuid"] = "a", ["original_filename"] = "a", ["category"] = "cv", ["size"] = "1" }))
            .ToJsonString(), Invalid },
        { ByHand.With("attributes", new JsonArray(new JsonObject { ["id"] = "phone" })).ToJsonString(), "Field 'value' is required" },
        { ByHand.With("attributes", new JsonArray(new JsonObject { ["id"] = "phone", ["value"] = 1 })).ToJsonString(), Invalid },
        { ByHand.With("phase", new JsonObject { ["type"] = "system" }).ToJsonString(), "Field 'id' is required" },
        { ByHand.With("phase", new JsonObject { ["type"] = "other", ["id"] = 1 }).ToJsonString(), Invalid },
        { ByHand.With("phase", "offer").ToJsonString(), Invalid },
    };

    [Theory, MemberData(nameof(UnreadableBodies))]
    public async Task S8_That_cannot_be_mapped_is_refused_in_one_sentence(string body, string text)
    {
        await using var hand = await ByHand.StartAsync();
        var answer = await hand.CreateAsync(body);
        Assert.True(answer is { Status: 400 } && answer.FreeText == text, answer.Body);
        Assert.Empty(await hand.Sandbox.ApplicationsAsync());
    }

    [Fact]
    public async Task S8_Is_JSON_in_UTF_8()
    {
        await using var hand = await ByHand.StartAsync();
        using var form = new FormUrlEncodedContent([new("first_name", "A")]);
        Assert.Equal(Invalid, (await hand.SendAsync(HttpMethod.Post, ByHand.Applications, form)).FreeText);
        using var bytes = new ByteArrayContent([(byte)'{', 0xC3, (byte)'}']);
        bytes.Headers.ContentType = new("application/json");
        Assert.Equal(Invalid, (await hand.SendAsync(HttpMethod.Post, ByHand.Applications, bytes)).FreeText);
    }

    [Fact]
    public async Task S8_May_spell_its_ids_as_numeric_strings()
    {
        await using var hand = await ByHand.StartAsync();
        var person = ByHand.With("job_position_id", "1234567");
        person["recruiting_channel_id"] = "250624";
        Assert.Equal(201, (await hand.CreateAsync(person)).Status);
        Assert.Equal(250624, (await hand.ArrivedAsync()).GetProperty("channel").GetInt64());
    }

    private static JsonArray Attribute(string id, string value) => [new JsonObject { ["id"] = id, ["value"] = value }];

    public static readonly TheoryData<string, JsonNode, string> Refused = new()
    {
        { "first_name", " ", "first_name errors.attribute-validation.required-attribute" },
        { "last_name", "", "last_name errors.attribute-validation.required-attribute" },
        { "email", "ada", "email errors.attribute-validation.invalid-email-format" },
        { "email", "ada@localhost", "email errors.attribute-validation.invalid-email-format" },
        { "application_date", "23.11.2026", "application_date errors.attribute-validation.invalid-date-format" },
        { "application_date", "2026-11-25", "application_date errors.date-validation.date-in-the-future" },
        { "phase", new JsonObject { ["type"] = "system", ["id"] = "hired" }, "phase errors.phase-validation.invalid-system-phase" },
        { "attributes", Attribute("shoe_size", "1"), "shoe_size errors.attribute-validation.unknown" },
        { "attributes", Attribute("birthday", "1.1.2000"), "birthday errors.attribute-validation.invalid-date-format" },
        { "attributes", Attribute("gender", "f"), "gender errors.attribute-validation.unknown-attribute-option" },
        { "attributes", Attribute("custom_attribute_2", "custom_option_9"),
            "custom_attribute_2 errors.attribute-validation.unknown-attribute-option" },
        { "attributes", Attribute("custom_attribute_9", "x"), "custom_attribute_9 errors.attribute-validation.invalid-type" },
        { "attributes", Attribute("phone", " "), "phone errors.attribute-validation.required-attribute" },
        { "files", new JsonArray(ByHand.File("66121e48-2a2d-4158-a21d-f36c3453df1a")), "files[0] errors.file-validation.file-not-exists" },
        { "files", new JsonArray(ByHand.File("no uuid")), "files[0] errors.file-validation.file-not-exists" },
        { "job_position_id", 1234590, "job_position_id errors.job-position.not-published" },
        { "recruiting_channel_id", 1, "recruiting_channel_id errors.posting-validation.channel-not-found" },
        { "recruiting_channel_id", 250777, "recruiting_channel_id errors.posting-validation.channel-not-found" },
        { "external_posting_id", "x", "external_posting_id errors.posting-validation.posting-not-found" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task S9_S10_With_a_wrong_value_is_refused_with_its_reason(string name, JsonNode value, string reason)
    {
        await using var hand = await ByHand.StartAsync();
        var answer = await hand.CreateAsync(ByHand.With(name, value.DeepClone()));
        Assert.True(answer.Status == 400, answer.Body);
        Assert.Equal(reason, Assert.Single(answer.Reasons));
        Assert.Empty(await hand.Sandbox.ApplicationsAsync());
    }

    [Theory, InlineData("accumulate", 5), InlineData("first", 1)]
    public async Task S9_With_several_wrong_values_is_told_all_or_the_first(string errors, int count)
    {
        await using var hand = await ByHand.StartAsync(("errors", errors));
        var answer = await hand.CreateAsync("""
            {"first_name":" ","last_name":" ","email":"x","job_position_id":1234590,"recruiting_channel_id":1}
            """);
        Assert.Equal(count, answer.Reasons.Count);
        Assert.Equal("first_name errors.attribute-validation.required-attribute", answer.Reasons[0]);
    }

    [Fact]
    public async Task S9_With_an_unknown_category_is_refused()
    {
        await using var hand = await ByHand.StartAsync();
        var answer = await hand.CreateAsync(ByHand.With("files", new JsonArray(ByHand.File(await hand.UuidAsync(), "letter"))));
        Assert.Equal("files[0] errors.file-validation.unknown-file-category", Assert.Single(answer.Reasons));
    }

    /// <summary>It is 22:30 UTC, and the next day in Germany already after 23:00.</summary>
    [Theory, InlineData("Europe/Berlin", 30, 201), InlineData("Europe/Berlin", 29, 400), InlineData("UTC", 30, 400),
        InlineData("UTC", 90, 201)]
    public async Task S9_May_be_of_today_wherever_that_is(string zone, int minutes, int status)
    {
        await using var hand = await ByHand.StartAsync(("date-zone", zone));
        hand.Clock.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Equal(status, (await hand.CreateAsync(ByHand.With("application_date", "2026-11-24"))).Status);
    }

    [Theory, InlineData("not-published", "errors.job-position.not-published"),
        InlineData("posting-not-found", "errors.posting-validation.posting-not-found")]
    public async Task S10_For_a_job_that_never_was_or_is_anothers_is_refused(string missing, string reason)
    {
        await using var hand = await ByHand.StartAsync(("job-missing", missing));
        foreach (var job in new[] { 1L, 7654321, 999999999999999999 })
            Assert.Equal("job_position_id " + reason, Assert.Single((await hand.CreateAsync(ByHand.With("job_position_id", job))).Reasons));
    }

    [Theory, InlineData("refuse", "insensitive", 1), InlineData("refuse", "sensitive", 2), InlineData("accept", "insensitive", 3)]
    public async Task S11_Of_the_same_person_to_the_same_job_is_refused(string duplicates, string emailCase, int arrivals)
    {
        await using var hand = await ByHand.StartAsync(("duplicates", duplicates), ("email-case", emailCase));
        Assert.Equal(201, (await hand.CreateAsync(ByHand.Person())).Status);
        foreach (var answer in new[] { await hand.CreateAsync(ByHand.Person()), await hand.CreateAsync(ByHand.Person("ADA@example.com")) })
            if (answer.Status != 201)
                Assert.Equal("email errors.applicant-already-exists", Assert.Single(answer.Reasons));
        Assert.Equal(arrivals, (await hand.Sandbox.ApplicationsAsync()).Length);

        var elsewhere = ByHand.With("job_position_id", 1234568);
        Assert.Equal(201, (await hand.CreateAsync(elsewhere)).Status);
    }

    [Fact]
    public async Task S11_Once_even_when_many_come_at_the_same_moment()
    {
        await using var hand = await ByHand.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => hand.CreateAsync(ByHand.Person())));
        Assert.Equal(201, Assert.Single(answers, x => x.Status != 400).Status);
        await hand.ArrivedAsync();
    }

    [Theory, InlineData("""{"type":"custom","id":4711}""", "unassigned"), InlineData("""{"type":"system","id":"offer"}""", "offer"), InlineData(null, "initial")]
    public async Task S12_Has_a_phase(string? phase, string expected)
    {
        await using var hand = await ByHand.StartAsync();
        var person = ByHand.Person();
        if (phase is not null)
            person["phase"] = JsonNode.Parse(phase);
        Assert.Equal(201, (await hand.CreateAsync(person)).Status);
        Assert.Equal(expected, (await hand.ArrivedAsync()).GetProperty("phase").GetString());
    }

    [Fact]
    public async Task S13_Brings_its_tags_and_attributes()
    {
        await using var hand = await ByHand.StartAsync();
        var person = ByHand.With("tags", new JsonArray("neu", "board"));
        person["attributes"] = Attribute("phone", "+43 1 234567");
        person["message"] = "Grüß Gott";
        person["application_date"] = "2026-11-23";
        Assert.Equal(201, (await hand.CreateAsync(person)).Status);
        var arrived = await hand.ArrivedAsync();
        Assert.Equal(["neu", "board"], arrived.GetProperty("tags").EnumerateArray().Select(x => x.GetString()));
        Assert.Equal("+43 1 234567", arrived.GetProperty("attributes").GetProperty("phone").GetString());
        Assert.Equal(("Grüß Gott", "2026-11-23"),
            (arrived.GetProperty("message").GetString(), arrived.GetProperty("application_date").GetString()));
    }

    [Theory, InlineData("empty", ""), InlineData("json", """{"success":true}""")]
    public async Task S14_Is_answered_with_201(string created, string body)
    {
        await using var hand = await ByHand.StartAsync(("created-body", created));
        var answer = await hand.CreateAsync(ByHand.Person());
        Assert.Equal((201, body), (answer.Status, answer.Body));
    }

    [Theory, InlineData("all", 2), InlineData("one-per-category", 1)]
    public async Task S14_Shows_all_its_files_or_one_of_a_category(string files, int count)
    {
        await using var hand = await ByHand.StartAsync(("files", files));
        var person = ByHand.With(
            "files", new JsonArray(
            ByHand.File(await hand.UuidAsync(), "other", "a.pdf"), ByHand.File(await hand.UuidAsync(), "other", "b.pdf")));
        Assert.Equal(201, (await hand.CreateAsync(person)).Status);
        var documents = (await hand.ArrivedAsync()).GetProperty("documents").EnumerateArray().ToList();
        Assert.Equal((count, "a.pdf"), (documents.Count, documents[0].GetProperty("name").GetString()));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Applicant.Pdf())),
            documents[0].GetProperty("sha256").GetString());
    }

    [Theory, InlineData("30", 30, 201), InlineData("30", 31, 400), InlineData("5", 6, 400)]
    public async Task Finds_an_upload_only_for_a_while(string minutes, int later, int status)
    {
        await using var hand = await ByHand.StartAsync(("upload-minutes", minutes));
        var person = ByHand.With("files", new JsonArray(ByHand.File(await hand.UuidAsync())));
        hand.Clock.Advance(TimeSpan.FromMinutes(later));
        Assert.Equal(status, (await hand.CreateAsync(person)).Status);
    }

    [Theory, InlineData("refuse", 400), InlineData("accept", 201)]
    public async Task May_use_an_upload_once_or_again(string reuse, int status)
    {
        await using var hand = await ByHand.StartAsync(("upload-reuse", reuse));
        var person = ByHand.With("files", new JsonArray(ByHand.File(await hand.UuidAsync())));
        Assert.Equal(201, (await hand.CreateAsync(person)).Status);
        person["email"] = "other@example.com";
        Assert.Equal(status, (await hand.CreateAsync(person)).Status);
    }

    [Fact]
    public async Task Finds_no_upload_of_another_company()
    {
        await using var hand = await ByHand.StartAsync();
        (hand.Company, hand.Token) = (ByHand.Alpenwerk, ByHand.AlpenwerkToken);
        var uuid = await hand.UuidAsync();
        (hand.Company, hand.Token) = (RunningSandbox.Company, RunningSandbox.Token);
        Assert.Equal("files[0] errors.file-validation.file-not-exists",
            Assert.Single((await hand.CreateAsync(ByHand.With("files", new JsonArray(ByHand.File(uuid))))).Reasons));
    }

    [Theory, InlineData("enforce", 400), InlineData("ignore", 201)]
    public async Task Must_answer_the_jobs_questions_or_need_not(string required, int status)
    {
        await using var hand = await ByHand.StartAsync(("required-attributes", required));
        var person = ByHand.With("job_position_id", 1234580);
        var answer = await hand.CreateAsync(person);
        Assert.Equal(status, answer.Status);
        if (status == 400)
            Assert.Equal("custom_attribute_1 errors.attribute-validation.required-attribute", Assert.Single(answer.Reasons));
        person["attributes"] = Attribute("custom_attribute_1", "ja");
        person["email"] = "other@example.com";
        Assert.Equal(201, (await hand.CreateAsync(person)).Status);
    }
}
