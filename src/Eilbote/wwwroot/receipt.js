// The receipt works without this. With it: who wishes so finds the receipt again on this device, where the same job is applied for
// (apply.js). Nothing is kept unasked.
(() => {
  const main = document.getElementById("main");
  const kept = () => { try { return JSON.parse(localStorage.getItem("receipts")) ?? {}; } catch { return {}; } };
  const keep = all => { try { localStorage.setItem("receipts", JSON.stringify(all)); return true; } catch { return false; } };
  // The page refreshes itself.
  const show = () => {
    const box = main.querySelector("[data-keep]");
    if (!box) return;
    const { keep: job, at } = box.dataset, input = box.querySelector("input");
    box.hidden = false;
    input.checked = kept()[job]?.path === location.pathname;
    input.defaultChecked = input.checked;
    input.addEventListener("change", () => {
      const all = kept();
      if (input.checked) all[job] = { path: location.pathname, at: Number(at) }; else delete all[job];
      input.checked = keep(all) && input.checked;
      input.defaultChecked = input.checked;
    });
  };
  main.addEventListener("fresh", show);
  show();
})();
