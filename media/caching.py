"""How long caches may keep a picture's public files: for ever, or until its lease ends."""

from dataclasses import dataclass
from datetime import datetime

from .models import Image
from .storage import FOREVER, renditions_storage


@dataclass(frozen=True)
class StoredHeaders:
    """What a storage that answers readers itself repeats to each of them.

    The end of a lease is an instant, ``expires``: a ``max-age`` would begin anew with every reader.
    """

    cache_control: str = FOREVER
    expires: datetime | None = None


def of_answer(image: Image, *, at: datetime) -> str | None:
    """``Cache-Control`` of an answer given at ``at``; None where readers may not have the file."""
    if not image.is_usable(at):
        return None
    until = image.usable_until(at)
    return f"public, max-age={int((until - at).total_seconds())}" if until else FOREVER


def of_stored_file(image: Image, *, at: datetime) -> StoredHeaders:
    """For ``save_public`` of a picture that may be shown at ``at``, or soon after it."""
    shown_at = at if image.is_usable(at) else image.next_rights_change(at) or at
    until = image.usable_until(shown_at)
    return StoredHeaders("public", until) if until else StoredHeaders()


def tell_storage(image: Image, *, at: datetime) -> None:
    """A lease was changed: let the storage say so of the files that the image's rows name.

    Nothing to do where our own server answers readers. A file that is gone by now is passed over.
    """
    storage = renditions_storage()
    if not storage.answers_readers:
        return
    headers = of_stored_file(image, at=at)
    for name in image.renditions.values_list("file_name", flat=True):
        try:
            storage.set_cache_control(name, headers.cache_control, expires=headers.expires)
        except FileNotFoundError:
            continue
