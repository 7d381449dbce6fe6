using System.Net;
using Eilbote.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Deliveries;

/// <summary>Applies twice, hands in, and looks at what became of the last.</summary>
internal static class Supplementing
{
    public const string Job = "1234568", Mine = "aenne.oeztuerk@example.com";

    /// <returns>The second's receipt.</returns>
    public static async Task<string> TwiceAsync(TestApp app, Guid job)
    {
        await new Applicant(app.Http).ApplyAsync(job);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        var second = await new Applicant(app.Http).ApplyAsync(job, new(Applicant.Fields(Mine)) { ["phone"] = "+43 660 7654321" });
        await app.IdleAsync();
        return second.Receipt!;
    }

    public static async Task<(HttpStatusCode, string?, string)> HandInAsync(
        TestApp app, string receipt, Dictionary<string, string> fields, params FormFile[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in Applicant.Hidden(await GetAsync(app, receipt + "/supplement")).Concat(fields))
            form.Add(new StringContent(value), name);
        foreach (var file in files)
            form.Add(new ByteArrayContent(file.Content), file.Field, file.Name);
        using var response = await app.Http.PostAsync(new Uri(receipt + "/supplement", UriKind.Relative), form);
        return (response.StatusCode, response.Headers.Location?.ToString(),
            WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
    }

    public static async Task<string> GetAsync(TestApp app, string address) =>
        WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri(address, UriKind.Relative)));

    public static async Task PostAsync(TestApp app, string address)
    {
        using var answer = await app.Http.PostAsync(new Uri(address, UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await app.IdleAsync();
    }

    public static Task<(DeliveryState State, HeldBy? HeldBy)> StateAsync(TestApp app) => app.DbAsync(async db =>
    {
        var last = await db.Deliveries.AsNoTracking().OrderByDescending(x => x.CreatedAt).ThenByDescending(x => x.Id).FirstAsync();
        return (last.State, last.HeldBy);
    });

    public static Task<Guid> LastIdAsync(TestApp app) => app.DbAsync(
        db => db.Applications.OrderByDescending(x => x.ReceivedAt).ThenByDescending(x => x.Id).Select(x => x.Id).FirstAsync());
}
