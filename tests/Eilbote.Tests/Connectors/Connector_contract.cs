using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Eilbote.Connectors;

namespace Eilbote.Tests.Connectors;

/// <summary>What every connector keeps, whatever its ATS is like. A connector joins by a class that answers the questions below.</summary>
public abstract partial class Connector_contract
{
    /// <summary>A new one each time: a connector has no memory.</summary>
    protected abstract IConnector Connector();

    /// <summary>Valid values for all fields, and two jobs.</summary>
    protected abstract Dictionary<string, string> Settings { get; }

    protected abstract (string One, string Other) Jobs { get; }

    /// <summary>The answer by which the ATS takes a step.</summary>
    protected abstract Answer Accepts(Step step);

    /// <summary>Whether the ATS documents this answer to a create as success.</summary>
    protected abstract bool IsSuccess(Answer answer);

    /// <summary>Answers by which it refuses, in its own shape.</summary>
    protected abstract IEnumerable<Answer> Refusals { get; }

    /// <summary>Whether the documents travel within the create.</summary>
    protected virtual bool TakesDocuments => false;

    /// <summary>What a refusal means that is a page for people: nothing was settled.</summary>
    protected virtual Meaning OfPage(int status) => Meaning.Unknown;

    /// <summary>Whether an answer with this status settles nothing, whatever it says.</summary>
    protected virtual bool SettlesNothing(int status) => status is < 400 or 408 or >= 500;

    /// <summary>What more must be true of a request.</summary>
    private protected virtual Task CheckAsync(Wire wire) => Task.CompletedTask;

    private ConnectorDescriptor Descriptor => Connector().Descriptor;

    private Submission Full => Samples.Submission(new(Settings), Jobs.One, Samples.Documents);

    [Fact]
    public void The_descriptor_is_whole()
    {
        var fields = Descriptor.Fields;
        Assert.Matches("^[a-z][a-z0-9-]*$", Descriptor.Id);
        Assert.NotEmpty(Descriptor.Name);
        Assert.Equal(fields.Count, fields.Select(x => x.Key).Distinct().Count());
        Assert.All(fields, x => Assert.Matches("^[a-z][a-z0-9_]*$", x.Key));
        var (publish, find, questions, applications, feed) = Descriptor.Remedies;
        var words = fields.SelectMany(x => new[] { x.Label, x.WhereToFind, x.Wrong, x.Hint })
            .Concat([publish, find, questions, applications, feed, Descriptor.Access.Name, Descriptor.Access.Proven]);
        Assert.All(words.Concat(Descriptor.Reasons.Values).OfType<Words>(), x => Assert.True(x.De.Length > 0 && x.En.Length > 0));
        Assert.True(find is not null || !Descriptor.KnowsJobs, "what is said of a job that the ATS does not know");
        Assert.True(feed is not null || Descriptor.FeedKey is null, "where the list of jobs is switched on");
        Assert.All(fields, x => Assert.Matches(Whole(x), Settings[x.Key]));
        Assert.All(fields, x => Assert.DoesNotMatch(Whole(x), Settings[x.Key] + "\n"));

        Assert.True(Descriptor.Pace.CountedBy is not { } counted
            || fields.Any(x => x.Key == counted && x is { Required: true, Kind: SettingKind.Text, Scope: SettingScope.Connection }),
            "CountedBy");
        Assert.Equal(Descriptor.ProvenByCode, Connector() is ICodeSender);
        Assert.Equal(!Descriptor.ProvenByCode, Descriptor.Probes.Contains(Eilbote.Connectors.Probe.RealValues));
        Assert.Equal(Connector() is ISecretIssuer, Descriptor.Issued is not null);
        if (Connector() is ISecretIssuer issuer)
            Assert.Matches(Whole(Descriptor.Issued!), issuer.SecretOf([.. Enumerable.Range(0, 32).Select(x => (byte)x)]));
        Assert.Equal(SettingRole.Job, fields.Single(x => x.Scope == SettingScope.JobAd).Role);
        Assert.All(fields.Where(x => x.IsSecret), x => Assert.Equal(SettingRole.Access, x.Role));
        Assert.Equal(Connector() is IJobFeed, Descriptor.FeedKey is not null);
        Assert.InRange(Descriptor.Pace.Share, 1, Descriptor.Pace.Requests);
        Assert.True(Descriptor.Pace.Window > TimeSpan.Zero && Descriptor.ResultLifetime > TimeSpan.Zero);
        Assert.All(Descriptor.Files.Slots, x => Assert.True(x.Name is "cv" or "cover_letter" or "documents" && x.MaxCount > 0));
        Assert.All(Descriptor.Files.Extensions, x => Assert.Matches("^[a-z0-9]+$", x));
        Assert.True(Descriptor.Files.MaxFileBytes > 0);
        Assert.DoesNotContain("unknown", Descriptor.Reasons.Keys);
        Assert.Subset(_changes.Keys.ToHashSet(), Descriptor.Drops.ToHashSet());

        static string Whole(SettingField field) => $@"\A(?:{field.Pattern})\z";
    }

