"""Files that no row names, left by an upload that was killed between its file and its row.

The sender never heard that it was stored, and sent it again under another id. Public files can be
made again from private ones: the worker deletes them after a day, and those of a replaced file a
day after the replacement. Private ones are deleted only when a person asks for it: after an older
database was restored, they may be all that is left of an image.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.core.files.storage import Storage, default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from media.models import Image, RenditionRequest, Video
from media.renditions import previews
from media.storage.disk import WholeFileStorage
from media.storage.stores import names_in, renditions_storage
from media.videos import video_files
from newsroom.editorial import clock, refusals
from newsroom.editorial.models import LogEntry

logger = logging.getLogger(__name__)
T = TypeVar("T")

PUBLIC_AGE = timedelta(days=1)
PRIVATE_AGE = timedelta(days=7)
#: So many may be left over whatever the proportion.
_FEW = 20
_BATCH = 500
_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
_ORIGINAL = re.compile(r"([0-9a-f]{32})-([0-9a-f]{16})\.[a-z]+", re.ASCII)
_SHELF = re.compile(r"[0-9a-f]{2}", re.ASCII)


class NotOurs(refusals.Refused):
    """Most of the files are unknown: this database is not the one that they belong to."""


@dataclass(frozen=True)
class Leftover:
    """Files of one id that belong together: all go or none. ``names`` are those in ``storage``."""

    storage: Storage
    public_id: str
    names: tuple[str, ...]
    age: timedelta

    def is_old(self, at: datetime) -> bool:
        """Whether all of them have lain there long enough; what is gone meanwhile is not."""
        try:
            written = [self.storage.get_modified_time(name) for name in self.names]
        except FileNotFoundError:
            return False
        return bool(written) and max(written) <= at - self.age


def run() -> int:
    """What the worker does once a day; returns how many public files it deleted."""
    try:
        return len(sweep(private=False))
    except NotOurs as refusal:
        logger.error("%s", refusal)
        return 0


def sweep(*, private: bool) -> list[str]:
    """Delete leftovers and return their names; with ``private``, also originals and previews.

    Raises ``NotOurs`` and deletes nothing.
    """
    gone: list[str] = []
    for leftover in find(private=private):
        if _delete(leftover):
            gone += leftover.names
    for storage in (default_storage, renditions_storage()):
        gone += _unfinished(storage)
    if gone:
        logger.info("Deleted %d files that no upload came to claim: %s", len(gone), gone[:50])
    return gone


def find(*, private: bool) -> list[Leftover]:
    """The leftovers that are old enough. Raises ``NotOurs``.

    Private files are always looked at: they tell whether this is their database.
    """
    now = clock.now()
    known, unknown = 0, []
    for looked_at in (_originals(), _previews(), _videos(), _public()):
        for leftover in looked_at:
            if leftover is None:
                known += 1
            elif leftover.is_old(now):
                unknown.append(leftover)
    if len(unknown) > max(_FEW, known):
        raise NotOurs(
            _(
                "Of the stored files, %(unknown)d are not in the database and %(known)d"
                " are. Is this the database that belongs to these files? Nothing was "
                "deleted."
            )
            % {"unknown": len(unknown), "known": known}
        )
    public = renditions_storage()
    asked = [one for one in unknown if private or one.storage is public]
    return asked + list(_replaced(now))


# --- Looking: None stands for what a row names ---------------------------------------------------

Looked = Iterator[Leftover | None]


def _originals() -> Looked:
    """Those of images that are not there, and of replacements that did not come about."""
    shelves = [shelf for shelf in _folders(default_storage, "") if _SHELF.fullmatch(shelf)]
    for shelf in shelves:
        found = [_ORIGINAL.fullmatch(last) for last in names_in(default_storage, shelf)]
        for some in _batches([one for one in found if one]):
            rows = Image.objects.filter(uuid__in=[one[1] for one in some])
            images = {image.uuid.hex: image for image in rows.only("uuid", "original")}
            for one in some:
                image, name = images.get(one[1]), f"{shelf}/{one[0]}"
                if image is not None and _is_named(image, name):
                    yield None
                else:
                    # Those of an image that is not there lie in a folder that is looked at too.
                    yield _original(name, one[1], one[2], with_previews=image is not None)


def _original(name: str, public_id: str, digest: str, *, with_previews: bool) -> Leftover:
    small = previews.names(public_id, digest) if with_previews else []
    names = [name, *(one for one in small if default_storage.exists(one))]
    return Leftover(default_storage, public_id, tuple(names), PRIVATE_AGE)


def _is_named(image: Image, name: str) -> bool:
    """Whether the image has this original, or had it before its file was replaced."""
    if name == image.original.name:
        return True
    log = LogEntry.objects.filter(item_type="image", item_uuid=image.uuid, act="replace")
    return any(
        name in (data.get("from"), data.get("to")) for data in log.values_list("data", flat=True)
    )


def _previews() -> Looked:
    return _of_nothing(default_storage, previews.FOLDER, PRIVATE_AGE)


def _videos() -> Looked:
    return _of_nothing(default_storage, video_files.KEPT, PRIVATE_AGE)


def _public() -> Looked:
    return _of_nothing(renditions_storage(), "", PUBLIC_AGE)


def _of_nothing(storage: Storage, parent: str, age: timedelta) -> Looked:
    """Folders named by an id that no image and no video has."""
    for some in _batches([one for one in _folders(storage, parent) if _ID.fullmatch(one)]):
        known = _known(some)
        for public_id in some:
            if public_id in known:
                yield None
                continue
            folder = f"{parent}/{public_id}" if parent else public_id
            names = tuple(f"{folder}/{last}" for last in names_in(storage, folder))
            if names:
                yield Leftover(storage, public_id, names, age)


def _known(public_ids: Sequence[str]) -> set[str]:
    return {
        found.hex
        for model in (Image, Video)
        for found in model._default_manager.filter(uuid__in=public_ids).values_list(
            "uuid", flat=True
        )
    }


def _replaced(at: datetime) -> Iterator[Leftover]:
    """Public files that were made from a file that has been replaced since.

    It may have shown what nobody was to see. Names that ended for other reasons stay, as cached
    pages still show them.
    """
    told = LogEntry.objects.filter(act="replace", at__lte=at - PUBLIC_AGE).order_by("at")
    storage = renditions_storage()
    for model, kind in ((Image, "image"), (Video, "video")):
        rows = told.filter(item_type=kind).values_list("item_uuid", "at")
        for public_id, replaced_at in dict(rows.iterator()).items():
            thing = model._default_manager.filter(uuid=public_id).first()
            named = _public_names(thing) if thing else set()
            there = {f"{public_id.hex}/{last}" for last in names_in(storage, public_id.hex)}
            for name in sorted(there - named) if named else ():
                if storage.get_modified_time(name) < replaced_at:
                    yield Leftover(storage, public_id.hex, (name,), PUBLIC_AGE)


def _public_names(thing: Image | Video) -> set[str]:
    """The names that its document gives, or will give as soon as its files are drawn."""
    if isinstance(thing, Image):
        return set(thing.renditions.values_list("file_name", flat=True))
    return {thing.file_name, thing.captions_file_name} - {""}


# --- Deleting ------------------------------------------------------------------------------------


@transaction.atomic
def _delete(leftover: Leftover) -> bool:
    """With its row locked: somebody may be putting this very file into its place."""
    if _is_wanted(leftover) or not leftover.is_old(clock.now()):
        return False
    for name in leftover.names:
        leftover.storage.delete(name)
    # The folder of this id, where it has one; others may lie in a shelf.
    folder = leftover.names[0].rpartition("/")[0]
    if _ID.fullmatch(folder.rpartition("/")[2]):
        with suppress(OSError):
            leftover.storage.delete(folder)
    return True


def _is_wanted(leftover: Leftover) -> bool:
    for model in (Image, Video):
        rows = model._default_manager.select_for_update(no_key=True)
        thing = rows.filter(uuid=leftover.public_id).first()
        if thing is None:
            continue
        name = leftover.names[0]
        if leftover.storage == default_storage:
            return not isinstance(thing, Image) or _is_named(thing, name)
        is_drawn = RenditionRequest.objects.filter(image__uuid=leftover.public_id).exists()
        return name in _public_names(thing) or is_drawn
    return False


def _unfinished(storage: Storage) -> list[str]:
    """Of a bucket, its own rules delete what was sent by half."""
    if not isinstance(storage, WholeFileStorage):
        return []
    return storage.forget_unfinished(before=clock.now() - PUBLIC_AGE)


def _folders(storage: Storage, parent: str) -> list[str]:
    try:
        return storage.listdir(parent)[0]
    except FileNotFoundError:
        return []


def _batches(found: Sequence[T]) -> Iterator[Sequence[T]]:
    return (found[at : at + _BATCH] for at in range(0, len(found), _BATCH))
