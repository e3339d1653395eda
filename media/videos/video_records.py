"""Taking videos into the library and changing them; what shows them is recompiled."""

import logging
from collections.abc import Collection, Mapping
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from media import access
from media.models import Video
from media.storage import stores
from newsroom.accounts.models import User
from newsroom.editorial import refusals
from newsroom.editorial.drafts import log
from newsroom.editorial.publication import recompilation

from . import containers, video_files, webvtt

logger = logging.getLogger(__name__)

_SAVED = (
    "slug", "title", "summary", "poster", "url", "file_name", "media_type", "bytes", "width_px",
    "height_px", "duration_seconds", "captions", "captions_language", "captions_file_name",
    "transcript",
)  # fmt: skip
_OF_FILE = {"file_name", "media_type", "bytes", "width_px", "height_px", "duration_seconds"}
_OF_CAPTIONS = {"captions", "captions_file_name"}


def save(
    video: Video,
    *,
    by: User | None = None,
    file: containers.Readable | None = None,
    captions: containers.Readable | None = None,
    changed: Collection[str] | None = None,
    began: Mapping[str, Any] | None = None,
) -> None:
    """Save a video, new or not, with our own file and its captions if they are given.

    ``changed`` names the fields that the user wrote: the others stay as stored, whatever somebody
    else saved while a file was being sent. ``began`` holds those fields as the user first saw them:
    if they have changed since, nothing is saved.

    ``captions`` is a WebVTT file; without it, the video's own text is checked. ``leftover_files``
    deletes a replaced public file a day later. Without ``by``, the system acts. Raises
    ``VideoRefused``, ``CaptionsRefused`` and ``refusals.NotAllowed``.
    """
    _check(video, by, _written(video, changed, file, captions))
    if captions is not None:
        video.captions = read_captions(captions)
    video.captions = webvtt.checked(video.captions)
    is_new = video.pk is None
    try:
        # Files first: a transaction that waits for a disk keeps others waiting.
        _store(video, file)
        with transaction.atomic():
            _refuse_overtaken(video, began or {})
            _log_replacing(video, by)
            _write(video, _columns(changed, file, captions))
            if not video_files.are_kept(video):
                # Somebody took this video's files away at the same moment.
                _store(video, file)
            video_files.settle_after_commit(video)
            recompilation.changed(video)
    except BaseException:
        if is_new:
            video_files.forget(video)
        raise


def remove_files(video: Video, *, by: User | None = None) -> None:
    """Remove our own file and captions, old ones too; the video is at its address from now on.

    Raises ``refusals.NotPossible`` for a video that has no address.
    """
    _check(video, by, {"without_file"})
    if not video.url:
        raise refusals.NotPossible(
            _("This video has no address. Give an address before its file is removed.")
        )
    video.file_name = video.media_type = ""
    video.bytes, video.width_px, video.height_px = 0, None, None
    video.captions = video.captions_language = video.captions_file_name = ""
    with transaction.atomic():
        _write(video)
        video_files.settle_after_commit(video)
        recompilation.changed(video)


def read_captions(file: containers.Readable) -> str:
    """The text of a captions file, as it will be kept. Raises ``webvtt.CaptionsRefused``."""
    file.seek(0)
    return webvtt.checked(webvtt.decoded(file.read(webvtt.MAX_BYTES + 1)))


def _store(video: Video, file: containers.Readable | None) -> None:
    """Raises ``containers.VideoRefused`` where the disk or the bucket fails, too."""
    try:
        if file is not None:
            _store_file(video, file)
        video.captions_file_name = (
            video_files.store_captions(video, video.captions) if video.captions else ""
        )
    except OSError as error:
        logger.exception("A video could not be stored.")
        said = _("The video could not be stored.")
        raise containers.VideoRefused(
            f"{said} {stores.what_is_wrong(error)}", code="not_stored"
        ) from error


def _store_file(video: Video, file: containers.Readable) -> None:
    found = containers.examine(file)
    cleaned = containers.Cleaned(file, found.patches)
    content = File(cleaned, name=f"video.{found.suffix}")  # type: ignore[arg-type]
    video.file_name = video_files.store_video(video, content, suffix=found.suffix)
    video.media_type, video.bytes = found.media_type, cleaned.size
    video.width_px, video.height_px = found.width_px, found.height_px
    video.duration_seconds = found.duration_seconds or video.duration_seconds


def _refuse_overtaken(video: Video, began: Mapping[str, Any]) -> None:
    """Raise if somebody else has saved one of these fields since."""
    row = Video.objects.select_for_update(no_key=True).filter(pk=video.pk).first()
    if row and any(row.serializable_value(name) != value for name, value in began.items()):
        raise refusals.NotPossible(
            _("Somebody else saved this video at the same moment. Your changes were not "
              "saved: look at what they changed, then save again.")
        )  # fmt: skip


def _log_replacing(video: Video, by: User | None) -> None:
    """``leftover_files`` deletes the previous public file in time; it is kept privately."""
    rows = Video.objects.select_for_update(no_key=True).filter(pk=video.pk).exclude(file_name="")
    stored = rows.first()
    if stored is not None and stored.file_name != video.file_name:
        data = {"from": stored.file_name, "to": video.file_name}
        log.record_shared(video, "replace", by=by, data=data)


def _columns(
    changed: Collection[str] | None,
    file: containers.Readable | None,
    captions: containers.Readable | None,
) -> set[str]:
    wanted = set(_SAVED if changed is None else changed)
    if file is not None:
        wanted |= _OF_FILE
    if captions is not None or "captions" in wanted:
        wanted |= _OF_CAPTIONS
    return wanted & set(_SAVED)


def _write(video: Video, columns: Collection[str] = _SAVED) -> None:
    """Not what the kernel and other acts keep in the row: they may have changed it meanwhile."""
    video.save(update_fields=columns if video.pk else None)


def _written(
    video: Video,
    changed: Collection[str] | None,
    file: containers.Readable | None,
    captions: containers.Readable | None,
) -> set[str]:
    """The fields that the save would change."""
    given = {*(["file"] if file else []), *(["captions_file"] if captions else [])}
    if changed is not None:
        return given | set(changed)
    stored = Video.objects.filter(pk=video.pk).first()
    names = {*_SAVED} - {*_OF_FILE, "captions_file_name"}
    return given | {n for n in names if stored and getattr(stored, n) != getattr(video, n)}


def _check(video: Video, by: User | None, fields: Collection[str]) -> None:
    if by is None:
        return
    if video.pk:
        access.check_change(video, by, fields=fields)
        return
    if reason := access.why_not_add(Video, by):
        raise refusals.NotAllowed(reason)
    video.created_by = by
