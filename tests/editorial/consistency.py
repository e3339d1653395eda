"""Whether the tables agree with one another: what must hold after any storm."""

from __future__ import annotations

from itertools import pairwise

from newsroom.editorial import clock, registry
from newsroom.editorial.models import LedgerEntry, LedgerHead, Takedown
from newsroom.editorial.publication import ledger, recompilation
from newsroom.editorial.rules import public_things, visibility


def faults() -> list[str]:
    """Sentences about everything that does not fit; ``settling.settle`` first."""
    at = clock.plain(ledger.public_instant())
    found = _ledger()
    newest = {(e.type, e.uuid): e for e in LedgerEntry.objects.filter(newest=True)}
    for item_type in registry.item_types():
        for item in item_type.model._base_manager.all():
            entry = newest.get((item_type.name, item.uuid))
            found += _item(item, item_type.name, entry, max(at, item.acted_at or at))
    for shared in registry.shared_types():
        things = list(shared.model._base_manager.all())
        public = public_things.public_among(shared.name, [t.pk for t in things], at)
        for thing in things:
            told = newest.get((shared.name, thing.uuid))
            if (thing.pk in public) != thing.is_announced:
                found.append(f"{shared.name} {thing} is public: {thing.pk in public}, not told so.")
            if (told is not None and told.op == "upsert") != thing.is_announced:
                found.append(f"The ledger's newest word on {shared.name} {thing} is not so.")
    return found


def _ledger() -> list[str]:
    found = []
    seqs = list(LedgerEntry.objects.order_by("seq").values_list("seq", flat=True))
    head = LedgerHead.objects.filter(pk=1).first()
    if seqs != list(range(1, len(seqs) + 1)):
        found.append("The ledger has a gap.")
    if (head.seq if head else 0) != len(seqs):
        found.append(f"The head says {head}, the entries end at {len(seqs)}.")
    newest: dict[tuple, int] = {}
    for entry in LedgerEntry.objects.order_by("seq"):
        newest[entry.type, entry.uuid] = entry.seq
    flagged = set(LedgerEntry.objects.filter(newest=True).values_list("seq", flat=True))
    if flagged != set(newest.values()):
        found.append("The flag of the newest entries is wrong.")
    return found


def _item(item, name: str, entry: LedgerEntry | None, at) -> list[str]:
    found = []
    now = visibility.standing(item, at)
    editions = list(item.editions.order_by("live_from"))
    for before, after in pairwise(editions):
        if before.live_until is None or before.live_until > after.live_from:
            found.append(f"{name} {item} has two live editions.")
    state = (now.live.pk, now.live.compile_number, "") if now.live else (None, None, "")
    told = (item.announced_edition, item.announced_compile, "")
    if state != told or item.announced_removal != ("" if now.live else now.removal_reason):
        found.append(f"{name} {item} stands {state}, told was {told} {item.announced_removal}.")
    if (entry is not None and entry.op == "upsert") != (now.live is not None):
        found.append(f"The ledger's newest word on {name} {item} is not so.")
    if item.version != (entry.seq if entry else 0):
        found.append(f"{name} {item} has version {item.version}, the ledger {entry}.")
    if item.next_due_at != now.next_change:
        found.append(f"{name} {item} is due at {item.next_due_at}, changes at {now.next_change}.")
    if now.live and now.takedown:
        found.append(f"{name} {item} is live under a takedown.")
    if Takedown.objects.filter(item_uuid=item.uuid, lifted_at=None).count() > 1:
        found.append(f"{name} {item} has two open takedowns.")
    found += [f"{name} {item}: edition {e.pk} is stale." for e in recompilation.stale(item, at=at)]
    return found
