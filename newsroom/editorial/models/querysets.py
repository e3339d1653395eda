"""The one rule of what is public: ``live(at)``. Nothing else compares ``live_from``."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q, Subquery
from django.db.models.expressions import BaseExpression

from newsroom.editorial import clock


class EditionQuerySet(models.QuerySet):
    def live(self, at: datetime | BaseExpression | None = None) -> Self:
        """What readers see at ``at``, exact for any instant, past or planned.

        At a ``PublicInstant`` (or ``ledger.instant_in_sql()``, or without ``at``: now) superseded
        editions have ended, so the smaller index serves.
        """
        if at is None:
            at = clock.in_sql()
        # The constraint published_at <= live_from makes the second bound redundant: it is there
        # so that lists start at the right place of the index by published_at.
        live = self.filter(live_from__lte=at, published_at__lte=at).filter(_not_ended(at))
        is_now = isinstance(at, clock.PublicInstant | BaseExpression)
        return live.filter(superseded=False) if is_now else live

    def planned(self, at: datetime) -> Self:
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

    def boundaries(self, at: datetime) -> Self:
        """Editions that begin or end at exactly ``at``."""
        return self.filter(Q(live_from=at) | Q(live_until=at))

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


class SharedQuerySet(models.QuerySet):
    def in_use(self) -> Self:
        """What may still be chosen: neither retired nor merged."""
        return self.filter(retired_at=None, merged_into=None)


def _not_ended(at: datetime | BaseExpression) -> Q:
    return Q(live_until=None) | Q(live_until__gt=at)
