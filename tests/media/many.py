"""Many pictures at once, without their files."""

import uuid
from datetime import timedelta

from django.db import connection

from media.library import search
from media.models import Image
from newsroom.editorial import clock

MINUTE = timedelta(minutes=1)


def many_images(count: int, **fields) -> list[Image]:
    """``count`` rows, the newest first; their words are indexed as the acts would have done."""
    at = clock.now()
    images = Image.objects.bulk_create(
        Image(
            sha256=uuid.uuid4().hex * 2, format="jpeg", bytes=1000, width_px=640, height_px=480,
            original_name=f"harbour-{number}.jpg", created_at=at - number * MINUTE,
            **{
                "title": "Harbour", "creator": "Jon Reyes", "agency": "Harbour Wire",
                "alt_text": "A harbour", "rights_category": "agency", **fields,
            },
        )
        for number in range(count)
    )  # fmt: skip
    _index_all(images)
    return images


def _index_all(images: list[Image]) -> None:
    """All have the same words, but for their number."""
    if connection.vendor != "postgresql":
        for image in images:
            search.index(image)
        return
    search.index(images[0])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE media_image SET vector = "
            "(SELECT vector FROM media_image WHERE id = %s) WHERE vector IS NULL",
            [images[0].pk],
        )
