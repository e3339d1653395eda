// Copies the text of `data-copied` when `data-copy` is pressed, where the browser lets it.

const gettext = window.gettext ?? ((text) => text);
const button = document.querySelector("[data-copy]");
const text = document.querySelector("[data-copied]");

if (button && text && navigator.clipboard?.writeText) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = gettext("Copied");
    } catch (error) {
      console.info(error);
      getSelection().selectAllChildren(text);
    }
  });
}
