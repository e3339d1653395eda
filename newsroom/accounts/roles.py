"""Roles are Django groups. What each may do is data, gathered from the apps, written after migrate.

Groups are created when missing and never overwritten, so a site may edit them; ``manage.py
sync_roles --reset`` puts the defaults back.
"""

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

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


WRITERS = frozenset({Role.CONTRIBUTOR, Role.REPORTER})
DESK = frozenset({Role.DESK_EDITOR, Role.MANAGING_EDITOR})
EDITORS = DESK | {Role.COPY_EDITOR}
EVERYONE = frozenset(Role)


def held(user: "User | None") -> frozenset[Role]:
    """The roles whose groups the user is in; read once for each user object, as permissions are."""
    if user is None or not user.is_active or user.pk is None:
        return frozenset()
    kept: dict[str, frozenset[Role]] = user.__dict__
    if "_roles_held" not in kept:
        names = set(user.groups.values_list("name", flat=True))
        kept["_roles_held"] = frozenset(role for role in Role if role.value in names)
    return kept["_roles_held"]


def of(user: "User | None") -> frozenset[Role]:
    """The roles by which the user may see and change things: superusers have all of them."""
    if user is not None and user.is_active and user.is_superuser:
        return EVERYONE
    return held(user)


_defaults: dict[Role, set[str]] = defaultdict(set)


def grant(role_names: frozenset[Role] | set[Role], *permissions: str) -> None:
    """Give roles permissions by default, each named ``app_label.codename``."""
    for role in role_names:
        _defaults[role].update(permissions)


def defaults(role: Role) -> frozenset[str]:
    return frozenset(_defaults[role])


@transaction.atomic
def sync(*, reset: frozenset[Role] = frozenset()) -> list[str]:
    """Create missing groups with their default permissions; returns the names that were written.

    Groups that exist are left as the site made them, except those in ``reset``.
    """
    written = []
    for role in Role:
        group, created = Group.objects.get_or_create(name=role.value)
        if created or role in reset:
            group.permissions.set(_permissions(_defaults[role]))
            written.append(role.value)
    return written


def _permissions(names: set[str]) -> list[Permission]:
    if not names:
        return []
    wanted = Q()
    for name in names:
        app_label, codename = name.split(".", 1)
        wanted |= Q(content_type__app_label=app_label, codename=codename)
    return list(Permission.objects.filter(wanted))
