"""The shell's two queries, compiled once and asked prepared: the links, and the column's posts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import (
    CharField,
    DateTimeField,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.expressions import BaseExpression
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.db.models.lookups import IsNull

from articles.models import ArticleEdition, PageEdition, Section
from feed.models import COLUMN_PINNED, PostEdition
from newsroom.api import conditional
from newsroom.editorial import clock
from newsroom.editorial.models import LedgerHead, NamingAuthority
from newsroom.editorial.models.editions import document_of
from newsroom.editorial.publication import ledger
from newsroom.editorial.rules import public_things
from newsroom.editorial.witness import Witness
from newsroom.lib.prepared import Row

COLUMN_POSTS = 12
_ANY_TIME = "2026-01-01T00:00:00+00:00"

Instant = datetime | BaseExpression


def surroundings(at: datetime | None) -> list[Row]:
    """Rows of (what, place, title, slug, language, instant): ``head`` with the public instant,
    ``section`` and ``page`` for the links, ``authority`` whose name the entries of feeds bear,
    ``end`` if a lease may end within the lifetime that caches get."""
    return _asked(_surroundings, at)


def posts(at: datetime) -> list[Row]:
    """The column's posts, newest first, pinned ones before: (edition, its compile number, whether
    it is pinned, published at, item, card, body); the last two are text for ``post_of``."""
    found = {row[0]: row for row in _asked(_posts, at)}
    return sorted(found.values(), key=lambda row: row[2:5], reverse=True)


def post_of(row: Row) -> dict[str, Any]:
    """The document of a row of ``posts``, its addresses checked as wherever documents are read."""
    fields = (PostEdition._meta.get_field(name) for name in ("card", "body"))
    card, body = (
        field.from_db_value(text, None, connection)  # type: ignore[union-attr]
        for field, text in zip(fields, row[5:], strict=True)
    )
    return document_of(card, body)


def _asked(rows: Any, at: datetime | None) -> list[Row]:
    kind: Any = at and type(at)
    query = _compiled(rows, kind, clock.is_moved())
    if at is None and query.instants:
        # The clock is moved, or the database has none.
        at = clock.now()
    return query.ask(at or _any_instant(datetime))


@cache
def _compiled(rows: Any, kind: Any, is_moved: bool) -> Witness:  # noqa: FBT001
    at = _any_instant(kind) if kind else None
    return Witness.of(rows(at or ledger.instant_in_sql()), at)


def _any_instant(kind: type) -> Any:
    """Queries are compiled for an instant; which one makes no difference."""
    return kind.fromisoformat(_ANY_TIME)  # type: ignore[attr-defined]


def _surroundings(at: Instant) -> QuerySet[Any, Any]:
    head = LedgerHead.objects.filter(pk=1).annotate(
        what=Value("head", CharField()),
        place=Value(0, IntegerField()),
        title=Value("", CharField()),
        name=Value("", CharField()),
        tag=Value("", CharField()),
        read_at=ledger.instant_in_sql(),
    )
    return head.values_list("what", "place", "title", "name", "tag", "read_at").union(
        _sections(at), _pages(at), _authority(), *_lease_ends(), all=True
    )


def _sections(at: Instant) -> QuerySet[Any, Any]:
    """Sections of the navigation; one that has no live article is not public.

    Looked up section by section: with an EXISTS, a generic plan reads all editions.
    """
    live = ArticleEdition.objects.live(at).filter(section=OuterRef("pk")).newest_first()
    is_public = IsNull(Subquery(live.values("pk")[:1]), False)  # noqa: FBT003
    return (
        Section.objects.filter(is_public, is_in_navigation=True)
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


def _authority() -> QuerySet[Any, Any]:
    """In whose name the entries of feeds are named."""
    rows = NamingAuthority.objects.filter(pk=1).order_by()
    nothing = Value(None, DateTimeField())
    return rows.values_list(Value("authority"), Value(0), "name", Value(""), Value(""), nothing)


def _pages(at: Instant) -> QuerySet[Any, Any]:
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


def _lease_ends() -> Iterator[QuerySet[Any, Any]]:
    """A row if a lease may end within the lifetime that caches get, visible to readers or not."""
    span = clock.in_sql(), clock.in_sql(conditional.LIFETIME)
    for things, column in public_things.changing(*span):
        words = (Value("") for _each in range(3))
        yield things.order_by().values_list(Value("end"), Value(0), *words, F(column))


def _posts(at: Instant) -> QuerySet[Any, Any]:
    """Two walks of two indexes in one query; an OR of them would read the whole archive."""
    live = PostEdition.objects.live(at)
    newest = live.newest_first().values("pk")[:COLUMN_POSTS]
    pinned = live.filter(is_pinned=True).newest_first().values("pk")[:COLUMN_PINNED]
    columns = (
        "pk",
        "compile_number",
        "is_pinned",
        "published_at",
        "item_id",
        "card_text",
        "body_text",
    )
    return (
        _documents(newest)
        .values_list(*columns)
        .union(_documents(pinned).values_list(*columns), all=True)
    )


def _documents(chosen: Any) -> QuerySet[Any, Any]:
    """As text: what was printed of them earlier is not read again."""
    rows = PostEdition.objects.filter(pk__in=chosen).annotate(
        card_text=Cast("card", TextField()), body_text=Cast("body", TextField())
    )
    return rows.values_list(
        "pk", "compile_number", "is_pinned", "published_at", "item_id", "card_text", "body_text"
    )
