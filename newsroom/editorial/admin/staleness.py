"""A save that began from an older revision: what is mine, what is theirs, and who changed it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .. import registry, revisions
from ..models import Item
from ..refusals import NotPossible
from . import differences


@dataclass(frozen=True)
class Conflict:
    """A field on which the stored text and the typed one disagree."""

    name: str
    label: str
    theirs: str
    mine: str
    #: Whether the writer touched it; what they left alone is better taken from the stored text.
    is_mine: bool
    #: Whether it was changed by the save in between.
    is_theirs: bool


def conflicts(
    item: Item, mine: dict[str, Any], *, began_from: int | None, user: Any
) -> list[Conflict]:
    """The fields that differ between the stored revision and the writer's words.

    A word that belongs to another which differs too stands in that one's line.
    """
    theirs = _newest(item)
    base = _words_at(item, began_from)
    differing = [difference.field for difference in revisions.compare(theirs, mine)]
    owners = registry.type_of(item).belongs
    found = []
    for name in differing:
        if owners.get(name) in differing:
            continue
        group = [name, *_belonging(item, name)]
        found.append(
            Conflict(
                name=name,
                label=differences.label_of(item, name),
                theirs=_as_text(group, theirs, user),
                mine=_as_text(group, mine, user),
                is_mine=base is None or any(base.get(n) != mine.get(n) for n in group),
                is_theirs=base is None or any(base.get(n) != theirs.get(n) for n in group),
            )
        )
    return found


def changed_since(item: Item, *, began_from: int | None, user: Any) -> list[differences.Shown]:
    """What others changed since the writer began; for when the typed text has other errors too."""
    base = _words_at(item, began_from)
    theirs = _newest(item)
    if base is None:
        return []
    names = [d.field for d in revisions.compare(base, theirs)]
    return differences.shown(item, base, theirs, names, user)


def take_theirs(item: Item, names: Iterable[str]) -> list[str]:
    """Put the stored words of these fields into the draft; returns sentences about what is gone."""
    item_type = registry.type_of(item)
    theirs = _newest(item)
    words, wanted = item_type.snapshot(item), list(names)
    if not wanted:
        return []
    for name in [*wanted, *(word for owner in wanted for word in _belonging(item, owner))]:
        if name in theirs:
            words[name] = theirs[name]
        else:
            # A word that a snapshot leaves out where it is empty.
            words.pop(name, None)
    return item_type.apply(item, words)


def _belonging(item: Item, owner: str) -> list[str]:
    return [word for word, its in registry.type_of(item).belongs.items() if its == owner]


def _as_text(names: Iterable[str], words: dict[str, Any], user: Any) -> str:
    lines = (differences.as_text(name, words.get(name), user) for name in names)
    return "\n".join(line for line in lines if line)


def _newest(item: Item) -> dict[str, Any]:
    revision = revisions.latest(item)
    return revisions.words_of(item, revision) if revision else {}


def _words_at(item: Item, number: int | None) -> dict[str, Any] | None:
    if not number:
        return None
    try:
        return revisions.words_of(item, revisions.get(item, number))
    except NotPossible:
        return None