    [Fact]
    public async Task Its_steps_end_with_the_create_that_delivers()
    {
        foreach (var documents in new[] { [], Samples.Documents[..1], Samples.Documents })
        {
            var walk = await WalkAsync(Full with { Documents = documents });
            Assert.Equal(walk.Count, walk.Select(x => x.Step.Name).Distinct().Count());
            Assert.Equal(StepKind.Create, walk[^1].Step.Kind);
            Assert.All(walk, x => Assert.True(x.Step.Kind is StepKind.Upload or StepKind.Create));
            Assert.All(walk, x =>
                Assert.InRange(x.Step.Deadline, TimeSpan.FromSeconds(1),
                TimeSpan.FromSeconds(x.Step.Kind == StepKind.Upload || TakesDocuments ? 60 : 30)));
            Assert.All(walk, x => Assert.DoesNotContain("ztürk", x.Step.Name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Each_document_leaves_once_and_whole()
    {
        var walk = await WalkAsync(Full);
        var documents = await Task.WhenAll(Full.Documents.Select(ReadAsync));
        Assert.All(walk.Where(x => x.Step.Kind == StepKind.Upload), x => Assert.Single(documents, d => Carries(x, d)));
        Assert.All(documents, d => Assert.Single(walk, x => Carries(x, d)));
    }

    [Fact]
    public async Task Killed_before_or_after_any_request_it_goes_on_where_it_was()
    {
        var walk = await WalkAsync(Full);
        for (var i = 0; i < walk.Count; i++)
        {
            var finished = walk.Take(i).Select(x => Finished(x.Step)).ToList();
            foreach (var past in new[] {
                finished, [.. finished, .. finished],
                [.. finished.AsEnumerable().Reverse(), new FinishedStep("of-an-older-version", "x"),
                new FinishedStep("without-result", null)] })
                Assert.Equal(walk[i].Comparable, (await Wire.OfAsync(Connector().Next(Full, past))).Comparable);
        }
    }

    /// <summary>How each field of a submission may differ. One that is added there must be added here.</summary>
    private readonly Dictionary<string, Func<Submission, Submission>> _changes;

    protected Connector_contract() => _changes = new()
    {
        [nameof(Submission.Id)] = x => x with { Id = Guid.Parse("01930000-0000-7000-8000-000000000002") },
        [nameof(Submission.AtsJobId)] = x => x with { AtsJobId = Jobs.Other },
        [nameof(Eilbote.Connectors.Applicant.FirstName)] = x => x with { Applicant = x.Applicant with { FirstName = "Anne" } },
        [nameof(Eilbote.Connectors.Applicant.LastName)] = x => x with { Applicant = x.Applicant with { LastName = "Oeztuerk" } },
        [nameof(Eilbote.Connectors.Applicant.Email)] = x => x with { Applicant = x.Applicant with { Email = "other@example.com" } },
        [nameof(Eilbote.Connectors.Applicant.Phone)] = x => x with { Applicant = x.Applicant with { Phone = "+43 1 234567" } },
        [nameof(Eilbote.Connectors.Applicant.Message)] = x => x with { Applicant = x.Applicant with { Message = "Guten Tag." } },
        [nameof(Eilbote.Connectors.Applicant.Answers)] = x => x with { Applicant = x.Applicant with { Answers = [Samples.Given("Anders.")] } },
        [nameof(Submission.ReceivedAt)] = x => x with { ReceivedAt = x.ReceivedAt.AddDays(-3) },
        [nameof(Submission.Tags)] = x => x with { Tags = ["TEST"] },
        [nameof(Submission.Portal)] = x => x with { Portal = x.Portal with { JobTitle = "Müller:in" } },
        [nameof(Submission.Documents)] = x => x with { Documents = [.. x.Documents.Skip(1)] },
        [nameof(SubmissionDocument.FileName)] = x =>
            x with { Documents = [x.Documents[0] with { FileName = "CV.pdf" }, .. x.Documents.Skip(1)] },
        [nameof(SubmissionDocument.Slot)] = x => x with { Documents = [x.Documents[0] with { Slot = "documents" }] },
    };

    [Fact]
    public async Task Every_field_is_sent_or_said_to_be_dropped()
    {
        Assert.Empty(typeof(Submission).GetProperties().Concat(typeof(Eilbote.Connectors.Applicant).GetProperties()).Select(x => x.Name)
            .Except([.. _changes.Keys, nameof(Submission.Connection), nameof(Submission.Without), nameof(Submission.Applicant),
                nameof(Eilbote.Connectors.Applicant.Name), nameof(Eilbote.Connectors.Applicant.Values)]));
        foreach (var (name, change) in _changes)
        {
            var before = name == nameof(SubmissionDocument.Slot) ? Full with { Documents = [.. Full.Documents.Take(1)] } : Full;
            var same = (await WalkAsync(before)).Select(x => x.Comparable)
                .SequenceEqual((await WalkAsync(change(before))).Select(x => x.Comparable));
            Assert.True(same == Descriptor.Drops.Contains(name), $"{name} is {(same ? "not sent" : "sent")}");
        }
    }

    [Theory, MemberData(nameof(Samples.OddTexts), MemberType = typeof(Samples))]
    public async Task Odd_texts_stay_valid(string odd)
    {
        var walk = await WalkAsync(
            Full with
            {
                Applicant = Full.Applicant with { FirstName = odd, LastName = odd, Message = odd },
                Documents = [Samples.Document("cv", odd + ".pdf"), Samples.Document("documents", odd)]
            });
        Assert.True(walk.Count(x => x.Step.Kind == StepKind.Upload) is 0 or 2);
        if (odd.Length <= 255 && !odd.Any(x => char.IsControl(x) || char.IsSurrogate(x) || x == ' '))
            Assert.Contains(odd, walk[^1].Texts);
        Assert.All(walk.SelectMany(x => x.Texts), x => Assert.Equal(x, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(x))));
    }

    [Fact]
    public async Task A_refused_part_can_be_left_out()
    {
        var walk = await WalkAsync(Full);
        var refused = walk.SelectMany(x => Refusals.Select(answer => Connector().Read(x.Step, answer)))
            .Where(x => x.Meaning == Meaning.PartRefused).Select(x => x.Part!).Distinct().ToList();
        foreach (var part in refused)
        {
            var without = await WalkAsync(Full with { Without = new HashSet<Part> { part } });
            Assert.False(walk.Select(x => x.Comparable).SequenceEqual(without.Select(x => x.Comparable)), part.ToString());
        }
    }

    [Fact]
    public async Task What_is_documented_is_understood()
    {
        var create = (await WalkAsync(Full))[^1].Step;
        Assert.All(Refusals, x => Assert.NotEqual(Meaning.Unknown, Connector().Read(create, x).Meaning));
        Assert.All(Refusals, x => Assert.Contains(Connector().Read(create, x).Reason!, Descriptor.Reasons.Keys));
    }

    /// <summary>Whatever the body is: these answers settle nothing.</summary>
    [Fact]
    public async Task What_settles_nothing_is_unknown()
    {
        var create = (await WalkAsync(Full))[^1].Step;
        foreach (var status in Enumerable.Range(100, 500).Where(SettlesNothing))
            foreach (var (type, body) in new[] {
                ("", ""), ("application/json", "{}"), ("application/json", Refusals.First().Body), ("text/html", "<html></html>"),
                ("text/plain", "created") })
                if (new Answer(status, type, null, body) is var answer && !IsSuccess(answer))
                    Assert.Equal((status, Meaning.Unknown), (status, Connector().Read(create, answer).Meaning));
        foreach (var status in Enumerable.Range(400, 100).Where(x => x != 429))
            Assert.Equal((status, OfPage(status)),
                (status, Connector().Read(create, new(status, "text/html", null, "<html></html>")).Meaning));
        Assert.Equal(Meaning.Throttled, Connector().Read(create, new(429, "", null, "")).Meaning);
    }

    [Fact]
    public async Task No_answer_is_too_strange()
    {
        var steps = (await WalkAsync(Full)).Select(x => x.Step).Append(Probe).ToArray();
        Gen.Select(Gen.OneOfConst(steps), Samples.Answers([.. Descriptor.Reasons.Keys, "unknown", Full.Applicant.Email, Secret]))
            .Sample((step, answer) =>
        {
            var reading = Connector().Read(step, answer);
            Assert.True(
                reading.Meaning is not (Meaning.Delivered or Meaning.UnderWayByMail)
                || (step.Kind == StepKind.Create && IsSuccess(answer)), "delivered without success");
            Assert.True(reading.Meaning is not (Meaning.ProbeAccepted or Meaning.ProbeCreated) || step.Kind == StepKind.Probe,
                "a probe's meaning for another step");
            Assert.True(step.Kind != StepKind.Probe
                || reading.Meaning is not (Meaning.StepDone or Meaning.AlreadyThere or Meaning.NeedsApplicant), "a probe is no delivery");
            Assert.True(reading.Meaning is not (Meaning.AlreadyThere or Meaning.NeedsApplicant) || answer.Status is >= 400 and < 500,
                "refused without a refusal");
            Assert.True(reading.Meaning != Meaning.StepDone
                || (answer.Status is >= 200 and < 300 && reading.Result is { Length: > 0 and <= 500 }), "done without result");
            Assert.True(reading.Meaning != Meaning.PartRefused || reading.Part is not (null or Part.Job or Part.Email), "no part");
            Assert.True(reading.Meaning != Meaning.NeedsApplicant || reading.Part is Part.Email, "no field");
            Assert.True(reading.Meaning is Meaning.StepDone or Meaning.Delivered or Meaning.UnderWayByMail == reading.Reason is null, "reason");
            Assert.True(reading.Reason is null or "unknown" || Descriptor.Reasons.ContainsKey(reading.Reason), reading.Reason);
            Assert.True(reading.Verbatim is null
                || (reading.Verbatim.Length is > 0 and <= 500 && !reading.Verbatim.Contains('\0', StringComparison.Ordinal)
                && reading.Verbatim == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(reading.Verbatim))), "verbatim");
        }, iter: 20_000);
    }

    [Fact]
    public async Task A_probe_reaches_nobody_and_names_no_applicant()
    {
        var wire = await Wire.OfAsync(Probe);
        await CheckAsync(wire);
        Assert.Equal(StepKind.Probe, Probe.Kind);
        var text = wire.Comparable;
        Assert.All(EmailAddress().Matches(text).Where(x => !Settings.ContainsValue(x.Value)),
            x => Assert.EndsWith(".invalid", x.Value, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(wire.Comparable, (await Wire.OfAsync(Probe)).Comparable);
    }

    [Fact]
    public async Task Secrets_stand_only_in_headers()
    {
        foreach (var wire in await WalkAsync(Full))
            Assert.True(Secret.Length == 0
                || !$"{wire.Step.Name} {wire.Address} {Encoding.Latin1.GetString(wire.Body)}".Contains(Secret, StringComparison.Ordinal),
                wire.Step.Name);
    }

    private Step Probe => Connector() is ICodeSender sender ? sender.SendCode(new(Settings), "012345", Full.Id, "Musterfirma")
        : Connector().Probe(Eilbote.Connectors.Probe.RealValues, new(Settings), Jobs.One, new(2026, 11, 23));

    private string Secret => Descriptor.Fields.Where(x => x.IsSecret).Select(x => Settings[x.Key]).FirstOrDefault("");

    private FinishedStep Finished(Step step) => new(step.Name, Connector().Read(step, Accepts(step)).Result);

    /// <summary>The requests of a submission whose every step is accepted, each built by a new connector.</summary>
    private async Task<List<Wire>> WalkAsync(Submission submission)
    {
        var walk = new List<Wire>();
        var finished = new List<FinishedStep>();
        while (walk.Count < 50)
        {
            var wire = await Wire.OfAsync(Connector().Next(submission, finished));
            await CheckAsync(wire);
            walk.Add(wire);
            var reading = Connector().Read(wire.Step, Accepts(wire.Step));
            if (reading.Meaning is Meaning.Delivered or Meaning.UnderWayByMail)
                return walk;
            Assert.Equal(Meaning.StepDone, reading.Meaning);
            finished.Add(Finished(wire.Step));
        }
        throw new InvalidOperationException("It never comes to an end.");
    }

    private static async Task<byte[]> ReadAsync(SubmissionDocument document)
    {
        await using var stream = await document.Open(CancellationToken.None);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }

    /// <summary>As it is, or as base64.</summary>
    private static bool Carries(Wire wire, byte[] document)
    {
        var text = Encoding.Latin1.GetString(wire.Body);
        return text.Contains(Encoding.Latin1.GetString(document), StringComparison.Ordinal)
            || text.Contains(Convert.ToBase64String(document), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"[\w.+-]+@[\w.-]+", RegexOptions.None, 1000)]
    private static partial Regex EmailAddress();
}
