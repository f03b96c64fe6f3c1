/* A drop zone around a file field: files dropped on it go into the field, and their names are said. */
(() => {
  function prepare(zone) {
    const input = zone.querySelector("input[type=file]");
    const says = zone.querySelector("[data-drop-says]");
    if (!input) return;

    function name() {
      if (says) says.textContent = [...input.files].map((file) => file.name).join(", ");
    }

    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
    zone.addEventListener("dragleave", () => zone.classList.remove("over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      input.files = event.dataTransfer.files;
      name();
    });
    input.addEventListener("change", name);
  }

  document.querySelectorAll("[data-dropzone]").forEach(prepare);
})();
