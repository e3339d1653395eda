// Which part of a picture one use shows: a rectangle on it, moved and resized by mouse, finger or
// keys, locked to a shape or free, with a preview of every shape.

import { open } from "../editorial/dialog.js";
import { element } from "../editorial/dom.js";
import { RATIOS, WHOLE, fitted, moved, read, resized, written } from "./cropping.js";
import { previews } from "./ratios.js";

const gettext = window.gettext ?? ((text) => text);
const CORNERS = {
  nw: gettext("upper left"),
  ne: gettext("upper right"),
  sw: gettext("lower left"),
  se: gettext("lower right"),
};
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

let count = 0;

// `picture`: {thumb, width, height, focal}. Gives the crop's text ("" for the whole), or null.
export function askCrop(picture, text) {
  const sides = { width: picture.width, height: picture.height };
  let box = read(text);
  let ratio = null;

  const shapes = previews(picture.thumb, sides);
  const said = element("p", { class: "help crop-said", role: "status" });
  const frame = element("div", { class: "crop-box", tabindex: "0", role: "group" });
  const stage = element(
    "div",
    { class: "crop-stage" },
    element("img", { src: picture.thumb, alt: "", draggable: "false" }),
    frame,
  );
  stage.style.aspectRatio = `${sides.width} / ${sides.height}`;
  stage.style.maxWidth = `calc(min(26rem, 50vh) * ${sides.width} / ${sides.height})`;

  const draw = () => {
    for (const [side, part] of [
      ["left", box.x],
      ["top", box.y],
      ["width", box.width],
      ["height", box.height],
    ]) {
      frame.style[side] = `${part * 100}%`;
    }
    const [left, top, width, height] = [box.x, box.y, box.width, box.height].map((part) => Math.round(part * 100));
    const pixels = `${Math.round(box.width * sides.width)} × ${Math.round(box.height * sides.height)} px`;
    frame.setAttribute(
      "aria-label",
      `${gettext("Crop")}: ${width} % × ${height} %, ${left} % ${gettext("from the left")}, ${top} % ${gettext("from the top")}`,
    );
    said.textContent = written(box)
      ? `${gettext("Shows")} ${pixels}, ${width} % × ${height} %`
      : `${gettext("Shows the whole picture")}, ${pixels}`;
    shapes.draw(picture.focal, box);
  };
  const set = (changed) => {
    box = changed;
    draw();
  };

  const pointIn = (event) => {
    const outer = stage.getBoundingClientRect();
    return { x: (event.clientX - outer.left) / outer.width, y: (event.clientY - outer.top) / outer.height };
  };
  const drag = (node, moves) => {
    node.addEventListener("pointerdown", (event) => {
      if (event.button || event.target !== node) return;
      event.preventDefault();
      node.focus();
      node.setPointerCapture(event.pointerId);
      const begin = { box, point: pointIn(event) };
      const follow = (later) => set(moves(begin, pointIn(later)));
      node.addEventListener("pointermove", follow);
      node.addEventListener("lostpointercapture", () => node.removeEventListener("pointermove", follow), {
        once: true,
      });
    });
  };
  const keys = (node, moves) => {
    node.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step || event.target !== node) return;
      event.preventDefault();
      const by = event.shiftKey ? 0.05 : 0.01;
      set(moves(step[0] * by, step[1] * by));
    });
  };

  drag(frame, (begin, point) => moved(begin.box, point.x - begin.point.x, point.y - begin.point.y));
  keys(frame, (dx, dy) => moved(box, dx, dy));
  for (const [corner, name] of Object.entries(CORNERS)) {
    const handle = element("button", {
      type: "button",
      class: `crop-corner is-${corner}`,
      "aria-label": `${gettext("Corner")}: ${name}`,
    });
    drag(handle, (begin, point) => resized(begin.box, corner, point, ratio, sides));
    keys(handle, (dx, dy) => {
      const at = {
        x: (corner.includes("w") ? box.x : box.x + box.width) + dx,
        // A locked shape follows one of its sides: the keys of both directions move it.
        y: (corner.includes("n") ? box.y : box.y + box.height) + dy,
      };
      if (!ratio) return resized(box, corner, at, null, sides);
      const outward = (corner.includes("w") ? -dx : dx) + (corner.includes("n") ? -dy : dy);
      const wider = (corner.includes("w") ? box.x : box.x + box.width) + (corner.includes("w") ? -outward : outward);
      const fixedY = corner.includes("n") ? box.y + box.height : box.y;
      return resized(box, corner, { x: wider, y: fixedY }, ratio, sides);
    });
    frame.append(handle);
  }

  const group = `crop-shape-${++count}`;
  const locks = element("fieldset", { class: "crop-shapes" }, element("legend", {}, gettext("Shape")));
  for (const shape of [...RATIOS].reverse()) {
    const input = element("input", { type: "radio", name: group, checked: !shape.ratio });
    input.addEventListener("change", () => {
      ratio = shape.ratio;
      set(fitted(box, ratio, sides));
    });
    locks.append(element("label", {}, input, ` ${shape.ratio ? shape.name : gettext("Free")}`));
  }
  const whole = element("button", { type: "button", class: "bar-button" }, gettext("Whole picture"));
  whole.addEventListener("click", () => {
    locks.querySelector("input").click();
    set({ ...WHOLE });
    frame.focus();
  });
  const help = element(
    "p",
    { class: "help" },
    gettext("Drag the frame or its corners, or use the arrow keys on them (with Shift in larger steps)."),
  );

  return open({
    title: gettext("Crop for this use"),
    kind: "crop-dialog",
    submit: gettext("Use this crop"),
    acts: [whole],
    content: [
      element(
        "div",
        { class: "crop-columns" },
        element("div", {}, stage, said, help),
        element("div", {}, locks, shapes.element),
      ),
    ],
    values: () => written(box),
    ready: () => {
      draw();
      frame.focus();
    },
  });
}
