"""How long caches may keep an image's public files: for ever, or until its lease ends.

After that not even a cache that cannot reach us may serve them: ``must-revalidate``.
"""

from datetime import datetime

from media.models import Image

from .stores import FOREVER, StoredHeaders, renditions_storage


def of_answer(*images: Image, at: datetime) -> str | None:
    """``Cache-Control`` of an answer given at ``at``; None where readers may not have the file.

    Of several images, all leases apply.
    """
    if not all(image.is_usable(at) for image in images):
        return None
    ends = [until for image in images if (until := image.usable_until(at))]
    until = min(ends, default=None)
    if until is None:
        return FOREVER
    return f"public, max-age={int((until - at).total_seconds())}, must-revalidate"


def of_stored_file(image: Image, *, at: datetime) -> StoredHeaders:
    """For ``save_public`` of an image that may be shown at ``at``, or soon after it."""
    until = image.usable_until(image.usable_from(at) or at)
    return StoredHeaders("public, must-revalidate", until) if until else StoredHeaders()


def tell_storage(image: Image, *, at: datetime) -> None:
    """After a lease changed, update the headers of all the image's stored files, old names too.

    Cached pages still show those. Nothing to do where our own server answers readers.
    """
    storage = renditions_storage()
    if not storage.answers_readers:
        return
    headers = of_stored_file(image, at=at)
    folder = image.uuid.hex
    for name in [f"{folder}/{last}" for last in storage.listdir(folder)[1]]:
        try:
            storage.set_headers(name, headers)
        except FileNotFoundError:
            continue
