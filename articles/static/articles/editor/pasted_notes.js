// Footnotes of a paste, moved into the lines they belong to: a link in the text leads to a note, and
// a link in the note leads back. Word, Google Docs, LibreOffice and Markdown all write them so.

// How word processors name the two ends of a note: such a link leads nowhere in a text of ours.
export const PROCESSORS_OWN = /#_?(?:ftn|edn|ftnt|sdfootnote|sdendnote)[\w-]*$/;

const LABEL = /^\s*(?:\[\w{1,4}\]|\(\w{1,4}\)|\d{1,3}[.)]?|[*†‡§]+|[ivxlc]{1,6}[.)]?)?\s*$/;
const WAY_BACK = /^(?:\s|\u21a9|\u2191|\^|\ufe0e|\[|\])*$/;
const BOXES = "li, div, aside, section";

const fragment = (link) => (link.getAttribute("href") ?? "").split("#").slice(1).join("#");

export function gather(body) {
  const links = [...body.querySelectorAll('a[href*="#"]')];
  for (const link of links) {
    const note = link.isConnected || body.contains(link) ? noteOf(link, links, body) : null;
    if (note) move(note, link, body);
  }
}

function noteOf(link, links, body) {
  const name = fragment(link);
  const target = name && [...body.querySelectorAll("[id], [name]")].find((e) => e.id === name || nameOf(e) === name);
  const block = target && blockOf(target, body);
  if (!block || block.contains(link)) return null;
  const around = [link, link.parentElement, ...link.querySelectorAll("*")];
  const own = new Set(around.flatMap((each) => [each.id, nameOf(each)]).filter(Boolean));
  const back = links.find((each) => block.contains(each) && own.has(fragment(each)));
  return back && links.indexOf(link) < links.indexOf(back) ? { block, back } : null;
}

const nameOf = (element) => element.getAttribute("name") ?? "";

function blockOf(target, body) {
  let block = target.closest("p, li, div, aside, section, dd, td");
  if (!block || !body.contains(block) || block === body) return null;
  const box = block.parentElement;
  const isAlone = box !== body && box.matches(BOXES) && box.firstElementChild === block;
  if (isAlone && box.querySelectorAll('a[href*="#"]').length === 1) block = box;
  return block;
}

function move({ block, back }, link, body) {
  if (LABEL.test(back.textContent) || WAY_BACK.test(back.textContent)) back.remove();
  else back.replaceWith(...back.childNodes);
  takeOut(block, body);
  const note = document.createElement("span");
  note.setAttribute("data-footnote", "");
  note.append(...inLine(block));
  let place = link;
  while (place.parentElement.matches("sup, span") && /^[[\]()\s]*$/.test(without(place.parentElement, place))) {
    place = place.parentElement;
  }
  place.replaceWith(note);
}

const without = (parent, child) => parent.textContent.replace(child.textContent, "");

// The words of a note as one line: a break for each paragraph after the first.
function inLine(block) {
  const paragraphs = [...block.querySelectorAll("p, div, li")].filter((each) => !each.querySelector("p, div, li"));
  if (!paragraphs.length) return [...block.childNodes];
  return paragraphs
    .filter((each) => each.textContent.trim())
    .flatMap((each, place) => [...(place ? [document.createElement("br")] : []), ...each.childNodes]);
}

// Takes the note out of the text, and what was there for notes alone: a list, a box, a line above.
function takeOut(block, body) {
  const above = block.parentElement;
  let before = block.previousSibling;
  while (
    before &&
    (before.nodeName === "BR" || (before.nodeType !== Node.ELEMENT_NODE && !before.textContent.trim()))
  ) {
    before = before.previousSibling;
  }
  if (before?.nodeName === "HR") before.remove();
  block.remove();
  if (above !== body && !above.textContent.trim() && !above.querySelector("img, table, figure")) takeOut(above, body);
}
