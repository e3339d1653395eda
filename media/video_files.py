"""The public files of a video: its film and its captions, under names made of their content.

Names that were once given stay until ``remove``: pages in caches still show them.
"""

import hashlib
import re

from django.core.files.base import ContentFile, File

from .models import Video
from .storage import renditions_storage

PUBLIC_NAME = re.compile(
    r"[0-9a-f]{32}/(?:video-[0-9a-f]{20}\.(?:mp4|webm)|captions-[0-9a-f]{20}\.vtt)", re.ASCII
)


def store_film(video: Video, content: File, *, suffix: str) -> str:
    """Store a film piece by piece and return its name. ``content`` is what readers get."""
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    return _store(video, f"video-{digest.hexdigest()[:20]}.{suffix}", content)


def store_captions(video: Video, text: str) -> str:
    """Store captions that were checked and return the file's name."""
    content = text.encode()
    digest = hashlib.sha256(content).hexdigest()[:20]
    return _store(video, f"captions-{digest}.vtt", ContentFile(content))


def remove(video: Video) -> None:
    """Delete every public file the video ever had, whoever still names them."""
    renditions_storage().delete_folder(video.uuid.hex)


def _store(video: Video, last: str, content: File) -> str:
    storage, name = renditions_storage(), f"{video.uuid.hex}/{last}"
    if not (storage.exists(name) and storage.size(name) == content.size):
        storage.save_public(name, content)
    return name
