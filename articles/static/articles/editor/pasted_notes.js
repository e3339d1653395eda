// Footnotes of a paste, moved into the lines they belong to: a link in the text leads to a note, and
// a link in the note leads back. Word, Google Docs, LibreOffice and Markdown all write them so.

// How word processors name the two ends of a note: such a link leads nowhere in a text of ours.
export const PROCESSORS_OWN = /#_?(?:ftn|edn|ftnt|sdfootnote|sdendnote)[\w-]*$/;

const LABEL = /^\s*(?:[[(](?:\w{1,4}|[*†‡§]+)[\])]|\d{1,3}[.)]?|[*†‡§]+|[a-z]{1,2}|[ivxlc]{1,6}[.)]?)?\s*$/;
const WAY_BACK = /^(?:\s|\d|\u21a9|\u2191|\^|\ufe0e|\[|\])*$/;
const BOXES = "li, div, aside, section";

const fragment = (link) => (link.getAttribute("href") ?? "").split("#").slice(1).join("#");

// A note that the text names several times stands in each of those lines.
export function gather(body) {
  for (const note of notes(body)) move(note, body);
}

// The notes by their blocks: the links that lead to each, and the links in it that lead back.
function notes(body) {
  const links = [...body.querySelectorAll('a[href*="#"]')];
  const found = new Map();
  const lone = [];
  for (const link of links) {
    const block = blockFor(link, body);
    if (!block) continue;
    const wayBack = wayBackTo(link, block, links);
    if (wayBack) {
      if (!found.has(block)) found.set(block, { block, links: [], waysBack: [] });
      found.get(block).links.push(link);
      found.get(block).waysBack.push(wayBack);
    } else if (LABEL.test(link.textContent)) lone.push({ block, link });
  }
  const blocks = [...found.keys()];
  for (const { block, link } of lone) {
    if (!blocks.some((each) => each.contains(link))) found.get(block)?.links.push(link);
  }
  return found.values();
}

function blockFor(link, body) {
  const name = fragment(link);
  const target = name && [...body.querySelectorAll("[id], [name]")].find((e) => e.id === name || nameOf(e) === name);
  const block = target && blockOf(target, body);
  return block && !block.contains(link) ? block : null;
}

function wayBackTo(link, block, links) {
  const around = [link, link.parentElement, ...link.querySelectorAll("*")];
  const own = new Set(around.flatMap((each) => [each.id, nameOf(each)]).filter(Boolean));
  const back = links.find((each) => block.contains(each) && own.has(fragment(each)));
  return back && links.indexOf(link) < links.indexOf(back) ? back : null;
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

function move({ block, links, waysBack }, body) {
  for (const back of waysBack) withoutLabel(back);
  takeOut(block, body);
  const words = inLine(block);
  links.forEach((link, place) => {
    const isLast = place === links.length - 1;
    fill(link, isLast ? words : words.map((each) => each.cloneNode(true)));
  });
}

function withoutLabel(back) {
  if (!LABEL.test(back.textContent) && !WAY_BACK.test(back.textContent)) {
    back.replaceWith(...back.childNodes);
    return;
  }
  for (const each of [...back.parentNode.childNodes]) {
    if (each.nodeType === Node.TEXT_NODE && ["^ ", "↑ "].includes(each.data)) each.remove();
  }
  back.remove();
}

function fill(link, words) {
  const note = document.createElement("span");
  note.setAttribute("data-footnote", "");
  note.append(...words);
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
  while (before && (before.nodeName === "BR" || isBlank(before))) before = before.previousSibling;
  if (before?.nodeName === "HR") before.remove();
  block.remove();
  if (above !== body && [...above.childNodes].every(isLeftAlone)) takeOut(above, body);
}

// Whether it stood there for the notes: a rule or a heading above them.
const isLeftAlone = (node) =>
  isBlank(node) || (node.nodeType === Node.ELEMENT_NODE && node.matches("br, hr, h1, h2, h3, h4, h5, h6"));

const isBlank = (node) =>
  node.nodeType === Node.COMMENT_NODE || (node.nodeType === Node.TEXT_NODE && !node.data.trim());
