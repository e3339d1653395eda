"""Roles are Django groups. What each may do is data that the apps declare, written after migrate.

A site may edit its groups. Each permission is offered to a role's group once, when it is new;
whatever the site has taken away or added since stays that way. ``manage.py sync_roles --reset``
goes back to the defaults.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import RoleRecord

if TYPE_CHECKING:
    from .models import User


class Role(StrEnum):
    CONTRIBUTOR = "contributor"
    REPORTER = "reporter"
    COPY_EDITOR = "copy editor"
    PICTURE_EDITOR = "picture editor"
    DESK_EDITOR = "desk editor"
    LEGAL = "legal"
    MANAGING_EDITOR = "managing editor"

    @property
    def word(self) -> Promise:
        """The role in a sentence, in the reader's language; its value is the group's name."""
        return _WORDS[self]


_WORDS = {
    Role.CONTRIBUTOR: _("contributor"),
    Role.REPORTER: _("reporter"),
    Role.COPY_EDITOR: _("copy editor"),
    Role.PICTURE_EDITOR: _("picture editor"),
    Role.DESK_EDITOR: _("desk editor"),
    Role.LEGAL: _("legal"),
    Role.MANAGING_EDITOR: _("managing editor"),
}

WRITERS = frozenset({Role.CONTRIBUTOR, Role.REPORTER})
DESK = frozenset({Role.DESK_EDITOR, Role.MANAGING_EDITOR})
EDITORS = DESK | {Role.COPY_EDITOR}
EVERYONE = frozenset(Role)


def held(user: "User | None") -> frozenset[Role]:
    """The roles whose groups the user is in."""
    if user is None or not user.is_active or user.pk is None:
        return frozenset()
    return frozenset(role for role in Role if role.value in user.group_names)


def of(user: "User | None") -> frozenset[Role]:
    """The roles that decide what the user may see and change: superusers have all of them."""
    if user is not None and user.is_active and user.is_superuser:
        return EVERYONE
    return held(user)


_defaults: dict[Role, set[str]] = defaultdict(set)


def grant(role_names: Iterable[Role], *permissions: str) -> None:
    """Give roles permissions by default, each named ``app_label.codename``."""
    for role in role_names:
        _defaults[role].update(permissions)


def defaults(role: Role) -> frozenset[str]:
    return frozenset(_defaults[role])


@dataclass(frozen=True)
class Change:
    """What a sync gives a role's group and takes from it, as ``app_label.codename``."""

    role: Role
    given: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    #: Whether the site has deleted the group: it stays deleted.
    is_deleted: bool = False


def plan(*, reset: frozenset[Role] = frozenset()) -> list[Change]:
    """What ``sync`` would do, one entry for each role with something to tell."""
    known = _permissions()
    changes = (_plan(role, known, is_reset=role in reset) for role in Role)
    return [c for c in changes if c.given or c.taken or c.is_deleted]


@transaction.atomic
def sync(*, reset: frozenset[Role] = frozenset()) -> list[Change]:
    """Create groups, and give each what it was never offered; returns what changed.

    A group in ``reset`` gets exactly its defaults, and is recreated if it is gone.
    """
    changes = plan(reset=reset)
    known = _permissions()
    for role in Role:
        change = next((c for c in changes if c.role is role), Change(role))
        if not change.is_deleted:
            _write(change, known)
    return changes


def _plan(role: Role, known: dict[str, Permission], *, is_reset: bool) -> Change:
    record = RoleRecord.objects.select_related("group").filter(role=role.value).first()
    group = _group(role, record)
    if group is None and record is not None and not is_reset:
        return Change(role, is_deleted=True)
    held = set(_named(group.permissions.all())) if group else set()
    wanted = defaults(role) & known.keys()
    if is_reset:
        return Change(role, given=_sorted(wanted - held), taken=_sorted(held - wanted))
    offered = set(record.offered) if record else set()
    return Change(role, given=_sorted(wanted - held - offered))


def _write(change: Change, known: dict[str, Permission]) -> None:
    record, _created = RoleRecord.objects.get_or_create(role=change.role.value)
    group = _group(change.role, record) or Group.objects.create(name=change.role.value)
    group.permissions.add(*(known[name] for name in change.given))
    group.permissions.remove(*(known[name] for name in change.taken))
    offered = _sorted({*record.offered, *(defaults(change.role) & known.keys())})
    if record.group != group or record.offered != list(offered):
        record.group, record.offered = group, list(offered)
        record.save()


def group_of(role: Role) -> Group | None:
    """The role's group, unless the site has deleted it."""
    return _group(role, RoleRecord.objects.select_related("group").filter(role=role.value).first())


def _group(role: Role, record: RoleRecord | None) -> Group | None:
    """The role's group, under whatever name the site has given it."""
    if record is not None and record.group is not None:
        return record.group
    return Group.objects.filter(name=role.value).first()


def _permissions() -> dict[str, Permission]:
    return _named(Permission.objects.all())


def _named(permissions: QuerySet[Permission]) -> dict[str, Permission]:
    return {
        f"{p.content_type.app_label}.{p.codename}": p
        for p in permissions.select_related("content_type")
    }


def _sorted(names: set[str] | frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(names))
