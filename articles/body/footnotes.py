"""Footnotes: from two places of a pasted text into the line they belong to, and numbered for
readers.

Word, Google Docs, LibreOffice and those who write HTML by hand do it alike: a link in the text
leads to the note, and a link in the note leads back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple

from newsroom.lib.html import Element, Node

from .part import Block
from .vocabulary import INLINE

#: The element of a draft that holds a note's words, in the line that the note belongs to.
ELEMENT, FLAG = "span", "data-footnote"
# How word processors name the two ends of a note: such a link leads nowhere on our pages.
_PROCESSORS_OWN = re.compile(r"#_?(?:ftn|edn|ftnt|sdfootnote|sdendnote)[\w-]*$")
# What stands before a note: its number or sign, in brackets or not.
_LABEL = re.compile(
    r"\s*(?:[\[(](?:\w{1,4}|[*†‡§]+)[\])]|\d{1,3}[.)]?|[*†‡§]+|[a-z]{1,2}|[ivxlc]{1,6}[.)]?)?\s*"
)
_WAY_BACK = re.compile(r"[\s\d\u21a9\u2191^\ufe0e\[\]]*")


class _Note(NamedTuple):
    """``links`` lead to the note's ``block`` from the text, ``ways_back`` from it to the text."""

    block: Element
    links: list[Element]
    ways_back: list[Element]


def gather(tree: Element) -> None:
    """Move the words of notes that the tree has at two places into the lines they belong to.

    A note that the text names several times stands in each of those lines.
    """
    links = [each for each in tree.walk() if each.name == "a" and "#" in each.get("href")]
    if not links:
        return
    parents = {id(child): each for each in (tree, *tree.walk()) for child in each.elements()}
    for note in _notes(tree, links, parents):
        _move(note, parents)
    for link in links:
        if _PROCESSORS_OWN.search(link.get("href")):
            link.attributes.pop("href")


def is_note(element: Element) -> bool:
    return element.name == ELEMENT and element.has(FLAG)


def numbered(blocks: list[Block], prefix: str) -> list[Block]:
    """The blocks with their notes numbered, and these in a block at the end.

    ``prefix`` makes ids that are unique where several bodies stand on one page.
    """
    notes = []
    for number, (holder, mark_def) in enumerate(_marks(blocks), 1):
        own = f"{prefix}-{number}" if prefix else str(number)
        key = mark_def["_key"]
        notes.append(
            {"_key": f"n{number}", "number": number, "id": own, "blocks": mark_def.pop("blocks")}
        )
        mark_def |= {"number": number, "id": own}
        for span in holder["children"]:
            if key in span["marks"]:
                span["text"] = str(number)
    if not notes:
        return blocks
    return [*blocks, {"_type": "footnotes", "_key": f"b{len(blocks)}", "notes": notes}]


def without(block: Block) -> Block:
    """A block of text without its notes, for where it is shown alone."""
    gone = {each["_key"] for each in block["markDefs"] if each["_type"] == "footnote"}
    if not gone:
        return block
    return block | {
        "markDefs": [each for each in block["markDefs"] if each["_key"] not in gone],
        "children": [each for each in block["children"] if not gone.intersection(each["marks"])],
    }


def _marks(found: Any) -> Iterator[tuple[Block, Block]]:
    """The footnotes among all that has ``children``, with it, in the order of the text."""
    if isinstance(found, list):
        for each in found:
            yield from _marks(each)
    elif isinstance(found, dict):
        in_order = {key: place for place, span in enumerate(found.get("children", ()))
                    if isinstance(span, dict) for key in span.get("marks", ())}  # fmt: skip
        notes = [each for each in found.get("markDefs", ()) if "blocks" in each]
        for each in sorted(notes, key=lambda each: in_order.get(each["_key"], 0)):
            yield found, each
        for name, value in found.items():
            if name != "markDefs":
                yield from _marks(value)


def _named(tree: Element) -> dict[str, Element]:
    named: dict[str, Element] = {}
    for each in tree.walk():
        for name in (each.get("id"), each.get("name")):
            if name:
                named.setdefault(name, each)
    return named


