using System.Net;
using Eilbote.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Eilbote.Tests.Deliveries;

public sealed class When_an_application_is_sent
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task It_arrives_complete_and_once(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        var job = await app.AddJobAdAsync("1234568");
        var cv = Applicant.Pdf();
        var sent = await new Applicant(app.Http).ApplyAsync(job, null, new FormFile("cv", "Lebenslauf Änne.pdf", cv));
        Assert.True(sent.Status == HttpStatusCode.SeeOther, sent.Html);
        await app.IdleAsync();

        var arrived = Assert.Single(await app.Sandbox.ApplicationsAsync());
        Assert.Equal("Öztürk", arrived.GetProperty("last_name").GetString());
        var delivery = await app.DbAsync(db => db.Deliveries.SingleAsync());
        Assert.Equal(DeliveryState.Delivered, delivery.State);
    }
}
