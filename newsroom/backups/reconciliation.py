"""A restored newsroom and what the old one did after the backup.

What was taken down, ended or barred stays so. What was only written is lost, and is listed. The
ledger goes on after the old one's last number: those who follow it are told of everything that
differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from media.models import Image, LeaseKind
from media.rights import leases, windows
from newsroom.accounts.models import User
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.models import Item, LedgerEntry, LedgerHead
from newsroom.editorial.publication import ledger
from newsroom.editorial.publication.ledger import Told
from newsroom.editorial.refusals import Refused
from newsroom.editorial.rules import public_things
from newsroom.lib import instants

from .old_ledger import Since

#: Causes of entries that no person is behind.
_BY_ITSELF = frozenset({"recompiled", "changed", "rights"})
_LOCKED = "Restored from a backup: it was taken down after the backup was made."
_UNPLANNED = "Restored from a backup: its plan was taken back after the backup was made."


@dataclass
class Reconciled:
    """Lines for people, by what was done about them."""

    #: Live in the backup, taken down since: withheld now.
    withheld: list[str] = field(default_factory=list)
    #: Planned in the backup, but no longer in the old newsroom.
    unplanned: list[str] = field(default_factory=list)
    #: Images whose leases end earlier than the backup knows.
    barred: list[str] = field(default_factory=list)
    #: Logins that work in the backup and no longer did.
    locked_out: list[str] = field(default_factory=list)
    #: Published or changed since: what readers get now is older, or nothing.
    lost: list[str] = field(default_factory=list)
    #: What a person has to look at.
    to_check: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, list[str]]:
        return asdict(self)


def without_the_old(made_at: datetime) -> Reconciled:
    """What to look at where nobody knows what happened after the backup."""
    done, now = Reconciled(), clock.now()
    for item_type in registry.item_types():
        due = item_type.editions.live(now).filter(live_from__gt=made_at, is_following=False)
        for edition in due.select_related("item"):
            done.to_check.append(
                f"{_name(edition.item)} was planned for {edition.live_from:%F %T %Z} and is live "
                "now. Was the plan taken back after the backup?"
            )
    done.to_check.append(
        f"Nobody can say what was taken down, which leases ended early and whose access ended "
        f"after {made_at:%F %T %Z}. Ask the desks, and look at mails from agencies and lawyers, "
        "before readers come."
    )
    return done


def with_the_old(since: Since) -> Reconciled:
    """Repeat what was ended, and go on with the ledger; a second run finds nothing to do."""
    done = Reconciled()
    _carry_over(since)
    _lock_out(since, done)
    _bar_images(since, done)
    _end_what_had_ended(since, done)
    _tell(since, done)
    return done


@transaction.atomic
def _carry_over(since: Since) -> None:
    """Enter what the old ledger has told, under the same numbers."""
    head = ledger.locked_head()
    new = [entry for entry in since.entries if entry["seq"] > head.seq]
    if not new:
        return
    newest = {(entry["type"], entry["uuid"]): entry["seq"] for entry in new}
    for type_name, public_id in newest:
        LedgerEntry.objects.filter(type=type_name, uuid=public_id, newest=True).update(newest=False)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            **{**entry, "at": instants.from_text(entry["at"])},
            newest=newest[entry["type"], entry["uuid"]] == entry["seq"],
        )
        for entry in new
    )
    LedgerHead.objects.filter(pk=1).update(
        seq=since.head, at=max(head.at, instants.from_text(new[-1]["at"]))
    )


def _newest(since: Since) -> list[dict[str, Any]]:
    """The last entry of each resource."""
    return list({(entry["type"], entry["uuid"]): entry for entry in since.entries}.values())


def _lock_out(since: Since, done: Reconciled) -> None:
    users = User.objects.filter(is_active=True).exclude(username__in=since.active)
    done.locked_out += sorted(users.values_list("username", flat=True))
    users.update(is_active=False)


def _bar_images(since: Since, done: Reconciled) -> None:
    """Bar each image where the old newsroom's leases did not allow it any more."""
    rows = Image._default_manager.filter(uuid__in=list(since.windows))
    for image in rows.order_by("pk"):
        old = _windows(since.windows[str(image.uuid)])
        here = [windows.ALWAYS] if image.windows is None else _windows(image.windows)
        too_long = windows.difference(here, old)
        for starts_at, ends_at in too_long:
            leases.add_lease(
                image, by=None, kind=LeaseKind.DENY, starts_at=starts_at, ends_at=ends_at,
                words="Restored from a backup: its rights had ended since.",
            )  # fmt: skip
        if too_long:
            done.barred.append(_name(image))


