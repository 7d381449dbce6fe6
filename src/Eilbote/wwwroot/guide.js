// The guide and the settings form work without this. With it: what is typed is kept, and read at once, as "Just save" would.
(() => {
  const print = document.querySelector("[data-print]");
  if (print) { print.hidden = false; print.addEventListener("click", () => window.print()); }

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const input = document.getElementById(button.dataset.copy);
      input.select();
      await navigator.clipboard.writeText(input.value);
      button.textContent = button.dataset.copied;
    });
  }

  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const said = form.querySelector("[data-draft-said]");
  let saving;

  // The answer is the same page, with the values where they belong and the next step marked. Where someone is typing stays as it is.
  const swap = page => {
    const fresh = [...page.querySelectorAll("form[data-draft] .setting")];
    if (fresh.length === 0) throw new Error("signed out meanwhile");
    [...form.querySelectorAll(".setting")].forEach((setting, i) => {
      for (const part of [".field", ".where"]) {
        const mine = setting.querySelector(part), theirs = fresh[i].querySelector(part);
        if (!mine || mine.contains(document.activeElement)) continue;
        if (mine.open && !theirs.querySelector(".done")) theirs.open = true;
        // A secret never comes back from the server; one that was refused stays to be looked at and corrected.
        const secret = theirs.querySelector("input[type=password].is-invalid");
        if (secret) secret.value = mine.querySelector("input").value;
        mine.replaceWith(theirs);
      }
    });
    document.querySelector(".page-head").replaceWith(page.querySelector(".page-head"));
  };

  const save = async () => {
    saving?.abort();
    saving = new AbortController();
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: saving.signal });
      swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
      said.textContent = form.dataset.saved;
    } catch (error) {
      if (error.name !== "AbortError") said.textContent = form.dataset.unsaved;
    }
  };
  form.addEventListener("change", save);
  form.addEventListener("submit", () => saving?.abort());

  // Whoever went to Personio by the button is a step further.
  form.addEventListener("click", event => {
    const steps = event.target.closest?.("a[target]")?.closest(".where")?.querySelectorAll(".steps > li") ?? [];
    steps.forEach((step, i) => {
      step.classList.toggle("done", i === 0);
      step.classList.toggle("next", i === 1);
      i === 1 ? step.setAttribute("aria-current", "step") : step.removeAttribute("aria-current");
    });
  });
})();
