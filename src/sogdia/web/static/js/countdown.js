/* Countdowns written by the server go on by the minute; the text changes, nothing moves. */
(() => {
  const SOON_MIN = 12 * 60;

  function cells(minutes, units) {
    const days = Math.floor(minutes / 1440);
    const parts = [
      [String(Math.floor((minutes % 1440) / 60)).padStart(2, "0"), units[1]],
      [String(minutes % 60).padStart(2, "0"), units[2]],
    ];
    return days ? [[String(days), units[0]], ...parts] : parts;
  }

  function show(flap) {
    const minutes = Math.floor((Date.parse(flap.dataset.until) - Date.now()) / 60000);
    if (minutes < 0) {
      const over = document.createElement("span");
      over.className = "tag";
      over.textContent = flap.dataset.over;
      flap.replaceWith(over);
      return;
    }
    flap.classList.toggle("soon", minutes < SOON_MIN);
    flap.replaceChildren(...cells(minutes, flap.dataset.units.split("|")).flatMap(([value, unit], index) => {
      const cell = document.createElement("span");
      const name = document.createElement("i");
      name.textContent = unit;
      cell.append(value, name);
      return index ? [" ", cell] : [cell];
    }));
  }

  function all() {
    document.querySelectorAll("[data-until]").forEach(show);
  }

  all();
  setInterval(all, 60000);
  document.addEventListener("visibilitychange", () => document.hidden || all());
  document.addEventListener("htmx:after:swap", all);
})();
