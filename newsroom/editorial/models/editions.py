"""Published versions: ``EditionQuerySet.live`` is the one rule of what is public.

Nothing else compares ``live_from``.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.expressions import BaseExpression
from django.db.models.lookups import IsNull

from newsroom.editorial import clock
from newsroom.lib.address_fields import DocumentField
from newsroom.lib.likely import likely

from .states import Change


class EditionQuerySet(models.QuerySet[Any]):
    def live(self, at: datetime | BaseExpression | None = None) -> Self:
        """What readers see at ``at``, exact for any instant, past or planned.

        At a ``PublicInstant`` (or ``ledger.instant_in_sql()``, or without ``at``: now) superseded
        editions have ended, so the smaller index serves.
        """
        if at is None:
            at = clock.in_sql()
        # The constraint published_at <= live_from makes the bound redundant: it is there so that
        # lists start at the right place of the index by published_at.
        return self.live_of_items(at).filter(published_at__lte=at)

    def live_of_items(self, at: datetime | BaseExpression | None = None) -> Self:
        """``live`` for a query that names the items: by key, slug or public id.

        It is without the bound at which lists start, which leads planners to an index of a list.
        """
        if at is None:
            at = clock.in_sql()
        live = self.filter(_is_live(at))
        is_now = isinstance(at, clock.PublicInstant | BaseExpression)
        return live.filter(superseded=False) if is_now else live

    def one_or_none(self) -> Any:
        """The row of a query that has at most one.

        ``first()`` orders by the key, and a planner may then walk all keys to find it.
        """
        return next(iter(self[:1]), None)

    def planned(self, at: datetime | BaseExpression) -> Self:
        """What somebody has planned to begin after ``at``."""
        return self.filter(live_from__gt=at, is_following=False)

    def following(self, at: datetime) -> Self:
        """What follows by itself after ``at``: see ``compilation``."""
        return self.filter(live_from__gt=at, is_following=True)

    def begun(self, at: datetime) -> Self:
        """Whatever was live at ``at`` or before."""
        return self.filter(live_from__lte=at)

    def not_ended(self, at: datetime | BaseExpression) -> Self:
        """Live at ``at`` or planned after it."""
        return self.filter(_not_ended(at))

    def exist_for_item(self) -> Q:
        """Whether the item of the outer query has such an edition, looked up item by item.

        With an EXISTS or IN, a database may read all editions before it has the first item.
        """
        first = self.filter(item=OuterRef("pk")).order_by("live_from").values("pk")[:1]
        return Q(IsNull(Subquery(first), False))  # noqa: FBT003

    def boundaries(self, at: datetime) -> Self:
        """Editions that begin or end at exactly ``at``."""
        return self.filter(Q(live_from=at) | Q(live_until=at))

    def boundaries_within(self, first: BaseExpression, last: BaseExpression) -> Self:
        """Editions that begin or end at one of these instants or between them."""
        return self.filter(
            Q(live_from__gte=first, live_from__lte=last)
            | Q(live_until__gte=first, live_until__lte=last)
        )

    def last_boundaries(self, at: datetime | BaseExpression) -> dict[str, Subquery]:
        """The newest beginning and end up to ``at`` as columns for another query: index probes.

        A list last changed at one of them or with the ledger's newest entry. The ledger has already
        told of a superseded edition's end, in a newer entry.
        """
        begun = Q(live_from__lte=at)
        ended = Q(live_until__lte=at, superseded=False)
        return {
            "last_start": self._last("live_from", begun),
            "last_end": self._last("live_until", ended),
        }

    def _last(self, column: str, condition: Q) -> Subquery:
        return Subquery(self.filter(condition).order_by(f"-{column}").values(column)[:1])

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-item_id")

    def before(self, published_at: datetime, item_id: int) -> Self:
        """After this place in ``newest_first()``, by one index range."""
        return self.filter(published_at__lte=published_at).filter(
            Q(published_at__lt=published_at) | Q(item_id__lt=item_id)
        )


def _is_live(at: datetime | BaseExpression, edition: str = "") -> IsNull:
    """Whether an edition, at the end of this path, is live: nearly all that lists find are."""
    begun = Q(**{f"{edition}live_from__lte": at})
    not_ended = Q(**{f"{edition}live_until": None}) | Q(**{f"{edition}live_until__gt": at})
    return likely(begun & not_ended, f"{edition}pk")


def _not_ended(at: datetime | BaseExpression) -> Q:
    return Q(live_until=None) | Q(live_until__gt=at)


def document_of(card: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """The whole document of its two stored halves.

    A body's ``in_full`` has the members that the card, which lists print, holds in short.
    """
    forms = {name: value for name, value in body.items() if name != "in_full"}
    return {**card, **body.get("in_full", {}), "body": forms}


class Edition(models.Model):
    """A published version, live in ``[live_from, live_until)``.

    ``card`` and ``body`` together are its document: see ``document_of``. Concrete classes add
    ``item`` (related_name editions) and ``revision``, both PROTECT.
    """

    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    change = models.CharField(max_length=12, choices=Change)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    card = DocumentField()
    body = DocumentField()
    compile_number = models.PositiveIntegerField(default=1)
    schema_number = models.PositiveSmallIntegerField(default=1)
    settings_hash = models.CharField(max_length=16)
    superseded = models.BooleanField(default=False)
    # Until when the document holds: something in it (an image's lease) changes by the clock then.
    holds_until = models.DateTimeField(null=True)
    # Planned by ``compilation``, of the text of the edition before: never anybody's plan.
    is_following = models.BooleanField(default=False)

    if TYPE_CHECKING:
        item: Any
        item_id: int
        revision: Any
        revision_id: int

    objects = EditionQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(live_until=None) | Q(live_until__gt=F("live_from")),
                name="%(app_label)s_%(class)s_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(published_at__lte=F("live_from")),
                name="%(app_label)s_%(class)s_published_not_after_live",
            ),
        ]
        indexes = [
            models.Index(
                F("published_at").desc(), F("item_id").desc(), condition=Q(superseded=False),
                name="%(class)s_newest",
            ),
            models.Index(
                F("updated_at").desc(), F("item_id").desc(), condition=Q(superseded=False),
                name="%(class)s_updated",
            ),
            models.Index(fields=["item", "live_from"], name="%(class)s_item"),
            models.Index(fields=["live_from"], name="%(class)s_starts"),
            models.Index(
                fields=["live_until"], condition=Q(superseded=False, live_until__isnull=False),
                name="%(class)s_ends",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.card.get('headline', '')} [{self.live_from:%Y-%m-%d %H:%M}]"

    def is_live(self, at: datetime) -> bool:
        return self.live_from <= at and (self.live_until is None or at < self.live_until)

    @property
    def document(self) -> Any:
        """All that readers get; its type is the one that the app's compile gives it."""
        return document_of(self.card, self.body)


class EditionRelationQuerySet(models.QuerySet[Any]):
    def live(self, at: datetime | BaseExpression) -> Self:
        """The rows of editions that are live at ``at``.

        The edition is looked up row by row, so that a list walks one range of these rows' index.
        """
        return self.filter(_is_live(at, "edition__"), published_at__lte=at)


class EditionRelation(models.Model):
    """What a live or planned edition names, for lists, "where is this used" and recompiling.

    Concrete classes add ``edition`` (CASCADE), ``item`` (CASCADE) and one target (PROTECT), and
    register with ``registry``. The rows go when the edition has ended.
    """

    published_at = models.DateTimeField()
    position = models.PositiveSmallIntegerField(default=0)
    # What is named but not shown (an image whose lease has ended) is not public by it.
    is_shown = models.BooleanField(default=True)

    objects = EditionRelationQuerySet.as_manager()

    class Meta:
        abstract = True
