"""From the parts of a body to its blocks: Portable Text with types of our own, as the API gives
them.

Every block has ``_type`` and ``_key`` (unique in its list, the same for the same body); its class
under ``parts/`` says what else. No type but ``block`` and the cells of a table has ``children``:
renderers of Portable Text take whatever has them for a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable

from . import footnotes, outline
from .part import Block, Part, Resolver
from .parts.text import TextBlock
from .reader import read


def parse(html: str, resolve: Resolver, *, prefix: str = "") -> list[Block]:
    """The body as blocks. What the resolver does not know is left out, words and all.

    ``prefix`` begins the ids of its footnotes.
    """
    return footnotes.numbered(keyed(read(html or ""), resolve), prefix)


def keyed(parts: Iterable[Part], resolve: Resolver) -> list[Block]:
    """The parts as blocks with their keys."""
    blocks: list[Block] = []
    heading = outline.FIRST_HEADING - 1
    for part in parts:
        if isinstance(part, TextBlock):
            heading = outline.heading_level(part.style) or heading
        block = part.block(resolve, heading)
        if block is not None:
            kind = block.pop("_type")
            blocks.append({"_type": kind, "_key": f"b{len(blocks)}", **block})
    return blocks
