"""The words of a body: for search, feeds, structured data and counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from media.shapes import ImageDocument
from newsroom.lib.text import count_words

from .part import Block, kind_of

WORDS_A_MINUTE = 220


def plain_text(blocks: Sequence[Block]) -> str:
    """All words that the blocks show, a blank line between two blocks."""
    return joined((kind_of(block).text(block) for block in blocks), "\n\n")


def word_count(blocks: Sequence[Block]) -> int:
    """The words of the story itself: no captions, cards, pull quotes or embedded posts."""
    counted = ((kind_of(block), block) for block in blocks)
    return sum(count_words(kind.text(block)) for kind, block in counted if kind.is_counted)


def reading_minutes(words: int) -> int:
    """Whole minutes at 220 words a minute, at least one."""
    return max(1, round(words / WORDS_A_MINUTE))


def printed_credit(image: ImageDocument | None) -> str:
    """The credit as it stands behind a caption: "(Name/Pool/Agency via Supplier)", or nothing.

    The parentheses are text, so that feeds and programs that know no style sheet print them too.
    """
    line = image["credit"]["line"] if image else ""
    return f"({line})" if line else ""


def joined(texts: Iterable[str | None], separator: str = "\n") -> str:
    """The texts that are not empty."""
    return separator.join(text for text in texts if text)
