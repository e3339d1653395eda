"""How somebody stands: invited, active, or without access. A fact of their rows, never stored."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsroom.accounts.models import User

from .models import OPEN, Invitation


class Standing(StrEnum):
    INVITED = "invited"
    EXPIRED = "expired"
    ACTIVE = "active"
    ENDED = "ended"

    @property
    def word(self) -> Promise:
        return _WORDS[self]


_WORDS = {
    Standing.INVITED: _("Invited"),
    Standing.EXPIRED: _("Invitation expired"),
    Standing.ACTIVE: _("Active"),
    Standing.ENDED: _("Access ended"),
}
_IS_ACTIVE = Q(is_active=True, is_staff=True)


def known(people: QuerySet[User]) -> QuerySet[User]:
    """The same people with what ``of`` asks of each: no query more."""
    open_ones = Invitation.objects.filter(OPEN, person=OuterRef("pk"))
    until: Any = Subquery(open_ones.values("expires_at")[:1])
    return people.annotate(invited_until=until)


def of(person: User, *, at: datetime) -> Standing:
    """Of a person who was read by ``known``."""
    if person.is_active and person.is_staff:
        return Standing.ACTIVE
    until: datetime | None = getattr(person, "invited_until", None)
    if until is None:
        return Standing.ENDED
    return Standing.INVITED if at < until else Standing.EXPIRED


def only(people: QuerySet[User], standing: Standing, *, at: datetime) -> QuerySet[User]:
    """Those of the people, read by ``known``, who stand so."""
    wanted = {
        Standing.ACTIVE: _IS_ACTIVE,
        Standing.INVITED: ~_IS_ACTIVE & Q(invited_until__gt=at),
        Standing.EXPIRED: ~_IS_ACTIVE & Q(invited_until__lte=at),
        Standing.ENDED: ~_IS_ACTIVE & Q(invited_until=None),
    }
    return people.filter(wanted[standing])
