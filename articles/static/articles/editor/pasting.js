// What is pasted from a word processor, as plain HTML that says the same. The editor keeps no styles
// and no roles, so lists, headings and footnotes that hide in them are written out before it reads
// the paste. articles/body reads them the same way where no editor was between.

import { PROCESSORS_OWN, gather } from "./pasted_notes.js";

const PROCESSORS = /\bmso-|\bclass=["']?Mso|\bxml:lang=|docs-internal-guid|OutlineElement/;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const BLOCKS = "p, div, h1, h2, h3, h4, h5, h6, ul, ol, li, table, blockquote, hr, pre, figure, aside, section";
// Spaces, and signs that only steer what is around them, as articles/body/inline.py has them.
const INVISIBLE = /[\s\p{Default_Ignorable_Code_Point}\u2800]/gu;
const FILLED = "img, hr, table, figure, [data-footnote], [data-card], [data-video], [data-post], [data-embed]";

export function plain(html) {
  // What the editor itself copied says all it means.
  if (html.includes("data-pm-slice")) return html;
  const { body } = new DOMParser().parseFromString(html, "text/html");
  quieten(body, html);
  gather(body);
  for (const each of body.querySelectorAll("[style]")) {
    if (/mso-list:\s*ignore|display:\s*none/i.test(styleOf(each)) && !markerOf(each)) each.remove();
  }
  for (const wrapper of body.querySelectorAll(".ListContainerWrapper")) wrapper.replaceWith(...wrapper.childNodes);
  lists(body);
  numbers(body);
  headings(body);
  quotations(body);
  empties(body);
  for (const link of body.querySelectorAll("a[href]")) {
    if (PROCESSORS_OWN.test(link.getAttribute("href"))) link.removeAttribute("href");
  }
  return body.innerHTML;
}

const styleOf = (element) => element.getAttribute("style") ?? "";

// The number or bullet that Word typed for a paragraph stays until its list is made.
const markerOf = (element) => /mso-list:\s*ignore/i.test(styleOf(element)) && element.closest("p[style*='mso-list']");

// --- Lists -------------------------------------------------------------------------------------

const levelOf = (element) => Number(/mso-list:[^;]*\blevel(\d)/i.exec(styleOf(element))?.[1] ?? 0);
const statedLevel = (item) => Number(item.getAttribute("data-aria-level") ?? item.getAttribute("aria-level") ?? 0);
const isList = (node) => node.nodeName === "UL" || node.nodeName === "OL";

function lists(body) {
  for (const parent of [body, ...body.querySelectorAll("*")]) {
    let run = [];
    for (const node of [...parent.childNodes]) {
      const items = node.nodeType === Node.ELEMENT_NODE ? itemsOf(node) : [];
      if (items.length) run.push({ node, items });
      else if (node.nodeType === Node.ELEMENT_NODE || node.textContent.trim()) {
        replace(run);
        run = [];
      }
    }
    replace(run);
  }
}

// The items of something that is a list in disguise; none for anything else.
function itemsOf(node) {
  if (node.nodeName === "P" && levelOf(node)) return [wordItem(node)];
  const isFlat = isList(node) && [...node.querySelectorAll("li")].some(statedLevel);
  return isFlat && !node.parentElement.closest("ul, ol") ? flat(node, 1) : [];
}

function wordItem(paragraph) {
  const marker = [...paragraph.querySelectorAll("[style]")].find((each) => /mso-list:\s*ignore/i.test(styleOf(each)));
  const { isNumber, number, isSure } = markerIn(marker?.textContent.trim() ?? "");
  marker?.remove();
  return {
    tag: isNumber ? "ol" : "ul",
    level: levelOf(paragraph),
    start: number,
    isSure,
    item: filled(paragraph),
  };
}

// What Word typed before an item; articles/body/markers.py reads it by the same rules.
function markerIn(typed) {
  const digits = typed.match(/\p{Nd}{1,5}/gu);
  if (digits) return { isNumber: true, number: numberIn(digits.at(-1)), isSure: true };
  const word = /^\(?(\p{L}{1,7})[.):、．-]+$/u.exec(typed)?.[1].toLowerCase();
  if (!word) return { isNumber: false, number: null, isSure: true };
  if (/^[a-z]$/.test(word)) {
    const letter = word.charCodeAt(0) - 96;
    return { isNumber: true, number: Math.min(letter, ROMAN[word] ?? letter), isSure: !(word in ROMAN) };
  }
  return { isNumber: true, number: /^[ivxlcdm]+$/.test(word) ? roman(word) : null, isSure: true };
}

const ROMAN = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 };

function roman(word) {
  const values = [...word].map((letter) => ROMAN[letter]);
  return values.reduce((sum, value, place) => sum + (value < (values[place + 1] ?? 0) ? -value : value), 0);
}

// Digits of any script: each script's ten follow each other, and none stands before its zero.
function numberIn(digits) {
  return [...digits].reduce((sum, digit) => {
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(digit.codePointAt(0) - value - 1))) value += 1;
    return sum * 10 + value;
  }, 0);
}

// A list item with what the paragraph holds.
function filled(paragraph) {
  const item = document.createElement("li");
  for (const name of ["lang", "dir"]) {
    if (paragraph.hasAttribute(name)) item.setAttribute(name, paragraph.getAttribute(name));
  }
  item.append(...paragraph.childNodes);
  return item;
}

