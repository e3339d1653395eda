"""What a public page says of itself in its head: views fill it, ``site/_head.html`` prints it.

Context of every public template: ``page`` (this) and ``shell`` (name, navigation, feed column).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings

from . import languages

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
class Page:
    """A page's head.

    - ``title``: the page's own words, without the site's name, which the head adds. The front
      leaves it empty and is called by the site's name alone.
    - ``description``: one or two sentences in plain text, or empty.
    - ``canonical``: the absolute address without parameters that do not change the page. Empty on
      pages that have none (errors, search, previews).
    - ``kind``: which page this is, also a class of ``<body>``: front, article, page, section, tag,
      author, feed, post, videos, video, corrections, search, error.
    - ``robots``: ``INDEXED`` or ``NOT_INDEXED``.
    - ``alternates``: syndication and API forms, in the order readers should meet them.
    - ``og``: ``<meta property>``, by full name ("og:image:width", "article:tag"). A sequence prints
      one tag for each of its values. What is missing of og:type, og:title, og:description and
      og:url comes from the fields above, so that a list page needs none of them.
    - ``named``: ``<meta name>`` ("twitter:card", "fediverse:creator", "tdm-reservation").
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
    json_ld: str = ""
    language: str = ""
    section: str = ""
    previous: str = ""
    next: str = ""

    @property
    def properties(self) -> Iterator[tuple[str, Value]]:
        """``<meta property>`` pairs of name and content, empty ones left out."""
        basic: dict[str, Value] = {
            "og:type": "article" if self.kind == "article" else "website",
            "og:site_name": settings.SITE_NAME,
            "og:title": self.title or settings.SITE_NAME,
            "og:description": self.description,
            "og:url": self.canonical,
            "og:locale": languages.locale(self.language or languages.of_site()),
        }
        return _pairs({**basic, **self.og})

    @property
    def names(self) -> Iterator[tuple[str, Value]]:
        """``<meta name>`` pairs of name and content beside description and robots."""
        return _pairs(self.named)


def _pairs(tags: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    for name, value in tags.items():
        values = [value] if isinstance(value, str | int) else value
        yield from ((name, each) for each in values if each not in ("", None))
