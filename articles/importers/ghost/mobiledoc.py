"""Mobiledoc documents (Ghost 1 to 5) → blocks of a draft's body.

Source: Mobiledoc, formats 0.3.0 to 0.3.2. Markups open and close by count along a section's
markers; cards and atoms are named by their position in a list.
"""

from html import escape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import draft, markup
from ..conversion import Conversion
from ..values import text, words
from . import cards
from .lexical import Damaged, parsed

_MARKUP, _IMAGE, _LIST, _CARD = 1, 2, 3, 10
_TEXT, _ATOM = 0, 1
_MARKS = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "s": "s", "del": "s", "code": "code",
    "sub": "sub", "sup": "sup",
}  # fmt: skip
_UNMARKED = {"u": gettext_lazy("underlined"), "mark": gettext_lazy("highlighted")}


def blocks(document: str, conversion: Conversion) -> list[str]:
    """Raises Damaged when this is not a Mobiledoc document."""
    whole = parsed(document)
    if not isinstance(whole, dict) or not isinstance(whole.get("sections"), list):
        raise Damaged(_("it has no sections"))
    reader = _Reader(whole, conversion)
    found: list[str] = []
    for section in whole["sections"]:
        found += reader.section(section)
    return found


class _Reader:
    def __init__(self, document: dict[str, Any], conversion: Conversion) -> None:
        self.conversion = conversion
        self.markups = _listed(document.get("markups"))
        self.atoms = _listed(document.get("atoms"))
        self.cards = _listed(document.get("cards"))

    def section(self, section: Any) -> list[str]:
        if not isinstance(section, list) or len(section) < 2:
            self.conversion.notes.problem(_("A damaged section of the text is left out."))
            return []
        kind = section[0]
        if kind == _MARKUP and len(section) > 2:
            return self._text(words(section[1]).lower(), section[2])
        if kind == _LIST and len(section) > 2:
            items = [self._inline(item).strip() for item in _listed(section[2])]
            shown = [item for item in items if not markup.is_blank(item)]
            found = markup.list_of(shown, is_numbered=words(section[1]).lower() == "ol")
            return [found] if found else []
        if kind == _IMAGE:
            return cards.blocks("image", {"src": section[1]}, self.conversion)
        if kind == _CARD:
            return self._card(section[1])
        self.conversion.notes.problem(_("A section of an unknown kind is left out."))
        return []

    def _card(self, index: Any) -> list[str]:
        card = _at(self.cards, index)
        if not isinstance(card, list) or not card:
            self.conversion.notes.problem(_("A card that is not in the document is left out."))
            return []
        payload = card[1] if len(card) > 1 and isinstance(card[1], dict) else {}
        return cards.blocks(words(card[0]), payload, self.conversion)

    def _text(self, tag: str, markers: Any) -> list[str]:
        inner = self._inline(markers).strip()
        if markup.is_blank(inner):
            return []
        if tag in markup.HEADINGS:
            return markup.heading(tag, inner, self.conversion)
        if tag == "blockquote":
            return [draft.element("blockquote", markup.paragraphs(inner))]
        if tag in ("aside", "pull-quote"):
            return [draft.pull_quote(markup.paragraphs(inner))]
        return [draft.paragraph(markup.trimmed(inner))]

    def _inline(self, markers: Any) -> str:
        """Text and atoms; each open markup keeps what it has gathered until it closes."""
        stack: list[tuple[list[Any], list[str]]] = [([], [])]
        for marker in _listed(markers):
            if not isinstance(marker, list) or len(marker) < 4:
                continue
            kind, opened, closed, value = marker[:4]
            for index in _listed(opened):
                found = _at(self.markups, index)
                stack.append((found if isinstance(found, list) else [], []))
            stack[-1][1].append(self._value(kind, value))
            for _count in range(min(closed if isinstance(closed, int) else 0, len(stack) - 1)):
                self._close(stack)
        while len(stack) > 1:
            self._close(stack)
        return "".join(stack[0][1])

    def _value(self, kind: Any, value: Any) -> str:
        if kind == _TEXT:
            return escape(text(value), quote=False)
        atom = _at(self.atoms, value)
        if not isinstance(atom, list) or not atom:
            return ""
        if words(atom[0]) == "soft-return":
            return "<br>"
        return escape(text(atom[1]) if len(atom) > 1 else "", quote=False)

    def _close(self, stack: list[tuple[list[Any], list[str]]]) -> None:
        mark, parts = stack.pop()
        inner = "".join(parts)
        tag = words(mark[0]).lower() if mark else ""
        if tag in _MARKS and inner:
            inner = draft.element(_MARKS[tag], inner)
        elif tag in _UNMARKED and inner.strip():
            markup.tell_unmarked(str(_UNMARKED[tag]), self.conversion)
        elif tag == "a" and not markup.is_blank(inner):
            inner = self.conversion.link(_attribute(mark, "href"), inner)
        stack[-1][1].append(inner)


def _attribute(mark: list[Any], name: str) -> str:
    """A value of a markup's flat list of names and values: ``["href", "https://…"]``."""
    pairs = _listed(mark[1]) if len(mark) > 1 else []
    return words(dict(zip(map(str, pairs[::2]), pairs[1::2], strict=False)).get(name))


def _at(values: list[Any], index: Any) -> Any:
    is_index = isinstance(index, int) and not isinstance(index, bool)
    return values[index] if is_index and 0 <= index < len(values) else None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
