// Escape closes the note that tells where a value is from, as WCAG 1.4.13 asks.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.body.classList.add("notes-closed");
});
for (const kind of ["mouseover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    if (event.target.closest && !event.target.closest(".why")) {
      document.body.classList.remove("notes-closed");
    }
  });
}

// What was not filled in does not stand in the address, so that it is short enough to share.
document.addEventListener("submit", (event) => {
  for (const field of event.target.elements) {
    if (field.name && !field.value) field.disabled = true;
  }
});
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll(":disabled")) field.disabled = false;
});
