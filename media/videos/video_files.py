"""The files of a video: our own file of it and its captions, under names made of their content.

They are kept privately, as originals are, and are public while readers may have them. Old names
stay a while: cached pages still show them.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from media.models import Video
from media.storage import showable
from media.storage.stores import delete_files_in, is_there, names_in, renditions_storage
from newsroom.editorial import clock

logger = logging.getLogger(__name__)

PUBLIC_NAME = re.compile(
    r"[0-9a-f]{32}/(?:video-[0-9a-f]{20}\.(?:mp4|webm)|captions-[0-9a-f]{20}\.vtt)", re.ASCII
)
#: The folder of the private files.
KEPT = "videos"


def is_due(video: Video) -> bool:
    """Whether its files may be there for readers; nothing of it is where it has none."""
    return bool(_names(video)) and not showable.is_taken_down(video)


# --- Storing -------------------------------------------------------------------------------------


def store_video(video: Video, content: File, *, suffix: str) -> str:
    """Store our own file piece by piece and return its name. ``content`` is what readers get."""
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    return _store(video, f"video-{digest.hexdigest()[:20]}.{suffix}", content)


def store_captions(video: Video, text: str) -> str:
    """Store captions that were checked and return the file's name."""
    content = text.encode()
    digest = hashlib.sha256(content).hexdigest()[:20]
    return _store(video, f"captions-{digest}.vtt", ContentFile(content))


def are_kept(video: Video) -> bool:
    """Whether every file that its row names is in the private storage."""
    return all(default_storage.exists(_kept(name)) for name in _names(video))


def forget(video: Video) -> None:
    """Delete every file of a video that was not stored in the end."""
    with suppress(OSError):
        renditions_storage().delete_folder(video.uuid.hex)
        delete_files_in(default_storage, _kept(video.uuid.hex))


# --- What readers may have -----------------------------------------------------------------------


@transaction.atomic
def settle_after_commit(video: Video) -> None:
    """Publish or delete its files, as its row and the fate of its stories say.

    If that fails, for instance while the storage is away, the worker tries again.
    """
    Video.objects.filter(pk=video.pk).update(files_due_at=clock.now())
    transaction.on_commit(lambda: settle(video), robust=True)


def settle_soon(videos: Iterable[Video]) -> None:
    """The same, left to the worker: for what must not wait for a storage."""
    pks = [video.pk for video in videos]
    Video.objects.filter(pk__in=pks, files_due_at=None).update(files_due_at=clock.now())


def settle(video: Video) -> None:
    """Delete the public files or bring them back; a removed file is deleted for good.

    Its row stays due until that is done, and if something else becomes right in the meantime.
    """
    fresh = Video.objects.filter(pk=video.pk, files_due_at__isnull=False).first()
    if fresh is None:
        return
    stays = is_due(fresh)
    if stays:
        _show(fresh)
    else:
        renditions_storage().delete_folder(fresh.uuid.hex)
    with transaction.atomic():
        locked = Video.objects.select_for_update(no_key=True).get(pk=fresh.pk)
        if not _names(locked):
            delete_files_in(default_storage, _kept(locked.uuid.hex))
        is_settled = is_due(locked) is stays and _names(locked) == _names(fresh)
        locked.files_due_at = None if is_settled else clock.now()
        locked.save(update_fields=["files_due_at"])


def is_public(video: Video) -> bool:
    """Whether a file of it lies in the public storage."""
    return bool(names_in(renditions_storage(), video.uuid.hex))


def to_go(*, at: datetime) -> int:
    """Of how many videos the files should be gone by ``at`` and are not."""
    return sum(not is_due(video) for video in Video.objects.filter(files_due_at__lte=at))


# --- Inside --------------------------------------------------------------------------------------


def _names(video: Video) -> list[str]:
    return [name for name in (video.file_name, video.captions_file_name) if name]


def _kept(name: str) -> str:
    return f"{KEPT}/{name}"


def _store(video: Video, last: str, content: File) -> str:
    name = f"{video.uuid.hex}/{last}"
    if not is_there(default_storage, _kept(name), content.size):
        default_storage.save(_kept(name), content)
    is_new = video.pk is None
    if is_new or not showable.is_taken_down(video):
        _publish(name, content)
    return name


def _publish(name: str, content: File) -> None:
    storage = renditions_storage()
    if not is_there(storage, name, content.size):
        storage.save_public(name, content)


def _show(video: Video) -> None:
    for name in _names(video):
        try:
            with default_storage.open(_kept(name)) as content:
                _publish(name, content)
        except FileNotFoundError:
            logger.error("The file %s of a video is in neither storage. Upload it again.", name)
