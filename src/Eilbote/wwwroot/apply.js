// The apply form works without this. With it: chosen files are named at once, what is too large is said before it is sent, marks go when
// what they mark is mended, typed text outlives a reload and the language link (in this tab), files that cannot are asked for again, and
// nobody sends twice. upload.js, fetched with the first file, sends files when they are chosen; without it they travel with the form.
(() => {
  const form = document.querySelector("form[data-apply]");
  if (!form) return;
  const { fresh, maxFile, maxTotal, tooLarge, tooMuch, again, quoted } = form.dataset, number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const size = bytes => bytes < 1e6 ? `${number.format(Math.max(1, Math.floor(bytes / 1000)))} KB` : `${number.format(bytes / 1e6)} MB`;
  const element = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });
  const inputs = [...form.querySelectorAll(".drop input[type=file]")];
  let uploads, loading; // what upload.js gives, and its coming
  const total = () => inputs.flatMap(input => [...input.files]).reduce((sum, file) => sum + file.size, uploads?.size() ?? 0);

  const missing = {}; // by field, names of files that the page before had: no browser takes a chosen file to the next page

  const shows = inputs.map(input => {
    const drop = input.closest(".drop"), list = drop.appendChild(element("ul", "files", "")), described = input.getAttribute("aria-describedby");
    list.setAttribute("aria-live", "polite");
    drop.classList.add("is-live");
    const show = () => {
      const row = (name, note, bad) => {
        const item = element("li", bad ? "bad" : "", "");
        item.append(element("span", "file-name", name), element("span", "small", note));
        return item;
      };
      const rows = [...input.files].filter(file => !uploads?.has(file)).map(file => file.size > maxFile ? row(file.name, `${size(file.size)} · ${tooLarge}`, true) : row(file.name, size(file.size)));
      rows.unshift(...uploads?.rows(input) ?? []);
      if (input.files.length && total() > maxTotal) rows.push(row(tooMuch, size(total()), true));
      if (input.files.length) delete missing[input.name];
      if (missing[input.name]) {
        const note = element("li", "notice wait", ""), names = missing[input.name].map(name => quoted.replace("{0}", () => name)).join(", ");
        note.id = input.id + "-again";
        note.append(element("b", "", again.replace("{0}", () => names)));
        rows.push(note);
        input.closest("details")?.setAttribute("open", "");
      }
      input.setAttribute("aria-describedby", described + (missing[input.name] ? ` ${input.id}-again` : ""));
      if (rows.length !== list.children.length || rows.some((x, i) => x !== list.children[i])) list.replaceChildren(...rows);
      if (input.files.length) drop.classList.remove("is-invalid");
    };
    input.addEventListener("change", () => {
      show();
      if (input.files.length) upload(input);
    });
    // What lies over the input takes no drop away from it.
    drop.addEventListener("dragover", event => event.target !== input && event.preventDefault());
    drop.addEventListener("drop", event => {
      if (event.target === input || !event.dataTransfer.files.length) return;
      event.preventDefault();
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    for (const [event, over] of [["dragenter", true], ["dragleave", false], ["drop", false]]) input.addEventListener(event, () => drop.classList.toggle("is-over", over));
    show(); // the browser's back button brings chosen files back
    return show;
  });

  form.querySelector(".error-summary")?.focus(); // what is wrong is read first
  const typed = [...form.querySelectorAll("input:not([type=hidden], [type=file], [type=checkbox], [type=radio]), textarea")];
  const picks = [...form.querySelectorAll(".question input:is([type=checkbox], [type=radio])")];
  const key = "typed " + location.pathname;
  const stored = () => { try { return JSON.parse(sessionStorage.getItem(key)) ?? {}; } catch { return {}; } };
  const named = input => {
    const chosen = [...input.files].map(x => x.name), kept = [...input.closest(".drop").querySelectorAll(".kept")].filter(x => !x.querySelector(":checked")).map(x => x.querySelector(".file-name").textContent);
    const sent = uploads?.names(input) ?? [], names = input.multiple || !chosen.length && !sent.length ? [...kept, ...sent, ...chosen] : [...sent, ...chosen];
    return names.length ? names : missing[input.name] ?? [];
  };
  const pairs = (fields, value) => Object.fromEntries(fields.map(x => [x.name, value(x)]));
  const keep = () => { try { sessionStorage.setItem(key, JSON.stringify({ ...pairs(typed, x => x.value), picked: picks.filter(x => x.checked).map(x => [x.name, x.value]), files: pairs(inputs, named) })); } catch { /* a browser that keeps nothing */ } };
  let before = stored();
  // What was sent is not typed into the next form; whoever comes back because sending failed finds it again.
  const opened = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  try {
    if (opened && sessionStorage.getItem(key + " sent")) {
      sessionStorage.removeItem(key);
      sessionStorage.removeItem(key + " sent");
      if (fresh) before = {};
    }
  } catch { /* it kept nothing */ }
  if (fresh) for (const input of typed) if (!input.value) input.value = before[input.name] ?? "";
  if (fresh) for (const [name, value] of before.picked ?? []) for (const pick of picks) if (pick.name === name && pick.value === value) pick.checked = true;
  setTimeout(() => { // the lists are there first: only what changes in them is read out
    for (const input of inputs) {
      const at = input.closest(".drop"), names = before.files?.[input.name] ?? [];
      if (names.length && !input.files.length && !at.querySelector(".kept, .invalid-feedback")) missing[input.name] = names;
    }
    for (const show of shows) show();
    if (!fresh) keep(); // the language link fetches a form that came back anew, too
  });
  form.addEventListener("change", keep);
  const upload = input => (loading ??= import(form.dataset.upload).then(module => {
    uploads = module.uploads(form, { inputs, element, size, total, show: at => { shows[inputs.indexOf(at)](); keep(); } });
  })).then(() => uploads.take(input)).catch(() => { loading = undefined; });
  const mended = input => input.value.trim() !== "" && input.value !== input.defaultValue && (input.type !== "email" || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(input.value.trim()));
  for (const input of typed) input.addEventListener("input", () => {
    keep();
    document.getElementById(input.id + "-proposed")?.remove();
    if (!input.classList.contains("is-invalid") || !mended(input)) return;
    input.classList.remove("is-invalid");
    input.removeAttribute("aria-invalid");
    document.getElementById(input.id + "-error")?.remove();
    form.querySelector(`.error-summary a[href="#${input.id}"]`)?.closest("li").remove();
    if (!form.querySelector(".error-summary li")) form.querySelector(".error-summary")?.remove();
  });

  // What is only asked after another answer is shown then; without this all is shown, with the condition in words.
  for (const asked of form.querySelectorAll("[data-when]")) {
    const show = () => asked.hidden = ![...form.querySelectorAll(`input[name="${CSS.escape(asked.dataset.when)}"]`)].some(x => x.checked && x.value === asked.dataset.option && !x.closest("[hidden]"));
    asked.querySelector(".when")?.remove();
    form.addEventListener("change", show);
    show();
  }

  // What looks mistyped is asked about when its field is left; it never blocks.
  for (const input of form.querySelectorAll("#email, #phone")) input.addEventListener("change", async () => {
    const asked = input.value, body = new URLSearchParams({ [input.name]: asked, lang: document.documentElement.lang.slice(0, 2) });
    const hint = asked && await fetch(form.dataset.hints, { method: "POST", body }).then(x => x.json()).catch(() => null);
    if (input.value !== asked) return;
    document.getElementById(input.id + "-typo")?.remove();
    if (!hint?.[input.name]) return;
    const note = input.insertAdjacentElement("afterend", element("p", "form-text", hint[input.name]));
    note.id = input.id + "-typo";
    note.setAttribute("role", "status");
  });

  // Who ticks it finds name and address again on this device, for 7 days; what was asked beyond that is never kept.
  // The receipt of this job that this device was asked to remember (receipt.js), for so long as the board knows a further application as one.
  const applied = document.querySelector("[data-before]");
  try {
    const was = JSON.parse(localStorage.getItem("receipts"))?.[applied.dataset.before];
    if (was && Date.now() - was.at < 120 * 86400e3 && /^\/([\w-]+\/)*receipts\/[\w-]+$/.test(was.path)) {
      applied.querySelector("a").href = was.path + location.search;
      applied.querySelector("time").textContent = new Date(was.at).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long" });
      applied.hidden = false;
    }
  } catch { /* it kept nothing */ }

  const remember = form.querySelector("[data-remember]"), own = ["first_name", "last_name", "email", "phone"].map(x => form.elements[x]), week = 7 * 86400e3;
  const device = () => { try { const x = JSON.parse(localStorage.getItem("applicant")); return x && Date.now() - x.at < week ? x : null; } catch { return null; } };
  const forget = () => { try { localStorage.removeItem("applicant"); } catch { /* it kept nothing */ } };
  if (remember) {
    const box = remember.querySelector("input"), drop = remember.querySelector("button"), known = device();
    if (!known) forget();
    remember.hidden = false;
    box.checked = !drop.classList.toggle("d-none", !known) && !!known;
    if (known && fresh) for (const input of own) if (!input.value) input.value = known[input.name] ?? "";
    drop.addEventListener("click", () => { forget(); box.checked = false; drop.classList.add("d-none"); });
    box.addEventListener("change", () => box.checked || forget());
    form.addEventListener("submit", () => { try { if (box.checked) localStorage.setItem("applicant", JSON.stringify({ ...pairs(own, x => x.value), at: Date.now() })); } catch { /* it keeps nothing */ } });
  }

  const button = form.querySelector("button[type=submit]"), label = button.textContent;
  form.addEventListener("submit", event => {
    const wrong = form.querySelector(".files > .bad");
    if (wrong) { // it would be refused after minutes of sending, and above 100 MB everything typed would be lost
      event.preventDefault();
      return wrong.closest(".drop").querySelector("input").focus();
    }
    if (uploads?.busy()) { // what is on its way arrives first, and is not sent twice
      event.preventDefault();
      if (button.disabled) return;
      button.disabled = true;
      button.textContent = button.dataset.uploading;
      return uploads.idle().then(() => {
        button.disabled = false;
        form.requestSubmit(button);
      });
    }
    try { sessionStorage.setItem(key + " sent", "true"); } catch { /* it kept nothing */ }
    setTimeout(() => { // after the browser has collected the fields, the button's own value among them
      button.disabled = true;
      button.textContent = button.dataset.sending;
    });
  });
  addEventListener("pageshow", event => { if (event.persisted) { button.disabled = false; button.textContent = label; } });
})();
