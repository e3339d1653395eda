// Lists by keyboard: j and k walk, o or Enter opens, e opens for editing too, / searches.

const rows = [...document.querySelectorAll("#result_list tbody tr")];
let place = -1;

function go(to) {
  if (!rows.length) return;
  rows[place]?.classList.remove("is-here");
  place = Math.min(Math.max(to, 0), rows.length - 1);
  rows[place].classList.add("is-here");
  rows[place].querySelector("th a, td a")?.focus();
  rows[place].scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  for (const filter of document.querySelectorAll("details.filter[open]")) {
    if (!filter.contains(event.target)) filter.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "j") go(place + 1);
  else if (event.key === "k") go(place - 1);
  else if (event.key === "o" || event.key === "e") rows[place]?.querySelector("th a, td a")?.click();
  else if (event.key === "/") document.querySelector("#searchbar")?.focus();
  else return;
  event.preventDefault();
});
