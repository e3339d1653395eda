"""The shape of a Ghost publication once it has been read: plain values, every list in its order."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class GhostTag:
    id: str
    name: str
    slug: str
    description: str = ""
    is_internal: bool = False
    extras: tuple[str, ...] = ()
    """Names of filled fields that have no place here: "feature_image", "codeinjection_head" …"""


@dataclass(frozen=True)
class GhostUser:
    id: str
    name: str
    slug: str
    email: str = ""
    bio: str = ""
    website: str = ""
    location: str = ""
    profile_image: str = ""
    roles: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()


@dataclass(frozen=True)
class GhostPost:
    """A post or a page (``type``)."""

    id: str
    uuid: UUID | None
    title: str
    slug: str
    type: str = "post"
    status: str = "draft"
    visibility: str = "public"
    is_email_only: bool = False
    is_featured: bool = False
    language: str = ""
    url: str = ""
    """The old address, where the file tells it (the Content API does, an export does not)."""

    created_at: datetime | None = None
    updated_at: datetime | None = None
    published_at: datetime | None = None

    lexical: str = ""
    mobiledoc: str = ""
    markdown: str = ""
    html: str = ""

    custom_excerpt: str = ""
    feature_image: str = ""
    feature_image_alt: str = ""
    feature_image_caption: str = ""
    """HTML."""

    meta_title: str = ""
    meta_description: str = ""
    og_title: str = ""
    og_description: str = ""
    og_image: str = ""
    twitter_title: str = ""
    twitter_description: str = ""
    twitter_image: str = ""
    canonical_url: str = ""

    codeinjection_head: str = ""
    codeinjection_foot: str = ""
    custom_template: str = ""
    email_subject: str = ""
    newsletter_id: str = ""
    frontmatter: str = ""
    hides_title_and_image: bool = False
    tiers: tuple[str, ...] = ()

    authors: tuple[str, ...] = ()
    """Ids of users, in their order."""
    tags: tuple[str, ...] = ()
    """Ids of tags, in their order; the first is the primary one."""

    problems: tuple[str, ...] = ()
    """Sentences about fields of this row that could not be read."""

    @property
    def is_page(self) -> bool:
        return self.type == "page"


@dataclass(frozen=True)
class Unread:
    """A row that could not be read at all."""

    kind: str
    name: str
    reason: str


@dataclass(frozen=True)
class GhostExport:
    title: str = ""
    url: str = ""
    language: str = ""
    is_private: bool = False
    permalinks: str = ""
    """The pattern of dated addresses of old versions: "/:year/:month/:day/:slug/"."""

    posts: list[GhostPost] = field(default_factory=list)
    users: dict[str, GhostUser] = field(default_factory=dict)
    tags: dict[str, GhostTag] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)
    """Sentences about what the file holds beside posts, people and tags."""
