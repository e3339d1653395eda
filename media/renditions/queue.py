"""The worker's side of the queue of files: one image at a time is claimed, drawn and published.

A claim keeps others away until a time that moves on with the work; nothing is locked meanwhile.
When a worker is killed, another takes over once the claim has run out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, Q

from media.decoding import decoder
from media.models import Image, RenditionRequest, Video
from media.videos import video_files
from newsroom.editorial import clock

from . import image_files

logger = logging.getLogger(__name__)

CLAIM = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
# So much of a claim is left when it is moved on: more than the slowest file takes.
_RESERVE = timedelta(seconds=20)
_SETTLED_AT_ONCE = 50


class ClaimLost(Exception):
    """The request was answered, or taken over, by somebody else."""


@dataclass
class Claim:
    """A request that is ours until ``until``, which is also what we know it by."""

    request_id: int
    image_id: int
    until: datetime

    def beat(self) -> None:
        """Keep the claim. Raises ``ClaimLost``."""
        now = clock.now()
        if now < self.until - _RESERVE:
            return
        if not self._own().update(claimed_until=now + CLAIM):
            raise ClaimLost
        self.until = now + CLAIM

    def release(self) -> None:
        """Let others have what is left of the request, if anything is."""
        self._own().update(claimed_until=None)

    def fail(self, sentence: str) -> None:
        """Keep the sentence, and wait longer each time."""
        if found := self._own().first():
            failures = found.failures + 1
            wait = min(timedelta(seconds=5 * 2 ** min(failures, 16)), LONGEST_WAIT)
            self._own().update(
                claimed_until=None, failures=failures, error=sentence[:2000],
                retry_at=clock.now() + wait,
            )  # fmt: skip

    def _own(self):
        return RenditionRequest.objects.filter(pk=self.request_id, claimed_until=self.until)


def run_due() -> int:
    """Make the files of the image that waits longest; returns how many images were done."""
    claim = claim_oldest()
    if claim is None:
        return 0
    try:
        image_files.make(Image.objects.get(pk=claim.image_id), beat=claim.beat)
    except ClaimLost:
        return 0
    except Image.DoesNotExist:
        return 0
    except decoder.ImageRefused as refusal:
        logger.warning("The files of image %s cannot be made: %s", claim.image_id, refusal)
        claim.fail(str(refusal))
        return 0
    except Exception as error:
        logger.exception("Making the files of image %s failed; it is tried again.", claim.image_id)
        claim.fail(f"{type(error).__name__}: {error}")
        return 0
    claim.release()
    return 1


def settle_due() -> int:
    """Bring the public files of images and videos in line with their rights; returns how many.

    Not in the tick: a storage that does not answer would delay what is due on the second. One that
    fails stays due and is tried again; the others go on.
    """
    count, failed = 0, None
    for thing, settle in _to_settle():
        try:
            settle(thing)
        except Exception as error:
            kind = thing._meta.model_name
            logger.exception("The files of %s %s are not settled; tried again.", kind, thing.pk)
            failed = error
        else:
            count += 1
    if failed is not None and not count:
        # The storage is away: the job waits a little longer each time.
        raise failed
    return count


def _to_settle() -> Iterator[tuple[Image | Video, Callable[..., None]]]:
    """Images first: a video may take a while."""
    of_each: tuple[tuple[type[Image | Video], Callable[..., None]], ...] = (
        (Image, image_files.settle),
        (Video, video_files.settle),
    )
    for model, settle in of_each:
        due = model._default_manager.filter(files_due_at__lte=clock.in_sql())
        for thing in due.order_by("files_due_at", "pk").only("pk")[:_SETTLED_AT_ONCE]:
            yield thing, settle


def claim_oldest() -> Claim | None:
    """Claim the oldest request that nobody works on and that need not wait."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=clock.in_sql())
    due = Q(retry_at=None) | Q(retry_at__lte=clock.in_sql())
    waiting = RenditionRequest.objects.filter(free, due).annotate(read_at=clock.in_sql())
    oldest = waiting.order_by("requested_at", "pk").values_list("pk", "image", "read_at")
    for pk, image_id, now in oldest[:50]:
        # Only one of those who try at the same moment finds it free still.
        if waiting.filter(pk=pk).update(claimed_until=now + CLAIM):
            return Claim(pk, image_id, now + CLAIM)
    return None


def next_at(after: datetime) -> datetime | None:
    """When a request that failed, or whose worker was killed, may be claimed again."""
    found = RenditionRequest.objects.aggregate(
        retry=Min("retry_at", filter=Q(retry_at__gt=after)),
        claim=Min("claimed_until", filter=Q(claimed_until__gt=after)),
    )
    return min((at for at in found.values() if at), default=None)
