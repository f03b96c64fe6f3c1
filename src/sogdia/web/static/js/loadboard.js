/*
 * The load board by hand: a shipment is dragged onto a departure, which presses the button that is there anyway.
 * <li data-ship="ID"><form><button data-to="DEPARTURE">…</button></form></li>  <div data-drop="DEPARTURE">…</div>
 * Without a pointer the buttons do it: a code and Enter finds the shipment, Enter loads it, and the scan box waits for the
 * next; arrow keys walk along the shipments.
 */
(() => {
  let held = null;

  function buttonFor(ship, departure) {
    return [...ship.querySelectorAll("button[data-to]")].find((button) => button.dataset.to === departure && !button.disabled);
  }

  function prepare() {
    document.querySelectorAll("[data-ship]").forEach((ship) => {
      if (ship.querySelector("button[data-to]:not([disabled])")) ship.draggable = true;
    });
  }

  document.addEventListener("dragstart", (event) => {
    held = event.target.closest?.("[data-ship]") ?? null;
    if (!held) return;
    event.dataTransfer.setData("text/plain", held.dataset.ship);
    event.dataTransfer.effectAllowed = "move";
    held.classList.add("sel");
  });

  document.addEventListener("dragend", () => {
    held?.classList.remove("sel");
    document.querySelectorAll("[data-drop].over").forEach((zone) => zone.classList.remove("over"));
    held = null;
  });

  document.addEventListener("dragover", (event) => {
    const zone = event.target.closest?.("[data-drop]");
    if (!zone || !held || !buttonFor(held, zone.dataset.drop)) return;
    event.preventDefault();
    zone.classList.add("over");
  });

  document.addEventListener("dragleave", (event) => {
    const zone = event.target.closest?.("[data-drop]");
    if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("over");
  });

  document.addEventListener("drop", (event) => {
    const zone = event.target.closest?.("[data-drop]");
    if (!zone || !held) return;
    event.preventDefault();
    zone.classList.remove("over");
    buttonFor(held, zone.dataset.drop)?.click();
  });

  document.addEventListener("keydown", (event) => {
    const ship = event.target.closest?.("[data-ship]");
    if (!ship || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    const ships = [...document.querySelectorAll("[data-ship]")];
    const next = ships[ships.indexOf(ship) + (event.key === "ArrowDown" ? 1 : -1)];
    const target = next?.querySelector("button:not([disabled]), a, input");
    if (!target) return;
    event.preventDefault();
    target.focus();
  });

  // After a deed its sentence is spoken and the next scan can begin; a shipment that was found has its button ready.
  function goOn() {
    if (document.querySelector("[data-mend]")) return;
    const said = document.querySelector(".notices[role=status]");
    if (said) {
      const words = [...said.childNodes];
      said.replaceChildren();
      requestAnimationFrame(() => said.replaceChildren(...words));
    }
    const found = said ? null : document.querySelector(".ship.sel :is(button[data-to]:not([disabled]), summary, a[href])");
    const next = found ?? (said ? document.querySelector("form[data-scan] input[name=code]") : null);
    next?.focus();
  }

  prepare();
  goOn();
  document.addEventListener("htmx:after:swap", prepare);
})();
