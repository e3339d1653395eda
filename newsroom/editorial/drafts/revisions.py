"""Drafts: their rows are locked while anybody writes them, and every save is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from newsroom.editorial import clock, registry
from newsroom.editorial.models import KERNEL_COLUMNS, Item, LogEntry, Revision
from newsroom.editorial.models.states import State
from newsroom.editorial.refusals import NotPossible, StaleSave
from newsroom.editorial.rules import access

from . import mentions

if TYPE_CHECKING:
    from newsroom.accounts.models import User

#: What is not the caller's: the text in the object at hand stays as it was saved.
_WRITTEN = (*KERNEL_COLUMNS, "created_by")


def lock(
    items: Iterable[Item], *, cards: Iterable[tuple[str, Any]] = (), wait: bool = True
) -> list[Item]:
    """The items' rows, locked and read afresh, in one order everywhere so that nothing deadlocks.

    ``cards`` are more of them, by type and public id. Returned in the order asked for; an item that
    is gone is left out, and so is one that somebody else holds when the caller does not ``wait``.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise RuntimeError("Items are locked inside a transaction only.")
    skip = not wait and connection.features.has_select_for_update_skip_locked
    wanted = {(registry.type_of(item).name, item.pk): None for item in items}
    carded: dict[str, list[Any]] = {}
    for name, public_id in cards:
        if registry.is_item(name):
            carded.setdefault(name, []).append(public_id)
    found = {}
    for name in sorted({*carded, *(name for name, _pk in wanted)}):
        which = Q(pk__in=sorted(pk for type_name, pk in wanted if type_name == name))
        if name in carded:
            which |= Q(uuid__in=carded[name])
        rows = registry.item_type(name).model._base_manager.filter(which).order_by("pk")
        # "No key": a foreign key to the row, checked when another transaction commits, does not
        # wait for this lock. It would, holding the ledger's, and that is a deadlock.
        for row in rows.select_for_update(no_key=True, skip_locked=skip):
            found[name, row.pk] = row
    return [found[key] for key in {**wanted, **dict.fromkeys(found)} if key in found]


def copy_into(stale: Item, fresh: Item, *, columns: Iterable[str] | None = None) -> None:
    """Give the caller's object what was written, so that it may go on with it."""
    for field in fresh._meta.concrete_fields:
        if columns is None or field.name in columns:
            setattr(stale, field.attname, getattr(fresh, field.attname))


@transaction.atomic
def save(
    item: Item,
    *,
    by: User | None,
    expected: int | None = None,
    cause: str = "saved",
    note: str = "",
    barred: Mapping[str, str] | None = None,
) -> Revision:
    """Record the draft as its rows stand now; call once, after its many-to-many rows are saved.

    ``expected`` is the revision the writer started from: another one stored since is a
    ``StaleSave``. Saving what is stored already records nothing. Saving an approved or published
    item makes it a draft again; readers keep the edition.

    A change to what is not the writer's raises ``access.NotYours``. ``barred`` is what
    ``access.barred`` said before the draft's rows were written, since the save may assign it to
    another user.
    """
    (locked,) = lock([item])
    refuse_stale(locked, expected)
    item_type = registry.type_of(item)
    item_type.prepare(item)
    snapshot = item_type.snapshot(item)
    newest = latest(locked)
    stored = snapshot_of(locked, newest) if newest else {}
    if newest and stored == snapshot:
        copy_into(item, locked, columns=KERNEL_COLUMNS)
        return newest
    if barred is None:
        # Whether the user may add an item at all is checked before there is one.
        barred = access.barred(locked, by) if newest else {}
    access.check_snapshot(locked, stored, snapshot, parts=barred)
    before = locked.state
    locked.revision = (newest.number if newest else 0) + 1
    locked.saved_at, locked.saved_by = clock.now(), by
    if locked.state in (State.APPROVED, State.PUBLISHED):
        locked.state = State.DRAFT
    if newest is None and by and not locked.created_by_id:
        locked.created_by = by
    locked.save(update_fields=["revision", "saved_at", "saved_by", "state", "created_by"])
    if byline := item_type.byline:
        rows = byline.rows._default_manager.filter(**{byline.owner: locked})
        rows.update(saved_at=locked.saved_at)
    revision: Revision = item_type.revision_model.objects.create(
        item=locked,
        number=locked.revision,
        schema_number=item_type.schema_number,
        snapshot=snapshot,
        created_at=locked.saved_at,
        created_by=by,
        cause=cause,
        note=note,
    )
    mentions.record(locked, snapshot, number=locked.revision)
    if before != locked.state:
        LogEntry.objects.create(
            at=locked.saved_at, by=by, item_type=item_type.name, item_uuid=locked.uuid,
            act="edited", from_state=before, to_state=locked.state,
            revision_number=locked.revision,
        )  # fmt: skip
    copy_into(item, locked, columns=_WRITTEN)
    return revision


def refuse_stale(item: Item, expected: int | None) -> None:
    """Raise ``StaleSave`` unless the stored revision is the one the writer started from."""
    if expected is not None and expected != item.revision:
        raise StaleSave(
            _(
                "Somebody saved this while you were writing (revision %(current)s, yours began "
                "from %(expected)s). Your text is kept here: compare, then save again."
            )
            % {"current": item.revision, "expected": expected},
            current=item.revision,
        )


def latest(item: Item) -> Revision | None:
    newest: Revision | None = item.revisions.order_by("-number").first()
    return newest


def get(item: Item, number: int) -> Revision:
    revision: Revision | None = item.revisions.filter(number=number).first()
    if revision is None:
        raise NotPossible(_("There is no revision %(number)s.") % {"number": number})
    return revision


def snapshot_of(item: Item, revision: Revision) -> dict[str, Any]:
    """The revision's snapshot in the present schema, whatever shape it was stored in.

    Fields that did not exist then are empty.
    """
    item_type = registry.type_of(item)
    snapshot, number = dict(revision.snapshot), revision.schema_number
    while number < item_type.schema_number:
        snapshot = item_type.upgrades[number](snapshot)
        number += 1
    if new := [each for each in item_type.fields if each.name not in snapshot]:
        blank = item_type.model()
        snapshot |= {each.name: each.read(blank) for each in new}
    return snapshot


@transaction.atomic
def restore(
    item: Item, number: int, *, by: User | None, expected: int | None = None
) -> tuple[Revision, list[str]]:
    """Make the draft what it was at that revision; the new save is a revision of its own.

    Returns it with sentences about what could not be brought back (a deleted image, say).
    """
    (locked,) = lock([item])
    refuse_stale(locked, expected)
    snapshot, barred = snapshot_of(item, get(item, number)), access.barred(locked, by)
    left_out = registry.type_of(item).apply(item, snapshot)
    note = _("Restored from revision %(number)s.") % {"number": number}
    return save(item, by=by, cause="restored", note=note, barred=barred), left_out


@transaction.atomic
def note_mentions(item: Item) -> None:
    """Note again what every revision of the item names, oldest first."""
    (locked,) = lock([item])
    mentions.forget(locked)
    for revision in locked.revisions.order_by("number").iterator():
        mentions.record(locked, snapshot_of(locked, revision), number=revision.number)


def compare(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The names of the fields that differ, in the order of the newer snapshot."""
    names = list(after) + [name for name in before if name not in after]
    return [name for name in names if before.get(name) != after.get(name)]