function flat(list, level) {
  const tag = list.nodeName.toLowerCase();
  let start = list.hasAttribute("start") ? Number(list.getAttribute("start")) : null;
  const found = [];
  for (const child of [...list.children]) {
    if (isList(child)) found.push(...flat(child, level + 1));
    if (child.nodeName !== "LI") continue;
    const own = Math.max(level, statedLevel(child));
    const inner = [...child.children].filter(isList);
    found.push({ tag, level: own, start, item: child });
    start = null;
    for (const each of inner) {
      found.push(...flat(each, own + 1));
      each.remove();
    }
  }
  return found;
}

function replace(run) {
  if (!run.length) return;
  const items = run.flatMap((each) => each.items);
  const holder = document.createDocumentFragment();
  const open = [];
  let before = "";
  for (const { tag, level, start, isSure = true, item } of items) {
    const wanted = Math.min(level, open.length + 1);
    while (open.length > wanted) open.pop();
    let list = open[wanted - 1];
    const following = list?.element.localName === tag ? list.next : 1;
    // A letter that may be a Roman number says nothing where numbers go on.
    const number = isSure || before !== "ol" ? (start ?? following) : following;
    before = tag;
    if (!list || list.element.localName !== tag || (tag === "ol" && number !== list.next)) {
      const element = document.createElement(tag);
      if (tag === "ol" && number !== 1) element.setAttribute("start", number);
      (open[wanted - 2]?.element.lastElementChild ?? holder).append(element);
      list = { element, next: number };
      open[wanted - 1] = list;
    }
    list.element.append(item);
    list.next += 1;
  }
  run[0].node.before(holder);
  for (const { node } of run) node.remove();
}

// The editor knows the number of a list's first item alone: a list is split where one says its own.
function numbers(body) {
  for (const list of body.querySelectorAll("ol[reversed]")) {
    const items = [...list.children].filter((each) => each.nodeName === "LI");
    const first = Number(list.getAttribute("start") ?? items.length);
    for (const [place, item] of items.entries()) {
      if (!item.hasAttribute("value")) item.setAttribute("value", first - place);
    }
  }
  for (const item of body.querySelectorAll("ol > li[value]")) {
    const list = item.parentElement;
    let own = list;
    if (item.previousElementSibling) {
      own = document.createElement("ol");
      while (item.nextSibling) own.append(item.nextSibling);
      own.prepend(item);
      list.after(own);
    }
    own.setAttribute("start", item.getAttribute("value"));
  }
}

// --- Headings, quotations, emptiness -----------------------------------------------------------

function headings(body) {
  for (const each of body.querySelectorAll("h1, h5, h6, [role=heading], [style*='mso-outline-level']")) {
    const byStyle = /mso-outline-level:\s*(\d)/.exec(styleOf(each))?.[1];
    const byTag = /^h(\d)$/.exec(each.localName)?.[1];
    const stated = each.getAttribute("role") === "heading" ? (each.getAttribute("aria-level") ?? 2) : null;
    const level = Number(stated ?? byTag ?? byStyle);
    if (!level) continue;
    const heading = document.createElement(`h${Math.min(Math.max(level, 2), 4)}`);
    heading.append(...each.childNodes);
    each.replaceWith(heading);
  }
}

function quotations(body) {
  for (const each of body.querySelectorAll("q")) {
    const isInner = each.parentElement.closest("q");
    const has = /^["'“”„«»‘’‚‹›「『]/.test(each.textContent.trim());
    if (!has) {
      each.prepend(isInner ? "‘" : "“");
      each.append(isInner ? "’" : "”");
    }
  }
  for (const each of [...body.querySelectorAll("q")].reverse()) each.replaceWith(...each.childNodes);
}

function empties(body) {
  for (const each of body.querySelectorAll(".EOP")) each.remove();
  for (const each of [...body.querySelectorAll("p, div, h2, h3, h4, h5, h6, li")].reverse()) {
    if (!each.textContent.replace(INVISIBLE, "") && !each.matches(FILLED) && !each.querySelector(FILLED)) each.remove();
  }
  for (const each of body.querySelectorAll("br")) {
    const isBeside = (node) =>
      node?.nodeType === Node.ELEMENT_NODE && (node.matches(BLOCKS) || node.querySelector(BLOCKS));
    if (isBeside(beyond(each, "previousSibling")) || isBeside(beyond(each, "nextSibling"))) each.remove();
  }
}

function beyond(node, step) {
  let next = node[step];
  while (next && ((next.nodeType === Node.TEXT_NODE && !next.data.trim()) || next.nodeName === "BR")) next = next[step];
  return next;
}

// --- Languages ---------------------------------------------------------------------------------

const primary = (tag) => tag.toLowerCase().split("-")[0];

// Word processors name the language of every run of text, and Google Docs the direction of every
// paragraph: what is true of the whole text says nothing.
function quieten(body, html) {
  if (!PROCESSORS.test(html)) return;
  if (!RIGHT_TO_LEFT.test(body.textContent) && !body.querySelector("[dir=rtl]")) {
    for (const each of body.querySelectorAll("[dir]")) each.removeAttribute("dir");
  }
  const letters = new Map();
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const tag = primary(walker.currentNode.parentElement.closest("[lang]")?.lang ?? "");
    letters.set(tag, (letters.get(tag) ?? 0) + walker.currentNode.data.trim().length);
  }
  const [most] = [...letters].sort((one, other) => other[1] - one[1])[0] ?? [""];
  for (const each of body.querySelectorAll("[lang]")) {
    if ([most, primary(document.documentElement.lang)].includes(primary(each.lang))) each.removeAttribute("lang");
  }
}
