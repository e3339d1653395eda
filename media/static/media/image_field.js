// The field of a picture, wherever one is chosen: the grid and the upload of the text, files that
// are dropped or pasted there, the part that is shown where the form keeps one, and the words it
// cannot be published without. Without this module these are text fields.

import "../editorial/picker.js";
import { element } from "../editorial/dom.js";
import { mayUpload } from "./arriving.js";
import { askPictures } from "./choosing.js";
import { askCrop } from "./crop_dialog.js";
import { askLibraryWords, lacking, wordsOf } from "./library_words.js";
import { croppedPicture } from "./ratios.js";
import { hasFiles, pastedPictures, picturesIn } from "./uploading.js";

const gettext = window.gettext ?? ((text) => text);
const told = (input) => input.dispatchEvent(new Event("input", { bubbles: true }));

function start(picked) {
  const frame = picked.nextElementSibling;
  if (!frame?.matches(".pick")) return;
  const crop = picked.form.querySelector(`input[data-crop-of="${picked.name}"]`);
  const row = crop?.closest(".form-row");
  const shown = element("div", { class: "picture-shown" });
  const said = element("p", { class: "picture-said", role: "status" });
  const button = (text, press) => element("button", { type: "button", class: "small-button", onclick: press }, text);
  const choose = button(gettext("Choose or upload…"), () => ask());
  const cut = button(gettext("Crop…"), async () => {
    const image = await wordsOf(picked.value);
    if (!image) return say(gettext("The library does not show this picture. Choose it again."));
    const text = await askCrop(image, crop.value);
    if (typeof text === "string") {
      crop.value = text;
      told(crop);
      draw();
    }
    cut.focus();
  });
  const describe = button(gettext("Alt text and credit…"), async () => {
    if (await askLibraryWords(picked.value)) {
      picked.dispatchEvent(new Event("pick:set"));
      draw();
    }
    describe.focus();
  });
  frame.append(shown, said, element("p", { class: "picture-tools" }, choose, cut, describe));

  const say = (text) => {
    said.textContent = text;
  };
  const ask = async (files = []) => {
    const ids = await askPictures({ title: gettext("Choose or upload a picture"), files });
    if (ids?.length) {
      picked.value = ids[0];
      told(picked);
      picked.dispatchEvent(new Event("pick:set"));
    }
    choose.focus();
  };
  const draw = async () => {
    const [id, text] = [picked.value, crop?.value ?? ""];
    cut.hidden = !id || !crop;
    frame.classList.toggle("is-cropped", Boolean(id && text));
    const image = id ? await wordsOf(id) : null;
    if (picked.value !== id || (crop?.value ?? "") !== text) return;
    describe.hidden = !image?.may_change;
    say(image ? lacking(image) : "");
    shown.replaceChildren();
    if (image?.thumb && text) {
      shown.append(croppedPicture(image, text), element("p", { class: "help" }, gettext("The part shown here")));
    }
  };
  let held = picked.value;
  picked.addEventListener("input", () => {
    // A crop is one of its picture.
    if (crop && picked.value !== held) crop.value = "";
    held = picked.value;
    draw();
  });
  takeFiles(picked.closest("[data-takes-pictures], fieldset.module") ?? frame, ask);
  if ("pickInDialog" in picked.dataset) leaveToDialog(picked, frame, choose);
  // A crop that was refused stays in sight with what is wrong with it.
  if (row && !row.querySelector(".errorlist")) row.hidden = true;
  describe.hidden = true;
  draw();
}

// Files that fall into `area` or are pasted there go to the dialog, which asks for their words.
function takeFiles(area, ask) {
  if (!mayUpload()) return;
  area.addEventListener("dragover", (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    area.classList.add("is-over");
  });
  area.addEventListener("dragleave", (event) => {
    if (!area.contains(event.relatedTarget)) area.classList.remove("is-over");
  });
  area.addEventListener("drop", (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    area.classList.remove("is-over");
    const files = picturesIn(event.dataTransfer);
    if (files.length) ask(files);
  });
  area.addEventListener("paste", (event) => {
    const files = pastedPictures(event);
    if (!files.length) return;
    event.preventDefault();
    ask(files);
  });
}

// The dialog searches too: a short form needs no second field for that. The button takes the
// field's label and what is said of it.
function leaveToDialog(picked, frame, choose) {
  const search = frame.querySelector(".pick-search");
  const label = search.labels?.[0];
  const described = search.getAttribute("aria-describedby");
  choose.id = search.id;
  search.removeAttribute("id");
  search.hidden = true;
  if (label) {
    label.id ||= `${choose.id}-label`;
    choose.setAttribute("aria-labelledby", `${label.id} ${choose.id}`);
  }
  if (described) choose.setAttribute("aria-describedby", described);
  picked.addEventListener("input", () => {
    // Where it was taken out the keyboard goes on here.
    if (!picked.value) setTimeout(() => choose.focus());
  });
}

for (const picked of document.querySelectorAll('input[data-pick="image"]')) start(picked);
