"""A process for a test that kills it: sends a video, sweeps, or reports.

python -m tests.media.one_sender video PATH SECONDS_A_CHUNK | sweep AT | report
"""

import io
import json
import os
import sys
import time
from datetime import datetime


class Slow(io.FileIO):
    """A file that is read slowly, so that it can be met half written."""

    wait = 0.0

    def read(self, size: int = -1) -> bytes:
        time.sleep(self.wait)
        return super().read(size)


def video(path: str, wait: str) -> str:
    from media.models import Video
    from media.videos import video_records

    video = Video(title="Under the deck", slug="under-the-deck")
    with Slow(path) as file:
        file.wait = float(wait)
        video_records.save(video, file=file)
    return video.file_name


def sweep(at: str) -> list[str]:
    from media.intake import leftover_files
    from tests.editorial import clocks

    with clocks.travelling(datetime.fromisoformat(at)):
        return leftover_files.sweep(private=True)


def report() -> dict:
    """What the database knows, as names in the two storages."""
    from media.models import Image, Video

    kept = [image.original.name for image in Image.objects.all()]
    public = [r.file_name for image in Image.objects.all() for r in image.renditions.all()]
    names = [row.file_name for row in Video.objects.all()]
    kept += [f"videos/{name}" for name in names]
    return {"kept": sorted(kept), "public": sorted(public + names)}


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    act, *arguments = sys.argv[1:]
    sys.stdout.write(
        json.dumps({"video": video, "sweep": sweep, "report": report}[act](*arguments))
    )
