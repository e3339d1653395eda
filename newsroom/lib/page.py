"""What a public page says of itself in its head: views fill it, ``site/_head.html`` prints it.

Context of every public template: ``page`` (this) and ``shell`` (name, navigation, feed column).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from . import languages, site_settings

# Search engines may show large images and as much of the text as they like.
INDEXED = "max-image-preview:large, max-snippet:-1, max-video-preview:-1"
# For search results, previews and pages that are gone.
NOT_INDEXED = "noindex"

Value = str | int | Sequence[str]


@dataclass(frozen=True)
class Alternate:
    """The same content in another form: a feed, the API's JSON, another language.

    ``type`` is the media type ("application/rss+xml"), ``title`` what a reader calls it ("City:
    RSS"), ``href`` an absolute address. ``hreflang`` only for another language.
    """

    type: str
    title: str
    href: str
    hreflang: str = ""


@dataclass(frozen=True)
class Picture:
    """What stands for a page: one file; its measures and media type where they are known."""

    url: str
    alt: str = ""
    width: int | str = ""
    height: int | str = ""
    type: str = ""
    #: Whether it is a picture, not a sign such as the logo.
    is_large: bool = True


@dataclass(frozen=True)
class Page:
    """A page's head.

    - ``title``: the page's own words, without the site's name, which the head adds. The front
      leaves it empty and is called by the site's name alone.
    - ``description``: one or two sentences in plain text, or empty.
    - ``canonical``: the absolute address without parameters that do not change the page. Empty on
      pages that have none (errors, search, previews).
    - ``kind``: which page this is, also a class of ``<body>``: front, article, page, section, tag,
      author, feed, post, videos, video, corrections, search, error. Style sheets go by it.
    - ``robots``: ``INDEXED`` or ``NOT_INDEXED``.
    - ``alternates``: syndication and API forms, in the order readers should meet them.
    - ``og``: ``<meta property>``, by full name ("og:image:width", "article:tag"). A sequence prints
      one tag for each of its values. What is missing of og:type, og:title, og:description,
      og:url and og:image comes from the other fields, so that a list page needs none of them.
    - ``named``: ``<meta name>`` ("fediverse:creator", "tdm-reservation"); the cards of networks
      come from the other fields.
    - ``is_shared``: networks show a card of the page, with ``picture`` if it has one.
    - ``json_ld``: one JSON text; the head escapes it, so that no ``</script>`` in it can end it.
    - ``language``: the tag of the content's language, where that is not the newsroom's.
    - ``section``: the slug of the section the page belongs to: it is marked in the navigation.
    - ``previous`` and ``next``: absolute addresses of the neighbours of a paged list.
    """

    title: str = ""
    description: str = ""
    canonical: str = ""
    kind: str = "page"
    robots: str = INDEXED
    alternates: Sequence[Alternate] = ()
    og: Mapping[str, Value] = field(default_factory=dict)
    named: Mapping[str, Value] = field(default_factory=dict)
    is_shared: bool = False
    picture: Picture | None = None
    json_ld: str = ""
    language: str = ""
    section: str = ""
    previous: str = ""
    next: str = ""

    @property
    def site(self) -> site_settings.SiteSettings:
        """What the newsroom says of itself."""
        return site_settings.current()

    @property
    def properties(self) -> Iterator[tuple[str, Value]]:
        """``<meta property>`` pairs of name and content, empty ones left out."""
        return _pairs(self._og)

    @property
    def names(self) -> Iterator[tuple[str, Value]]:
        """``<meta name>`` pairs of name and content beside description and robots."""
        told, shown = self._og, self.picture
        card: dict[str, Value] = {
            "twitter:card": "summary_large_image" if shown and shown.is_large else "summary",
            "twitter:site": site_settings.current().twitter_site,
            "twitter:creator": site_settings.current().twitter_site
            if self.kind == "article"
            else "",
            "twitter:title": told["og:title"],
            "twitter:description": told["og:description"],
            "twitter:image": told.get("og:image", ""),
            "twitter:image:alt": told.get("og:image:alt", ""),
        }
        return _pairs({**(card if self.is_shared else {}), **self.site.mining, **self.named})

    @property
    def _og(self) -> dict[str, Value]:
        basic: dict[str, Value] = {
            "og:type": "article" if self.kind == "article" else "website",
            "og:site_name": site_settings.current().name,
            "og:title": self.title or site_settings.current().name,
            "og:description": self.description,
            "og:url": self.canonical,
            "og:locale": languages.locale(self.language or languages.of_site()),
        }
        if shown := self.picture:
            basic |= {
                "og:image": shown.url,
                "og:image:width": shown.width,
                "og:image:height": shown.height,
                "og:image:type": shown.type,
                "og:image:alt": shown.alt,
            }
        return {**basic, **self.og}


def _pairs(tags: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    for name, value in tags.items():
        values = [value] if isinstance(value, str | int) else value
        yield from ((name, each) for each in values if each not in ("", None))
