"""A publication on its way in: what every importer hands to ``import_run``."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from .addresses import Addresses
from .conversion import ImageUse, Surroundings
from .report import Line, Notes


class Fate(StrEnum):
    LIVE = "live"
    PLANNED = "planned"
    DRAFT = "draft"


@dataclass(frozen=True)
class IncomingAuthor:
    foreign_id: str
    name: str
    slug: str
    bio: str = ""
    website: str = ""
    portrait: str = ""
    """The address of an image."""
    notes: Notes = field(default_factory=Notes)


@dataclass(frozen=True)
class IncomingTag:
    foreign_id: str
    name: str
    slug: str
    description: str = ""
    notes: Notes = field(default_factory=Notes)


@dataclass(frozen=True)
class IncomingItem:
    """An article or a page (``kind``); every text already fits its column."""

    kind: str
    foreign_id: str
    wanted_uuid: UUID | None
    wanted_slug: str
    headline: str
    convert: Callable[[Surroundings], tuple[str, Notes]]
    """The body's HTML, not yet cleaned, and what its conversion has to tell."""

    fate: Fate = Fate.DRAFT
    published_at: datetime | None = None
    """The first publication; of a planned item the time it is planned for."""
    updated_at: datetime | None = None
    created_at: datetime | None = None

    standfirst: str = ""
    language: str = ""
    seo_title: str = ""
    seo_description: str = ""
    canonical_url: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lead: ImageUse | None = None
    """Its caption is plain text."""

    old_paths: tuple[str, ...] = ()
    state_there: str = ""
    """Status and dates in the source, raw: a change of them is a change of the item."""
    notes: Notes = field(default_factory=Notes)


@dataclass
class Publication:
    source: str
    """The name of the system, as records keep it: "ghost"."""
    name: str
    addresses: Addresses
    authors: dict[str, IncomingAuthor] = field(default_factory=dict)
    tags: dict[str, IncomingTag] = field(default_factory=dict)
    items: list[IncomingItem] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)
    picture_key: Callable[[str], str] = str
    """The one path of an image, whatever size of it an address asks for."""
    feeds: dict[str, str] = field(default_factory=dict)
    """Old addresses of the site as a whole, and where they lead here."""
