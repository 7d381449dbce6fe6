using System.Net;
using Eilbote.Members;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Members;

/// <summary>Who is signed in is an applicant as anybody else: what the portal asks of its own forms is asked of none of the board's.</summary>
public sealed class A_member_applies
{
    [Theory, InlineData(Role.Owner), InlineData(Role.Technician), InlineData(Role.Operator)]
    public async Task With_documents(Role role)
    {
        await using var app = await TestApp.StartAsync();
        var job = await app.AddJobAdAsync("1234568");
        var email = $"{role}@example.com".ToLowerInvariant();
        await app.AddUserAsync(email, role, role == Role.Operator ? null : app.EmployerId);
        using var member = await MemberBrowser.SignInAsync(app, email);
        var applicant = new Applicant(member.Http);

        var hidden = await applicant.OpenAsync(job);
        var (uploaded, draft) = await applicant.UploadAsync(
            job, hidden["form_token"], new FormFile("cv", "draft.pdf", Applicant.Pdf(70_000, seed: 2)));
        Assert.True(uploaded == HttpStatusCode.OK, draft.ToString());
        var sent = await applicant.SendAsync(job, hidden, Applicant.Fields(), new FormFile("cv", "cv.pdf", Applicant.Pdf(200_000)));

        Assert.Contains("Eingegangen", sent.Html, StringComparison.Ordinal);
        await app.IdleAsync();
        Assert.Equal(1, await app.DbAsync(db => db.Deliveries.CountAsync(x => x.SettledAt != null)));
        Assert.Single(await app.Sandbox.ApplicationsAsync());
    }
}
