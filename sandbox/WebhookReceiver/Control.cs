namespace WebhookReceiver;

/// <summary>What tests ask and order.</summary>
internal static class Control
{
    public static void MapControl(this WebApplication app)
    {
        var control = app.MapGroup("/_receiver/{inbox}");
        control.MapGet("/applications", (string inbox, Inboxes inboxes) => inboxes[inbox].Arrivals.Select(x => new
        {
            id = x.Id,
            arrived_at = x.ArrivedAt,
            data = x.Data,
            documents = x.Documents.Select(d => new { name = d.Name, field = d.Field, size = d.Size, sha256 = d.Sha256 }),
        }));
        control.MapGet("/requests", (string inbox, Inboxes inboxes) => inboxes[inbox].Requests);
        control.MapPut("/secret", (string inbox, string? value, Inboxes inboxes) => { inboxes[inbox].Secret = value ?? ""; });
        control.MapPut("/checks", (string inbox, bool value, Inboxes inboxes) => { inboxes[inbox].Checks = value; });
        control.MapPost("/faults", (string inbox, Fault fault, Inboxes inboxes) => inboxes[inbox].Add(fault));
        control.MapDelete("/faults", (string inbox, Inboxes inboxes) => inboxes[inbox].ClearFaults());
    }
}
