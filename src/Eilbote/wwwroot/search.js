// Whoever presses "/" outside a field comes to the page's search. Who needs the key for something else switches it off (WCAG 2.1.4).
(() => {
  const field = () => document.querySelector("main input[type=search]"), asked = field();
  if (!asked?.dataset.slash) return;
  const off = () => localStorage.getItem("no-slash") === "1";
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-link" });
  const say = () => { button.textContent = off() ? asked.dataset.noSlash : asked.dataset.slash; };
  button.addEventListener("click", () => { off() ? localStorage.removeItem("no-slash") : localStorage.setItem("no-slash", "1"); say(); });
  say();
  document.querySelector(".side-foot")?.append(button);
  document.addEventListener("keydown", event => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || off()) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    field().focus();
    field().select();
  });
})();
