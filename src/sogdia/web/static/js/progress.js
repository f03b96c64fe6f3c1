/*
 * Whoever pressed sees that it was heard: the button is busy at once, after 0.3 s a bar runs along the top, and a form that
 * carries files shows how much of them has left. Without script forms are sent as ever.
 */
(() => {
  const LATE_MS = 300, GIVE_UP_MS = 20000, SMALL = 65536;
  const bar = document.querySelector("[data-busy]");
  let timer = 0, running = 0;

  function start() {
    running += 1;
    clearTimeout(timer);
    timer = setTimeout(() => { if (bar) bar.hidden = false; }, LATE_MS);
  }

  function stop() {
    running = Math.max(running - 1, 0);
    if (running) return;
    clearTimeout(timer);
    if (bar) bar.hidden = true;
  }

  function allStop() {
    running = 1;
    stop();
    document.querySelectorAll("button[data-pressed]").forEach(ready);
  }

  function busy(button) {
    button.dataset.pressed = "yes";
    button.setAttribute("aria-busy", "true");
    button.setAttribute("aria-disabled", "true");
  }

  function ready(button) {
    delete button.dataset.pressed;
    button.removeAttribute("aria-busy");
    button.removeAttribute("aria-disabled");
  }

  // An answer that is a file leaves the page where it is: then everything is ready again by itself.
  function forAWhile() {
    start();
    setTimeout(allStop, GIVE_UP_MS);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.matches("[hx-get], [hx-post]")) return;
    const button = event.submitter ?? form.querySelector("button:not([type]), button[type=submit]");
    if (button?.dataset.pressed) {
      event.preventDefault();
      return;
    }
    if (button) busy(button);
    if (form.enctype === "multipart/form-data" && weight(form) > SMALL) {
      event.preventDefault();
      send(form, event.submitter, button);
      return;
    }
    forAWhile();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.target || link.origin !== location.origin || link.hasAttribute("download")) return;
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    if (/[?&]as=csv|\.(csv|json|xml)$/.test(link.href)) return;
    forAWhile();
  });

  // What a page asks for by itself each second was pressed by nobody.
  const byItself = (event) => event.target.matches?.('[hx-trigger*="every"]');
  document.addEventListener("htmx:before:request", (event) => byItself(event) || start());
  document.addEventListener("htmx:finally:request", (event) => byItself(event) || stop());
  window.addEventListener("pageshow", allStop);
  window.addEventListener("pagehide", allStop);

  function weight(form) {
    return [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files])
      .reduce((sum, file) => sum + file.size, 0);
  }

  function send(form, submitter, button) {
    form.querySelector(".sending")?.remove();
    const shown = document.querySelector("template[data-sending]").content.firstElementChild.cloneNode(true);
    const [progress, says, number] = ["progress", "[data-says]", "bdi"].map((name) => shown.querySelector(name));
    (button?.closest(".form-foot") ?? form).append(shown);
    const request = new XMLHttpRequest();
    const body = new FormData(form, submitter);

    function over(words) {
      says.textContent = words;
      progress.hidden = true;
      number.textContent = "";
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
      if (button) ready(button);
    }

    let last = -1;
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const percent = Math.floor((loaded / total) * 100);
      progress.value = percent;
      if (percent < last + 10 && percent < 100) return;
      last = percent;
      number.textContent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(percent / 100);
    });
    request.upload.addEventListener("load", () => {
      says.textContent = shown.dataset.checked;
      number.textContent = "";
      progress.removeAttribute("value");
    });
    request.addEventListener("error", () => over(shown.dataset.failed));
    request.addEventListener("abort", () => over(shown.dataset.ended));
    request.addEventListener("load", () => {
      const to = request.getResponseHeader("Sogdia-Goes-To");
      if (to) {
        go(to);
        return;
      }
      show(request.responseText);
    });
    shown.querySelector("button").addEventListener("click", () => request.abort());
    request.open("POST", form.action);
    request.setRequestHeader("Sogdia-Sends", "files");
    request.send(body);
  }

  // To a place of the same page a browser would only scroll: it has to be asked for anew.
  function go(to) {
    const here = location.pathname + location.search;
    location.assign(to);
    const there = new URL(to, location.href);
    if (there.hash && there.pathname + there.search === here) location.reload();
  }

  // The answer is a page of its own (the form with what is to be mended): its content takes the place of this one's.
  function show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const main = page.querySelector("main");
    if (!main) {
      location.reload();
      return;
    }
    document.title = page.title;
    document.querySelector("main").replaceWith(main);
    window.htmx?.process?.(main);
    document.dispatchEvent(new CustomEvent("htmx:after:swap"));
    (main.querySelector("[data-mend]") ?? main).focus();
    allStop();
  }
})();
