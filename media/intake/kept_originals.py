"""Reading kept originals again: pictures that came before files were read, or read as well.

What only the file tells (its hash, its record) is what the reader of today finds. Words and credit
fill what is empty and what nobody emptied; what people wrote stays. Limits in the instructions are
told; they become leases only where somebody asks, as a lease that has ended takes a picture away
from readers at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from media.credits import agencies
from media.decoding import opening
from media.library import editing
from media.models import Image, Lease
from media.rights import leases
from media.rights.instructions import ProposedLease
from newsroom.editorial import registry
from newsroom.editorial.acts import shared_things
from newsroom.editorial.drafts import log
from newsroom.lib.text import storable

from . import examination, look_alikes, prefilled_fields
from .examination import Examined
from .folders import lease_as_json

BATCH = 100

#: Columns that are one thing: where one of them is filled, none of them is.
_ONE_THING = (prefilled_fields.CREDIT_FIELDS, ("rights_category", "licence"))


class Outcome(StrEnum):
    FILLED = "filled"
    UNCHANGED = "unchanged"
    PROTECTED = "protected"
    UNREADABLE = "unreadable"


class Propose(StrEnum):
    """Of which pictures the limits in their files become leases."""

    NONE = "none"
    #: Of those that no story shows, live or planned.
    UNUSED = "unused"
    ALL = "all"


class Rights(StrEnum):
    """What became of the limits that nobody has decided."""

    #: Nobody asked for leases.
    TOLD = "told"
    #: Left alone, as a story shows the picture.
    SHOWN = "shown"
    PROPOSED = "proposed"


@dataclass(frozen=True)
class Result:
    """What became of one picture; ``reason`` is a sentence where its file was not read."""

    image: Image
    outcome: Outcome
    #: Columns that got something, and those of which the file says more that was left alone.
    filled: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    leases: list[ProposedLease] = field(default_factory=list)
    rights: Rights | None = None
    #: How many stories show it, live or planned; counted where there are leases.
    stories: int = 0
    notes: list[str] = field(default_factory=list)
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {"id": str(self.image.uuid), "result": self.outcome.value}
        if self.outcome == Outcome.UNREADABLE:
            return told | {"reason": self.reason}
        return told | {
            "filled": self.filled,
            "left": self.left,
            "conflicts": len((self.image.metadata or {}).get("conflicts", [])),
            "proposed_rights": [lease_as_json(lease) for lease in self.leases],
            "rights": self.rights and self.rights.value,
            "stories": self.stories,
            "notes": self.notes,
        }


def read_again(*, propose: Propose = Propose.NONE, is_dry_run: bool = False) -> Iterator[Result]:
    """Read the files of pictures that are out of date, in the order in which they came in.

    Each is one transaction and done when its result is given: broken off and run again, it goes
    on. With ``propose`` the pictures that are up to date have their say as well, by the record of
    their files; one of which nothing is to be told has no result.
    """
    known = agencies.known()
    for image in _pictures(Image.objects.filter(merged_into=None), propose):
        is_due = image.read_with is None or image.read_with < examination.READER
        result = Result(image, Outcome.UNCHANGED)
        if is_due:
            result = _read(image, known, is_dry_run=is_dry_run)
        if result.outcome != Outcome.UNREADABLE:
            result = _with_rights(result, propose, is_dry_run=is_dry_run)
        if is_due or result.rights:
            yield result


def _pictures(images: Any, propose: Propose) -> Iterator[Image]:
    if propose == Propose.NONE:
        images = images.filter(Q(read_with=None) | Q(read_with__lt=examination.READER))
    last = 0
    while batch := list(images.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from batch
        last = batch[-1].pk


def _read(image: Image, known: agencies.Known, *, is_dry_run: bool) -> Result:
    try:
        examined = examination.examine_again(image)
    except opening.Refused as refusal:
        return Result(image, Outcome.UNREADABLE, reason=str(refusal))
    except OSError as error:
        reason = _("The file cannot be read: %s.") % (error.strerror or error)
        return Result(image, Outcome.UNREADABLE, reason=reason)
    if is_dry_run:
        return _filled(Image.objects.get(pk=image.pk), examined, known)
    with transaction.atomic():
        return _write(image.pk, examined, known)


def _write(pk: int, examined: Examined, known: agencies.Known) -> Result:
    locked = Image.objects.select_for_update(no_key=True).get(pk=pk)
    if locked.sha256 != examined.sha256:
        reason = _("Its file was replaced in the meantime. Run the command again.")
        return Result(locked, Outcome.UNREADABLE, reason=reason)
    result = _filled(locked, examined, known)
    locked.read_with = examination.READER
    locked.save(update_fields=["metadata", "read_with", "phash", *look_alikes.bands("")])
    editing.write(locked, by=None, act="reread")
    return result


def _filled(image: Image, examined: Examined, known: agencies.Known) -> Result:
    """Give the row what its file says, unsaved."""
    if image.is_source_protected:
        notes = [_("Its source is protected: the file that came in was not kept.")]
        # The clean copy looks a little different: the hash of the file that came in is the better.
        filled = [] if image.phash else _set(image, _eye(examined))
        return Result(image, Outcome.PROTECTED, filled, notes=notes)
    assert examined.found is not None
    record = storable(json.loads(json.dumps(examined.found.as_json())))
    filled = _set(image, {**_eye(examined), "metadata": record})
    said = storable(prefilled_fields.said_by(examined.found, known=known))
    wanted = {name: said[name] for name in said.keys() - _kept(image)}
    filled += _set(image, wanted)
    if set(prefilled_fields.CREDIT_FIELDS) & wanted.keys():
        agencies.print_credit(image, among=known)
    left = sorted(name for name, value in said.items() if getattr(image, name) != value)
    outcome = Outcome.FILLED if filled else Outcome.UNCHANGED
    return Result(image, outcome, sorted(filled), left)


def _eye(examined: Examined) -> dict[str, Any]:
    return {"phash": examined.phash, **look_alikes.bands(examined.phash)}


def _set(image: Image, values: dict[str, Any]) -> list[str]:
    """Set the columns; the names of those that were another, the hash's bands under its name."""
    changed = [name for name, value in values.items() if getattr(image, name) != value]
    for name, value in values.items():
        setattr(image, name, value)
    bands = look_alikes.bands("")
    return list(dict.fromkeys("phash" if name in bands else name for name in changed))


