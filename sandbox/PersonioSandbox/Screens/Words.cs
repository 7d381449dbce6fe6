namespace PersonioSandbox.Screens;

/// <summary>Faults and switches in words.</summary>
internal static class Words
{
    public static readonly Dictionary<string, string> Endpoints = new()
    {
        ["any"] = "bei jeder Anfrage",
        ["applications"] = "beim Anlegen einer Bewerbung",
        ["documents"] = "beim Hochladen eines Dokuments",
        ["xml"] = "beim Lesen des Feeds",
    };

    public static readonly Dictionary<string, string> Kinds = new()
    {
        ["status"] = "mit einem Status antworten",
        ["latency"] = "verzögert antworten",
        ["reset"] = "Verbindung abbrechen, nichts geschieht",
        ["lost-answer"] = "alles geschieht, aber die Antwort geht verloren",
        ["slow-upload"] = "den Inhalt nur langsam annehmen",
    };

    public static readonly Dictionary<string, string> Bodies = new()
    {
        ["documented"] = "wie dokumentiert (JSON)",
        ["html"] = "eine HTML-Seite",
        ["empty"] = "nichts",
    };

    public static readonly Dictionary<string, string> Feeds = new()
    {
        ["on"] = "alle veröffentlichten Stellen",
        ["off"] = "nicht gefunden (404)",
        ["empty"] = "keine einzige Stelle",
        ["redirect"] = "Weiterleitung woandershin",
        ["html"] = "HTML statt XML",
        ["malformed"] = "abgeschnittenes XML",
    };

    public static readonly Dictionary<string, string> YesNo = new() { ["true"] = "ja", ["false"] = "nein" };

    public static readonly Dictionary<AttributeType, string> Types = new()
    {
        [AttributeType.Text] = "Text",
        [AttributeType.LongText] = "Langer Text",
        [AttributeType.Option] = "Liste von Optionen",
        [AttributeType.MultiSelect] = "Mehrfachauswahl",
        [AttributeType.Date] = "Datum",
        [AttributeType.Number] = "Zahl",
        [AttributeType.YesNo] = "Ja/Nein",
        [AttributeType.File] = "Datei",
    };

    public static readonly (string Label, string Sentence, Dictionary<string, string> Fields)[] Presets =
    [
        ("Ausfall", "Die nächsten 20 Anfragen werden mit 503 beantwortet.",
            new() { ["fault"] = "status", ["status"] = "503", ["count"] = "20" }),
        ("Antwort verloren", "Die nächste Bewerbung wird angelegt, aber die Antwort kommt nie an.",
            new() { ["fault"] = "lost-answer", ["endpoint"] = "applications" }),
        ("Abgebrochen", "Die nächste Verbindung reißt ab, bevor etwas geschieht.", new() { ["fault"] = "reset" }),
        ("Zu viele Anfragen", "Die nächste Anfrage wird mit 429 beantwortet: in 60 Sekunden wieder.",
            new() { ["fault"] = "status", ["status"] = "429", ["retryAfter"] = "60" }),
        ("Token abgelehnt", "Die nächste Anfrage wird mit 401 beantwortet.", new() { ["fault"] = "status", ["status"] = "401" }),
        ("Langsam", "Die nächsten 5 Anfragen dauern je 10 Sekunden.",
            new() { ["fault"] = "latency", ["delayMs"] = "10000", ["count"] = "5" }),
    ];

    private static readonly Dictionary<string, string> Sentences = new()
    {
        ["duplicates"] = "Zweite Bewerbung derselben Person auf dieselbe Stelle",
        ["errors"] = "Mehrere Fehler in einer Bewerbung: alle nennen oder nur den ersten",
        ["files"] = "Mehrere Dokumente derselben Kategorie: alle behalten oder nur eines",
        ["limit"] = "Anfragen je Minute: für Bewerbungen und Dokumente gemeinsam oder getrennt gezählt",
        ["requests-per-minute"] = "Anfragen je Minute und Unternehmen",
        ["retry-after"] = "Zu viele Anfragen: ob und wie gesagt wird, wann es weitergeht",
        ["created-body"] = "Inhalt der Antwort, wenn eine Bewerbung angelegt wurde",
        ["job-missing"] = "Bewerbung auf eine Stelle, die es nicht gibt",
        ["required-attributes"] = "Fehlende Antwort auf eine verpflichtende Zusatzfrage",
        ["attribute-field"] = "Wie die Antwort ein Attribut nennt: mit API-Namen, als Pfad, nach seinem Platz oder gar nicht",
        ["boolean-values"] = "Werte eines Ja/Nein-Attributs: true, ja, yes, 1 und Gegenteile oder nur true und false",
        ["unauthorized-body"] = "Inhalt der Antwort auf einen falschen Zugriffs-Token",
        ["email-case"] = "Groß- und Kleinschreibung der E-Mail-Adresse beim Vergleichen",
        ["upload-reuse"] = "Ein hochgeladenes Dokument in einer zweiten Bewerbung",
        ["upload-minutes"] = "So viele Minuten bleibt ein hochgeladenes Dokument bekannt",
        ["max-file-bytes"] = "Größtes Dokument, in Bytes",
        ["date-zone"] = "Zeitzone, in der ein Bewerbungsdatum nicht in der Zukunft liegen darf",
        ["unknown-site"] = "Antwort für eine Karriereseite, die es nicht gibt",
        ["xml-content-type"] = "Content-Type des Feeds",
    };

    /// <summary>A switch without a sentence shows its name.</summary>
    public static string Switch(string name) => Sentences.GetValueOrDefault(name, name);

    public static string Of(Fault fault) =>
        $"{German.Count(fault.Left, "Mal", "Mal")} {Endpoints.GetValueOrDefault(fault.Endpoint, fault.Endpoint)}: {Kinds.GetValueOrDefault(fault.Kind, fault.Kind)}"
        + (fault.Kind == "status" ? $" ({fault.Status}, Inhalt: {Bodies.GetValueOrDefault(fault.Body, fault.Body)})" : "")
        + (fault.DelayMs > 0 ? $" ({fault.DelayMs} ms)" : "")
        + (fault.Company == "any" ? ", für alle Unternehmen" : $", für {fault.Company}");
}
