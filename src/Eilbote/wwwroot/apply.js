// The apply form works without this. With it: chosen files are named at once, too large ones are said at once, and nobody sends twice.
(() => {
  const form = document.querySelector("form[data-apply]");
  if (!form) return;
  const limit = 20 * 1024 * 1024, number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const size = bytes => bytes < 1024 * 1024 ? `${number.format(Math.max(1, Math.round(bytes / 1024)))} KB` : `${number.format(bytes / 1024 / 1024)} MB`;
  const element = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });

  for (const drop of form.querySelectorAll(".drop")) {
    const input = drop.querySelector("input[type=file]");
    const list = drop.appendChild(element("ul", "files", ""));
    list.setAttribute("aria-live", "polite");
    drop.classList.add("is-live");
    const show = () => {
      const files = [...input.files];
      list.replaceChildren(...files.map(file => {
        const large = file.size > limit, row = element("li", large ? "bad" : "", "");
        row.append(element("span", "file-name", file.name), element("span", "small", large ? `${size(file.size)} · ${form.dataset.tooLarge}` : size(file.size)));
        return row;
      }));
      if (files.length) drop.classList.remove("is-invalid");
    };
    input.addEventListener("change", show);
    for (const [event, over] of [["dragenter", true], ["dragleave", false], ["drop", false]]) input.addEventListener(event, () => drop.classList.toggle("is-over", over));
    show(); // the browser's back button brings chosen files back
  }

  const button = form.querySelector("button[type=submit]"), label = button.textContent;
  form.addEventListener("submit", () => setTimeout(() => { // after the browser has collected the fields, the button's own value among them
    button.disabled = true;
    button.textContent = button.dataset.sending;
  }));
  addEventListener("pageshow", event => { if (event.persisted) { button.disabled = false; button.textContent = label; } });
})();