def _windows(stored: list[list[str | None]]) -> list[windows.Window]:
    begin_and_end = [[instants.from_text(at) if at else None for at in pair] for pair in stored]
    return [(begin, until) for begin, until in begin_and_end]


def _end_what_had_ended(since: Since, done: Reconciled) -> None:
    """Whatever is live or planned here and was neither in the old newsroom."""
    known = {*since.planned, *since.live}
    reasons = {entry["uuid"]: entry["reason"] for entry in _newest(since)}
    for item_type in registry.item_types():
        current = item_type.editions.not_ended(clock.now()).values_list("item__uuid", flat=True)
        for public_id in sorted(set(map(str, current)) - known):
            item = registry.find_item(item_type.name, public_id)
            if item is not None:
                _end(item, reasons.get(public_id) or "its plan was taken back", done)


def _end(item: Item, reason: str, done: Reconciled) -> None:
    try:
        if item.editions.planned(clock.now()).exists():
            publishing.unschedule(item, by=None, note=_UNPLANNED)
            done.unplanned.append(_name(item))
        if item.editions.live(clock.now()).exists():
            takedowns.withhold(item, by=None, note=_LOCKED)
            done.withheld.append(f"{_name(item)}: {reason}")
    except Refused as refusal:
        done.to_check.append(f"{_name(item)} had ended ({reason}) and has not: {refusal}")


def _tell(since: Since, done: Reconciled) -> None:
    """Tell the ledger's followers how everything stands that the old ledger has told of."""
    told, now = [], clock.now()
    by_people = _changed_by_people(since)
    with transaction.atomic():
        for entry in _newest(since):
            here = _public(entry, now)
            is_upsert = entry["op"] == LedgerEntry.Op.UPSERT
            if here is not None:
                told.append(_told(entry, "upsert", cause="restored"))
            elif is_upsert and not _is_told_removed(entry):
                told.append(_told(entry, "remove", reason="withdrawn"))
            if is_upsert and entry["uuid"] in by_people:
                name = _name(here) if here else f"{entry['type']} {entry['uuid']}"
                done.lost.append(f"{name}: {'its older text is live' if here else 'not live'}")
        _append(told, now)


def _append(told: list[Told], at: datetime) -> None:
    for new in ledger.append(told, at=at):
        _model(new.type)._base_manager.filter(uuid=new.uuid).update(version=new.seq)
    ledger.raise_plans()


def _changed_by_people(since: Since) -> set[str]:
    """The ids of items that were published or changed, not only compiled again."""
    return {
        entry["uuid"]
        for entry in since.entries
        if registry.is_item(entry["type"]) and entry["cause"] not in _BY_ITSELF
    }


def _told(entry: dict[str, Any], op: str, *, cause: str = "", reason: str = "") -> Told:
    return Told(
        op, entry["type"], UUID(entry["uuid"]), cause=cause, reason=reason,
        keys=tuple(entry["keys"]),
    )  # fmt: skip


def _is_told_removed(entry: dict[str, Any]) -> bool:
    newest = ledger.newest(entry["type"], UUID(entry["uuid"]))
    return newest is not None and newest.op == LedgerEntry.Op.REMOVE


def _public(entry: dict[str, Any], at: datetime) -> Any | None:
    """The thing that an entry is about, if readers see it."""
    thing = _model(entry["type"])._base_manager.filter(uuid=entry["uuid"]).first()
    if thing is None:
        return None
    if registry.is_item(entry["type"]):
        return thing if thing.editions.live(at).exists() else None
    return thing if public_things.public_among(entry["type"], [thing.pk], at) else None


def _model(type_name: str) -> Any:
    kind = registry.item_type if registry.is_item(type_name) else registry.shared_type
    return kind(type_name).model


def _name(thing: Any) -> str:
    return f"“{thing}” ({thing.uuid})"


def lines(done: Reconciled) -> Iterator[str]:
    """The report, for people."""
    titles = {
        "withheld": "Taken down after the backup, and withheld again",
        "unplanned": "Plans that were taken back after the backup, and are again",
        "barred": "Pictures whose rights had ended, and are barred again",
        "locked_out": "Logins whose access had ended, and ends again",
        "lost": "Published or changed after the backup, and lost",
        "to_check": "To be checked by a person",
    }
    for name, title in titles.items():
        if found := getattr(done, name):
            yield f"{title}: {len(found)}"
            yield from (f"  {line}" for line in found)
