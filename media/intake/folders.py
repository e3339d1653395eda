"""A folder of images on its way into the library: one result for each file, in order."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.core.files import File
from django.utils.translation import gettext as _

from media.library import collections
from media.models import Collection, Image, Lease
from newsroom.lib import instants

from . import look_alikes, uploads
from .examination import Examined


class ImportOutcome(StrEnum):
    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True)
class ImportedFile:
    """The result for one file, with its path below the folder."""

    file: str
    outcome: ImportOutcome
    image: Image | None = None
    #: Images that are the same or look the same, each with its use.
    duplicates: list[dict[str, Any]] = field(default_factory=list)
    leases: list[Lease] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    reason: str = ""
    code: str = ""

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {"file": self.file, "result": self.outcome.value}
        if self.image is None:
            return told | {"refused": self.reason, "code": self.code}
        return told | {
            "id": str(self.image.uuid),
            "credit": self.image.printed_credit,
            "duplicates": self.duplicates,
            "proposed_rights": [_lease_as_json(lease) for lease in self.leases],
            "notes": self.notes,
        }


def files(folder: Path) -> Iterator[Path]:
    """Every file under the folder, sorted, but hidden ones and links that lead out of it."""
    root = folder.resolve()
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(path, name)
            if name.startswith(".") or not file.is_file():
                continue
            if file.resolve().is_relative_to(root):
                yield file


def bring_in(folder: Path, *, collection: Collection | None = None) -> Iterator[ImportedFile]:
    """Store the images of a folder with their renditions, one after the other.

    Each is finished when its result is given: an interrupted run that is started again reports
    those as duplicates and goes on. A refused file stops nothing.
    """
    for path in files(folder):
        shown = str(path.relative_to(folder))
        result = _bring_in(path, shown)
        if collection is not None and result.image is not None:
            collections.add(collection, [result.image])
        yield result


def _bring_in(path: Path, shown: str) -> ImportedFile:
    try:
        with path.open("rb") as opened:
            examined = uploads.examine(File(opened, name=path.name))
            stored = uploads.keep(examined)
            uploads.make_files(stored.image)
    except uploads.ImageRefused as refusal:
        return ImportedFile(shown, ImportOutcome.REFUSED, reason=str(refusal), code=refusal.code)
    except OSError as error:
        reason = _("The file cannot be read: %s.") % (error.strerror or error)
        return ImportedFile(shown, ImportOutcome.REFUSED, reason=reason, code="unreadable")
    if stored.is_duplicate:
        same = [_like(stored.image, 0, is_exact=True)]
        return ImportedFile(shown, ImportOutcome.DUPLICATE, image=stored.image, duplicates=same)
    return _accepted(shown, stored.image, examined)


def _accepted(shown: str, image: Image, examined: Examined) -> ImportedFile:
    return ImportedFile(
        shown,
        ImportOutcome.ACCEPTED,
        image=image,
        duplicates=[_like(near.image, near.distance, is_exact=False) for near in examined.near],
        leases=list(image.leases.filter(is_proposed=True)),
        notes=examined.notes,
    )


def _like(image: Image, distance: int, *, is_exact: bool) -> dict[str, Any]:
    return {
        "id": str(image.uuid),
        "name": str(image),
        "kind": "exact" if is_exact else "near",
        "distance": distance,
        "use": look_alikes.where(image),
    }


def _lease_as_json(lease: Lease) -> dict[str, Any]:
    return {
        "kind": lease.kind,
        "scope": lease.scope,
        "starts_at": lease.starts_at and instants.to_text(lease.starts_at),
        "ends_at": lease.ends_at and instants.to_text(lease.ends_at),
        "places": lease.places,
        "words": lease.words,
    }
