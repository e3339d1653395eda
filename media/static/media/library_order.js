// Putting a collection in order: by dragging, or with the buttons. Without this file the buttons
// save after every step.

const list = document.querySelector("[data-order]");
let dragged = null;

function move(entry, step) {
  const other = step < 0 ? entry.previousElementSibling : entry.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(entry);
  else other.after(entry);
}

if (list) {
  for (const entry of list.querySelectorAll("[data-entry]")) {
    entry.draggable = true;
    entry.addEventListener("dragstart", (event) => {
      dragged = entry;
      entry.classList.add("is-dragged");
      event.dataTransfer.effectAllowed = "move";
    });
    entry.addEventListener("dragend", () => {
      entry.classList.remove("is-dragged");
      dragged = null;
    });
    entry.addEventListener("dragover", (event) => {
      if (!dragged || dragged === entry) return;
      event.preventDefault();
      const box = entry.getBoundingClientRect();
      if (event.clientY < box.top + box.height / 2) entry.before(dragged);
      else entry.after(dragged);
    });
    entry.addEventListener("drop", (event) => event.preventDefault());
  }
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    move(button.closest("[data-entry]"), Number(button.dataset.move));
    button.focus();
  });
}
