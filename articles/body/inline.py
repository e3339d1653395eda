"""Runs of text with marks: one normal form however they were typed, and their HTML.

HTML can say one thing in many ways (``<b><i>x</i></b>``, ``<i><b>x</b></i>``, a bold space after a
bold word); a normal form makes cleaning idempotent and documents comparable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from newsroom.lib.html import escape
from newsroom.lib.text import SPACES

#: Marks in the order in which they are kept, by the names of Portable Text.
MARKS = ("strong", "em", "code", "strike-through", "sub", "sup")

# No-break and zero-width spaces count as spaces here: at the end of a line nobody sees them.
_WIDE = re.compile(f"[{SPACES}]{{2,}}|[\t\n]")
_NO_MARKS: frozenset[str] = frozenset()
#: Marks that foreign renderers know, inner ones last.
_DECORATORS = ("strong", "em", "code", "underline", "strike-through")


class Tongue(NamedTuple):
    """The language of some words among others, and the direction in which they are written."""

    lang: str = ""
    dir: str = ""


NO_TONGUE = Tongue()
# Soft hyphens, joiners, marks of direction, variation selectors, and letters without a shape.
_INVISIBLE = dict.fromkeys(
    [
        0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810),
        *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x2800, 0x3164,
        *range(0xFE00, 0xFE10), 0xFFA0, *range(0xE0000, 0xE1000),
    ]
)  # fmt: skip
#: Stands for a footnote while spaces are tidied around it.
_NOTE = "\ufffc"


@dataclass(frozen=True, slots=True)
class Span:
    """Words with the same marks, link and language; a line break is ``\\n``.

    One with a ``note`` has no words: it is the place of a footnote.
    """

    text: str
    marks: tuple[str, ...] = ()
    href: str = ""
    tongue: Tongue = NO_TONGUE
    note: tuple[Span, ...] = ()


Spans = tuple[Span, ...]
_NOTHING = Span("")


def plain(spans: Spans) -> str:
    """The words of spans, without marks."""
    return "".join(span.text for span in spans)


def cut(spans: Spans, length: int) -> Spans:
    """The spans without the words past this length."""
    if length >= len(plain(spans)):
        return spans
    kept = []
    for span in spans:
        if length > 0:
            kept.append(replace(span, text=span.text[:length]))
        length -= len(span.text)
    return tuple(kept)


class Piece(NamedTuple):
    """Text as it was found; ``\\n`` is a line break, other white space is not yet collapsed."""

    text: str
    marks: frozenset[str] = _NO_MARKS
    href: str = ""
    tongue: Tongue = NO_TONGUE
    note: Spans = ()


def is_blank(text: str) -> bool:
    """Whether readers see nothing of it: spaces, and signs that only steer what is around them."""
    return not text.translate(_INVISIBLE).strip(SPACES)


def footnote(note: Spans) -> Piece:
    """The place of a footnote with these words; notes in a note are left out."""
    return Piece(_NOTE, note=tuple(span for span in note if not span.note))


def paragraphs(pieces: Iterable[Piece]) -> list[Spans]:
    """The pieces in normal form, a paragraph for each run between two or more line breaks."""
    lines: list[list[Piece]] = [[]]
    for piece in _tidied(_tokens(pieces)):
        if piece.text == "\n\n":
            lines.append([])
        else:
            lines[-1].append(piece)
    return list(filter(None, map(_spans, lines)))


def one_paragraph(pieces: Iterable[Piece]) -> Spans:
    """The pieces in normal form as one run; several line breaks become one."""
    return _spans(
        piece._replace(text="\n") if piece.text == "\n\n" else piece
        for piece in _tidied(_tokens(pieces))
    )


def without_mark(spans: Spans, mark: str) -> Spans:
    """The spans without this mark if all their words carry it (a heading set in bold)."""
    if not all(mark in span.marks for span in spans if span.text.strip()):
        return spans
    return _spans(
        Piece(s.text, frozenset(s.marks) - {mark}, s.href, s.tongue, s.note) for s in spans
    )


def runs(spans: Spans) -> tuple[list[tuple[str, list[str]]], dict[str, Span]]:
    """The spans as runs of (text, keys), and what their keys ``m0``, ``m1``… stand for.

    That is a link, a language or a footnote: a span with nothing else.
    """
    named: dict[str, Span] = {}
    found = []
    open_keys: dict[Span, str] = {}
    for span in spans:
        wanted = [Span("", href=span.href), Span("", tongue=span.tongue), Span("", note=span.note)]
        still_open = {}
        for each in wanted:
            if each != _NOTHING:
                # A note stands in one place; a link and a language may go on.
                key = "" if each.note else open_keys.get(each, "")
                still_open[each] = key or f"m{len(named)}"
                named.setdefault(still_open[each], each)
        open_keys = still_open
        found.append((span.text, [*span.marks, *open_keys.values()]))
    return found, named


def to_html(runs: Sequence[tuple[str, Sequence[str]]], tags: Mapping[str, tuple[str, str]]) -> str:
    """Runs of (text, keys) as HTML; ``tags`` has the opening and closing tag of each key.

    Tags are nested as Portable Text's own toolkit does it (the mark that goes on longest is
    outermost), so that other renderers come to the same HTML.
    """
    html: list[str] = []
    open_keys: list[str] = []
    for place, (text, keys) in enumerate(runs):
        needed = _by_length(runs, place, keys)
        kept = 0
        while kept < len(open_keys) and open_keys[kept] in needed:
            needed.remove(open_keys[kept])
            kept += 1
        html.extend(tags[key][1] for key in reversed(open_keys[kept:]))
        html.extend(tags[key][0] for key in needed)
        open_keys[kept:] = needed
        html.append(escape(text).replace("\n", "<br>"))
    html.extend(tags[key][1] for key in reversed(open_keys))
    return "".join(html)


def _tokens(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Words and the white space between pieces apart.

    Neighbouring white space becomes one token with its common marks; that inside of a piece cannot
    change its marks and is collapsed where it is.
    """
    space: Piece | None = None
    for piece in pieces:
        text = piece.text
        words = text.strip(SPACES)
        start = text.find(words) if words else len(text)
        for token in (text[:start], words, text[start + len(words) :]):
            if not token:
                continue
            if token is words:
                if space:
                    yield space
                    space = None
                yield piece._replace(text=_WIDE.sub(_collapse, words))
            elif space:
                space = _between(space, piece, space.text + token)
            else:
                space = piece._replace(text=token)


