"""Foreign HTML to a draft's body: whole texts (``blocks``), lines (``inline``), captions."""

from .blocks import Special, blocks, boxed
from .inline import caption, inline, plain
from .media import inner_html
from .text import (
    EMPTY_LINE,
    HEADINGS,
    is_blank,
    list_of,
    marked,
    tell_level,
    tell_start,
    tell_unmarked,
    trimmed,
)

__all__ = [
    "EMPTY_LINE",
    "HEADINGS",
    "Special",
    "blocks",
    "boxed",
    "caption",
    "inline",
    "inner_html",
    "is_blank",
    "list_of",
    "marked",
    "plain",
    "tell_level",
    "tell_start",
    "tell_unmarked",
    "trimmed",
]
