"""The body of a draft as it is stored, whatever path it came by.

``clean`` reads any HTML into the parts of a body and writes these again, so what is stored is in
one form: made here, tag by tag, from an allow-list. Cleaning twice changes nothing. ``problems``
says beforehand what would be lost.
"""

from __future__ import annotations

from newsroom.lib.text import single_line

from .problems import Problem, problems
from .reading import read, read_line
from .writing import line, write

__all__ = ["Problem", "clean", "clean_inline", "plain", "problems"]


def clean(html: str) -> str:
    """The draft's HTML of this body; empty when nothing is said in it. Never raises."""
    return write(read(html or ""))


def clean_inline(html: str) -> str:
    """One line of inline HTML, for captions: marks, links and breaks are kept, blocks are not."""
    return line(read_line(html or ""))


def plain(text: str) -> str:
    """A field of one line: markup is not interpreted, a ``<`` stays a ``<``."""
    return single_line(text or "")
