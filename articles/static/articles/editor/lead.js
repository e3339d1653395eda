// The lead picture's field: the same grid and upload as in the text, and the crop of this story.
// Without this module both are text fields.

import "../../editorial/picker.js";
import { element } from "../../editorial/picking.js";
import { askCrop } from "../../media/crop_dialog.js";
import { croppedPicture } from "../../media/ratios.js";
import { wordsOf } from "./arriving.js";
import { askPictures } from "./pictures.js";

const words = window.gettext ?? ((text) => text);
const told = (input) => input.dispatchEvent(new Event("input", { bubbles: true }));

function start(crop) {
  const picked = crop.form.elements[crop.dataset.cropOf];
  const frame = picked?.nextElementSibling;
  if (!frame?.matches(".pick")) return;
  const row = crop.closest(".form-row");
  const shown = element("div", { class: "lead-shown" });
  const button = (text, press) => element("button", { type: "button", class: "small-button", onclick: press }, text);
  const choose = button(words("Choose or upload…"), async () => {
    const ids = await askPictures({ title: words("Choose or upload the lead picture") });
    if (!ids?.length) return;
    picked.value = ids[0];
    told(picked);
    picked.dispatchEvent(new Event("pick:set"));
    choose.focus();
  });
  const cut = button(words("Crop…"), async () => {
    const image = await wordsOf(picked.value);
    const text = image && (await askCrop(image, crop.value));
    if (typeof text !== "string") return;
    crop.value = text;
    told(crop);
    draw();
    cut.focus();
  });
  frame.append(shown, element("p", { class: "lead-tools" }, choose, cut));

  const draw = async () => {
    const [id, text] = [picked.value, crop.value];
    cut.hidden = !id;
    frame.classList.toggle("is-cropped", Boolean(id && text));
    if (!id || !text) {
      shown.replaceChildren();
      return;
    }
    const image = await wordsOf(id);
    if (!image?.thumb || picked.value !== id || crop.value !== text) return;
    shown.replaceChildren(croppedPicture(image, text), element("p", { class: "help" }, words("The part that this story shows")));
  };
  let held = picked.value;
  picked.addEventListener("input", () => {
    // A crop is one of its picture.
    if (picked.value !== held) crop.value = "";
    held = picked.value;
    draw();
  });
  // A crop that was refused stays in sight with what is wrong with it.
  if (row && !row.querySelector(".errorlist")) row.hidden = true;
  draw();
}

for (const crop of document.querySelectorAll("input[data-crop-of]")) start(crop);
