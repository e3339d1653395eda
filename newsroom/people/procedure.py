"""What every act on people does first: lock, and ask who may."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from newsroom.accounts import authority
from newsroom.accounts.authority import Act
from newsroom.accounts.models import User
from newsroom.accounts.roles import Role
from newsroom.editorial.refusals import NotAllowed, NotPossible

#: Whoever is active and may keep people, or administers.
_KEEPERS = Q(is_superuser=True) | Q(
    pk__in=User.groups.through.objects.filter(group__name=Role.MANAGING_EDITOR.value).values("user")
)


@dataclass(frozen=True)
class Begun:
    """An act under way: who does it, and to whom, as their locked rows say."""

    by: User | None
    person: User | None = None


def begin(act: Act, *, by: User | None, person: User | None = None) -> Begun:
    """Lock both and everybody who keeps people, then check. Call inside the act's transaction.

    Keepers are locked too: two of them who end each other's access at once leave one, and nobody
    goes on with rights that have just been taken.
    """
    wanted = [one.pk for one in (by, person) if one is not None]
    rows = User.objects.select_for_update(no_key=True).filter(Q(pk__in=wanted) | _KEEPERS)
    found = {row.pk: row for row in rows.order_by("pk")}
    if any(pk not in found for pk in wanted):
        raise NotPossible(_("This person no longer exists."))
    begun = Begun(found[by.pk] if by else None, found[person.pk] if person else None)
    if reason := authority.why_not(act, by=begun.by, whom=begun.person):
        raise NotAllowed(reason)
    return begun


def is_last_managing_editor(person: User) -> bool:
    """Whether nobody else is an active managing editor."""
    return _is_one(person, Q(groups__name=Role.MANAGING_EDITOR.value))


def is_last_superuser(person: User) -> bool:
    return _is_one(person, Q(is_superuser=True))


def _is_one(person: User, kind: Q) -> bool:
    them = User.objects.filter(kind, is_active=True, is_staff=True)
    return them.filter(pk=person.pk).exists() and not them.exclude(pk=person.pk).exists()
