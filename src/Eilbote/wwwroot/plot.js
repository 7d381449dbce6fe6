// Draws the days of the overview as a chart, from their table; without this the bars in its place and the table stay.
(() => {
  const main = document.querySelector("main");
  let chart;
  const draw = () => {
    const figure = main.querySelector("figure[data-plot]"), place = figure?.querySelector(".bars, .plot");
    if (!place || !window.Chart) return;
    chart?.destroy();
    const canvas = document.createElement("canvas"), plot = Object.assign(document.createElement("div"), { className: "plot" });
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", (place.querySelector("canvas") ?? place).getAttribute("aria-label"));
    plot.append(canvas);
    place.replaceWith(plot);
    figure.querySelector(".bars-key")?.remove();
    // The board's colours may be reckoned from others: the browser says what they come to.
    const color = name => { plot.style.color = `var(${name})`; return getComputedStyle(plot).color; };
    const rows = [...figure.querySelectorAll("tbody tr")].reverse();
    Object.assign(Chart.defaults, { color: color("--quiet"), borderColor: color("--line") });
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    chart = new Chart(canvas, {
      type: "bar",
      data: {
        labels: rows.map(row => row.querySelector("th").dataset.short),
        datasets: [...figure.querySelectorAll("th[data-plot]")].map((head, i) => ({
          label: head.textContent,
          data: rows.map(row => Number(row.querySelectorAll("[data-value]")[i].dataset.value)),
          backgroundColor: color(head.dataset.plot),
          hoverBackgroundColor: color(head.dataset.plot),
        })),
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        plugins: {
          legend: { position: "bottom", labels: { boxWidth: 14 } },
          tooltip: { callbacks: { title: ([item]) => rows[item.dataIndex].querySelector("th").textContent } },
        },
        scales: { x: { stacked: true, grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 10 } }, y: { stacked: true, beginAtZero: true, ticks: { precision: 0 } } },
      },
    });
  };
  draw();
  main.addEventListener("fresh", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
})();
