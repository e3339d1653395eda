"""Lists of places in a sentence: before "OUT" and "ONLY", after "NOT FOR USE IN"."""

import re
from typing import NamedTuple

from .countries import MOST_WORDS, NAMES

_WORD = re.compile(r"[A-Z][A-Z.'-]*|[,/&+()]")
_BETWEEN = frozenset({",", "/", "&", "+", "AND", "OR", "UND", "ET", "THE", "(", ")"})
_MOST_PLACES = 40
# A list of the most places with long names ends within so many characters.
_WINDOW = 600
_LONGEST_WORD = 40
# "CONTACT US ONLY BY MAIL" is about no country.
_NOT_THE_STATES = frozenset(
    "ASK BY CALL CONTACT CREDIT EMAIL FROM GIVE LET TELL TO VIA WITH".split()  # noqa: SIM905
)
# Most words are not part of a place: a look at the nearest one tells.
_FIRST_WORDS = frozenset(name.split()[0].rstrip(".") for name in NAMES) | _BETWEEN
_LAST_WORDS = frozenset(name.split()[-1].rstrip(".") for name in NAMES)


class Listed(NamedTuple):
    """The codes in order, and where the list stands in the text."""

    codes: tuple[str, ...]
    start: int
    end: int


def before(text: str, end: int) -> Listed | None:
    """The places whose list ends at a position; "GERMANYOUT" counts as if it had its space."""
    nearby = _WORD.findall(text[max(0, end - 2 * _LONGEST_WORD) : end])
    nearest = next((word for word in reversed(nearby) if word not in _BETWEEN), "")
    if nearest.rstrip(".") not in _LAST_WORDS:
        return None
    first = max(0, end - _WINDOW)
    words = [(its[0], its.start(), its.end()) for its in _WORD.finditer(text[:end], first)]
    return _collected(words, backwards=True)


def after(text: str, start: int) -> Listed | None:
    """The places whose list begins at a position."""
    nearest = _WORD.search(text, start, start + _LONGEST_WORD)
    if not nearest or nearest[0].rstrip(".") not in _FIRST_WORDS:
        return None
    words = [
        (its[0], its.start(), its.end())
        for its in _WORD.finditer(text, start, min(len(text), start + _WINDOW))
    ]
    return _collected(words, backwards=False)


def _collected(words: list[tuple[str, int, int]], *, backwards: bool) -> Listed | None:
    found: list[tuple[str, ...]] = []
    spans: list[tuple[int, int]] = []
    while words and len(found) < _MOST_PLACES:
        count = _name_length(words, backwards=backwards)
        if count:
            taken = words[-count:] if backwards else words[:count]
            found.append(NAMES[_spelled(taken)])
            spans.append((taken[0][1], taken[-1][2]))
        elif (words[-1] if backwards else words[0])[0] in _BETWEEN:
            count = 1
        else:
            break
        words = words[:-count] if backwards else words[count:]
    if not found:
        return None
    if backwards:
        found.reverse()
    codes = tuple(dict.fromkeys(code for codes in found for code in codes))
    return Listed(codes, min(start for start, _ in spans), max(end for _, end in spans))


def _name_length(words: list[tuple[str, int, int]], *, backwards: bool) -> int:
    """Of how many words the longest name is that stands at the end, or the beginning."""
    for count in range(min(MOST_WORDS, len(words)), 0, -1):
        name = _spelled(words[-count:] if backwards else words[:count])
        if name not in NAMES:
            continue
        if name == "US" and backwards and len(words) > 1 and words[-2][0] in _NOT_THE_STATES:
            continue
        return count
    return 0


def _spelled(words: list[tuple[str, int, int]]) -> str:
    name = " ".join(word for word, _, _ in words)
    return name if name in NAMES else name.rstrip(".")
