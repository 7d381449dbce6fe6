import { createRequire } from "module"; import fs from "fs"; import { execFileSync } from "child_process";
const require = createRequire(import.meta.url); const d = require("docx"); const { Document, Packer, Paragraph, TextRun, Table, TableRow, TableCell, WidthType, Header, Footer, Textbox, HeadingLevel, TabStopType } = d;
const expected = {}; const add = (name, first, last, email, phone, place) => expected[name] = {first_name: first, last_name: last, email, phone, place};
const p = (t, o = {}) => new Paragraph({children: [new TextRun({text: t, size: o.size, bold: o.bold})], heading: o.heading, tabStops: o.tabs});
const cell = (t, o) => new TableCell({children: (Array.isArray(t) ? t : [t]).map(x => typeof x === "string" ? p(x, o) : x), width: {size: 50, type: WidthType.PERCENTAGE}});
const table = rows => new Table({width: {size: 100, type: WidthType.PERCENTAGE}, rows: rows.map(r => new TableRow({children: r.map(c => cell(c))}))});
const save = async (name, doc) => { fs.writeFileSync("out/" + name, await Packer.toBuffer(doc)); console.log(name, fs.statSync("out/" + name).size); };
// 13: a German table CV of labels
await save("u13-tabelle.docx", new Document({sections: [{children: [
  p("Lebenslauf", {heading: HeadingLevel.TITLE}), p("Persönliche Daten", {heading: HeadingLevel.HEADING_1}),
  table([["Name:", "Lechner Florian, BSc"], ["Geburtsdatum:", "12.04.1994 in Steyr"], ["Anschrift:", "Hauptplatz 3, 4400 Steyr"], ["Telefonnummer:", "0650 / 55 50 987"], ["E-Mail-Adresse:", "f.lechner@example.com"], ["Staatsbürgerschaft:", "Österreich"], ["Familienstand:", "ledig"]]),
  p("Berufserfahrung", {heading: HeadingLevel.HEADING_1}), table([["03/2019 – heute", ["Qualitätstechniker", "Ennstal Motoren GmbH, Werkstraße 1, 4407 Dietach", "Tel. 07252 555-0, jobs@ennstal.example"]], ["2014 – 2019", "Zerspanungstechniker, Bauer Metall"]]),
  p("Referenzen", {heading: HeadingLevel.HEADING_1}), p("DI Sabine Wurm, Abteilungsleiterin, 0664 5550777, s.wurm@example.net")]}]}));
add("u13-tabelle.docx", "Florian", "Lechner", "f.lechner@example.com", "0650 / 55 50 987", "Steyr");
// 14: contact in the page header, English
await save("u14-header.docx", new Document({sections: [{headers: {default: new Header({children: [p("Grace Adeyemi", {size: 36, bold: true}), p("8 Quay Street, Dublin · grace.adeyemi@example.com · +353 85 555 0199")]})}, footers: {default: new Footer({children: [p("Page 1 of 2")]})}, children: [
  p("Profile", {heading: HeadingLevel.HEADING_1}), p("Nurse manager with twelve years on wards in Dublin and Vienna."), p("Experience", {heading: HeadingLevel.HEADING_1}), p("St. Brendan Hospital, ward.office@brendan.example, +353 1 555 0100"), p("Referees", {heading: HeadingLevel.HEADING_1}), p("Dr Maeve Kelly – maeve.kelly@example.net – +353 86 555 0111")]}]}));
add("u14-header.docx", "Grace", "Adeyemi", "grace.adeyemi@example.com", "+353 85 555 0199", "Dublin");
// 15: two columns by a table, the sidebar left
await save("u15-spalten.docx", new Document({sections: [{children: [table([[["KONTAKT", "Seestraße 88", "6900 Bregenz", "Mobil +43 681 5550 2468", "miriam.fessler@example.com", "SPRACHEN", "Deutsch, Englisch, Italienisch", "FÜHRERSCHEIN", "B"].map(x => x), [p("MIRIAM FESSLER", {size: 48, bold: true}), p("Hotelkauffrau"), p("BERUFSWEG", {bold: true}), p("2018–2025 Rezeptionsleitung, Hotel Pfänderblick, rezeption@pfaenderblick.example"), p("2015–2018 Rezeption, Seehotel Lochau, +43 5574 555 100"), p("AUSBILDUNG", {bold: true}), p("2010–2015 HLT Bludenz")]]])]}]}));
add("u15-spalten.docx", "Miriam", "Fessler", "miriam.fessler@example.com", "+43 681 5550 2468", "Bregenz");
// 16: a text box, one-line head, tabs
await save("u16-textfeld.docx", new Document({sections: [{children: [
  new Textbox({children: [p("Dr. med. univ. Elif Aslan-Mayr", {size: 40, bold: true}), p("elif.aslan@example.com | 0699 555 0 1234 | 8020 Graz")], style: {width: "400pt", height: "90pt"}}),
  p("Fachärztin für Innere Medizin", {heading: HeadingLevel.HEADING_2}), p("2019–2025\tOberärztin, Klinikum Murpark", {tabs: [{type: TabStopType.LEFT, position: 2000}]}), p("2013–2019\tAssistenzärztin, Spital Weizfeld"), p("Publikationen", {heading: HeadingLevel.HEADING_2}), p("Mayr E., Sommer T. (2021): Sepsis. Kontakt: t.sommer@example.org")]}]}));
