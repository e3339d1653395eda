"""Which parts of a story differ between two bodies: its text, its captions, its pictures.

The text is everything but figures and videos: someone who may change only pictures may put a figure
anywhere, but move no word. The pictures are figures and videos in their order, and those of cards.
Their place between the paragraphs belongs to neither part, so text can be written around them.
"""

from __future__ import annotations

from newsroom.editorial.fields import CAPTIONS, PICTURES, TEXT

from .clean import clean
from .part import Part
from .reading import read


def parts(before: str | None, after: str | None) -> list[str]:
    """Those of ``fields.PARTS`` that differ once both bodies are cleaned."""
    old, new = (_by_part(read(clean(html or ""))) for html in (before, after))
    return [name for name in old if old[name] != new[name]]


def _by_part(body: tuple[Part, ...]) -> dict[str, list]:
    return {
        TEXT: [text for part in body if (text := part.as_text())],
        CAPTIONS: [words for part in body if (words := part.as_captions())],
        PICTURES: [picture for part in body for picture in part.as_pictures()],
    }
