using System.Text;
using Eilbote.Connectors;
using Eilbote.Connectors.Email;

namespace Eilbote.Tests.Connectors;

public sealed class Email_keeps_the_contract : Connector_contract
{
    private static readonly string[] Ours = ["aenne.oeztuerk@example.com"];

    protected override IConnector Connector() => new EmailConnector(new() { IsEncrypted = true });

    protected override Dictionary<string, string> Settings => new() { ["address"] = "bewerbungen@musterfirma.example", ["job"] = "4711 / Wien" };

    protected override (string, string) Jobs => ("4711 / Wien", "");

    protected override bool TakesDocuments => true;

    protected override Answer Accepts(Step step) => new(250, Answer.Content, null, "2.0.0 Ok: queued as 4711");

    protected override bool IsSuccess(Answer answer) => answer.Status == 250;

    /// <summary>A 5xx is a refusal, and what was put off was not taken.</summary>
    protected override bool SettlesNothing(int status) => status is < 400;

    protected override Meaning OfPage(int status) => Meaning.Throttled;

    protected override IEnumerable<Answer> Refusals =>
    [
        new(550, Answer.Recipient, null, "5.1.1 no such user"), new(550, Answer.Recipient, null, "no such user here"),
        new(554, Answer.Content, null, "5.7.1 refused"), new(451, Answer.Recipient, null, "4.7.1 greylisted"),
    ];

    public static readonly TheoryData<int, string, string, Meaning> Answers = new()
    {
        { 250, Answer.Content, "Ok", Meaning.UnderWayByMail }, { 251, Answer.Content, "", Meaning.Unknown },
        { 421, Answer.Content, "4.3.2 shutting down", Meaning.Throttled }, { 452, Answer.Recipient, "4.2.2 mailbox full", Meaning.Throttled },
        { 550, Answer.Recipient, "5.1.1 no such user", Meaning.FeatureOff }, { 553, Answer.Recipient, "", Meaning.FeatureOff },
        { 550, Answer.Recipient, "5.2.1 mailbox disabled", Meaning.FeatureOff }, { 552, Answer.Recipient, "5.2.2 mailbox full", Meaning.NeedsEmployer },
        { 550, Answer.Recipient, "5.7.1 blocked by policy", Meaning.NeedsEmployer }, { 550, Answer.Content, "5.7.1 looks like spam", Meaning.NeedsEmployer },
        { 552, Answer.Content, "5.3.4 too big", Meaning.NeedsEmployer }, { 550, Answer.Content, "5.1.1 odd", Meaning.NeedsEmployer },
    };

    [Theory, MemberData(nameof(Answers))]
    public void Each_answer_of_a_relay_means_something(int status, string about, string words, Meaning meaning) =>
        Assert.Equal(meaning, Connector().Read(Connector().Next(Submission(), []), new(status, about, null, words)).Meaning);

    [Theory, InlineData("Rufen Sie meine Chefin an: chefin@alte-firma.example, danke"), InlineData("a@b@c"), InlineData("x＠y.example")]
    public async Task One_address_stands_in_it_the_applicants(string message)
    {
        var submission = Submission();
        var wire = await Wire.OfAsync(Connector().Next(submission with
        {
            Applicant = submission.Applicant with { Message = message, FirstName = "evil@example.com", Answers = [Samples.Given(message)] },
        }, []));
        var text = Encoding.UTF8.GetString(wire.Body);
        Assert.Equal(Ours, text.Split([' ', '\n', '\r', ','], StringSplitOptions.RemoveEmptyEntries)
            .Where(x => x.Contains('@', StringComparison.Ordinal) || x.Contains('＠', StringComparison.Ordinal)));
        Assert.Equal(Ours[0], wire.Headers["Reply-To"]);
        Assert.DoesNotContain("Öztürk", wire.Headers["Subject"], StringComparison.Ordinal);
    }

