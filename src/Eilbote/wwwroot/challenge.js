// ALTCHA's element solves what the form asks in a worker, while the page is read. See Challenge.cs for what it proves.
(async () => {
  const place = document.querySelector("[data-challenge]");
  await import(place.dataset.altcha);
  const words = JSON.parse(place.dataset.words), { $altcha } = globalThis;
  $altcha.algorithms.set("PBKDF2/SHA-256", () => new Worker(place.dataset.worker));
  for (const language of ["de", "en"]) $altcha.i18n.set(language, { ...$altcha.i18n.get("en"), ...words });
})();
