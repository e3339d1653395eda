"""Pages are joined from pieces that templates printed once.

A page is printed with **holes** where something stands that changes by itself: masthead, feed
column, footer, cards. What is left is its **frame**, which holds as long as the documents in it do.
Every template is an ordinary one. Those that are holes are declared with ``hole``: in a page they
leave a mark with their arguments, and each is printed alone to fill it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpResponse
from django.template.backends.django import DjangoTemplates
from django.template.loader import get_template

from .requests import PublicRequest

# Nothing that somebody writes can be such a mark: nobody outside this process knows it.
_TOKEN = secrets.token_hex(8)
_MARK = re.compile(f"<{_TOKEN}(.*?){_TOKEN}>")


class Piece:
    """Printed bytes and their digest."""

    __slots__ = ("digest", "raw")

    def __init__(self, printed: bytes | str) -> None:
        self.raw = printed if isinstance(printed, bytes) else printed.encode()
        self.digest = hashlib.blake2b(self.raw, digest_size=12).digest()


class Held(Protocol):
    """What fills the holes that name it, such as a card in its looks."""

    def fill(self, shell: Any, *arguments: str) -> Piece: ...

    def packed(self, shell: Any, looks: Sequence[Sequence[str]]) -> Any:
        """As JSON, with what fills holes of these arguments printed."""


#: Fills a hole with what the shell has.
Fill = Callable[[Any], Piece]
Part = Piece | Fill


@dataclass(frozen=True)
class _Hole:
    #: What the template is printed with that depends on the page, as a template prints it.
    arguments: str
    #: Called with the shell and the arguments; None: the first argument names what is held.
    fill: Callable[..., Piece] | None
    unpack: Callable[[Any], Held] | None


_holes: dict[str, _Hole] = {}


def hole(
    template: str,
    arguments: str = "",
    *,
    fill: Callable[..., Piece] | None = None,
    unpack: Callable[[Any], Held] | None = None,
) -> None:
    """Declare that pages leave this template open.

    ``arguments`` is the source of a template that prints them, separated by ``|``. Without ``fill``
    the first is the place of a ``Held`` in the page's list of them, which ``unpack`` makes again of
    what it packed.
    """
    _holes[template] = _Hole(arguments, fill, unpack)


@cache
def _engine(printing: str = "") -> DjangoTemplates:
    """Leaves open what is declared so, but the template that it prints itself."""
    marks = {
        name: f"<{_TOKEN}{'|'.join(filter(None, (name, each.arguments)))}{_TOKEN}>"
        for name, each in _holes.items()
        if name != printing
    }
    loaders = [
        ("django.template.loaders.locmem.Loader", marks),
        "django.template.loaders.app_directories.Loader",
    ]
    cached = [("django.template.loaders.cached.Loader", loaders)]
    options = {"loaders": loaders if settings.DEBUG else cached}
    return DjangoTemplates({"NAME": "frames", "DIRS": [], "APP_DIRS": False, "OPTIONS": options})


@dataclass(frozen=True, slots=True)
class Frame:
    """A printed page with its holes, in order."""

    parts: Sequence[Part]
    #: What stands in the holes, in the same order, and what they name.
    marks: Sequence[str] = ()
    held: Sequence[Held] = ()

    @property
    def size(self) -> int:
        """Its bytes in memory, roughly; what fills the holes is counted where it is kept."""
        return 2000 + sum(len(part.raw) for part in self.parts if isinstance(part, Piece))

    def filled(self, shell: Any) -> list[Piece]:
        return [part if part.__class__ is Piece else part(shell) for part in self.parts]  # type: ignore[operator]

    def packed(self, shell: Any) -> dict[str, Any]:
        """As JSON: all that ``unpacked`` needs to make the frame again in another process."""
        marks = iter(self.marks)
        return {
            "parts": [
                part.raw.decode() if isinstance(part, Piece) else [next(marks)]
                for part in self.parts
            ],
            "held": [
                [name, thing.packed(shell, looks)]
                for thing, (name, looks) in zip(self.held, self._looks(), strict=True)
            ],
        }

    def _looks(self) -> list[tuple[str, list[list[str]]]]:
        """Of each thing that is held, the template that prints it and the looks on this page."""
        found: list[tuple[str, list[list[str]]]] = [("", []) for _each in self.held]
        for mark in self.marks:
            name, *arguments = mark.split("|")
            if _holes[name].fill is None:
                place, *look = arguments
                found[int(place)] = (name, [*found[int(place)][1], look])
        return found


def frame(template: str, context: Mapping[str, Any], held: Sequence[Held] = ()) -> Frame:
    """The page with holes. What stands outside them reads no more of the shell than its names."""
    engine = _engine(template if template in _holes else "")
    cut = _MARK.split(engine.get_template(template).render(dict(context)))
    parts = [_part(text, held) if i % 2 else Piece(text) for i, text in enumerate(cut) if text]
    return Frame(parts, cut[1::2], held)


def unpacked(packed: Mapping[str, Any]) -> Frame:
    """The frame that was packed, perhaps by another process that runs the same code."""
    held = [_holes[name].unpack(thing) for name, thing in packed["held"]]  # type: ignore[misc]
    parts = [
        Piece(part) if isinstance(part, str) else _part(part[0], held) for part in packed["parts"]
    ]
    marks = [part[0] for part in packed["parts"] if not isinstance(part, str)]
    return Frame(parts, marks, held)


def _part(mark: str, held: Sequence[Held]) -> Fill:
    name, *arguments = mark.split("|")
    fill = _holes[name].fill
    if fill is None:
        place, *arguments = arguments
        thing = held[int(place)]
        return lambda shell: thing.fill(shell, *arguments)
    return partial(_filled, fill, arguments)


def _filled(fill: Callable[..., Piece], arguments: Sequence[str], shell: Any) -> Piece:
    return fill(shell, *arguments)


def joined(template: str, context: Mapping[str, Any], held: Sequence[Held], shell: Any) -> Piece:
    """What fills a hole, where its template has holes of its own: things that are held."""
    return Piece(b"".join(part.raw for part in frame(template, context, held).filled(shell)))


def printed(template: str, context: Mapping[str, Any]) -> Piece:
    """What fills a hole: its template, printed alone."""
    return Piece(get_template(template).render(dict(context)))


class HoldsBy(Protocol):
    """What says whether an answer that was printed earlier still holds."""

    @property
    def witness(self) -> Any: ...

    @property
    def until(self) -> datetime | None: ...

    def holds(self, rows: Any, at: datetime) -> bool: ...


def hold(
    response: HttpResponse, vouched: HoldsBy | None, *, until: datetime | None = None
) -> HttpResponse:
    """Say of an answer how long it may be given again, for the layer that keeps answers.

    ``vouched`` outlives public changes; ``until`` is when something in it changes by itself, if
    ``vouched`` does not say so.
    """
    until = vouched.until if vouched else until
    response.vouched, response.until = vouched, until  # type: ignore[attr-defined]
    return response


class PageResponse(HttpResponse):
    """A page that knows its frame; ``vouched`` says how long it holds, None: for this once."""

    def __init__(self, frame: Frame, shell: Any, vouched: HoldsBy | None, status: int) -> None:
        pieces = frame.filled(shell)
        super().__init__(b"".join([piece.raw for piece in pieces]), status=status)
        self.frame = frame
        hold(self, vouched)
        self["ETag"] = etag(pieces)


def etag(pieces: Sequence[Piece]) -> str:
    """A strong ETag: equal only where the bytes are."""
    digest = hashlib.blake2b(b"".join([piece.digest for piece in pieces]), digest_size=18)
    return f'"{urlsafe_b64encode(digest.digest()).decode()}"'


def page(
    request: PublicRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    held: Sequence[Held] = (),
    vouched: HoldsBy | None = None,
    status: int = 200,
) -> PageResponse:
    """The answer to a request for a page: its frame, filled from the request's shell."""
    shell: Any = request.shell
    names = {"site_name": shell.site_name, "feed_url": shell.feed_url}
    made = frame(template, {"shell": names, **context}, held)
    return PageResponse(made, shell, vouched, status)
