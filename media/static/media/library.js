// The library by keyboard: arrows walk, space selects, x selects a range, o and Enter open, e edits,
// / searches, ? shows the keys. Without this file everything is a link, a checkbox and a button.

const library = document.querySelector("[data-library]");
const tiles = [...library.querySelectorAll("[data-tile]")];
const links = tiles.map((tile) => tile.querySelector(".tile-open"));
const boxes = tiles.map((tile) => tile.querySelector(".tile-select"));
const count = library.querySelector("[data-count]");
const help = library.querySelector("[data-help]");
const bar = library.querySelector(".selection-bar");
const [all, none] = ["all", "none"].map((name) => library.querySelector(`[data-select-${name}]`));
const nothingSelected = count.textContent;
let place = 0;
let lastSelected = null;

/* One tile is a stop of the Tab key; the arrows lead to the others. */
function stand(at) {
  links[place].tabIndex = -1;
  boxes[place].tabIndex = -1;
  place = at;
  links[place].tabIndex = 0;
}

function go(to) {
  if (to < 0 || to >= tiles.length) return;
  stand(to);
  links[to].focus();
  tiles[to].scrollIntoView({ block: "nearest" });
}

/* How many tiles stand in a row, as the page is wide now. */
function columns() {
  const top = tiles[0].offsetTop;
  const second = tiles.findIndex((tile) => tile.offsetTop > top);
  return second < 0 ? tiles.length : second;
}

function select(at, isSelected) {
  boxes[at].checked = isSelected;
  lastSelected = isSelected ? at : null;
  tell();
}

function selectRange() {
  const from = lastSelected ?? place;
  for (let at = Math.min(from, place); at <= Math.max(from, place); at += 1) boxes[at].checked = true;
  lastSelected = place;
  tell();
}

function tell() {
  const selected = boxes.filter((box) => box.checked).length;
  for (const [at, tile] of tiles.entries()) tile.classList.toggle("is-selected", boxes[at].checked);
  bar.classList.toggle("is-idle", !selected);
  all.hidden = !tiles.length || selected === tiles.length;
  none.hidden = !selected;
  if (!selected) count.textContent = nothingSelected;
  else count.textContent = selected === 1 ? count.dataset.one : count.dataset.many.replace("%d", selected);
}

const keys = {
  ArrowRight: () => go(place + 1),
  ArrowLeft: () => go(place - 1),
  ArrowDown: () => go(place + columns()),
  ArrowUp: () => go(place - columns()),
  Home: () => go(0),
  End: () => go(tiles.length - 1),
  " ": () => select(place, !boxes[place].checked),
  x: selectRange,
  o: () => links[place].click(),
  e: () => location.assign(`${links[place].href}#id_title`),
};
const everywhere = {
  "/": () => document.getElementById("searchbar").focus(),
  "?": () => help.showModal(),
};
const fromAnywhere = new Set(["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"]);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const where = event.target;
  if (where.closest("textarea, select, [contenteditable], input:not(.tile-select)")) return;
  const tile = where.closest("[data-tile]");
  let act = everywhere[event.key];
  if (!act && tiles.length && tile) act = keys[event.key];
  // From the page itself the first arrow leads into the grid.
  if (!act && tiles.length && where === document.body && fromAnywhere.has(event.key)) act = () => go(place);
  if (!act) return;
  event.preventDefault();
  act();
});

tiles.forEach((tile, at) => {
  links[at].tabIndex = at === 0 ? 0 : -1;
  boxes[at].tabIndex = -1;
  tile.addEventListener("focusin", () => stand(at));
  boxes[at].addEventListener("click", (event) => {
    if (event.shiftKey) selectRange();
    else select(at, boxes[at].checked);
  });
});

for (const [button, other, isSelected] of [
  [all, none, true],
  [none, all, false],
]) {
  button.addEventListener("click", () => {
    for (const box of boxes) box.checked = isSelected;
    lastSelected = null;
    tell();
    // The button that was pressed may be gone: the other one takes its place.
    if (button.hidden) other.focus();
  });
}

const opener = library.querySelector("[data-help-open]");
opener.hidden = false;
opener.addEventListener("click", () => help.showModal());
// The browser gives checkboxes back when one comes back to the page.
addEventListener("pageshow", tell);
