"""What a feed is made of, whatever its format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Person:
    name: str
    url: str = ""


@dataclass(frozen=True)
class Media:
    """A picture: its file, caption, and the credit exactly as the page prints it.

    ``thumbnail`` and ``banner`` are addresses of its smallest file and of a wide crop.
    """

    url: str
    type: str
    width: int
    height: int
    bytes: int
    alt: str
    caption: str
    credit: str
    copyright: str = ""
    thumbnail: str = ""
    banner: str = ""


@dataclass(frozen=True)
class Film:
    """A video file of our own; its measures are 0 where they are not known."""

    url: str
    type: str
    title: str
    width: int = 0
    height: int = 0
    bytes: int = 0
    seconds: int = 0


@dataclass(frozen=True)
class Entry:
    """One item. ``guid`` is stable over every change of its address."""

    guid: str
    url: str
    title: str
    summary: str
    html: str
    published_at: datetime
    updated_at: datetime
    text: str = ""
    authors: Sequence[Person] = ()
    tags: Sequence[tuple[str, str]] = ()
    language: str = ""
    media: Media | None = None
    films: Sequence[Film] = ()
    external_url: str = ""
    extension: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Deleted:
    """An item that is gone; ``comment`` says why and stays empty where nothing may be said."""

    guid: str
    at: datetime
    comment: str = ""


@dataclass(frozen=True)
class Channel:
    """A list as a feed; ``path`` is the page it goes with."""

    title: str
    path: str
    description: str
    language: str
    updated_at: datetime | None
    entries: Sequence[Entry]
    deleted: Sequence[Deleted] = ()
