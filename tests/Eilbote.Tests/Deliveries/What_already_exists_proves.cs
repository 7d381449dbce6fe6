using Eilbote.Members;
using System.Net.Http.Json;
using Eilbote.Deliveries;
using Eilbote.Mail;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Deliveries;

/// <summary>Histories, and what "already exists" proves at their end: never that an application is there which is not.</summary>
public sealed class What_already_exists_proves
{
    private const string Mine = "aenne.oeztuerk@example.com";

    /// <summary>
    /// In order: <c>elsewhere</c> applied on the career site; <c>first</c> sent through us with other content, and arrived;
    /// <c>first-lost</c> the same, its create unknown and then withdrawn; <c>apply</c>; the answer to the next create: <c>503</c>,
    /// <c>503-created</c> (done, answer lost), <c>exists</c> (a mistake of the ATS), <c>channel</c>, <c>question</c>, <c>email</c>;
    /// <c>retry</c> by the employer; <c>correct</c> to another address; <c>wait</c> 11 minutes; <c>days</c>.
    /// </summary>
    public static readonly TheoryData<string, DeliveryState, Proof?> Histories = new()
    {
        // Our own create was lost, and nothing else can be meant.
        { "503-created apply wait", DeliveryState.Delivered, Proof.Inferred },
        { "503 503-created apply wait wait", DeliveryState.Delivered, Proof.Inferred },
        { "503-created channel apply wait", DeliveryState.Delivered, Proof.Inferred },
        { "503-created question apply wait retry wait", DeliveryState.Delivered, Proof.Inferred },
        { "503-created question apply wait days retry wait", DeliveryState.Delivered, Proof.Inferred },
        // Applied elsewhere while our create was lost: cannot be told apart, so somebody looks.
        { "elsewhere 503 apply wait", DeliveryState.Delivered, Proof.Inferred },
        // The first "already exists" came before the unknown create: it was about something else.
        { "elsewhere exists 503 apply wait wait", DeliveryState.Held, null },
        { "elsewhere apply 503 wait wait", DeliveryState.Held, null },
        { "first apply 503 wait wait", DeliveryState.Held, null },
        { "elsewhere apply wait days 503 retry wait wait", DeliveryState.AlreadyThere, null },
        // Another application of this address to this job arrived or may have.
        { "first 503 apply wait wait", DeliveryState.Held, null },
        { "first-lost 503 apply wait wait", DeliveryState.Held, null },
        { "first channel 503 apply wait wait", DeliveryState.Held, null },
        // What was sent under another address proves nothing for the corrected one.
        { "503 email apply wait elsewhere:new@example.com correct wait", DeliveryState.Held, null },
        { "503 email apply wait correct wait", DeliveryState.Delivered, Proof.Confirmed },
        // The ATS was mistaken.
        { "exists apply wait", DeliveryState.Delivered, Proof.Confirmed },
    };

    [Theory, MemberData(nameof(Histories))]
    public async Task At_the_end_of(string history, DeliveryState state, Proof? proof)
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var receipt = "";
        foreach (var step in history.Split(' '))
            receipt = await StepAsync(app, job, step, receipt);

        var delivery = await app.DbAsync(db => db.Deliveries.AsNoTracking().OrderByDescending(x => x.CreatedAt).FirstAsync());
        Assert.Equal((state, proof, proof == Proof.Inferred), (delivery.State, delivery.Proof, delivery.NeedsLook));
        var page = await app.Http.GetStringAsync(new Uri(receipt, UriKind.Relative));
        Assert.Equal(state == DeliveryState.Delivered, page.Contains("Angekommen bei", StringComparison.Ordinal));
        Assert.DoesNotContain("schon", page.Replace("was schon", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static async Task<string> StepAsync(TestApp app, Guid job, string step, string receipt)
    {
        switch (step.Split(':')[0])
        {
            case "elsewhere":
                await ApplyElsewhereAsync(app, step.Contains(':', StringComparison.Ordinal) ? step.Split(':')[1] : Mine);
                break;
            case "first" or "first-lost":
                if (step == "first-lost")
                    await app.Sandbox.FaultAsync("applications", "lost-answer");
                var fields = Applicant.Fields(Mine);
                fields["message"] = "Das erste Mal.";
                var first = await new Applicant(app.Http).ApplyAsync(job, fields);
                await app.IdleAsync();
                if (step == "first-lost")
                    (await app.Http.PostAsync(new Uri(first.Receipt + "/withdraw", UriKind.Relative), null)).Dispose();
                await app.AdvanceAsync(TimeSpan.FromMinutes(3));
                break;
            case "apply":
                receipt = (await new Applicant(app.Http).ApplyAsync(job)).Receipt!;
                await app.IdleAsync();
                break;
            case "503":
                await app.Sandbox.FaultAsync("applications", "status", 503, "html");
                break;
            case "503-created":
                await app.Sandbox.FaultAsync("applications", "lost-answer");
                break;
            case "exists":
                await RefuseAsync(app, "errors.applicant-already-exists");
                break;
            case "channel":
                await RefuseAsync(app, "errors.posting-validation.channel-not-found");
                break;
            case "question":
                await RefuseAsync(app, "errors.attribute-validation.required-attribute");
                break;
            case "email":
                await RefuseAsync(app, "errors.attribute-validation.invalid-email-format");
                break;
            case "retry":
                using (var member = await MemberBrowser.JoinAsync(app, Role.Recruiter))
                {
                    var id = await app.DbAsync(
                        db => db.Deliveries.OrderByDescending(x => x.CreatedAt).Select(x => x.ApplicationId).FirstAsync());
                    await member.PostAsync($"/portal/applications/{id}/retry", []);
                }
                await app.IdleAsync();
                break;
            case "correct":
                using (var form = new FormUrlEncodedContent([new("email", "new@example.com")]))
                    (await app.Http.PostAsync(new Uri(receipt, UriKind.Relative), form)).Dispose();
                await app.IdleAsync();
                break;
            case "wait":
                await app.AdvanceAsync(TimeSpan.FromMinutes(11));
                break;
            case "days":
                await app.AdvanceAsync(TimeSpan.FromDays(3));
                await app.Service<Mailer>().RunDueAsync(CancellationToken.None);
                break;
            default:
                throw new ArgumentException("No such step: " + step, nameof(step));
        }
        return receipt;
    }

    private static Task RefuseAsync(TestApp app, string reason) => app.Sandbox.FaultAsync("applications", "status", 400, reason: reason);

    private static async Task ApplyElsewhereAsync(TestApp app, string email)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/recruiting/applications")
        {
            Content = JsonContent.Create(new { first_name = "Änne", last_name = "Öztürk", email, job_position_id = 1234568 }),
        };
        request.Headers.Authorization = new("Bearer", RunningSandbox.Token);
        request.Headers.Add("X-Company-ID", RunningSandbox.Company);
        using var response = await app.Sandbox.Http.SendAsync(request);
        Assert.Equal(System.Net.HttpStatusCode.Created, response.StatusCode);
    }
}
