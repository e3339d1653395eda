"""Languages and directions in a body: what is said of a text, and what says nothing."""

from __future__ import annotations

import re
from collections import Counter

from newsroom.lib import languages
from newsroom.lib.html import Element

from .vocabulary import INLINE

DIRECTIONS = ("ltr", "rtl")
# Word processors name the language of every run of text, right or wrong, and Google Docs the
# direction of every paragraph.
_PROCESSORS = re.compile(r"\bmso-|\bclass=[\"']?Mso|\bxml:lang=|docs-internal-guid|OutlineElement")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
#: Opening and closing marks, then those inside other marks, by language; "" for all others.
_MARKS = {
    "": "“”‘’", "de": "„“‚‘", "cs": "„“‚‘", "sk": "„“‚‘", "is": "„“‚‘", "sl": "„“‚‘",
    "da": "»«›‹", "nb": "«»‘’", "nn": "«»‘’", "no": "«»‘’", "fr": "«»“”", "es": "«»“”",
    "it": "«»“”", "pt": "«»“”", "el": "«»“”", "ru": "«»„“", "uk": "«»„“", "pl": "„”«»",
    "hu": "„”»«", "ro": "„”«»", "nl": "“”‘’", "sv": "””’’", "fi": "””’’", "ar": "«»“”",
    "fa": "«»“”", "ja": "「」『』", "zh-hant": "「」『』",
}  # fmt: skip
_ALL_MARKS = frozenset("".join(_MARKS.values()) + "\"'")


def language(element: Element) -> str:
    """The tag of the language that the element names; empty if it names none that is known."""
    return languages.known(element.get("lang"))


def direction(element: Element) -> str:
    """``ltr``, ``rtl`` or nothing."""
    found = element.get("dir").strip().lower()
    return found if found in DIRECTIONS else ""


def hand_down(element: Element, lang: str, dir: str) -> None:
    """Give the element and the blocks in it the language and direction around it, or their own."""
    own = {"lang": language(element) or lang, "dir": direction(element) or dir}
    element.attributes |= {name: value for name, value in own.items() if value}
    for child in element.elements():
        if child.name not in INLINE:
            hand_down(child, **own)


def quoted(element: Element, tag: str, depth: int) -> tuple[str, str]:
    """The marks around a ``q`` in this language, where the words do not bring their own."""
    if element.text().strip()[:1] in _ALL_MARKS:
        return "", ""
    folded = (tag or languages.of_site()).lower()
    marks = _MARKS.get(folded) or _MARKS.get(folded.split("-")[0]) or _MARKS[""]
    return (marks[0], marks[1]) if depth % 2 == 0 else (marks[2], marks[3])


def quieten(tree: Element, source: str) -> None:
    """Take out what a word processor wrote everywhere: the text's own language and direction."""
    if not _PROCESSORS.search(source):
        return
    elements = list(tree.walk())
    if not _RIGHT_TO_LEFT.search(source) and all(direction(each) != "rtl" for each in elements):
        for each in elements:
            each.attributes.pop("dir", None)
    letters: Counter[str] = Counter()
    _count(tree, "", letters)
    most, _number = (letters.most_common(1) or [("", 0)])[0]
    own = (most, languages.of_site())
    for each in elements:
        if any(tag and languages.are_alike(language(each), tag) for tag in own):
            del each.attributes["lang"]


def _count(element: Element, tag: str, letters: Counter[str]) -> None:
    """How many letters stand under each language."""
    for child in element.children:
        if isinstance(child, str):
            letters[tag] += sum(map(str.isalpha, child))
        else:
            _count(child, language(child) or tag, letters)
