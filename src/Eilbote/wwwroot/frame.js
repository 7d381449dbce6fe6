// In a frame of another page (see embed.js): says how high it is, to exactly the origin that asked, and to it nothing else. Only origins that
// the board names can frame it at all. What leads away from the form opens in a tab of its own.
(() => {
  if (parent === window) return;
  let embedder;
  const tell = () => { if (embedder) parent.postMessage(Math.ceil(document.documentElement.getBoundingClientRect().height), embedder); };
  addEventListener("message", event => {
    if (event.source !== parent || event.data !== "eilbote") return;
    embedder = event.origin;
    tell();
  });
  new ResizeObserver(tell).observe(document.documentElement);
  addEventListener("click", event => {
    const link = event.target.closest?.("a[href]");
    if (link && /^https?:$/.test(link.protocol) && !(link.host === location.host && /\/(jobs|receipts)\//.test(link.pathname))) Object.assign(link, { target: "_blank", rel: "noopener" });
  }, true);
})();
