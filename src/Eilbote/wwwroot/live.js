// Keeps <main data-live="1000"> fresh: asks for the same page after so many ms and swaps the content when it changed. Each answer says when
// to ask next; one without data-live is the last. The reader can stop it. A page that nobody sees does not ask, and asks at once when it is seen again.
(() => {
  const main = document.querySelector("main[data-live]");
  if (!main) return;
  const said = document.body.appendChild(Object.assign(document.createElement("p"), { className: "visually-hidden" }));
  said.setAttribute("role", "status");
  let shown = main.innerHTML, failures = 0, asking = false, stopped = false, timer;
  // Whoever is disturbed by text that changes can stop it (WCAG 2.2.2).
  const [stop, go] = document.documentElement.lang.startsWith("en") ? ["Stop refreshing", "Refresh again"] : ["Nicht mehr aktualisieren", "Wieder aktualisieren"];
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-link", textContent: stop });
  button.addEventListener("click", () => {
    stopped = !stopped;
    button.textContent = stopped ? go : stop;
    if (stopped) clearTimeout(timer); else ask();
  });
  document.querySelector(".side-foot, .foot")?.append(button);

  const swap = fresh => {
    const focused = main.contains(document.activeElement) ? document.activeElement : null;
    const typed = [...main.querySelectorAll("input:not([type=hidden]), textarea")].some(x => x.value !== x.defaultValue)
      || [...main.querySelectorAll("option")].some(x => x.selected !== x.defaultSelected);
    if (typed || focused?.matches("input:not([type=submit]), textarea, select")) return; // nobody loses what is being typed
    const all = selector => [...main.querySelectorAll(selector)];
    const open = all("details").map(d => d.open), place = all("a, button, summary").indexOf(focused), headline = main.querySelector("h1")?.textContent;
    main.replaceChildren(...fresh.childNodes);
    main.dispatchEvent(new Event("fresh"));
    all("details").forEach((d, i) => { d.open = open[i] ?? d.open; });
    (focused?.id && document.getElementById(focused.id) || all("a, button, summary")[place])?.focus({ preventScroll: true });
    const now = main.querySelector("h1")?.textContent;
    if (now !== headline) said.textContent = now;
    return true;
  };

  const next = () => {
    clearTimeout(timer);
    const wait = Number(main.dataset.live);
    button.hidden = !wait;
    if (wait && !document.hidden && !stopped) timer = setTimeout(ask, Math.min(wait * 2 ** failures, Math.max(wait, 30000)));
  };
  const ask = async () => {
    if (asking || stopped) return;
    asking = true;
    clearTimeout(timer);
    try {
      const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(15000) });
      if (answer.redirected) return location.assign(answer.url); // signed out meanwhile
      if (answer.status === 404) return main.removeAttribute("data-live"); // there is nothing any more
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html"), fresh = page.querySelector("main");
      if (!fresh) throw new Error("no main");
      failures = 0;
      const goesOn = fresh.dataset.live, html = fresh.innerHTML;
      if (html !== shown && swap(fresh)) { shown = html; document.title = page.title; }
      if (goesOn) main.dataset.live = goesOn;
      else if (html === shown) main.removeAttribute("data-live");
    } catch { failures++; } finally { asking = false; next(); }
  };
  document.addEventListener("visibilitychange", () => { if (main.dataset.live && !document.hidden) ask(); else next(); });
  next();
})();
