// What became of all the files of the upload page together, and what is still to be done.

import { element } from "../editorial/dom.js";

const gettext = window.gettext ?? ((text) => text);

const OUTCOMES = [
  ["accepted", gettext("%d added to the library")],
  ["duplicate", gettext("%d already in it")],
  ["given_way", gettext("%d replaced by another")],
  ["refused", gettext("%d refused")],
  ["failed", gettext("%d not sent")],
];

// "3 of 5 files: 2 added to the library, 1 refused." Nothing before the first answer.
export function outcome(cards) {
  const found = OUTCOMES.map(([state, text]) => [cards.filter((card) => card.state === state).length, text]).filter(
    ([number]) => number,
  );
  const answered = found.reduce((sum, [number]) => sum + number, 0);
  if (!answered) return "";
  const files =
    cards.length === 1
      ? gettext("1 file")
      : gettext("%d of %d files").replace("%d", answered).replace("%d", cards.length);
  return `${files}: ${found.map(([number, text]) => text.replace("%d", number)).join(", ")}.`;
}

const WANTED = [
  [gettext("Refused"), (card) => card.state === "refused"],
  [gettext("Not sent"), (card) => card.state === "failed"],
  [gettext("Without credit"), (card) => card.image && !card.image.printed_credit],
  [
    gettext("Without alt text"),
    (card) => card.image && !card.image.fields.alt_text && !card.image.fields.is_decorative,
  ],
];
const NAMED = 12;

// Lines that name the files which want a hand, and lead to them.
export function wanted(cards) {
  return WANTED.flatMap(([heading, wants]) => {
    const found = cards.filter(wants);
    if (!found.length) return [];
    const links = found.slice(0, NAMED).flatMap((card, place) => [place ? ", " : "", linkTo(card)]);
    const rest = found.length > NAMED ? ` ${gettext("and %d more").replace("%d", found.length - NAMED)}` : "";
    return [element("li", {}, `${heading} (${found.length}): `, ...links, rest)];
  });
}

function linkTo(card) {
  const follow = (event) => {
    event.preventDefault();
    card.element.scrollIntoView({ block: "start" });
    card.focusable.focus({ preventScroll: true });
  };
  return element("a", { href: `#${card.focusable.id}`, onclick: follow }, card.title);
}
