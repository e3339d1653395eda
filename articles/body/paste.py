"""What word processors mean: marks, headings and lists hidden in inline styles."""

from __future__ import annotations

import re
from typing import NamedTuple

from newsroom.lib.html import Element

from . import markers

_MARK_OF_TAG = {
    "b": "strong", "strong": "strong",
    "i": "em", "em": "em", "cite": "em", "dfn": "em", "var": "em",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code",
    "s": "strike-through", "del": "strike-through", "strike": "strike-through",
    "sub": "sub", "sup": "sup",
}  # fmt: skip
_STYLES = re.compile(
    r"(?:^|;)\s*(font-weight|font-style|text-decoration|text-decoration-line|vertical-align"
    r"|display|mso-list|mso-outline-level)\s*:\s*([^;]+)",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"-?\d{1,5}", re.ASCII)
_MSO_LEVEL = re.compile(r"\blevel(\d)")


def marks(element: Element, inherited: frozenset[str]) -> frozenset[str]:
    """The marks inside the element: those around it, its tag's, changed by its style.

    A weight or slant set back to normal takes the mark away: Google Docs wraps whole pastes in
    ``<b style="font-weight:normal">``.
    """
    found = set(inherited)
    if element.name in _MARK_OF_TAG:
        found.add(_MARK_OF_TAG[element.name])
    style = styles(element)
    if not style:
        return frozenset(found)
    weight = style.get("font-weight", "")
    if weight in ("bold", "bolder") or number(weight) >= 600:
        found.add("strong")
    elif weight in ("normal", "lighter") or number(weight):
        found.discard("strong")
    slant = style.get("font-style", "")
    if slant.startswith(("italic", "oblique")):
        found.add("em")
    elif slant == "normal":
        found.discard("em")
    if "line-through" in style.get("text-decoration", "") + style.get("text-decoration-line", ""):
        found.add("strike-through")
    if style.get("vertical-align") in ("sub", "super"):
        found.add("sub" if style["vertical-align"] == "sub" else "sup")
    return frozenset(found)


def styles(element: Element) -> dict[str, str]:
    """The properties of the element's style that say something about its meaning."""
    written = element.get("style")
    if not written:
        return {}
    return {name.lower(): value.strip().lower() for name, value in _STYLES.findall(written)}


def number(text: str) -> int:
    """A whole number of at most three digits; 0 for anything else."""
    return int(text) if len(text) < 4 and text.isascii() and text.isdigit() else 0


def is_hidden(element: Element) -> bool:
    """Whether nobody saw it where it was copied: hidden, or the bullet that Word typed."""
    style = styles(element)
    return style.get("display") == "none" or style.get("mso-list") == "ignore"


def heading_level(element: Element) -> int:
    """The level of a heading made of something else (``role="heading"``); 0 for none.

    A heading that states no level is of the second (ARIA).
    """
    if element.get("role") == "heading":
        return number(element.get("aria-level")) or 2
    return number(styles(element).get("mso-outline-level", ""))


def start(element: Element) -> int | None:
    """The number at which a numbered list begins.

    None where its items state their level: such lists go on from each other.
    """
    if element.name != "ol":
        return None
    told = _whole(element.get("start"))
    return 1 if told is None and not any(map(item_level, element.elements())) else told


def count_down(element: Element) -> None:
    """Give each item of a ``reversed`` list its number."""
    if not element.has("reversed"):
        return
    items = [item for item in element.elements() if item.name == "li"]
    told = _whole(element.get("start"))
    for number, item in enumerate(reversed(items), 1 if told is None else told - len(items) + 1):
        item.attributes.setdefault("value", str(number))


def number_of(element: Element) -> int | None:
    """The number of an item, where it says so."""
    return _whole(element.get("value")) if element.name == "li" else None


def _whole(text: str) -> int | None:
    return int(text) if _WHOLE.fullmatch(text.strip()) else None


def item_level(element: Element) -> int:
    """The level that an item of a list states for itself; 0 for none."""
    return number(element.get("data-aria-level") or element.get("aria-level"))


class WordItem(NamedTuple):
    level: int
    marker: markers.Marker


def word_item(element: Element) -> WordItem | None:
    """What a paragraph is that is a list item in Word; None for other paragraphs."""
    level = _MSO_LEVEL.search(styles(element).get("mso-list", ""))
    if element.name != "p" or not level:
        return None
    typed = (e.text() for e in element.walk() if styles(e).get("mso-list") == "ignore")
    marker = markers.read(next(typed, ""))
    return WordItem(max(1, int(level[1])), marker)


def sign(image: Element) -> str:
    """The sign that a small image stands for: editors paste emoji as images of themselves."""
    alt = image.get("alt").strip()
    is_sign = 0 < len(alt) <= 8 and not any(c.isalnum() or c.isspace() for c in alt)
    return alt if is_sign and any(ord(c) > 0x2000 for c in alt) else ""
