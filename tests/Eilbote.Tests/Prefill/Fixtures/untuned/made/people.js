// Ten invented people; content as CVs have it: employers' and references' contacts among it.
const work = (de, org, mail, tel) => [
  {name: org, company: org, position: de ? "Senior Controllerin" : "Team Lead Operations", website: "https://www.example.org", url: "https://www.example.org", startDate: "2019-03-01", endDate: "2025-08-31", location: de ? "Linz" : "London",
   summary: de ? `Budget, Forecast und Monatsabschluss. Kontakt: ${mail}, Tel. ${tel}` : `Ran a team of nine. Contact: ${mail}, phone ${tel}`, highlights: de ? ["Einführung von SAP S/4HANA", "Führung von 4 Personen"] : ["Cut lead time by 30 %", "Introduced weekly reviews"]},
  {name: de ? "Huber & Söhne KG" : "Blue Harbour Ltd", company: de ? "Huber & Söhne KG" : "Blue Harbour Ltd", position: de ? "Buchhalterin" : "Operations Analyst", startDate: "2014-09-01", endDate: "2019-02-28", summary: de ? "Laufende Buchhaltung, Mahnwesen, 1.200 Belege im Monat" : "Reporting and forecasting", highlights: []},
];
const edu = de => [{institution: de ? "Wirtschaftsuniversität Wien" : "University of Leeds", area: de ? "Betriebswirtschaft" : "Economics", studyType: de ? "Magister" : "BSc", startDate: "2008-10-01", endDate: "2013-06-30"}];
const refs = (name, mail, tel) => [{name, reference: `${name}, ${mail}, ${tel}`}];
const P = (theme, de, first, last, title, email, phone, place, country, org) => ({theme, expected: {first_name: first, last_name: last, email, phone, place}, resume: {
  basics: {name: (title ? title + " " : "") + first + " " + last, label: de ? "Controllerin" : "Operations Manager", email, phone, url: "https://example.com/~" + last.length, website: "https://example.com/~" + last.length, summary: de ? "Genau, ruhig, gern im Team." : "Calm, precise and fond of numbers.", location: {address: de ? "Lindengasse 14/7" : "22 Mill Lane", postalCode: de ? "4020" : "LS1 4AP", city: place, countryCode: country, region: ""}, profiles: [{network: "LinkedIn", username: "profil-" + last.length, url: "https://linkedin.example/in/profil"}]},
  work: work(de, org, "office@" + org.toLowerCase().replace(/[^a-z]/g, "") + ".example", de ? "+43 732 555010" : "+44 20 7946 0958"), volunteer: [], education: edu(de), awards: [], publications: [], certificates: [],
  skills: [{name: "SAP", level: "Expert", keywords: ["FI", "CO"]}, {name: "Excel", level: "Master", keywords: ["Power Query"]}], languages: [{language: de ? "Deutsch" : "English", fluency: "C2"}], interests: [{name: de ? "Bergsteigen" : "Rowing", keywords: []}],
  references: refs(de ? "Mag. Peter Obermoser" : "Helen Marsh", de ? "p.obermoser@example.net" : "h.marsh@example.net", de ? "0664 1029384" : "+44 7700 900123"), projects: [], meta: {}}});
module.exports = [
  P("elegant", true, "Marlene", "Hinterholzer-Schwaiger", "Mag.", "marlene.hinterholzer@example.com", "+43 664 5551234", "Linz", "AT", "Donaustahl GmbH"),
  P("elegant", false, "Oliver", "Fenwick", "", "oliver@example.com", "+44 7700 900461", "Leeds", "GB", "Northgate plc"),
  P("even", true, "Jürgen", "Größwang", "DI (FH)", "juergen.groesswang@example.com", "0676/555 87 65", "Wels", "AT", "Traunbau AG"),
  P("even", false, "Priya", "Raghunathan", "", "p.raghunathan@example.com", "+49 151 23456789", "Munich", "DE", "Isar Systems"),
  P("flat", true, "Anna Sophie", "Köllerer", "", "as.koellerer@example.com", "+43 (0) 699 1234 5678", "Graz", "AT", "Murtal Energie"),
  P("flat", false, "Tomasz", "Wiśniewski", "", "tomasz.w@example.com", "+41 79 555 01 23", "Zurich", "CH", "Limmat Foods"),
  P("kendall", true, "Fatma", "Yıldız", "", "fatma.yildiz@example.com", "0660 5550199", "Salzburg", "AT", "Salzach Logistik"),
  P("kendall", false, "Siobhán", "O’Connell", "Dr.", "siobhan.oconnell@example.com", "+43 1 5550 4711", "Vienna", "AT", "Ringlab"),
  P("macchiato", true, "Karl-Heinz", "Brunner", "", "kh.brunner@example.com", "+49 (0)30 555 01 02", "Berlin", "DE", "Spreewerk GmbH"),
  P("macchiato", false, "Lena", "van der Berg", "", "lena.vanderberg@example.com", "+43 670 555 0142", "Innsbruck", "AT", "Inn Analytics"),
  P("stackoverflow", true, "Zoë", "Aigner", "Dipl.-Ing.", "zoe@example.com", "+41 44 555 01 77", "Winterthur", "CH", "Töss Textil"),
  P("stackoverflow", false, "Daniel", "Nwosu", "", "daniel.nwosu@example.com", "+44 20 7946 0321", "Bristol", "GB", "Severn Data"),
];
