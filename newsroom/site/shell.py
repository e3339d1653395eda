"""What surrounds every page: navigation, footer and the feed column, at one instant.

Two queries: the navigation's also brings the public instant that the rest of the request reads at,
the column's is made when the page is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import CharField, DateTimeField, Exists, F, IntegerField, OuterRef, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles.models import ArticleEdition, PageEdition, Section
from feed.models import PostEdition
from newsroom.api import conditional
from newsroom.editorial import clock
from newsroom.editorial.models import LedgerHead, NamingAuthority
from newsroom.editorial.publication import ledger, names
from newsroom.editorial.rules import public_things
from newsroom.lib import pieces
from newsroom.lib.page import Page
from newsroom.lib.pieces import Piece

from . import front

COLUMN_POSTS = 12
COLUMN_PINNED = 3


class Shell:
    """What stands around the pages at the instant ``at``, and the pieces printed of it."""

    site_name = property(lambda self: settings.SITE_NAME)
    feed_url = "/feed/"

    def __init__(self, at: datetime | None = None) -> None:
        self._asked_at = at
        self._pieces: dict[tuple[str, ...], Piece] = {}

    @property
    def at(self) -> datetime:
        return self._loaded.at

    @cached_property
    def now(self) -> datetime:
        """The instant in the newsroom's zone, as the masthead prints its day."""
        return timezone.localtime(self.at)

    @property
    def nav(self) -> list[dict[str, str]]:
        return self._loaded.nav

    @property
    def footer(self) -> list[dict[str, str]]:
        return self._loaded.footer

    @property
    def holds_until(self) -> datetime | None:
        """When the lease of a picture that readers see ends, if that is within the lifetime."""
        return self._loaded.holds_until

    def at_later(self, at: datetime) -> Shell:
        """The same shell for a request at ``at``, where nothing in it has changed since."""
        shell = Shell(at)
        shell._pieces, shell._loaded = self._pieces, replace(self._loaded, at=at)
        shell.posts = self.posts
        return shell

    def print(self) -> None:
        """Print what every page has, before it is asked for."""
        self.piece("site/_footer.html")
        print_column(self)

    @property
    def is_used(self) -> bool:
        return "_loaded" in vars(self)

    @cached_property
    def posts(self) -> list[dict[str, Any]]:
        """The newest posts of the feed, pinned ones first."""
        live = PostEdition.objects.live(self.at)
        newest = live.newest_first().values("pk")[:COLUMN_POSTS]
        pinned = live.filter(is_pinned=True).newest_first().values("pk")[:COLUMN_PINNED]
        # Two walks of two indexes in one query; an OR of them would read the whole archive.
        rows = PostEdition.objects.filter(pk__in=newest).union(
            PostEdition.objects.filter(pk__in=pinned), all=True
        )
        found = {edition.pk: edition for edition in rows}.values()
        places = sorted(found, key=lambda e: (e.is_pinned, e.published_at, e.item_id), reverse=True)
        return [edition.document for edition in places]

    @cached_property
    def breaking(self) -> dict[str, Any] | None:
        """The post that leads the front, while it is fresh."""
        return front.breaking(self.posts, self.at)

    def piece(self, template: str, *key: str, **context: Any) -> Piece:
        """A template of the shell, printed once for each ``key``."""
        found = self._pieces.get((template, *key))
        if found is None:
            context = {"shell": self, **context}
            found = self._pieces[template, *key] = pieces.printed(template, context)
        return found

    @cached_property
    def _loaded(self) -> _Loaded:
        at = self._asked_at or ledger.instant_in_sql()
        head = LedgerHead.objects.filter(pk=1).annotate(
            what=Value("head", CharField()),
            place=Value(0, IntegerField()),
            title=Value("", CharField()),
            name=Value("", CharField()),
            tag=Value("", CharField()),
            read_at=ledger.instant_in_sql(),
        )
        rows = head.values_list("what", "place", "title", "name", "tag", "read_at").union(
            _sections(at), _pages(at), _authority(), *_lease_ends(), all=True
        )
        read_at, nav, footer, may_end = None, [], [], False
        for what, place, title, slug, language, instant in rows:
            if what == "head":
                read_at = clock.PublicInstant.of(instant)
            elif what == "end":
                may_end = True
            elif what == "authority":
                names.know(title)
            elif what == "section":
                nav.append(
                    (place, title, {"name": title, "slug": slug, "url": f"/section/{slug}/"})
                )
            else:
                link = {"name": title, "slug": slug, "url": f"/{slug}/", "language": language}
                footer.append((title, link))
        at = self._asked_at or read_at or ledger.public_instant()
        nav.sort(key=lambda row: (*row[:2], row[2]["slug"]))
        footer.sort(key=lambda row: row[0])
        holds_until = None
        if may_end:
            holds_until = public_things.first_seen_change(at, until=at + conditional.LIFETIME)
        return _Loaded(at, [row[-1] for row in nav], [row[-1] for row in footer], holds_until)


