"""The parts of a body: one class for each, which holds all there is to say of it.

A draft's body is a flat list of parts: a list item knows its level, a quotation is a run of
paragraphs of that style. So nesting that HTML allows and readers cannot use does not exist here. A
published body is a list of blocks, the JSON of its parts. An app adds a part of its own with
``register`` in its ``AppConfig.ready``; reading, cleaning, rendering, the API and the editor follow
from the table. System checks report what a class lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, NamedTuple, Protocol, Self
from uuid import UUID

from media.shapes import ImageDocument, VideoDocument
from newsroom.api.block_shapes import Block, block_shape
from newsroom.api.shapes import Schema
from newsroom.lib import html
from newsroom.lib.html import Element
from newsroom.lib.text import single_line

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Resolver(Protocol):
    """What the public ids in a body stand for. None leaves the part out of the document."""

    def image(self, public_id: UUID, /, *, crop: str = "") -> ImageDocument | None:
        """The image document of the picture, or of a part of it."""

    def article(self, public_id: UUID, /) -> Mapping[str, Any] | None:
        """The members of the card of an article that is live."""

    def post(self, public_id: UUID, /) -> Mapping[str, Any] | None:
        """The document of a post that is live, its body included."""

    def video(self, public_id: UUID, /) -> VideoDocument | None:
        """The video document."""

    def target(self, href: str, /) -> Mapping[str, Any] | None:
        """What an absolute address leads to on this site: {type, id or slug}."""


class Part:
    """One part of a body, as it is read; subclasses are frozen dataclasses.

    The class variables say how it stands in a draft's HTML. Instance methods are asked of a draft,
    static ones of the block that readers get.
    """

    __slots__ = ()

    #: The block's ``_type``. Parts of one type (two kinds of cards) share all static methods.
    type: ClassVar[str] = ""
    #: Its shape in the API: the name, what it is, the members beside ``_type`` and ``_key``, and
    #: those of them that may lack.
    shape_name: ClassVar[str] = ""
    description: ClassVar[str] = ""
    members: ClassVar[Mapping[str, Schema]] = {}
    optional_members: ClassVar[Sequence[str]] = ()
    #: The name of the editor's node, and the static file of a module that adds it to the editor:
    #: it pushes the node to ``ELEMENTS`` and a button to ``INSERTS`` of ``editor/elements.js``.
    node: ClassVar[str] = ""
    script: ClassVar[str] = ""
    #: The element that holds it, the attribute that makes it one of ours, and that one's value
    #: where several parts share the attribute. A plain element of HTML needs no attribute.
    element: ClassVar[str] = ""
    flag: ClassVar[str] = ""
    value: ClassVar[str] = ""
    #: Attributes with public ids, and the kind of thing each names.
    ids: ClassVar[Mapping[str, str]] = {}
    #: Attributes with addresses of pages elsewhere.
    addresses: ClassVar[Sequence[str]] = ()
    #: Attributes with words, and how many characters each may hold; the rest is cut.
    words: ClassVar[Mapping[str, int]] = {}
    #: Other attributes.
    others: ClassVar[Sequence[str]] = ()
    #: Attributes whose words are kept as paragraphs where the part is broken.
    rescued: ClassVar[Sequence[str]] = ()
    #: Whether it is text: it may stand in a fact box.
    is_text: ClassVar[bool] = False
    #: Whether it goes after a caption or a cell that it was found in, which can only hold a line.
    #: Of any other only the words are kept.
    moves_out_of_lines: ClassVar[bool] = True
    #: Whether its words count as the story's.
    is_counted: ClassVar[bool] = False

    @classmethod
    def read(cls, element: Element) -> Reading | None:
        """The part that the element stands for; None if it is broken, which keeps only its text."""
        part = cls.of(element)
        return Reading(part, left=element.children) if part else None

    @classmethod
    def of(cls, element: Element) -> Self | None:
        """``read`` for a part that consists of attributes only."""
        raise NotImplementedError

    def write(self) -> str:
        """The draft's HTML; reading it gives the same part."""
        raise NotImplementedError

    def names(self) -> Iterable[tuple[str, UUID]]:
        """(kind, public id) of the things that it names."""
        return ()

    def as_text(self) -> Part | None:
        """What belongs to the story's text, which picture editors may not change."""
        return self

    def as_pictures(self) -> Iterable[Part]:
        """Its pictures and videos without their words."""
        return ()

    def as_captions(self) -> tuple[object, ...]:
        """The text beside an image, with what identifies the image."""
        return ()

    def block(self, resolve: Resolver, heading: int) -> Block | None:
        """Its block without ``_key``; ``heading`` is the level of the heading above it."""
        return {"_type": self.type, **asdict(self)}  # type: ignore[call-overload]

    @staticmethod
    def html(block: Block) -> str:
        """What readers get. Texts pass ``escape``, attributes ``tag``, addresses ``lines.link``."""
        raise NotImplementedError

    @staticmethod
    def text(block: Block) -> str:
        """All text that the block shows."""
        raise NotImplementedError

    @staticmethod
    def images(block: Block) -> Sequence[ImageDocument]:
        """The documents of the images that it shows with their credit."""
        return ()

    @staticmethod
    def videos(block: Block) -> Sequence[VideoDocument]:
        return ()

    @staticmethod
    def played(block: Block) -> Sequence[str]:
        """The addresses elsewhere where something plays that may be a video of the list."""
        return ()

    @staticmethod
    def passed_on(block: Block) -> Block | None:
        """The block as partners may print it; None where they may not."""
        return block

    @classmethod
    def shapes(cls) -> dict[str, Schema]:
        """Its shape in the API by name, then those of what stands in it."""
        name = cls.shape_name or f"{cls.type.capitalize()}Block"
        optional = cls.optional_members
        return {name: block_shape(cls.type, cls.description, optional=optional, **cls.members)}


