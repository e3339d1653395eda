"""Which parts of a story differ between two bodies: its text, its captions, its pictures.

The text is everything but figures and videos: someone who may change only pictures may put a figure
anywhere, but move no word. The pictures are figures and videos in their order, and those of cards.
Their place between the paragraphs belongs to neither part, so text can be written around them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from newsroom.editorial.rules import access

from .clean import clean
from .elements import Figure, LinkCard, Part, Video
from .reading import read


def parts(before: str | None, after: str | None) -> list[str]:
    """Those of ``access.PARTS`` that differ once both bodies are cleaned."""
    old, new = (read(clean(html or "")) for html in (before, after))
    return [
        name
        for name, taken in (
            (access.TEXT, _text),
            (access.CAPTIONS, _captions),
            (access.PICTURES, _pictures),
        )
        if taken(old) != taken(new)
    ]


def _text(body: Iterable[Part]) -> list[Part]:
    return [
        replace(part, image=None) if isinstance(part, LinkCard) else part
        for part in body
        if not isinstance(part, Figure | Video)
    ]


def _pictures(body: Iterable[Part]) -> list[Part]:
    """Figures without their words, videos, the pictures of cards."""
    found: list[Part] = []
    for part in body:
        match part:
            case Figure():
                found.append(replace(part, alt="", caption=()))
            case Video():
                found.append(part)
            case LinkCard(image=image) if image:
                found.append(Figure(image))
    return found


def _captions(body: Iterable[Part]) -> list[tuple[object, ...]]:
    """The figures that have words of their own, with those words."""
    figures = (part for part in body if isinstance(part, Figure))
    return [(one.image, one.alt, one.caption) for one in figures if one.alt or one.caption]
