import { createRequire } from "module"; import fs from "fs"; import { execFileSync } from "child_process";
const require = createRequire(import.meta.url); const people = require("./people.js"); const expected = {};
let i = 0;
for (const p of people) {
  i++; const name = `u${String(i).padStart(2, "0")}-${p.theme}.pdf`;
  try {
    let m; try { m = require("jsonresume-theme-" + p.theme); } catch { m = await import("jsonresume-theme-" + p.theme); }
    let html = await (m.render ?? m.default?.render ?? m.default)(p.resume);
    if (typeof html !== "string") html = html.html ?? String(html);
    html = html.replace(/<script[\s\S]*?<\/script>/g, "").replace(/<link[^>]*https?:[^>]*>/g, "").replace(/@import[^;]*;/g, "");
    fs.writeFileSync("out/t.html", html);
    execFileSync("/usr/bin/chromium", ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-pdf-header-footer", "--host-resolver-rules=MAP * ~NOTFOUND", "--print-to-pdf=out/" + name, "file://OUT/t.html"], {stdio: "ignore", timeout: 60000});
    expected[name] = p.expected; console.log(name, fs.statSync("out/" + name).size);
  } catch (e) { console.log(name, "FAILED", e.message.slice(0, 200)); }
}
fs.writeFileSync("out/expected-themes.json", JSON.stringify(expected, null, 1));
