namespace PersonioSandbox;

/// <summary>Three companies and their jobs. The numbers are fixed: demo, tests and guides name them.</summary>
public static class DemoData
{
    public const string Musterfirma = "12345", Alpenwerk = "67890", Bergwerk = "24680";
    public const string MusterfirmaToken = "musterfirma-recruiting-token", AlpenwerkToken = "alpenwerk-recruiting-token",
        BergwerkToken = "bergwerk-recruiting-token";
    public const long MusterfirmaChannel = 250624, AlpenwerkChannel = 250777, BergwerkChannel = 250888;
    public const long BergwerkJob = 2345671, TestJob = 1234567, Unpublished = 1234590, WithQuestions = 1234580;

    private static readonly ApplicationAttribute[] MusterfirmaAttributes =
    [
        .. ApplicationAttribute.Predefined,
        ApplicationAttribute.Custom(1, "Kündigungsfrist", AttributeType.Text),
        ApplicationAttribute.Custom(2, "Ausmaß der Beschäftigung", AttributeType.Option,
            new("custom_option_7", "Vollzeit"), new("custom_option_8", "Teilzeit")),
        ApplicationAttribute.Custom(9, "Sprachen", AttributeType.MultiSelect,
            new("custom_option_9", "Deutsch"), new("custom_option_10", "Englisch")),
    ];

    /// <summary>One of each type; mandatory is whatever the interface can set, but for the long text.</summary>
    private static readonly ApplicationAttribute[] BergwerkAttributes =
    [
        .. ApplicationAttribute.Predefined.Select(x => x with { IsMandatoryEverywhere = x.Id == "salary_expectations" }),
        ApplicationAttribute.Custom(42, "Kündigungsfrist", AttributeType.Text) with { IsMandatoryEverywhere = true },
        ApplicationAttribute.Custom(43, "Führerschein", AttributeType.Option,
            new("custom_option_11", "Klasse B"), new("custom_option_12", "Klasse C"), new("custom_option_13", "keiner")) with
        { IsMandatoryEverywhere = true },
        ApplicationAttribute.Custom(44, "Frühester Eintritt", AttributeType.Date) with { IsMandatoryEverywhere = true },
        ApplicationAttribute.Custom(45, "Berufsjahre", AttributeType.Number) with { IsMandatoryEverywhere = true },
        ApplicationAttribute.Custom(46, "Reisebereitschaft", AttributeType.YesNo) with { IsMandatoryEverywhere = true },
        ApplicationAttribute.Custom(47, "Warum möchten Sie zu uns?", AttributeType.LongText),
        ApplicationAttribute.Custom(48, "Sprachen", AttributeType.MultiSelect,
            new("custom_option_14", "Deutsch"), new("custom_option_15", "Englisch"), new("custom_option_16", "Slowenisch")),
        ApplicationAttribute.Custom(49, "Strafregisterauszug", AttributeType.File),
    ];