@dataclass(frozen=True, slots=True)
class Thing(Part):
    """A part that is the public id of a thing, in the attribute of ``ids``."""

    thing: UUID

    @classmethod
    def of(cls, element: Element) -> Self | None:
        [name] = cls.ids
        found = public_id(element.get(name))
        return cls(found) if found else None

    def write(self) -> str:
        [name] = self.ids
        flag = {self.flag: self.value} if self.value else {}
        return html.tag(self.element, {**flag, name: str(self.thing)})

    def names(self) -> Iterable[tuple[str, UUID]]:
        return [(kind, self.thing) for kind in self.ids.values()]


class Reading(NamedTuple):
    """What an element says: a part, if any; parts found in it that it cannot hold; what is left."""

    part: Part | None
    found: Sequence[Part] = ()
    left: Sequence[html.Node] = ()


_registered: list[type[Part]] = []
_elements: set[str] = set()


def register(*kinds: type[Part]) -> None:
    """Add parts to the table, once each."""
    _registered.extend(kind for kind in kinds if kind not in _registered)
    _elements.update(kind.element for kind in kinds)


def kinds() -> Sequence[type[Part]]:
    return tuple(_registered)


class UnknownBlock(LookupError):
    """A block of a type that no part has; publishing fails rather than losing it."""


def kind_of(block: Block) -> type[Part]:
    """The part whose type a block has."""
    for kind in _registered:
        if kind.type == block["_type"]:
            return kind
    raise UnknownBlock(f"No part of a body has the type {block['_type']!r}.")


def claiming(element: Element) -> list[type[Part]]:
    """The parts that the element may be: those that share the first flag it carries."""
    if element.name not in _elements:
        return []
    found = [
        kind
        for kind in _registered
        if kind.element == element.name and (not kind.flag or element.has(kind.flag))
    ]
    return [kind for kind in found if kind.flag == found[0].flag]


def claimed(element: Element, claims: Iterable[type[Part]]) -> type[Part] | None:
    """The one of them that it is."""
    for kind in claims:
        if not kind.value or element.get(kind.flag).strip() == kind.value:
            return kind
    return None


def rescued(element: Element) -> dict[str, None]:
    """The attributes whose words are kept where the element cannot stand, in order."""
    named = [kind.rescued for kind in _registered if kind.element == element.name]
    return dict.fromkeys(name for names in named for name in names)


def allowed_attributes() -> dict[str, set[str]]:
    """Every attribute that an element of a body may carry, by the element's name."""
    allowed = {
        "a": {"href", "name"},
        "ol": {"start", "reversed"},
        "li": {"value"},
        "span": {"data-footnote"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
    }
    for kind in _registered:
        if kind.flag:
            names = (kind.flag, *kind.ids, *kind.addresses, *kind.words, *kind.others)
            allowed.setdefault(kind.element, set()).update(names)
    return allowed


def public_id(text: str) -> UUID | None:
    """The id in its usual form with hyphens; None for anything else."""
    text = text.strip()
    return UUID(text) if _UUID.fullmatch(text) else None


def words(kind: type[Part], element: Element, name: str) -> str:
    """The attribute's words on one line, cut to its limit."""
    return single_line(element.get(name), limit=kind.words[name])


def images_in(blocks: Iterable[Block]) -> list[ImageDocument]:
    """The image documents of the pictures in a body, in order."""
    return [image for block in blocks for image in kind_of(block).images(block)]


def videos_in(blocks: Iterable[Block]) -> list[VideoDocument]:
    """The video documents in a body, in order."""
    return [video for block in blocks for video in kind_of(block).videos(block)]


def played_in(blocks: Iterable[Block]) -> list[str]:
    """The addresses of what plays elsewhere that a body leads to, in order."""
    return [address for block in blocks for address in kind_of(block).played(block)]
