"""HTML and words from blocks, and from blocks alone: what pages, feeds and the API print.

The result is marked as safe HTML because nothing gets into it but by ``newsroom.lib.html``: every
text is escaped by ``escape``, every attribute by ``tag``, and an address stands in a link only if
``newsroom.lib.urls`` allows its scheme, whatever the block says. ``trusted`` marks it, here and
where a stored document is printed.

Standard blocks give the HTML that other renderers of Portable Text give, so both can be mixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from media.shapes import ImageDocument
from newsroom.api.block_shapes import ItemDocument
from newsroom.lib.text import count_words

from . import lines, lists
from .lists import Item
from .part import Block, kind_of

WORDS_A_MINUTE = 220


def render(blocks: Sequence[Block]) -> SafeString:
    """The blocks as HTML. The same blocks always give the same bytes."""
    html = "".join(_group(is_list, group) for is_list, group in groupby(blocks, _is_list_item))
    return trusted(html)


def printed(document: ItemDocument) -> SafeString:
    """The body HTML of a compiled document, ready to be printed.

    Documents come from a compile alone, live or previewed, and its ``body.html`` is the output of
    ``render``.
    """
    return trusted(document["body"]["html"])


def trusted(html: str) -> SafeString:
    """What the renderers of ``body`` wrote, marked as safe.

    They escape every word and write only tags of their own; nobody else may call this.
    """
    return mark_safe(html)  # noqa: S308


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


def _is_list_item(block: Block) -> bool:
    return block["_type"] == "block" and "listItem" in block


def _group(is_list: bool, blocks) -> str:  # noqa: FBT001 - groupby's key
    if is_list:
        return lists.to_html(map(_item, blocks))
    return "".join(kind_of(block).html(block) for block in blocks)


def _item(block: Block) -> Item:
    attributes = lines.tongue(block.get("lang", ""), block.get("dir", ""))
    return Item(
        block["listItem"], block["level"], lines.html(block), block.get("start"), attributes
    )
