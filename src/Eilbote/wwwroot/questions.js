// The editor of questions works without this. With it: what the applicant will see stands beside it while one types.
(() => {
  const form = document.querySelector("form[data-preview]"), preview = document.getElementById("preview");
  if (!form) return;
  let asked = 0, timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++asked, answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) }).catch(() => null);
      if (answer?.ok && mine === asked) preview.innerHTML = await answer.text();
    }, 250);
  });
})();
