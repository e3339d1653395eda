"""Desks: who belongs to which. Every change of it is in the desk's own log.

Which sections a desk answers for is written in ``articles.desk_sections``; what belonging to one
narrows is the rule in ``newsroom.editorial.rules.desks``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from .models import Desk, User

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: Who may edit desks and say who belongs to them: managing editors, by default.
PERMISSION = "accounts.change_desk"


def of(user: User) -> QuerySet[Desk]:
    """The desks that a person belongs to, by name."""
    return Desk.objects.filter(members=user)


@transaction.atomic
def set_of(user: User, desks: Iterable[Desk], *, by: User | None) -> None:
    """Let a person belong to exactly these desks. ``by`` None is the system, which logs nothing."""
    wanted, held = set(desks), set(of(user))
    for desk in wanted - held:
        change_members(desk, add=[user], by=by)
    for desk in held - wanted:
        change_members(desk, remove=[user], by=by)


@transaction.atomic
def change_members(
    desk: Desk, *, add: Iterable[User] = (), remove: Iterable[User] = (), by: User | None
) -> None:
    """Add people to a desk and take others out of it; whoever is there already stays, once.

    Raises PermissionDenied for somebody who may not edit desks.
    """
    refuse(by)
    held = set(desk.members.all())
    new, gone = set(add) - held, set(remove) & held
    desk.members.add(*new)
    desk.members.remove(*gone)
    log(desk, by, [*_said(_("Added %(name)s."), new), *_said(_("Took out %(name)s."), gone)])


def refuse(user: User | None) -> None:
    """Raise PermissionDenied unless the user may edit desks."""
    if user is not None and not user.has_perm(PERMISSION):
        raise PermissionDenied(_("Managing editors edit desks."))


def log(desk: Desk, by: User | None, sentences: list[str]) -> None:
    """Write what was changed into the desk's history."""
    if by is None or not sentences:
        return
    LogEntry.objects.log_actions(
        user_id=by.pk, queryset=[desk], action_flag=CHANGE, change_message=" ".join(sentences),
        single_object=True,
    )  # fmt: skip


def _said(sentence: str, people: Iterable[User]) -> list[str]:
    return [sentence % {"name": name} for name in sorted(str(user) for user in people)]
