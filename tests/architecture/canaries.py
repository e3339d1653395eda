"""The words by which a leak says what leaked, and the newsroom that they are planted in.

``canary(name)`` stands first in every text of a thing; no hash, id or date can spell it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from newsroom.accounts.models import User
from newsroom.accounts.roles import Role

#: Stands in every secret beside its canary, and nowhere else: searches look for it.
BAIT = "grunchle"
_CANARY = re.compile(r"quux([a-z]+)zzyx", re.IGNORECASE)

#: Who logs in beside the roles.
SUPERUSER, NO_ROLE, NOT_STAFF, ANONYMOUS = "superuser", "staff without a role", "login", "anonymous"
ROLES = tuple(role.value for role in Role)


def canary(name: str) -> str:
    assert name.isalpha(), name
    return f"quux{name}zzyx"


def canaries_in(text: str) -> set[str]:
    return {name.lower() for name in _CANARY.findall(text)}


def own_name(role: str) -> str:
    """The name of the canary in what is a role's own."""
    return "own" + role.replace(" ", "")


@dataclass
class Newsroom:
    """Everybody, everything that is planted, and what is whose."""

    people: dict[str, User] = field(default_factory=dict)
    #: Who wrote, drew and uploaded what the walk calls the secrets of others.
    another: Any = None
    #: Logins that stand for all on the pages of people: active, invited, ended, a superuser's.
    logins: list[Any] = field(default_factory=list)
    #: By name: the items and things that carry a canary of this name.
    things: dict[str, Any] = field(default_factory=dict)
    #: What everybody may see, by kind.
    live: dict[str, Any] = field(default_factory=dict)
    #: By role: the things of the person who has it.
    own: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: Canaries that are in something planted.
    planted: set[str] = field(default_factory=set)

    def word(self, name: str) -> str:
        """The canary of this name, planted from now on."""
        self.planted.add(name)
        return canary(name)

    def as_seen_for(self, who: str) -> Newsroom:
        """The same without what is the own of others than this person."""
        return replace(self, own={role: t for role, t in self.own.items() if role == who})

    def everything(self) -> Iterator[Any]:
        yield from self.things.values()
        yield from self.live.values()
        for things in self.own.values():
            yield from things.values()
