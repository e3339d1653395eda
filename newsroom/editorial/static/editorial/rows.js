// Ordered rows (the byline): add, move by buttons or by dragging, take out. Without this module the
// place numbers order them and the boxes take them out.

import "./forms.js";
import { broughtBack, fill } from "./kept.js";
import { element } from "./dom.js";
import { enhance } from "./picker.js";

const gettext = window.gettext ?? ((text) => text);

function start(frame) {
  const list = frame.querySelector("[data-rows-list]");
  const template = frame.querySelector("template");
  const more = frame.querySelector("[data-rows-add]");
  let next = list.children.length;
  frame.classList.add("is-live");

  const number = () =>
    [...list.children].forEach((row, place) => {
      row.querySelector("[data-row-place]").value = row.querySelector("[data-row-gone]").checked ? "" : place + 1;
    });
  const told = () => frame.dispatchEvent(new Event("input", { bubbles: true }));

  const dress = (row) => {
    const act = (text, name, press) =>
      element("button", { type: "button", class: "pick-act", title: name, "aria-label": name, onclick: press }, text);
    row.append(
      element(
        "span",
        { class: "row-acts" },
        act("↑", gettext("Earlier"), () => {
          row.previousElementSibling?.before(row);
          number();
          told();
        }),
        act("↓", gettext("Later"), () => {
          row.nextElementSibling?.after(row);
          number();
          told();
        }),
        act("✕", gettext("Take out"), () => {
          row.querySelector("[data-row-gone]").checked = true;
          row.hidden = true;
          number();
          told();
          more.focus();
        }),
      ),
    );
    row.draggable = false;
  };

  const add = () => {
    const html = template.innerHTML.replaceAll("__number__", String(next++));
    const holder = element("ol");
    holder.innerHTML = html;
    const row = holder.firstElementChild;
    list.append(row);
    return row;
  };

  // Rows that were added before the page was left, in their order.
  const bringBack = (typed) => {
    const numbers = typed
      .map(([name]) => name.match(/-(\d+)-place$/)?.[1])
      .filter(Boolean)
      .map(Number);
    while (next <= Math.max(...numbers)) enhance(add());
    fill(list.querySelectorAll("[name]"), typed);
    for (const input of list.querySelectorAll("[data-pick]")) input.dispatchEvent(new Event("pick:set"));
    const placeOf = (row) => Number(row.querySelector("[data-row-place]").value) || Infinity;
    list.append(...[...list.children].sort((one, other) => placeOf(one) - placeOf(other)));
    for (const row of list.children) row.hidden = row.querySelector("[data-row-gone]").checked;
  };

  more.hidden = false;
  more.addEventListener("click", () => {
    const row = add();
    dress(row);
    enhance(row);
    number();
    row.querySelector("input:not([type=hidden])").focus();
  });
  const typed = broughtBack(frame.closest("form")).filter(([name]) => name.startsWith(`${frame.dataset.rows}-`));
  if (typed.length) bringBack(typed);
  for (const row of [...list.children]) dress(row);
  // An empty row is for people without this module, except where it is the only one.
  for (const row of [...list.children]) {
    const isEmpty = [...row.querySelectorAll("input[type=text], input[type=hidden]")].every((input) => !input.value);
    if (isEmpty && list.children.length > 1) row.remove();
  }
  number();
}

for (const frame of document.querySelectorAll("[data-rows]")) start(frame);
