/* Forms: sent once, errors found first, questions closed again, choices that send themselves. */
(() => {
  let waiting = "";

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]")) return;
    // What was changed a moment ago is still on its way: the deed waits for the page that shows its price.
    if (form.dataset.after && document.querySelector(form.dataset.after)?.matches(".htmx-request")) {
      event.preventDefault();
      waiting = `#${form.id}`;
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  });

  // A page taken from the browser's memory may be sent again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    });
  });

  // A select that filters sends its form; without script a button beside it does.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-send]")) event.target.form.requestSubmit();
  });

  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-confirm-close]");
    if (!close) return;
    const details = close.closest("details");
    details.open = false;
    details.querySelector("summary").focus();
  });

  function ready() {
    document.querySelectorAll("[data-confirm-close]").forEach((button) => { button.hidden = false; });
    document.querySelectorAll("[data-script-hides]").forEach((element) => { element.hidden = true; });
  }

  ready();
  document.querySelector("[data-mend]")?.focus();
  // A fold that somebody opened stays open when the page around it is drawn anew.
  let open = [];
  document.addEventListener("htmx:before:swap", () => {
    open = [...document.querySelectorAll("details[data-stays][open]")].map((fold) => fold.id);
  });

  document.addEventListener("htmx:after:swap", () => {
    open.forEach((id) => { document.getElementById(id)?.setAttribute("open", ""); });

    ready();
    const form = waiting ? document.querySelector(waiting) : null;
    waiting = "";
    form?.requestSubmit();
  });
})();
