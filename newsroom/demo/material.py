"""The shapes of the demo's material, as the files beside this module hold it."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path


@dataclass(frozen=True)
class Login:
    """Somebody who can log in; ``role`` is the name of a group, empty for a superuser."""

    username: str
    first_name: str
    last_name: str
    role: str


@dataclass(frozen=True)
class Paper:
    """What the newsroom says of itself."""

    name: str
    description: str


@dataclass(frozen=True)
class Person:
    """An author: a person or a body; ``login`` names the user that writes under this name."""

    slug: str
    name: str
    kind: str
    job_title: str
    bio: str
    portrait: str
    email: str
    login: str


@dataclass(frozen=True)
class Section:
    slug: str
    name: str
    description: str


@dataclass(frozen=True)
class Tag:
    slug: str
    name: str
    description: str


@dataclass(frozen=True)
class Agency:
    """Who pictures come from, with what the newsroom has agreed with them."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    rights: str
    cost: str
    restrictions: str
    copyright: str
    may_syndicate: bool


@dataclass(frozen=True)
class Lease:
    """An allow or a deny that ends ``left`` after the load, or ended ``ended`` before it."""

    kind: str
    scope: str
    left: timedelta
    ended: timedelta
    words: str
    is_proposed: bool


@dataclass(frozen=True)
class Picture:
    """A file, and what the library says about it."""

    name: str
    file: Path
    alt: str
    caption: str
    creator: str
    pool: bool
    agency: str
    supplier: str
    credit_line: str
    copyright: str
    usage_terms: str
    focal: tuple[float, float]
    rights: str
    leases: tuple[Lease, ...]


@dataclass(frozen=True)
class Video:
    slug: str
    title: str
    summary: str
    poster: str
    url: str
    seconds: int
    age: timedelta
    transcript: str


@dataclass(frozen=True)
class Name:
    """One place in a byline: an author's slug, or a guest's printed name, or both."""

    author: str
    printed: str
    role: str


@dataclass(frozen=True)
class Edit:
    """Something done to an item ``after`` it was first published (or saved).

    ``act``: "publish" (an update), "correct" (with ``kind``, ``text``, ``reason``), "save" (a draft
    over the live edition). ``swaps`` are pairs of what the body says and what it says from then on.
    """

    after: timedelta
    act: str
    by: str
    change: str
    headline: str
    standfirst: str
    swaps: tuple[tuple[str, str], ...]
    kind: str
    text: str
    reason: str
    placement: str


@dataclass(frozen=True)
class Takedown:
    """``kind``: withdrawn, withheld, retracted, legal, privacy."""

    kind: str
    after: timedelta
    by: str
    reason: str
    note: str


@dataclass(frozen=True)
class Item:
    """What stories, posts and pages share; ``age`` is how long before the load it was published."""

    name: str
    age: timedelta
    by: str
    published_by: str
    fate: str
    headline: str
    body: str
    edits: tuple[Edit, ...]
    takedown: Takedown | None
    #: For scheduled and embargoed items: how long after the load they may be live.
    starts_in: timedelta
    #: How long after the load a live item is to be withdrawn; none when zero.
    ends_in: timedelta


@dataclass(frozen=True)
class Story(Item):
    section: str
    kind: str
    tags: tuple[str, ...]
    byline: tuple[Name, ...]
    standfirst: str
    kicker: str
    short_headline: str
    slugline: str
    dateline: str
    lead_image: str
    lead_caption: str
    videos: tuple[str, ...]
    seo_title: str
    seo_description: str
    #: Why it was returned or spiked, what the desk asks: goes into the log.
    note: str


@dataclass(frozen=True)
class Post(Item):
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    article: str
    image: str
    source_name: str
    source_url: str
    pinned: bool
    key_event: bool
    breaking: bool


@dataclass(frozen=True)
class PlainPage(Item):
    standfirst: str
    seo_description: str


@dataclass(frozen=True)
class Material:
    """Everything, by name, in the order of the files; and what the newsroom says of itself."""

    paper: Paper
    logins: dict[str, Login] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    videos: dict[str, Video] = field(default_factory=dict)
    stories: dict[str, Story] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    pages: dict[str, PlainPage] = field(default_factory=dict)
