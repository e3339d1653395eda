"""The table of who may see and change what: ``who_may.toml``, read once when the project starts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsroom.accounts import roles
from newsroom.accounts.roles import Role

if TYPE_CHECKING:
    from django.db.models import Model

    from newsroom.accounts.models import User

FILE = Path(__file__).with_name("who_may.toml")

ANY, ALL, NONE = "any", "all", "none"
OWN, OWN_OPEN = "own and assigned", "own until handed in"
LIVE_AND_OWN, LIVE_AND_IN_DRAFTS = "live and own", "live and in their drafts"
OWN_UNTIL_LIVE, WORDS, RIGHTS = "own until live", "words", "rights"
ADD_TAGS, READS, NEVER = "add tags", "reads", "never"

_OF_ITEMS = frozenset({NONE, OWN_OPEN, OWN, ANY})
#: Every thing in the table, with the words that its cells may hold.
VOCABULARY: dict[str, frozenset[str]] = {
    "text": _OF_ITEMS,
    "captions": _OF_ITEMS,
    "pictures": _OF_ITEMS,
    "posts": _OF_ITEMS,
    "see_library": frozenset({LIVE_AND_OWN, ALL}),
    "change_library": frozenset({NONE, OWN_UNTIL_LIVE, WORDS, RIGHTS, ALL}),
    "see_names": frozenset({LIVE_AND_IN_DRAFTS, ALL}),
    "change_names": frozenset({NONE, ADD_TAGS, ALL}),
    "others": frozenset({NEVER, READS}),
    "settings": frozenset({NONE, ALL}),
}

#: What a word counts for in a role that is weakened by ``desks``; other words count as they do.
_WEAKENED = {ANY: OWN, ALL: NONE}
_NO_ROLE: frozenset[Role] = frozenset()

Table = Mapping[str, Mapping[str, Any]]
TABLE: Table = tomllib.loads(FILE.read_text(encoding="utf-8"))


def cells(user: User | None, thing: str, *, weakened: Set[Role] = _NO_ROLE) -> frozenset[str]:
    """The words of the user's roles for a thing; nobody and unknown words allow nothing.

    ``weakened`` are roles that count for less, because the thing belongs to another desk.
    """
    words = {role: _cell(role, thing) for role in roles.of(user)}
    counted = (_WEAKENED.get(w, w) if role in weakened else w for role, w in words.items())
    return frozenset(filter(None, counted))


def holds(user: User | None, thing: str, word: str, *, weakened: Set[Role] = _NO_ROLE) -> bool:
    return word in cells(user, thing, weakened=weakened)


def changes(user: User | None, thing: str, *, weakened: Set[Role] = _NO_ROLE) -> frozenset[str]:
    """The words of the user's roles for changing a thing, except those that allow no change."""
    return cells(user, thing, weakened=weakened) - {NONE, ADD_TAGS}


def has(user: User, model: type[Model], act: str) -> bool:
    """Django's own permission, which comes before the table."""
    return user.has_perm(f"{model._meta.app_label}.{act}_{model._meta.model_name}")


def roles_with(thing: str, *words: str) -> frozenset[Role]:
    """The roles whose cell holds one of these words."""
    return frozenset(role for role in Role if _cell(role, thing) in words)


def problems(table: Table) -> Iterator[str]:
    """What is wrong with a table: a missing cell, or an unknown role, thing or word."""
    known_roles = {role.value for role in Role}
    yield from (f"There is no role {name!r}." for name in sorted(table.keys() - known_roles))
    for role in Role:
        row = table.get(role.value, {})
        for thing in sorted(row.keys() - VOCABULARY.keys()):
            yield f"The role {role.value!r} has a cell for an unknown thing, {thing!r}."
        for thing, words in VOCABULARY.items():
            if thing not in row:
                yield f"The role {role.value!r} has no cell for {thing!r}."
            elif row[thing] not in words:
                yield (
                    f"{row[thing]!r} says nothing of {thing!r} for the role {role.value!r}. "
                    f"Write one of: {', '.join(sorted(words))}."
                )


def _cell(role: Role, thing: str) -> str:
    word = TABLE.get(role.value, {}).get(thing, "")
    return word if word in VOCABULARY.get(thing, ()) else ""
