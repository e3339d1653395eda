// One line at the foot of the page that says what happened to a form, with the buttons it needs.

import { element } from "./dom.js";

let shown = null;

export function hide() {
  shown?.remove();
  shown = null;
}

// `acts`: {word, press}; pressing one removes the line first.
export function say(sentence, acts = [], { link } = {}) {
  hide();
  const press = (act) => () => {
    hide();
    act();
  };
  shown = element(
    "div",
    { class: "form-notice", role: "alert", "data-notice": true },
    element(
      "p",
      {},
      sentence,
      ...(link ? [" ", element("a", { href: link.href, target: "_blank", rel: "noopener" }, link.word)] : []),
    ),
    ...acts.map(({ word, act }) =>
      element("button", { type: "button", class: "bar-button", onclick: press(act) }, word),
    ),
  );
  document.querySelector("#content")?.append(shown);
}
