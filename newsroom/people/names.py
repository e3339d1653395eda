"""Names of people and of what they may do, as sentences and columns hold them."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group

from newsroom.accounts.roles import Role

_LONGEST_PART = 150


def parts_of(name: str) -> tuple[str, str]:
    """A whole name as Django's two columns: what stands before the last space, and the rest."""
    first, _space, last = " ".join(name.split()).rpartition(" ")
    return first[:_LONGEST_PART], last[:_LONGEST_PART]


def of_group(group: Group) -> str:
    """A role in the reader's language; the name of any other group."""
    return str(Role(group.name).word) if group.name in set(Role) else group.name


def of_groups(groups: Iterable[Group]) -> str:
    return ", ".join(sorted(of_group(group) for group in groups))
