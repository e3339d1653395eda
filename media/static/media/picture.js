// The page of one picture: what is typed is not lost to the forms beside it, nor to a link; Ctrl-S
// saves it.

const form = document.querySelector(".picture-page #image_form");
let isDirty = false;
let isSending = false;

if (form) {
  form.addEventListener("input", () => {
    isDirty = true;
  });
  form.addEventListener("submit", () => {
    isSending = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isDirty && !isSending) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    const save = form.querySelector("[name=_continue]");
    if (!save) return;
    event.preventDefault();
    form.requestSubmit(save);
  });
}
