"""Acts on people: change what is known of them, their roles and access; nobody is deleted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.models import Author
from newsroom.accounts import authority, roles
from newsroom.accounts.authority import Act
from newsroom.accounts.models import User
from newsroom.accounts.signin import log, logins
from newsroom.editorial.publication import recompilation
from newsroom.editorial.refusals import NotAllowed, NotPossible

from . import invitations, names
from .models import Invitation
from .procedure import begin, is_last_managing_editor, is_last_superuser

#: What is known of a login, apart from what it may do.
DETAILS = frozenset({"username", "first_name", "last_name", "email", "language"})


class LastOne(NotPossible):
    """Nobody would be left who keeps people; whoever means it says so."""

    code = "last_one"


@transaction.atomic
def change_details(person: User, *, by: User | None, fields: Collection[str]) -> None:
    """Store these fields of the person as they stand in the object."""
    fresh = _begun(Act.CHANGE, person, by)
    if not DETAILS.issuperset(fields):
        raise NotAllowed(_("Roles and access have acts of their own."))
    for name in fields:
        setattr(fresh, name, getattr(person, name))
    try:
        with transaction.atomic():
            fresh.save(update_fields=list(fields))
    except IntegrityError:
        said = _("Somebody already has the user name “%(name)s”. Choose another one.")
        raise NotPossible(said % {"name": person.username}) from None
    log.record_of_person(log.Act.CHANGED, fresh, by=by, note=", ".join(sorted(fields)))


@transaction.atomic
def change_roles(
    person: User, *, by: User | None, give: Iterable[Group] = (), take: Iterable[Group] = ()
) -> bool:
    """Give and take groups; whether that changed anything. Open logins end then."""
    fresh = _begun(Act.ROLES, person, by)
    held = set(fresh.groups.all())
    given, taken = set(give) - held, set(take) & held
    if not given and not taken:
        return False
    if reason := authority.why_not_give([*given, *taken], by=by):
        raise NotAllowed(reason)
    if _is_managing(taken) and is_last_managing_editor(fresh):
        raise LastOne(_last_managing_editor(fresh))
    fresh.groups.remove(*taken)
    fresh.groups.add(*given)
    changes = [f"+ {names.of_groups(given)}"] if given else []
    changes += [f"− {names.of_groups(taken)}"] if taken else []
    _access_changed(fresh, log.Act.ROLES_CHANGED, by, "; ".join(changes))
    return True


@transaction.atomic
def administer(person: User, *, by: User | None, is_superuser: bool) -> bool:
    """Make somebody a superuser, or no longer one; whether that changed anything."""
    fresh = _begun(Act.ADMINISTER, person, by)
    if fresh.is_superuser == is_superuser:
        return False
    if not is_superuser and is_last_superuser(fresh):
        raise LastOne(_last_superuser(fresh))
    fresh.is_superuser = is_superuser
    fresh.save(update_fields=["is_superuser"])
    note = "+ superuser" if is_superuser else "− superuser"
    _access_changed(fresh, log.Act.ROLES_CHANGED, by, note)
    return True


@transaction.atomic
def end_access(person: User, *, by: User | None, although_last: bool = False) -> bool:
    """End somebody's access at once, with their logins and invitations; whether they had any.

    What they were writing stays on their screen, and what they had saved stays theirs.
    ``although_last``: it is known that no other managing editor is left.
    """
    fresh = _begun(Act.END, person, by)
    if is_last_superuser(fresh):
        raise LastOne(_last_superuser(fresh))
    if not although_last and is_last_managing_editor(fresh):
        raise LastOne(_last_managing_editor(fresh))
    had_invitation = invitations.revoke(Invitation.objects.filter(person=fresh))
    if not fresh.is_active and not had_invitation:
        return False
    act = log.Act.ACCESS_ENDED if fresh.is_active else log.Act.REVOKED
    fresh.is_active = False
    fresh.save(update_fields=["is_active"])
    _access_changed(fresh, act, by, "")
    return True


@transaction.atomic
def give_back(person: User, *, by: User | None) -> bool:
    """Give access back, with the roles that were held; whether it had ended."""
    fresh = _begun(Act.GIVE_BACK, person, by)
    if reason := authority.why_not_restore(fresh, by=by):
        raise NotAllowed(reason)
    if not fresh.has_usable_password():
        said = _("%(name)s never accepted an invitation. Send a new one.")
        raise NotPossible(said % {"name": fresh})
    if fresh.is_active and fresh.is_staff:
        return False
    fresh.is_active = fresh.is_staff = True
    fresh.save(update_fields=["is_active", "is_staff"])
    log.record_of_person(log.Act.ACCESS_BACK, fresh, by=by)
    return True


@transaction.atomic
def change_profile(person: User, *, by: User, values: dict[str, Any]) -> None:
    """Store byline name, portrait and language: one's own, or as whoever keeps people.

    ``values`` holds what is to be changed, by ``name``, ``portrait`` and ``language``.
    """
    if reason := why_not_profile(person, by=by):
        raise NotAllowed(reason)
    values = dict(values)
    if "language" in values:
        User.objects.filter(pk=person.pk).update(language=values.pop("language"))
    author = Author.objects.select_for_update(no_key=True).filter(user=person).first()
    if author is None or not values:
        return
    for name, value in values.items():
        setattr(author, name, value)
    author.save()
    recompilation.changed(author)


def why_not_profile(person: User, *, by: User) -> str:
    """Why ``by`` may not change the person's profile; empty if they may."""
    if person.pk == by.pk:
        return "" if roles.of(by) else _("You have no role yet. Ask a managing editor for one.")
    return authority.why_not(Act.CHANGE, by=by, whom=person)


def _begun(act: Act, person: User, by: User | None) -> User:
    return begin(act, by=by, person=person).person or person


def _access_changed(person: User, act: log.SignInEntry.Act, by: User | None, note: str) -> None:
    """Open logins end. Whoever keeps nobody any more has not invited anybody either."""
    logins.end(person)
    fresh = User.objects.get(pk=person.pk)
    if not authority.is_keeper(fresh):
        invitations.revoke(Invitation.objects.filter(made_by=fresh))
    log.record_of_person(act, person, by=by, note=note)


def _is_managing(groups: Iterable[Group]) -> bool:
    return any(group.name == roles.Role.MANAGING_EDITOR for group in groups)


def _last_managing_editor(person: User) -> str:
    said = _("%(name)s is the last managing editor. Give somebody else this role first.")
    return said % {"name": person}


def _last_superuser(person: User) -> str:
    said = _("%(name)s is the last superuser. Make somebody else one first.")
    return said % {"name": person}
