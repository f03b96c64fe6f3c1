/* Forms: sent once, errors found first, questions closed again, choices that send themselves. */
(() => {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]")) return;
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
  document.addEventListener("htmx:after:swap", ready);
})();