def _tidied(tokens: Iterable[Piece]) -> Iterator[Piece]:
    """White space collapsed, none at the ends, marked only where the words on both sides are."""
    before: Piece | None = None
    space: Piece | None = None
    for token in tokens:
        if token.text[0] in SPACES:
            space = token
            continue
        if space and before:
            yield _between(_between(before, space, ""), token, _collapsed(space.text))
        space = None
        yield token
        before = token


def _between(one: Piece, other: Piece, text: str) -> Piece:
    """The text with what both have."""
    return Piece(
        text,
        one.marks & other.marks,
        one.href if one.href == other.href else "",
        one.tongue if one.tongue == other.tongue else NO_TONGUE,
    )


def _collapsed(space: str) -> str:
    breaks = space.count("\n")
    if breaks:
        return "\n" if breaks == 1 else "\n\n"
    return " " if " " in space or "\t" in space else space


def _collapse(found: re.Match[str]) -> str:
    return _collapsed(found[0])


def _spans(pieces: Iterable[Piece]) -> Spans:
    spans: list[Span] = []
    texts: list[str] = []
    last: Piece | None = None
    for piece in pieces:
        if last is not None and not last.note and piece[1:] == last[1:]:
            texts.append(piece.text)
            continue
        if last is not None:
            spans.append(_span(texts, last))
        texts, last = [piece.text], piece
    if last is not None:
        spans.append(_span(texts, last))
    return () if all(is_blank(span.text) and not span.note for span in spans) else tuple(spans)


def _span(texts: list[str], look: Piece) -> Span:
    if look.note:
        return Span("", note=look.note)
    marks = tuple(m for m in MARKS if m in look.marks) if look.marks else ()
    return Span("".join(texts), marks, look.href, look.tongue)


def _by_length(
    runs: Sequence[tuple[str, Sequence[str]]], place: int, keys: Sequence[str]
) -> list[str]:
    """The keys, outermost first: how many runs each goes on, then links and others, then known."""
    if len(keys) < 2:
        return list(keys)

    def rank(key: str) -> tuple[int, int, str]:
        length = 0
        while place + length < len(runs) and key in runs[place + length][1]:
            length += 1
        known = _DECORATORS.index(key) if key in _DECORATORS else -1
        return -length, known, key

    return sorted(keys, key=rank)
