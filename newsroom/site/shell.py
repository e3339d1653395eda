"""What surrounds every page: navigation, footer and the feed column, at one instant.

Two queries: the navigation's also brings the public instant that the rest of the request reads at,
the column's is made when the page is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from newsroom.api import conditional
from newsroom.editorial import clock, witness
from newsroom.editorial.publication import ledger, names
from newsroom.editorial.rules import public_things
from newsroom.lib import pieces, site_settings
from newsroom.lib.page import Page
from newsroom.lib.pieces import Piece
from newsroom.lib.prepared import Row
from newsroom.lib.site_settings import SiteSettings

from . import front, shell_queries

#: What they print is in ``Shell._around``.
_AROUND = ("site/_masthead.html", "site/_footer.html")
COLUMN = "feed/_column.html"


class ColumnPost:
    """A post of the column, printed once."""

    def __init__(self, row: Row) -> None:
        self._row = row

    @cached_property
    def document(self) -> dict[str, Any]:
        return shell_queries.post_of(self._row)

    def in_column(self, place: int) -> dict[str, Any]:
        """What the column reads of it beside what is printed of it."""
        return {
            "place": place,
            "pinned": self.document["pinned"],
            "published_at": self.document["published_at"],
        }

    def fill(self, shell: Any, *_arguments: str) -> Piece:
        return self._printed

    def packed(self, shell: Any, looks: Sequence[Sequence[str]]) -> Any:
        raise NotImplementedError("The column is part of the shell, which no row holds.")

    @cached_property
    def _printed(self) -> Piece:
        return pieces.printed("feed/_column_post.html", {"post": self.document})


class Shell:
    """What stands around the pages at the instant ``at``, and the pieces printed of it."""

    feed_url = "/feed/"

    def __init__(self, at: datetime | None = None) -> None:
        self._asked_at = at
        self._pieces: dict[tuple[str, ...], Piece] = {}

    @cached_property
    def settings(self) -> SiteSettings:
        return site_settings.current()

    @property
    def site_name(self) -> str:
        return self.settings.name

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
        shell._column, shell.settings = self._column, self.settings
        return shell

    def print(self) -> None:
        """Print what every page has, before it is asked for."""
        self.piece("site/_footer.html")
        print_column(self)

    def take_over(self, before: Shell) -> None:
        """Keep what was printed of an earlier shell where it is the same."""
        if self.settings.look != before.settings.look:
            return
        if self._around == before._around:
            self._pieces |= {k: v for k, v in before._pieces.items() if k[0] in _AROUND}
        column = {key: before._column.get(key, post) for key, post in self._column.items()}
        if [*column] == [*before._column]:
            self._pieces |= {k: v for k, v in before._pieces.items() if k[0] == COLUMN}
        self._column = column

    @property
    def _around(self) -> tuple[object, ...]:
        """All that masthead and footer print."""
        return self.site_name, self.nav, self.footer, self.now.date(), self.now.tzname()

    @property
    def is_used(self) -> bool:
        return "_loaded" in vars(self)

    @property
    def posts(self) -> list[dict[str, Any]]:
        """The newest posts of the feed, pinned ones first."""
        return [post.document for post in self._column.values()]

    @cached_property
    def _column(self) -> dict[tuple[int, int], ColumnPost]:
        """Those posts by edition and compile number."""
        return {row[:2]: ColumnPost(row) for row in shell_queries.posts(self.at)}

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

    def column_piece(self) -> Piece:
        """The feed column: its posts are printed once each."""
        if (COLUMN,) not in self._pieces:
            held = [*self._column.values()]
            context = {
                "posts": [post.in_column(place) for place, post in enumerate(held)],
                "feed_url": self.feed_url,
            }
            self._pieces[COLUMN,] = pieces.joined(COLUMN, context, held, self)
        return self._pieces[COLUMN,]

    @cached_property
    def _loaded(self) -> _Loaded:
        rows = shell_queries.surroundings(self._asked_at)
        read_at, nav, footer, may_end = None, [], [], False
        for what, place, title, slug, language, instant in rows:
            if what == "head":
                read_at = clock.PublicInstant.of(witness.instant(instant))
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
    return shell.column_piece()


pieces.hole(COLUMN, fill=print_column)
pieces.hole("feed/_column_post.html", "{{ post.place }}")


def middleware(get_response: Callable[[HttpRequest], HttpResponse]):
    """Give each request its shell. It costs nothing until something is asked of it."""

    def with_shell(request: HttpRequest) -> HttpResponse:
        # Before anything is read or printed in the newsroom's language and zone.
        site_settings.current()
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