@dataclass(frozen=True)
class _Loaded:
    at: datetime
    nav: list[dict[str, str]]
    footer: list[dict[str, str]]
    holds_until: datetime | None


pieces.hole(
    "site/_masthead.html", "{{ page.kind }}|{{ page.section }}",
    fill=lambda shell, kind, section: shell.piece(
        "site/_masthead.html", kind, section, page=Page(kind=kind, section=section)
    ),
)  # fmt: skip
pieces.hole("site/_footer.html", fill=lambda shell: shell.piece("site/_footer.html"))
pieces.hole(
    "site/_breaking.html",
    fill=lambda shell: shell.piece("site/_breaking.html", breaking=shell.breaking),
)


def print_column(shell: Shell) -> Piece:
    return shell.piece("feed/_column.html", posts=shell.posts, feed_url=shell.feed_url)


pieces.hole("feed/_column.html", fill=print_column)


def middleware(get_response: Callable[[HttpRequest], HttpResponse]):
    """Give each request its shell. It costs nothing until something is asked of it."""

    def with_shell(request: HttpRequest) -> HttpResponse:
        # The page cache has asked what surrounds the page already.
        request.shell = request.META.get("newsroom.shell") or Shell()  # type: ignore[attr-defined]
        response = get_response(request)
        shell: Shell = request.shell  # type: ignore[attr-defined]
        if shell.is_used and shell.holds_until and not response.has_header("Cache-Control"):
            response["Cache-Control"] = conditional.lifetime(shell.at, shell.holds_until)
        return response

    return with_shell


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the shell, for every page's template."""
    return {"shell": getattr(request, "shell", None) or Shell()}


def _sections(at):
    """Sections of the navigation; one that has no live article is not public."""
    live = ArticleEdition.objects.live(at).filter(section=OuterRef("pk"))
    return (
        Section.objects.filter(Exists(live), is_in_navigation=True)
        .annotate(
            what=Value("section", CharField()),
            place=Cast(F("position"), IntegerField()),
            title=F("name"),
            tag=Value("", CharField()),
            read_at=Value(None, DateTimeField()),
        )
        .order_by()
        .values_list("what", "place", "title", "slug", "tag", "read_at")
    )


def _lease_ends():
    """A row if a lease may end within the lifetime that caches get, visible to readers or not."""
    span = clock.in_sql(), clock.in_sql(conditional.LIFETIME)
    for things, column in public_things.changing(*span):
        words = (Value("") for _each in range(3))
        yield things.order_by().values_list(Value("end"), Value(0), *words, F(column))


def _authority():
    """In whose name the entries of feeds are named."""
    rows = NamingAuthority.objects.filter(pk=1).order_by()
    nothing = Value(None, DateTimeField())
    return rows.values_list(Value("authority"), Value(0), "name", Value(""), Value(""), nothing)


def _pages(at):
    return (
        PageEdition.objects.live(at)
        .filter(is_in_footer=True)
        .annotate(
            what=Value("page", CharField()),
            place=Value(0, IntegerField()),
            title=Cast(KT("card__headline"), CharField()),
            read_at=Value(None, DateTimeField()),
        )
        .order_by()
        .values_list("what", "place", "title", "slug", "language", "read_at")
    )
