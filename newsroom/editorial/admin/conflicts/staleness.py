"""A save that began from an older revision: what stands, what is asked, and what is taken."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from newsroom.editorial import registry
from newsroom.editorial.drafts import revisions
from newsroom.editorial.models import Item
from newsroom.editorial.refusals import NotPossible

from . import differences
from .conflict import THEIRS, Conflict, meet

Snapshot = dict[str, Any]


@dataclass(frozen=True)
class Meeting:
    """The writer's snapshot, compared with what others have saved since the writer began."""

    #: Fields that both changed differently.
    conflicts: list[Conflict] = field(default_factory=list)
    #: Fields that others changed and the writer left alone: theirs are kept.
    kept: list[differences.Shown] = field(default_factory=list)

    @property
    def open(self) -> list[Conflict]:
        return [conflict for conflict in self.conflicts if not conflict.choice]

    @property
    def theirs(self) -> list[str]:
        """Names of the fields whose stored text is kept."""
        chosen = [conflict.name for conflict in self.conflicts if conflict.choice == THEIRS]
        return [*(shown.name for shown in self.kept), *chosen]


def is_stored(item: Item, mine: Snapshot) -> bool:
    return not revisions.compare(_newest(item), mine)


def compare(
    item: Item,
    mine: Snapshot,
    *,
    began_from: int | None,
    seen: int | None,
    sent: Mapping[str, Any],
    user: Any,
) -> Meeting:
    """Field by field: who changed it since revision ``began_from``?

    ``seen`` is the revision that the writer was shown since: its text is in the fields they left
    alone. A field that belongs to another is decided together with it.
    """
    theirs, base, shown = _newest(item), _snapshot_at(item, began_from), _snapshot_at(item, seen)
    meeting = Meeting()
    for group in _groups(item, base or mine, theirs, mine):
        name, values = group[0], (_values(group, theirs), _values(group, mine))
        untouched = [_values(group, words) for words in (base, shown) if words is not None]
        if values[1] in (values[0], *untouched):
            meeting.kept.append(_kept(item, group, base or mine, theirs, user))
        elif base is None or values[0] != _values(group, base):
            texts = (_as_text(item, group, theirs, user), _as_text(item, group, mine, user))
            label = differences.label_of(item, name)
            meeting.conflicts.append(meet(sent, name, label, texts=texts, values=values))
    return meeting


def changed_since(item: Item, *, began_from: int | None, user: Any) -> list[differences.Shown]:
    """What others changed since the writer began; for when the typed text has other errors too."""
    base = _snapshot_at(item, began_from)
    theirs = _newest(item)
    if base is None:
        return []
    return differences.shown(item, base, theirs, revisions.compare(base, theirs), user)


def take_theirs(item: Item, names: Iterable[str]) -> list[str]:
    """Put the stored text of these fields into the draft; returns sentences about what is gone."""
    item_type = registry.type_of(item)
    theirs = _newest(item)
    words, wanted = item_type.snapshot(item), list(names)
    if not wanted:
        return []
    for name in [*wanted, *(each for owner in wanted for each in item_type.belonging(owner))]:
        if name in theirs:
            words[name] = theirs[name]
    return item_type.apply(item, words)


def _groups(item: Item, base: Snapshot, theirs: Snapshot, mine: Snapshot) -> list[list[str]]:
    """The fields that somebody changed, each with those decided together with it."""
    changed = revisions.compare(base, theirs)
    changed += [name for name in revisions.compare(base, mine) if name not in changed]
    item_type = registry.type_of(item)
    own = [name for name in changed if item_type.field(name).of not in changed]
    return [[name, *item_type.belonging(name)] for name in own]


def _kept(
    item: Item, group: list[str], base: Snapshot, theirs: Snapshot, user: Any
) -> differences.Shown:
    before, after = (_as_text(item, group, words, user) for words in (base, theirs))
    return differences.Shown(
        group[0], differences.label_of(item, group[0]), before, after,
        differences.marked(before, after),
    )  # fmt: skip


def _values(names: Iterable[str], words: Snapshot) -> str:
    return json.dumps([words.get(name) for name in names], sort_keys=True, default=str)


def _as_text(item: Item, names: Iterable[str], words: Snapshot, user: Any) -> str:
    lines = (differences.as_text(item, name, words.get(name), user) for name in names)
    return "\n".join(line for line in lines if line)


def _newest(item: Item) -> Snapshot:
    revision = revisions.latest(item)
    return revisions.snapshot_of(item, revision) if revision else {}


def _snapshot_at(item: Item, number: int | None) -> Snapshot | None:
    if not number:
        return None
    try:
        return revisions.snapshot_of(item, revisions.get(item, number))
    except NotPossible:
        return None