    [Theory, InlineData(true, 9, true), InlineData(true, 11, false), InlineData(false, 1, false)]
    public async Task Documents_travel_along_over_verified_tls_and_up_to_ten_megabytes(bool encrypted, int megabytes, bool attached)
    {
        var large = Samples.Document("cv") with { Size = megabytes * 1_000_000L };
        var wire = await Wire.OfAsync(new EmailConnector(new() { IsEncrypted = encrypted }).Next(Submission(large), []));
        Assert.Equal(attached ? 1 : 0, wire.Parts.Count(x => x.FileName is not null));
        Assert.Contains("/portal/applications/1", Encoding.UTF8.GetString(wire.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_confidential_ad_it_names_neither_person_nor_job()
    {
        var submission = Submission(Samples.Documents);
        var wire = await Wire.OfAsync(Connector().Next(submission with { Portal = submission.Portal with { IsConfidential = true } }, []));
        var all = $"{wire.Headers["Subject"]} {wire.Headers["Reply-To"]} {Encoding.UTF8.GetString(wire.Body)}";
        foreach (var secret in new[] { "Änne", "Öztürk", "aenne", "Buchhalter", "4711 / Wien", "660", "freue", "Zeugnis" })
            Assert.DoesNotContain(secret, all, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(wire.Parts, x => x.FileName is not null);
        Assert.Contains("/portal/applications/1", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sensitive_answer_stands_only_in_the_portal()
    {
        var submission = Submission(Samples.Document("cv"), Samples.Document("answers[befund]", "Befund.pdf", "geheimesattest"));
        var (secret, proof) = (Samples.Given("strenggeheim"), new Question
        {
            Key = "befund",
            Kind = QuestionKind.Document,
            Label = new("Befund", "Finding"),
            Sensitive = true,
        });
        var wire = await Wire.OfAsync(Connector().Next(submission with
        {
            Applicant = submission.Applicant with
            {
                Answers = [secret with { Question = secret.Question with { Sensitive = true } }, new(proof, [])],
            },
        }, []));
        var text = Encoding.UTF8.GetString(wire.Body);
        foreach (var word in new[] { "strenggeheim", "geheimesattest", "Befund" })
            Assert.DoesNotContain(word, text, StringComparison.Ordinal);
        Assert.Contains("nur im Portal", text, StringComparison.Ordinal);
        Assert.Single(wire.Parts, x => x.FileName is not null);
    }

    [Theory]
    [InlineData("mailto:Jobs@Musterfirma.example?subject=Bewerbung", "jobs@musterfirma.example")]
    [InlineData("Personal <jobs@musterfirma.example>", "jobs@musterfirma.example")]
    [InlineData(" „jobs@musterfirma.example“ ", "jobs@musterfirma.example")]
    [InlineData("jobs@müller.example", "jobs@müller.example")]
    public void An_address_is_read_however_it_was_pasted(string pasted, string address)
    {
        var read = Read(pasted);
        Assert.Equal((address, false), (read.Value, read.Wrong));
    }

    [Theory]
    [InlineData("jobs"), InlineData("jobs@"), InlineData("jobs@musterfirma"), InlineData("jobs@127.0.0.1"), InlineData("jö bs@musterfirma.example")]
    [InlineData("a@b.example, c@d.example"), InlineData("a@b.example\nc@d.example"), InlineData("jobs@[127.0.0.1]"), InlineData("https://musterfirma.example")]
    public void What_is_no_single_address_is_said_at_its_field(string pasted) => Assert.True(Read(pasted).Wrong);

    private (string Value, bool Wrong) Read(string pasted)
    {
        var (value, wrong) = Eilbote.Connections.PastedSettings.ReadOne(Connector(), "address", pasted);
        return (value, wrong is not null);
    }

    private Submission Submission(params SubmissionDocument[] documents) => Samples.Submission(new(Settings), "4711 / Wien", documents);
}