def _kept(image: Image) -> set[str]:
    """The columns that are people's: written, emptied, or of one thing with such a one."""
    kept = {name for name in editing.FIELDS if getattr(image, name)} | _emptied(image)
    if image.is_decorative:
        kept.add("alt_text")
    for group in _ONE_THING:
        if kept & set(group):
            kept |= {*group}
    if kept & set(prefilled_fields.CREDIT_FIELDS):
        # By what right we have it follows from whose it is.
        kept |= {"rights_category", "licence"}
    return kept


def _emptied(image: Image) -> set[str]:
    """The columns that somebody emptied since it came in, as the log has it."""
    changes: dict[str, Any] = {}
    for entry in log.of(image).order_by("id"):
        changes |= entry.data.get("changed") or {}
    return {name for name, (_before, after) in changes.items() if not after}


# --- Rights --------------------------------------------------------------------------------------


def _with_rights(result: Result, propose: Propose, *, is_dry_run: bool) -> Result:
    leases = _undecided(result.image)
    if not leases:
        return result
    stories = _stories(result.image)
    became = Rights.TOLD
    if propose != Propose.NONE:
        became = Rights.SHOWN if stories and propose == Propose.UNUSED else Rights.PROPOSED
    if became == Rights.PROPOSED and not is_dry_run:
        _propose(result.image)
    return replace(result, leases=leases, rights=became, stories=stories)


@transaction.atomic
def _propose(image: Image) -> None:
    # Looked at again under the lock: somebody may have decided in the meantime.
    locked = Image.objects.select_for_update(no_key=True).get(pk=image.pk)
    leases.propose(locked, _undecided(locked))


def _undecided(image: Image) -> list[ProposedLease]:
    """The limits in its file's words of which the picture has no lease, dismissed ones included."""
    found = examination.proposed_by_record(image)
    there = list(image.leases.all()) if found else []
    return [lease for lease in found if not any(_is_of(lease, one) for one in there)]


def _is_of(proposed: ProposedLease, lease: Lease) -> bool:
    if (proposed.kind, proposed.scope) != (lease.kind, lease.scope):
        return False
    if proposed.words and lease.words.startswith(proposed.words[:500]):
        return True
    times = (proposed.starts_at, proposed.ends_at, sorted(proposed.places))
    return times == (lease.starts_at, lease.ends_at, sorted(lease.places))


def _stories(image: Image) -> int:
    shown_by = [image, *registry.dependents(image)]
    return sum(shared_things.uses(thing, user=None, shown=0).count for thing in shown_by)