add("u16-textfeld.docx", "Elif", "Aslan-Mayr", "elif.aslan@example.com", "0699 555 0 1234", "Graz");
// PDFs
const pdf = (name, html) => { fs.writeFileSync("out/t.html", "<!doctype html><meta charset=utf-8>" + html); execFileSync("/usr/bin/chromium", ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-pdf-header-footer", "--host-resolver-rules=MAP * ~NOTFOUND", "--print-to-pdf=out/" + name, "file://OUT/t.html"], {stdio: "ignore"}); console.log(name, fs.statSync("out/" + name).size); };
pdf("u17-europass.pdf", `<style>body{font:10pt "Liberation Sans"}td{vertical-align:top;padding:2px 8px}td:first-child{text-align:right;color:#14539a;width:34%}</style><table>
<tr><td>PERSONAL INFORMATION<td style="font-size:17pt">Ákos Szabó-Németh<tr><td><td>Kossuth utca 5, 9400 Sopron (Hungary)<tr><td><td>+36 20 555 0144<tr><td><td>akos.szabo@example.com<tr><td><td>Sex Male | Date of birth 03/05/1990 | Nationality Hungarian
<tr><td>JOB APPLIED FOR<td>Electrician<tr><td>WORK EXPERIENCE<td><tr><td>2016–Present<td>Industrial electrician<br>Neusiedl Solar GmbH, Seeweg 1, 7100 Neusiedl am See<br>office@neusiedlsolar.example, +43 2167 555 01
<tr><td>EDUCATION AND TRAINING<td><tr><td>2009–2012<td>Vocational school, Győr<tr><td>PERSONAL SKILLS<td><tr><td>Mother tongue(s)<td>Hungarian</table>`);
add("u17-europass.pdf", "Ákos", "Szabó-Németh", "akos.szabo@example.com", "+36 20 555 0144", "Sopron");
pdf("u18-rechts.pdf", `<style>body{font:10.5pt "Liberation Serif";margin:0}.s{float:right;width:30%;background:#eee;padding:12px;height:900px}.m{width:60%}h1{letter-spacing:.35em;font-weight:400;font-size:22pt;margin:0}h2{font-size:12pt;text-transform:uppercase}</style>
<div class=s><h2>Kontakt</h2>Adlergasse 2/3/11<br>1010 Wien<br>T: +43 676 555 04 04<br>M: b.nowak@<wbr>example.com<h2>Kenntnisse</h2>AutoCAD<br>Revit<h2>Referenzen</h2>Arch. Paul Lindner<br>lindner@atelier.example<br>+43 1 555 77 88</div><div class=m><h1>BARBARA NOWAK</h1>Architektin<h2>Erfahrung</h2><p>2017–2025 Projektleitung bei Atelier Lindner, Wien<p>2012–2017 Entwurf bei Studio Prater<h2>Studium</h2><p>TU Wien, Diplom-Ingenieurin</div>`);
add("u18-rechts.pdf", "Barbara", "Nowak", "b.nowak@example.com", "+43 676 555 04 04", "Wien");
pdf("u19-brief.pdf", `<style>body{font:11pt "Lato"}footer{position:fixed;bottom:0;font-size:8pt;border-top:1px solid}</style><h1 style="text-align:center;font-size:14pt">Curriculum Vitae</h1><p style="text-align:center"><b>Suryani</b><br>Bogenstrasse 9, 9000 St. Gallen<br>suryani@example.com, 078 555 01 90</p><h3>Career</h3><p>Since 2020: Data engineer, Gallus Versicherungen AG, 9001 St. Gallen<p>2016–2020: Developer, Bodensee IT, hr@bodensee-it.example<h3>Referees on request</h3><footer>Suryani · suryani@example.com · page 1</footer>`);
add("u19-brief.pdf", null, null, "suryani@example.com", "078 555 01 90", "St. Gallen");
// A scan: the picture of a page.
fs.writeFileSync("out/s.html", `<meta charset=utf-8><body style="font:20px serif;background:#fdfdf5"><h1>Gerda Moser</h1>gerda.moser@example.com<br>0664 555 1 999<p>Schneiderin, 3100 St. Pölten`);
execFileSync("/usr/bin/chromium", ["--headless", "--no-sandbox", "--disable-gpu", "--screenshot=out/s.png", "--window-size=500,600", "file://OUT/s.html"], {stdio: "ignore"});
pdf("u20-scan.pdf", `<style>@page{margin:0}</style><img src="s.png" style="width:100%">`); add("u20-scan.pdf", null, null, null, null, null);
const themes = JSON.parse(fs.readFileSync("out/expected-themes.json")); fs.writeFileSync("out/expected.json", "{\n" + Object.entries({...themes, ...expected}).map(([k, v]) => "  " + JSON.stringify(k) + ": " + JSON.stringify(v)).join(",\n") + "\n}\n");
