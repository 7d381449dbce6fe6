namespace PersonioSandbox;

/// <summary>What a recruiter sees: the applications that arrived, with everything in them.</summary>
internal static class Recruiter
{
    public static void MapRecruiter(this WebApplication app)
    {
        app.MapGet("/", (World world) => Html.Page("Unternehmen", Html.List(world.Companies.Values.OrderBy(x => x.Id, StringComparer.Ordinal).Take(50)
            .Select(x => ($"/recruiting/{x.Id}", x.Name, $"{world.Arrivals.Count(a => a.Company == x.Id)} Bewerbungen")))
            + $"<p class=\"quiet\">Schalter: {Html.Encode(string.Join(", ", world.Switches.All.Select(x => x.Key + "=" + x.Value)))}<br>Vorgemerkte Störungen: {world.Faults.Count}</p>"));
        app.MapGet("/recruiting/{company}", (string company, World world) => world.Companies.TryGetValue(company, out var found)
            ? Html.Page("Bewerbungen bei " + found.Name, Html.List(world.Arrivals.Reverse().Where(x => x.Company == company).Take(500)
                .Select(x => ($"/recruiting/{company}/applications/{x.Id}", $"{x.FirstName} {x.LastName}", $"{x.JobTitle} · {Time(x.ArrivedAt)}"))))
            : Html.Page("Nicht gefunden", "", 404));
        app.MapGet("/recruiting/{company}/applications/{id}", (string company, string id, World world) =>
            Find(world, company, id) is { } arrival ? Show(arrival) : Html.Page("Nicht gefunden", "", 404));
        app.MapGet("/recruiting/{company}/applications/{id}/documents/{number:int}", (string company, string id, int number, HttpContext http, World world) =>
        {
            if (Find(world, company, id) is not { } arrival || arrival.Documents.ElementAtOrDefault(number) is not { } document)
                return Html.Page("Nicht gefunden", "", 404);
            http.Response.Headers.XContentTypeOptions = "nosniff";
            http.Response.Headers.ContentSecurityPolicy = "sandbox";
            var file = world.Files[document.Uuid];
            return Results.File(file.Content, file.MediaType, document.Name);
        });
    }

    private static IResult Show(Arrival x)
    {
        var facts = new List<(string Name, string? Value)>
        {
            ("E-Mail", x.Email), ("Stelle", $"{x.JobTitle} ({x.JobId})"), ("Kanal", x.Channel?.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Phase", x.Phase),
            ("Nachricht", x.Message), ("Datum", x.ApplicationDate), ("Angekommen", Time(x.ArrivedAt)), ("Tags", string.Join(", ", x.Tags)),
        };
        facts.AddRange(x.Attributes.Select(a => (a.Key, (string?)a.Value)));
        var list = string.Concat(facts.Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => $"<dt>{Html.Encode(f.Name)}</dt><dd dir=\"auto\">{Html.Encode(f.Value)}</dd>"));
        var documents = Html.List(x.Documents.Select((d, i) => ($"/recruiting/{x.Company}/applications/{x.Id}/documents/{i}", d.Name, $"{d.Category} · {d.Size} Bytes · SHA-256 {d.Sha256[..12]}…")));
        return Html.Page($"{x.FirstName} {x.LastName}", $"<p><a href=\"/recruiting/{x.Company}\">← Bewerbungen</a></p><div class=\"card\"><dl>{list}</dl></div><h2>Dokumente</h2>{documents}");
    }

    private static Arrival? Find(World world, string company, string id) => world.Arrivals.FirstOrDefault(x => x.Company == company && x.Id == id);

    private static string Time(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
}
