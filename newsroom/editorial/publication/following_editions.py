"""Editions that follow by the clock: the same words, without (or with) a picture from then on.

A compile says until when it holds, as when a picture's lease ends. What follows then is planned in
the same transaction, so that the page is right on the second. It is derived: every act folds it
away first and unfolds it anew at its end, and nothing else needs to know of it.
"""

from __future__ import annotations

from datetime import datetime

from newsroom.editorial.models import Edition, Item
from newsroom.editorial.models.states import Change

from . import compilation


def fold(item: Item, *, at: datetime) -> None:
    """Delete what follows after ``at`` and give its time back to the edition before it."""
    ahead: list[Edition] = list(
        item.editions.following(at).order_by("live_from").only("live_from", "live_until")
    )
    if not ahead:
        return
    ends = {edition.live_from: edition.live_until for edition in ahead}
    item.editions.filter(pk__in=[edition.pk for edition in ahead]).delete()
    for edition in item.editions.not_ended(at).defer("card", "body"):
        until = edition.live_until
        while until in ends:
            until = ends.pop(until)
        if until != edition.live_until:
            edition.live_until = until
            edition.save(update_fields=["live_until"])


def unfold(item: Item, *, at: datetime) -> None:
    """Plan what follows each live or planned edition whose document does not hold to its end."""
    editions = item.editions.not_ended(at).filter(holds_until__isnull=False)
    for edition in list(editions.select_related("revision").defer("body")):
        edition.item = item
        while _ends_early(edition):
            edition = _follow(edition)


def is_missing(edition: Edition) -> bool:
    """Whether the document ceases to hold while the edition is still live."""
    return _ends_early(edition)


def _ends_early(edition: Edition) -> bool:
    if edition.holds_until is None:
        return False
    return edition.live_until is None or edition.holds_until < edition.live_until


def _follow(edition: Edition) -> Edition:
    begins, ends = edition.holds_until, edition.live_until
    edition.live_until = begins
    edition.save(update_fields=["live_until"])
    return compilation.open_edition(
        edition.item, edition.revision, live_from=begins, live_until=ends,  # type: ignore[arg-type]
        published_at=edition.published_at, updated_at=edition.updated_at, change=Change.RIGHTS,
        by=None, prior=edition, is_following=True,
    )  # fmt: skip
