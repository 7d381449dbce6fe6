// <script src="https://board.example/embed.js" data-job="{id}" async></script> puts the form for that job where it stands. On a page whose
// origin the board has not been told (Eilbote:Board:EmbedOrigins) it puts a link instead. data-lang="en" is for English; else the page's own.
(() => {
  const script = document.currentScript, base = script.src.replace(/\/embed\.js.*$/, ""), board = new URL(base).origin;
  const origins = [/* origins */];
  class Application extends HTMLElement {
    connectedCallback() {
      if (this.firstChild) return;
      const english = this.lang.startsWith("en"), address = `${base}/jobs/${encodeURIComponent(this.getAttribute("job"))}/apply?lang=${english ? "en" : "de"}`;
      if (!origins.includes(location.origin)) {
        this.append(Object.assign(document.createElement("a"), { href: address, target: "_blank", rel: "noopener", textContent: english ? "Open the form" : "Formular öffnen" }));
        return;
      }
      const frame = Object.assign(document.createElement("iframe"), { src: address, lang: english ? "en" : "de", title: english ? "Application form" : "Bewerbungsformular", referrerPolicy: "origin" });
      Object.assign(this.style, { display: "block" });
      Object.assign(frame.style, { display: "block", width: "100%", height: "1100px", border: "0" });
      let pages = 0;
      frame.addEventListener("load", () => {
        frame.contentWindow.postMessage("eilbote", board); // who embeds it: the form answers with its height
        if (pages++ && this.getBoundingClientRect().top < 0) this.scrollIntoView();
      });
      addEventListener("message", event => {
        if (event.source === frame.contentWindow && event.origin === board && event.data > 0) frame.style.height = `${Math.min(event.data, 30000)}px`;
      });
      this.append(frame);
    }
  }
  if (!customElements.get("eilbote-application")) customElements.define("eilbote-application", Application);
  const element = document.createElement("eilbote-application");
  element.setAttribute("job", script.dataset.job ?? "");
  element.lang = script.dataset.lang ?? (document.documentElement.lang || "de");
  script.after(element);
})();
