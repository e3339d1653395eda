"""The kinds of fields that items with a body have, beside those of the kernel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from media.models import Image
from media.renditions import image_files
from newsroom.editorial import fields
from newsroom.editorial.fields import Field, NameOf, Rows
from newsroom.lib import boxes

from . import bylines
from .body import reader
from .body.clean import clean, plain
from .body.part import Part
from .body.parts.pictures import Figure
from .body.plain_lines import as_lines
from .typed_tags import save_new

#: A text without markup, on one line or several.
Text = partial(Field, clean=plain)


@dataclass(frozen=True)
class Crop(Field):
    """The part that is shown of the image in the field ``of``; empty for the whole image."""

    def tidy(self, item: Any) -> None:
        is_shown = getattr(item, self.of) is not None
        setattr(item, self.name, boxes.clean(getattr(item, self.name)) if is_shown else "")

    def saved(self, item: Any) -> None:
        """Its files are drawn before a reader can want them."""
        image, crop = getattr(item, self.of), getattr(item, self.name)
        if image and crop:
            image_files.request_crop(image.survivor, crop)

    def text(self, value: Any, name_of: NameOf) -> str:
        return fields.crop_text(str(value)) if value else ""


@dataclass(frozen=True)
class Body(Field):
    """A body; ``items`` are the kinds of items whose cards its document shows."""

    part: str = fields.BODY
    items: Sequence[str] = ("article",)
    things: Sequence[str] = ("image",)

    def tidy(self, item: Any) -> None:
        setattr(item, self.name, clean(getattr(item, self.name)))

    def saved(self, item: Any) -> None:
        for image, crop in crops_in(getattr(item, self.name)):
            image_files.request_crop(image, crop)

    def mentions(self, value: Any) -> Iterable[tuple[str, Any]]:
        return self._named(value, self.things)

    def cards(self, value: Any) -> Iterable[tuple[str, Any]]:
        return self._named(value, self.items)

    def touched(self, before: Any, after: Any) -> Iterable[str]:
        return parts_that_differ(before, after)

    def text(self, value: Any, name_of: NameOf) -> str:
        return as_lines(str(value or ""), name_of)

    def _named(self, value: Any, kinds: Sequence[str]) -> Iterable[tuple[str, Any]]:
        found = reader.references(value or "")
        return [(kind, each) for kind in kinds for each in getattr(found, f"{kind}s")]


@dataclass(frozen=True)
class Tags(Rows):
    """Tags in their order; new ones are stored with the list."""

    kind: str = "tag"

    def set(self, item: Any, things: Sequence[Any]) -> None:
        super().set(item, save_new(things))


@dataclass(frozen=True)
class Byline(Rows):
    """Names with roles: (author or None for a guest, printed name, role)."""

    kind: str = "author"

    def read(self, item: Any) -> list[dict[str, Any]]:
        return [
            {"author": str(author.uuid) if author else None, "printed_name": printed, "role": role}
            for author, printed, role in self.current(item)
        ]

    def write_rows(self, item: Any, value: Any, gone: list[str]) -> None:
        field: Any = self.rows._meta.get_field(self.kind)
        names = []
        for entry in value:
            public_id, printed = entry.get("author"), entry.get("printed_name", "")
            author = fields.find(field.related_model, public_id, gone, field.verbose_name)
            if author or printed:
                names.append((author, printed, entry.get("role", bylines.WRITER.name)))
        self.set(item, names)

    def set(self, item: Any, things: Sequence[Any]) -> None:
        self._replace(
            item,
            (
                {"author": author, "printed_name": plain(printed), "role": role}
                for author, printed, role in things
            ),
        )

    def current(self, item: Any) -> list[Any]:
        return [(row.author, row.printed_name, row.role) for row in self._stored(item)]

    def things(self, entries: Iterable[Any]) -> list[Any]:
        return [author for author, _printed, _role in entries if author]

    def mentions(self, value: Any) -> Iterable[tuple[str, Any]]:
        return [("author", entry["author"]) for entry in value or () if entry.get("author")]

    def text(self, value: Any, name_of: NameOf) -> str:
        return "\n".join(_name_as_text(entry, name_of) for entry in value or ())


def _name_as_text(entry: dict[str, Any], name_of: NameOf) -> str:
    author = entry.get("author")
    parts = (name_of("author", author) if author else "", entry["printed_name"], entry["role"])
    return " · ".join(part for part in parts if part)


def crops_in(body: str) -> list[tuple[Image, str]]:
    """Each image with the part of it that a figure shows, every pair once."""
    shown = (picture for part in reader.read(body) for picture in part.as_pictures())
    pairs = [(each.image, each.crop) for each in shown if isinstance(each, Figure) and each.crop]
    rows = Image.objects.filter(uuid__in={public_id for public_id, _crop in pairs})
    images = {row.uuid: row.survivor for row in rows.select_related("merged_into")}
    return list(dict.fromkeys((images[each], crop) for each, crop in pairs if each in images))


def parts_that_differ(before: str | None, after: str | None) -> list[str]:
    """Those of ``fields.PARTS`` that differ between two bodies once both are cleaned.

    The text is everything but figures and videos: someone who may change only pictures may put a
    figure anywhere, but move no word. The pictures are figures and videos in their order, and those
    of cards. Their place between the paragraphs belongs to neither part, so text can be written
    around them.
    """
    old, new = (_by_part(reader.read(clean(html or ""))) for html in (before, after))
    return [name for name in old if old[name] != new[name]]


def _by_part(body: tuple[Part, ...]) -> dict[str, list]:
    return {
        fields.TEXT: [text for part in body if (text := part.as_text())],
        fields.CAPTIONS: [words for part in body if (words := part.as_captions())],
        fields.PICTURES: [picture for part in body for picture in part.as_pictures()],
    }
