"""Looking at an image file before it is stored: the same, the like, and what it says of itself."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext as _

from media.credits import agencies, captions
from media.decoding import decoder
from media.models import Image
from media.rights import instructions
from newsroom.editorial import clock

from . import look_alikes, metadata, prefilled_fields

#: What is read from a file, and how well: raise it when that gets better. Each image remembers it.
READER = 3


@dataclass(frozen=True)
class Examined:
    """A file that will be taken, and what it says of itself.

    If the library has the same bytes, ``existing`` is their image and nothing else was read.
    """

    file: File
    sha256: str
    existing: Image | None = None
    picture: decoder.DecodedImage | None = None
    phash: str = ""
    #: Images of the library that look the same.
    near: Sequence[look_alikes.Near] = ()
    found: metadata.Found | None = None
    #: Leases that its instructions speak of.
    proposed: Sequence[instructions.ProposedLease] = ()
    #: The columns it fills, with sentences about what did not fit.
    prefill: prefilled_fields.Prefill = prefilled_fields.Prefill()  # noqa: RUF009

    @property
    def notes(self) -> list[str]:
        """Sentences about what somebody should look at."""
        if self.found is None:
            return []
        unread = instructions.unread(
            _limits(self.found),
            received_at=clock.now(),
            date_created=self.found.date_created,
        )
        return [
            *self.prefill.notes,
            *(
                _("The file says “%(words)s”: check what that means for the rights.")
                % {"words": words}
                for words in unread
            ),
        ]


def examine(file: decoder.Readable) -> Examined:
    """Look at a file without storing anything. Raises ``ImageRefused``."""
    file = file if isinstance(file, File) else File(file)
    decoder.check_bytes(file)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    if existing := stored(digest):
        return Examined(file=file, sha256=digest, existing=existing)
    picture = decoder.read(file)
    hashed = look_alikes.phash(picture.pixels)
    found = _found(file)
    return Examined(
        file=file,
        sha256=digest,
        picture=picture,
        phash=hashed,
        near=look_alikes.near(hashed, picture.width_px, picture.height_px),
        found=found,
        proposed=proposed(found, date_created=found.date_created),
        prefill=prefilled_fields.prefill(found, known=agencies.known()),
    )


def stored(digest: str) -> Image | None:
    """The image with these bytes, or what it was merged into."""
    found = Image.objects.filter(sha256=digest).first()
    return found.survivor if found else None


def proposed(found: metadata.Found, *, date_created: str) -> list[instructions.ProposedLease]:
    """The leases that its instructions and terms speak of."""
    return instructions.propose(
        _limits(found),
        received_at=clock.now(),
        date_created=date_created,
        zone=timezone.get_default_timezone(),
    )


def _limits(found: metadata.Found) -> str:
    in_caption = captions.taken_apart(found.caption).restrictions
    return "\n".join(filter(None, [found.instructions, found.usage_terms, in_caption]))


def _found(file: File) -> metadata.Found:
    """The only place that asks what a file says of itself."""
    file.seek(0)
    found = metadata.read(file)
    file.seek(0)
    return found
