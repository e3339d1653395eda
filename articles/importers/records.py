"""What earlier imports brought in, by the ids of the system it came from."""

import hashlib
import json
from typing import Any
from uuid import UUID

from media.models import Image
from newsroom.editorial import clock
from newsroom.editorial.fields import followed

from ..models import ImportedRecord


class Records:
    def __init__(self, source: str) -> None:
        self.source = source

    def find(self, kind: str, foreign_id: str) -> ImportedRecord | None:
        return ImportedRecord.objects.filter(
            source=self.source, kind=kind, foreign_id=_key(foreign_id)
        ).first()

    def keep(
        self, kind: str, foreign_id: str, uuid: UUID, *, fingerprint: str = "", revision: int = 0
    ) -> None:
        ImportedRecord.objects.update_or_create(
            source=self.source,
            kind=kind,
            foreign_id=_key(foreign_id),
            defaults={
                "uuid": uuid,
                "fingerprint": fingerprint,
                "revision": revision,
                "imported_at": clock.now(),
            },
        )

    def image(self, path: str) -> Image | None:
        record = self.find("image", path)
        return followed(Image.objects.filter(uuid=record.uuid).first()) if record else None

    def keep_image(self, path: str, image: Image) -> None:
        self.keep("image", path, image.uuid, fingerprint=image.sha256)


def fingerprint(words: dict[str, Any]) -> str:
    """Equal for equal words; times and ids as text."""
    text = json.dumps(words, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _key(foreign_id: str) -> str:
    """An id that fits its column; a longer one by its beginning and its hash."""
    if len(foreign_id) <= 255:
        return foreign_id
    digest = hashlib.sha256(foreign_id.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{foreign_id[:190]}~{digest}"
