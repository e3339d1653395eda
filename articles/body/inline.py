"""Runs of text with marks: one normal form however they were typed, and their HTML.

HTML can say one thing in many ways (``<b><i>x</i></b>``, ``<i><b>x</b></i>``, a bold space after a
bold word); a normal form makes cleaning idempotent and documents comparable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Span:
    """Words with the same marks and the same link; a line break is ``\\n``."""

    text: str
    marks: tuple[str, ...] = ()
    href: str = ""


Spans = tuple[Span, ...]


def plain(spans: Spans) -> str:
    """The words of spans, without marks."""
    return "".join(span.text for span in spans)


class Piece(NamedTuple):
    """Text as it was found; ``\\n`` is a line break, other white space is not yet collapsed."""

    text: str
    marks: frozenset[str] = _NO_MARKS
    href: str = ""


def paragraphs(pieces: Iterable[Piece]) -> list[Spans]:
    """The pieces in normal form, a paragraph for each run between two or more line breaks."""
    lines: list[list[Piece]] = [[]]
    for piece in _tidied(_tokens(pieces)):
        if piece.text == "\n\n":
            lines.append([])
        else:
            lines[-1].append(piece)
    return [_spans(line) for line in lines if line]


def one_paragraph(pieces: Iterable[Piece]) -> Spans:
    """The pieces in normal form as one run; several line breaks become one."""
    return _spans(
        Piece("\n", piece.marks, piece.href) if piece.text == "\n\n" else piece
        for piece in _tidied(_tokens(pieces))
    )


def without_mark(spans: Spans, mark: str) -> Spans:
    """The spans without this mark if all their words carry it (a heading set in bold)."""
    if not all(mark in span.marks for span in spans if span.text.strip()):
        return spans
    return _spans(Piece(s.text, frozenset(s.marks) - {mark}, s.href) for s in spans)


def runs(spans: Spans) -> tuple[list[tuple[str, list[str]]], dict[str, str]]:
    """The spans as runs of (text, keys), and the links' addresses by their keys ``m0``, ``m1``…"""
    links: dict[str, str] = {}
    found = []
    href = ""
    for span in spans:
        if span.href and span.href != href:
            links[f"m{len(links)}"] = span.href
        href = span.href
        found.append((span.text, [*span.marks, *([f"m{len(links) - 1}"] if href else [])]))
    return found, links


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
    for text, marks, href in pieces:
        words = text.strip(SPACES)
        start = text.find(words) if words else len(text)
        for token in (text[:start], words, text[start + len(words) :]):
            if not token:
                continue
            if token is words:
                if space:
                    yield space
                    space = None
                yield Piece(_WIDE.sub(_collapse, words), marks, href)
            elif space:
                common = href if href == space.href else ""
                space = Piece(space.text + token, marks & space.marks, common)
            else:
                space = Piece(token, marks, href)


def _tidied(tokens: Iterable[Piece]) -> Iterator[Piece]:
    """White space collapsed, none at the ends, marked only where the words on both sides are."""
    before: Piece | None = None
    space: Piece | None = None
    for token in tokens:
        if token.text[0] in SPACES:
            space = token
            continue
        if space and before:
            common = token.href if before.href == token.href == space.href else ""
            yield Piece(_collapsed(space.text), space.marks & before.marks & token.marks, common)
        space = None
        yield token
        before = token


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
    last: tuple[frozenset[str], str] | None = None
    for text, marks, href in pieces:
        if last == (marks, href):
            texts.append(text)
            continue
        if last is not None:
            spans.append(_span(texts, *last))
        texts, last = [text], (marks, href)
    if last is not None:
        spans.append(_span(texts, *last))
    return tuple(spans)


def _span(texts: list[str], marks: frozenset[str], href: str) -> Span:
    return Span("".join(texts), tuple(m for m in MARKS if m in marks) if marks else (), href)


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
