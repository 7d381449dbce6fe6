// Sends each file of the apply form when it is chosen, one after the other, and fills what its CV proposes into empty fields. A file stays
// chosen in its input until it has arrived: what cannot be sent now travels with the form.
const tries = 3, firstPause = 1000;

export function uploads(form, { inputs, element, size, total, show }) {
  const words = JSON.parse(form.dataset.words), { maxFile, maxTotal } = form.dataset, token = form.elements.form_token.value;
  const kept = form.elements.kept, address = new URL(form.action), said = form.querySelector("[data-prefilled]");
  let shown = JSON.parse(kept.value || "[]"), items = [], active, waiting = [];
  address.pathname += "/documents";
  const of = input => items.filter(x => x.input === input);

  // What has arrived is named in the form; what has not stays in its input, behind no file that was chosen since.
  const settle = input => {
    const files = new DataTransfer();
    for (const file of [...of(input).filter(x => !x.id).map(x => x.file), ...[...input.files].filter(x => !items.some(item => item.file === x))]) files.items.add(file);
    input.files = files.files;
    kept.value = JSON.stringify([...shown, ...items.filter(x => x.id).map(x => ({ Id: x.id, Slot: x.input.name, Name: x.name }))]);
    show(input);
  };

  const row = item => {
    item.row = element("li", "upload", "");
    item.note = element("span", "small", size(item.file.size));
    item.bar = Object.assign(document.createElement("progress"), { max: 1, value: 0, ariaLabel: `${item.file.name}: ${words.uploading}` });
    item.again = Object.assign(element("button", "btn btn-secondary", words.retry), { type: "button", hidden: true, onclick: () => { item.tried = 0; queue(item); } });
    item.end = Object.assign(element("button", "btn btn-secondary", words.cancel), { type: "button", onclick: () => drop(item) });
    for (const button of [item.again, item.end]) button.setAttribute("aria-label", `${button.textContent}: ${item.file.name}`);
    item.row.append(element("span", "file-name", item.file.name), item.note, item.again, item.end, item.bar);
  };

  const say = (item, state, note) => {
    item.state = state;
    item.note.textContent = [size(item.file.size), note].filter(Boolean).join(" · ");
    item.bar.hidden = state !== "waiting" && state !== "sending";
    item.again.hidden = state !== "failed";
    if (state !== "sending" && active === item) active = undefined;
    if (!busy()) for (const done of waiting.splice(0)) done();
    if (!active) next();
  };

  const busy = () => items.some(x => x.state === "waiting" || x.state === "sending");
  const next = () => { const item = items.find(x => x.state === "waiting" && !x.pause); if (item) send(item); };
  const queue = item => say(item, "waiting");

  const send = item => {
    active = item;
    const request = item.request = new XMLHttpRequest(), body = new FormData();
    for (const [name, value] of [["form_token", token], ["lang", form.elements.lang.value], [item.input.name, item.file]]) body.append(name, value);
    request.upload.onprogress = event => { item.bar.value = event.loaded / event.total; };
    request.onload = () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* not ours: a proxy between */ }
      if (request.status === 200 && answer.id) arrived(item, answer);
      else if (request.status >= 400 && request.status < 500 && request.status !== 408) say(item, "refused", answer.error ?? words.failed);
      else broken(item);
    };
    request.onerror = () => broken(item);
    request.open("POST", address);
    say(item, "sending");
    request.send(body);
  };

  const broken = item => {
    item.tried = (item.tried ?? 0) + 1;
    item.bar.value = 0;
    if (item.tried > tries) return say(item, "failed", words.failed);
    item.pause = setTimeout(() => { item.pause = undefined; if (!active) next(); }, firstPause * 2 ** (item.tried - 1));
    say(item, "waiting", words.broken);
  };

  const arrived = (item, answer) => {
    [item.id, item.name] = [answer.id, answer.name];
    if (!item.input.multiple) { // it took the place of what was kept before
      shown = shown.filter(x => x.Slot !== item.input.name);
      for (const old of item.input.closest(".drop").querySelectorAll(".kept")) old.remove();
    }
    item.end.textContent = words.remove;
    item.end.setAttribute("aria-label", `${words.remove}: ${item.file.name}`);
    settle(item.input);
    fill(answer.proposals ?? {});
    say(item, "arrived", words.uploaded);
  };

  const drop = item => {
    items = items.filter(x => x !== item);
    clearTimeout(item.pause);
    item.request?.abort();
    if (item.id) fetch(`${address.pathname}/${item.id}`, { method: "DELETE", body: new URLSearchParams({ form_token: token }), keepalive: true }).catch(() => { });
    const files = new DataTransfer();
    for (const file of item.input.files) if (file !== item.file) files.items.add(file);
    item.input.files = files.files;
    settle(item.input);
    say(item, "dropped");
    item.input.focus();
  };

  // Never over what was typed; marked until it is touched.
  const fill = proposals => {
    const filled = [];
    for (const [name, value] of Object.entries(proposals)) {
      const field = form.elements[name] ?? form.elements[`answers[${name}]`];
      if (!/^(text|email|tel|textarea)$/.test(field?.type) || field.value.trim()) continue;
      field.value = value;
      if (field === document.activeElement) field.select();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      const mark = field.parentNode.insertBefore(element("p", "form-text proposed", words.proposed), field.nextSibling);
      mark.id = field.id + "-proposed";
      field.setAttribute("aria-describedby", mark.id);
      filled.push(field.labels[0].firstChild.textContent.trim());
    }
    if (filled.length) said.textContent = words.prefilled.replace("{0}", () => filled.join(", "));
  };

  addEventListener("online", () => { for (const item of items) if (item.state === "failed") { item.tried = 0; queue(item); } });

  return {
    busy,
    idle: () => new Promise(done => busy() ? waiting.push(done) : done()),
    has: file => items.some(x => x.file === file),
    rows: input => of(input).map(x => x.row),
    names: input => of(input).filter(x => x.id).map(x => x.name),
    size: () => items.filter(x => x.id).reduce((sum, x) => sum + x.file.size, 0),
    take: input => {
      const chosen = [...input.files].filter(file => !items.some(x => x.file === file));
      if (!chosen.length || chosen.some(x => x.size > maxFile || !x.size) || total() > maxTotal) return; // said already, or said when it is sent
      if (!input.multiple) for (const old of of(input)) { old.request?.abort(); clearTimeout(old.pause); items = items.filter(x => x !== old); if (active === old) active = undefined; }
      for (const file of chosen) {
        const item = { input, file, tried: 0, state: "waiting" };
        row(item);
        items.push(item);
      }
      settle(input);
      if (!active) next();
    },
  };
}
