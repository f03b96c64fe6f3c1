/* Passkeys: the browser's ceremony between a form of ours and the server; without it the form stays hidden. */
(() => {
  if (!window.PublicKeyCredential) return;

  const toBytes = (text) => {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
  };
  const toText = (bytes) => {
    const plain = String.fromCharCode(...new Uint8Array(bytes));
    return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  };
  const withBytes = (list) => (list || []).map((each) => ({ ...each, id: toBytes(each.id) }));

  async function options(form) {
    const kept = document.getElementById("passkey-options");
    if (kept) return JSON.parse(kept.textContent);
    const answer = await fetch(form.action, {
      headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
    });
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    return (await answer.json()).request_options;
  }

  async function make(form) {
    const asked = (await options(form)).publicKey;
    const alone = form.querySelector('[name="passwordless"]')?.checked;
    const selection = { ...asked.authenticatorSelection };
    selection.residentKey = alone ? "required" : "discouraged";
    selection.requireResidentKey = Boolean(alone);
    if (alone) selection.userVerification = "required";
    const made = await navigator.credentials.create({
      publicKey: {
        ...asked,
        challenge: toBytes(asked.challenge),
        user: { ...asked.user, id: toBytes(asked.user.id) },
        excludeCredentials: withBytes(asked.excludeCredentials),
        authenticatorSelection: selection,
      },
    });
    return {
      ...named(made),
      response: {
        clientDataJSON: toText(made.response.clientDataJSON),
        attestationObject: toText(made.response.attestationObject),
      },
    };
  }

  async function use(form) {
    const asked = (await options(form)).publicKey;
    const used = await navigator.credentials.get({
      publicKey: {
        ...asked,
        challenge: toBytes(asked.challenge),
        allowCredentials: withBytes(asked.allowCredentials),
      },
    });
    const said = used.response;
    return {
      ...named(used),
      response: {
        clientDataJSON: toText(said.clientDataJSON),
        authenticatorData: toText(said.authenticatorData),
        signature: toText(said.signature),
        userHandle: said.userHandle ? toText(said.userHandle) : null,
      },
    };
  }

  const named = (credential) => ({
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    clientExtensionResults: credential.getClientExtensionResults(),
  });

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    const failed = form.querySelector("[data-passkey-failed]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      form.setAttribute("aria-busy", "true");
      try {
        const credential = await (form.dataset.passkey === "make" ? make(form) : use(form));
        form.elements.credential.value = JSON.stringify(credential);
        form.submit();
      } catch {
        form.removeAttribute("aria-busy");
        failed.hidden = false;
      }
    });
  });
})();
