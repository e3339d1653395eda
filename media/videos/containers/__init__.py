"""Looking at a video that somebody sent: by its content, piece by piece, never as a whole.

MP4 and WebM are taken, as these play in every browser. What the file says of where, when and with
what it was made is blanked in place, so that nothing in it moves. What stands inside the coded
pictures themselves is not looked at.
"""

import io

from django.conf import settings
from django.utils.translation import gettext as _

from . import mp4, webm
from .shapes import Cleaned, Container, Patch, Readable, Reader, VideoRefused

__all__ = ["Cleaned", "Container", "Patch", "Readable", "VideoRefused", "examine"]

_MB = 1024 * 1024
_EBML = b"\x1aE\xdf\xa3"
# Of QuickTime files from before files said what they are.
_OLD_QUICKTIME = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")


def examine(file: Readable) -> Container:
    """What a video file is and what to blank in it. Raises ``VideoRefused``."""
    size = file.seek(0, io.SEEK_END)
    _check_size(size)
    reader = Reader(file, size)
    head = reader.read(0, min(12, size))
    if head[4:8] == b"ftyp":
        return mp4.examine(reader)
    if head.startswith(_EBML):
        return webm.examine(reader)
    if head[4:8] in _OLD_QUICKTIME:
        raise mp4.quicktime()
    raise VideoRefused(
        _("This is not a video of a kind we accept. Export it as MP4 (H.264) or as WebM."),
        code="unknown_format",
    )


def _check_size(size: int) -> None:
    if not size:
        raise VideoRefused(_("The file is empty. Choose the video again."), code="empty")
    if size > settings.VIDEO_MAX_MB * _MB:
        raise VideoRefused(
            _("The video has %(size)d MB; the limit is %(limit)d MB. Export it smaller.")
            % {"size": -(-size // _MB), "limit": settings.VIDEO_MAX_MB},
            code="too_many_bytes",
        )
