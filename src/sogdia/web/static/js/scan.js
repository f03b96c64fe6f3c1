/*
 * Scanning by camera, where the browser can read codes; typing always works.
 * <form data-scan><input name="code"><button type="button" data-scan-start hidden>…</button>
 * <video data-scan-view hidden muted playsinline></video></form>
 * A read code is put into the input and the form is sent.
 */
(() => {
  const forms = document.querySelectorAll("form[data-scan]");
  if (!forms.length || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;

  /* A label's code may be wrapped in an address: the last part of its path is the code. */
  function codeOf(text) {
    try {
      const parts = new URL(text).pathname.split("/").filter(Boolean);
      return decodeURIComponent(parts[parts.length - 1] ?? text);
    } catch {
      return text.trim();
    }
  }

  function prepare(form) {
    const button = form.querySelector("[data-scan-start]");
    const view = form.querySelector("[data-scan-view]");
    const input = form.querySelector("input[name=code]");
    if (!button || !view || !input) return;
    let stream = null;
    button.hidden = false;

    function stop() {
      stream?.getTracks().forEach((track) => track.stop());
      stream = null;
      view.hidden = true;
      button.setAttribute("aria-pressed", "false");
    }

    async function look(detector) {
      if (!stream) return;
      const found = await detector.detect(view).catch(() => []);
      if (found.length) {
        input.value = codeOf(found[0].rawValue);
        stop();
        form.requestSubmit();
        return;
      }
      setTimeout(() => look(detector), 150);
    }

    button.addEventListener("click", async () => {
      if (stream) {
        stop();
        input.focus();
        return;
      }
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      } catch {
        button.hidden = true;
        input.focus();
        return;
      }
      view.srcObject = stream;
      view.hidden = false;
      button.setAttribute("aria-pressed", "true");
      await view.play();
      look(new window.BarcodeDetector({ formats: ["qr_code", "code_128", "data_matrix"] }));
    });
    window.addEventListener("pagehide", stop);
  }

  forms.forEach(prepare);
})();
