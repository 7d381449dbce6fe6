// Keeps <main data-live="1000"> fresh: asks for the same page every so many ms and swaps the content when it changed.
(() => {
  const main = document.querySelector("main[data-live]");
  if (!main) return;
  const said = document.body.appendChild(Object.assign(document.createElement("p"), { className: "visually-hidden" }));
  said.setAttribute("role", "status");
  let shown = main.innerHTML, failures = 0, timer;

  const swap = fresh => {
    const focused = main.contains(document.activeElement) ? document.activeElement : null;
    const typed = [...main.querySelectorAll("input:not([type=hidden]), textarea")].some(x => x.value !== x.defaultValue);
    if (typed || focused?.matches("input:not([type=submit]), textarea, select")) return; // nobody loses what is being typed
    const all = selector => [...main.querySelectorAll(selector)];
    const open = all("details").map(d => d.open), place = all("a, button, summary").indexOf(focused), headline = main.querySelector("h1")?.textContent;
    main.replaceChildren(...fresh.childNodes);
    all("details").forEach((d, i) => { d.open = open[i] ?? d.open; });
    (focused?.id && document.getElementById(focused.id) || all("a, button, summary")[place])?.focus({ preventScroll: true });
    const now = main.querySelector("h1")?.textContent;
    if (now !== headline) said.textContent = now;
    return true;
  };

  const next = () => { clearTimeout(timer); if (!document.hidden) timer = setTimeout(ask, Math.min(main.dataset.live * 2 ** failures, 30000)); };
  const ask = async () => {
    try {
      const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(15000) });
      if (answer.redirected) return location.assign(answer.url); // signed out meanwhile
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html"), fresh = page.querySelector("main");
      if (!fresh) throw new Error("no main");
      failures = 0;
      const goesOn = fresh.dataset.live, html = fresh.innerHTML;
      if (html !== shown && swap(fresh)) { shown = html; document.title = page.title; }
      if (!goesOn && html === shown) return main.removeAttribute("data-live");
    } catch { failures++; }
    next();
  };
  document.addEventListener("visibilitychange", () => main.dataset.live && next());
  next();
})();