    internal static void Fill(World world)
    {
        world.Companies[Musterfirma] = new(Musterfirma, "Musterfirma GmbH", "musterfirma")
        {
            Token = MusterfirmaToken,
            Channels = [new(MusterfirmaChannel, "Jobbörse", "Flatrate"), new(250625, "Empfehlungen")],
            Attributes = MusterfirmaAttributes
        };
        world.Companies[Alpenwerk] = new(Alpenwerk, "Alpenwerk AG", "alpenwerk")
        {
            Token = AlpenwerkToken,
            Channels = [new(AlpenwerkChannel, "Karrieremesse Graz")]
        };
        world.Companies[Bergwerk] = new(Bergwerk, "Bergwerk GmbH", "bergwerk")
        {
            Token = BergwerkToken,
            Channels = [new(BergwerkChannel, "Jobbörse")],
            Attributes = BergwerkAttributes
        };

        Add(world, new(TestJob, Musterfirma, "Test-Job 1", "Remote", Both("Eine Stelle zum Ausprobieren.", "A job to try things with."))
        {
            Subcompany = "Parent Ltd."
        });
        Add(world, new(1234568, Musterfirma, "Buchhalter:in (m/w/d)", "Wien", Both(
            "Sie führen die <strong>Bücher</strong> zweier Gesellschaften und schließen die Monate ab.",
            "You keep the <strong>books</strong> of two companies and close the months."))
        { Department = "Finanzen" });
        Add(world, new(1234569, Musterfirma, "Controller:in", "Wien",
            German("Sie planen, vergleichen und erklären Zahlen so, dass alle sie verstehen."))
        { Department = "Finanzen" });
        Add(world, new(1234570, Musterfirma, "Lagerleitung Süd", "Graz",
            German("Ein Lager, 14 Menschen, zwei Schichten: Sie halten alles am Laufen."))
        { Department = "Logistik" });
        Add(world, new(1234571, Musterfirma, "Softwareentwickler:in C#", "Linz", Both(
            "Sie bauen Dienste, die nicht ausfallen. <a href=\"https://example.com\" onclick=\"alert(1)\">Mehr</a><script>alert('Skript')</script>", "You build services that do not fail.")));
        Add(world, new(1234572, Musterfirma, "Fachkraft für außerordentlich vielseitige Verwaltungs- und Büroangelegenheiten (m/w/d)",
            "Wien", German("Der Titel ist so lang wie die Liste der Aufgaben."))
        { Department = "Büro" });
        Add(world, new(1234573, Musterfirma, "Müllermeister:in für Öle & Getreide", "Wöllersdorf",
            German("Mühle, Öl, Qualität: <em>Handwerk</em> mit Labor."))
        { Department = "Produktion" });
        Add(world, new(WithQuestions, Musterfirma, "Vertrieb Außendienst", "Salzburg",
            German("Sie besuchen Kundinnen und Kunden in Westösterreich."))
        {
            RequiredAttributes = ["custom_attribute_1"],
            Department = "Vertrieb"
        });
        Add(world, new(Unpublished, Musterfirma, "Assistenz der Geschäftsführung", "Wien", German("Noch nicht veröffentlicht."))
        {
            Published = false,
            Department = "Büro"
        });

        Add(world, new(7654321, Alpenwerk, "Mechatroniker:in", "Graz", German("Sie warten Seilbahnen, auch im Winter."))
        {
            Department = "Technik"
        });
        Add(world, new(7654322, Alpenwerk, "Bergführer:in", "Schladming", German("Sie bringen Gäste hinauf und wieder hinunter."))
        {
            Department = "Tourismus"
        });
        Add(world, new(7654323, Alpenwerk, "Koch:Köchin Almhütte", "Ramsau", German("Kaiserschmarrn, Suppe, Strudel: alles hausgemacht."))
        {
            Department = "Gastronomie"
        });

        Add(world, new(BergwerkJob, Bergwerk, "Außendienst Tirol", "Innsbruck",
            German("Sie beraten Bergbahnen und Gemeinden zwischen Arlberg und Wilder Kaiser."))
        { Department = "Vertrieb" });
        Add(world, new(2345672, Bergwerk, "Bergbauingenieur:in", "Eisenerz", Both(
            "Sie planen den Abbau und sorgen dafür, dass alle wieder heraufkommen.",
            "You plan the mining and see that everyone comes up again."))
        { Department = "Technik" });
    }

    private static void Add(World world, Job job) => world.Jobs[job.Id] = job;

    private static Dictionary<string, (string, string)[]> German(string text) => new()
    {
        ["de"] = [("Ihre Aufgaben", $"<p>{text}</p><ul><li>Verantwortung von Anfang an</li><li>Ein Team, das hilft</li></ul>"),
            ("Ihr Profil", "<ul><li>Freude an guter Arbeit</li><li>Verlässlichkeit</li></ul>")],
    };

    private static Dictionary<string, (string, string)[]> Both(string de, string en)
    {
        var sections = German(de);
        sections["en"] = [("Your tasks", $"<p>{en}</p><ul><li>Responsibility from the start</li></ul>"),
            ("Your profile", "<ul><li>Joy in good work</li></ul>")];
        return sections;
    }
}
