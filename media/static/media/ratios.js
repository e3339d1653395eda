// A row of previews: the picture in every shape, cut as the server cuts it.

import { element } from "../editorial/dom.js";
import { RATIOS, WHOLE, cropped, read } from "./cropping.js";

const gettext = window.gettext ?? ((text) => text);
const percent = (number) => `${(number * 100).toFixed(3)}%`;

// Gives {element, draw(focal, box)}; `sides` are those of the picture, `src` may show it smaller.
export function previews(src, sides) {
  const shapes = RATIOS.map(({ name, ratio }) => {
    const picture = element("img", { src, alt: "" });
    const view = element("div", { class: "ratio-view" }, picture);
    const caption = name === "free" ? gettext("Free") : name;
    return {
      ratio,
      view,
      picture,
      figure: element("figure", { class: "ratio" }, view, element("figcaption", {}, caption)),
    };
  });
  const draw = (focal, box = WHOLE) => {
    for (const { ratio, view, picture } of shapes) {
      const part = cropped(sides, ratio, focal, box);
      place(view, picture, part, sides);
      // A panorama is lower than the others rather than wider than the page.
      view.style.maxHeight = `calc(14rem * ${part.height} / ${part.width})`;
    }
  };
  const row = element("div", { class: "ratios", role: "group", "aria-label": gettext("How each shape shows it") });
  row.append(...shapes.map(({ figure }) => figure));
  return { element: row, draw };
}

// The part of a picture that a crop's text names: `image` as the server describes it.
export function croppedPicture(image, text) {
  const sides = { width: image.width, height: image.height };
  const picture = element("img", { src: image.thumb, alt: "" });
  const view = element("div", { class: "cropped-picture" }, picture);
  const part = cropped(sides, null, image.focal, read(text));
  place(view, picture, part, sides);
  view.style.maxWidth = `calc(22rem * ${part.width} / ${part.height})`;
  return view;
}

// Shows `part` of a picture, and nothing else of it, in a view of the part's shape.
function place(view, picture, part, sides) {
  view.style.aspectRatio = `${part.width} / ${part.height}`;
  picture.style.width = percent(sides.width / part.width);
  picture.style.height = percent(sides.height / part.height);
  picture.style.left = percent(-part.left / part.width);
  picture.style.top = percent(-part.top / part.height);
}
