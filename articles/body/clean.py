"""The body of a draft as it is stored, whatever path it came by.

``clean`` reads any HTML into the parts of a body and writes these again, one way for each thing: so
what is stored was made here, tag by tag, from an allow-list. Cleaning twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from newsroom.lib.html import tag
from newsroom.lib.text import single_line

from . import lists
from .part import Part
from .parts.text import TextBlock
from .reader import read


def clean(html: str) -> str:
    """The draft's HTML of this body; empty when nothing is said in it. Never raises."""
    return write(read(html or ""))


def plain(text: str) -> str:
    """A field of one line: markup is not interpreted, a ``<`` stays a ``<``."""
    return single_line(text or "")


def write(parts: Iterable[Part]) -> str:
    """The draft's HTML of these parts; reading it gives the same parts."""
    return "".join(_group(kind, list(group)) for kind, group in groupby(parts, _kind))


def _kind(part: Part) -> str:
    if not isinstance(part, TextBlock):
        return ""
    return "list" if part.list_item else part.style


def _group(kind: str, parts: list) -> str:
    if kind == "list":
        return lists.to_html(p.as_item() for p in parts)
    if kind == "blockquote":
        return tag("blockquote", inner="".join(replace(p, style="normal").write() for p in parts))
    return "".join(part.write() for part in parts)