def _notes(tree: Element, links: list[Element], parents: dict[int, Element]) -> list[_Note]:
    """The notes, in the order of their first links."""
    named = _named(tree)
    found: dict[int, _Note] = {}
    lone: list[tuple[int, Element]] = []
    for link in links:
        target = named.get(_fragment(link))
        block = _block_of(target, parents) if target else None
        if block is None or any(each is link for each in block.walk()):
            continue
        way_back = _way_back(link, block, links, parents)
        if way_back is not None:
            note = found.setdefault(id(block), _Note(block, [], []))
            note.links.append(link)
            note.ways_back.append(way_back)
        elif _LABEL.fullmatch(link.text()):
            lone.append((id(block), link))
    in_notes = {id(each) for note in found.values() for each in note.block.walk()}
    for key, link in lone:
        if key in found and id(link) not in in_notes:
            found[key].links.append(link)
    return list(found.values())


def _way_back(
    link: Element, block: Element, links: list[Element], parents: dict[int, Element]
) -> Element | None:
    """The link in the block that leads back to this one."""
    around = parents.get(id(link))
    own = {link.get("id"), link.get("name"), around.get("id") if around else ""}
    own |= {each.get("id") or each.get("name") for each in link.walk()}
    for back in (each for each in block.walk() if any(each is one for one in links)):
        if _fragment(back) in own - {""} and _comes_before(link, back, links):
            return back
    return None


def _fragment(link: Element) -> str:
    return link.get("href").partition("#")[2]


def _comes_before(one: Element, other: Element, links: list[Element]) -> bool:
    places = {id(each): place for place, each in enumerate(links)}
    return places[id(one)] < places[id(other)]


def _block_of(target: Element, parents: dict[int, Element]) -> Element | None:
    """The block that the target is, or stands in: an item of a list, a box of its own, a line."""
    found: Element | None = target
    while found is not None and (found.name in INLINE or not found.name):
        found = parents.get(id(found))
    above = parents.get(id(found)) if found is not None else None
    # A box that holds this note alone: all its paragraphs are the note's.
    if above is not None and above.name in ("div", "li", "aside") and _is_alone(found, above):
        return above
    return found if found is not None and found.name else None


def _is_alone(block: Element | None, above: Element) -> bool:
    """Whether the block is the first in a box whose other links lead back nowhere."""
    first = next(above.elements(), None)
    ways = [each for each in above.walk() if each.name == "a" and "#" in each.get("href")]
    return first is block and len(ways) == 1


def _move(note: _Note, parents: dict[int, Element]) -> None:
    for way_back in note.ways_back:
        _without_label(way_back, parents)
    _take_out(note.block, parents)
    for place, link in enumerate(note.links):
        words = deepcopy(note.block.children) if place else note.block.children
        _fill(link, words, parents)


def _fill(link: Element, words: list[Node], parents: dict[int, Element]) -> None:
    link.name, link.attributes, link.children = ELEMENT, {FLAG: ""}, words
    around = parents.get(id(link))
    # The sign that raised the number has nothing to raise.
    while around is not None and around.name in ("sup", "span") and _holds_only(around, link):
        around.name, around.attributes = "span", {}
        link, around = around, parents.get(id(around))


def _holds_only(around: Element, link: Element) -> bool:
    return all(
        child is link or (isinstance(child, str) and not child.strip("[]() \n"))
        for child in around.children
    )


def _without_label(back: Element, parents: dict[int, Element]) -> None:
    """Take the number or the arrow that leads back out of the note, with the sign beside it."""
    is_label = _LABEL.fullmatch(back.text()) or _WAY_BACK.fullmatch(back.text())
    back.name, back.attributes = "span", {}
    if is_label:
        back.children = []
        around = parents[id(back)]
        around.children = [each for each in around.children if each not in ("^ ", "↑ ")]


def _take_out(block: Element, parents: dict[int, Element]) -> None:
    """Take the block out of the text, and what was there for notes alone: lists, boxes, a line."""
    above = parents.get(id(block))
    if above is None:
        return
    place = next(place for place, child in enumerate(above.children) if child is block)
    del above.children[place]
    while place and _is_blank(above.children[place - 1]):
        place -= 1
    if place and _is_rule(above.children[place - 1]):
        del above.children[place - 1 : place]
    if above.name and all(map(_is_left_alone, above.children)):
        _take_out(above, parents)


def _is_left_alone(node: Node) -> bool:
    """Whether it stood there for the notes: a rule or a heading above them."""
    is_heading = isinstance(node, Element) and re.fullmatch("h[1-6]", node.name)
    return _is_blank(node) or _is_rule(node) or bool(is_heading)


def _is_blank(node: Node) -> bool:
    return not node.strip() if isinstance(node, str) else node.name == "br"


def _is_rule(node: Node) -> bool:
    return isinstance(node, Element) and node.name == "hr"
