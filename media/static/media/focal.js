// The focal point of a picture, set on the picture itself: by mouse, finger or arrow keys. The
// number fields stay, and are what is saved; without this module they are all there is.

import "../editorial/forms.js";
import { element } from "../editorial/dom.js";
import { previews } from "./ratios.js";

const gettext = window.gettext ?? ((text) => text);
const clamp = (value) => Math.min(Math.max(value, 0), 1);
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function start(x) {
  const y = document.getElementById(x.id.replace(/x$/, "y"));
  const { focal: src, width, height } = x.dataset;
  const sides = { width: Number(width), height: Number(height) };
  const shapes = previews(src, sides);
  const point = element("button", { type: "button", class: "focal-point", "aria-describedby": "focal-help" });
  const stage = element("div", { class: "focal-stage" }, element("img", { src, alt: "", draggable: "false" }), point);
  stage.style.aspectRatio = `${width} / ${height}`;
  stage.style.maxWidth = `calc(32rem * ${width} / ${height})`;
  const help = element(
    "p",
    { class: "help", id: "focal-help" },
    gettext(
      "Click or drag on the picture, or use the arrow keys (with Shift in larger steps). Every crop keeps this point in sight.",
    ),
  );
  const tool = element(
    "div",
    { class: "focal-tool" },
    element("div", { class: "focal-main" }, stage, help),
    shapes.element,
  );

  const at = () => ({ x: clamp(Number(x.value) || 0), y: clamp(Number(y.value) || 0) });
  const draw = () => {
    const focal = at();
    point.style.left = `${focal.x * 100}%`;
    point.style.top = `${focal.y * 100}%`;
    const [left, top] = [focal.x, focal.y].map((part) => Math.round(part * 100));
    point.setAttribute(
      "aria-label",
      `${gettext("Focal point")}: ${left} % ${gettext("from the left")}, ${top} % ${gettext("from the top")}`,
    );
    shapes.draw(focal);
  };
  const set = (focal) => {
    for (const [field, value] of [
      [x, focal.x],
      [y, focal.y],
    ]) {
      field.value = String(Math.round(clamp(value) * 1000) / 1000);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const follow = (event) => {
    const box = stage.getBoundingClientRect();
    set({ x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    stage.setPointerCapture(event.pointerId);
    point.focus();
    follow(event);
  });
  stage.addEventListener("pointermove", (event) => {
    if (stage.hasPointerCapture(event.pointerId)) follow(event);
  });
  point.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const by = event.shiftKey ? 0.1 : 0.01;
    const focal = at();
    set({ x: focal.x + step[0] * by, y: focal.y + step[1] * by });
  });
  for (const field of [x, y]) field.addEventListener("input", draw);
  x.closest(".form-row").before(tool);
  draw();
}

for (const field of document.querySelectorAll("input[data-focal]")) {
  if (field.dataset.focal && document.getElementById(field.id.replace(/x$/, "y"))) start(field);
}
