"""Foreign HTML to a draft's body: whole texts (``blocks``), lines (``inline``), captions."""

from .blocks import Special, blocks, boxed
from .inline import caption, inline, plain
from .media import inner_html
from .text import (
    HEADINGS,
    heading,
    is_blank,
    list_of,
    marked,
    paragraphs,
    tell_start,
    tell_unmarked,
    trimmed,
)

__all__ = [
    "HEADINGS",
    "Special",
    "blocks",
    "boxed",
    "caption",
    "heading",
    "inline",
    "inner_html",
    "is_blank",
    "list_of",
    "marked",
    "paragraphs",
    "plain",
    "tell_start",
    "tell_unmarked",
    "trimmed",
]
