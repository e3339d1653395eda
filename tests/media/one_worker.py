"""A worker's process for a test that kills it: makes the files of one picture, or reports.

python -m tests.media.one_worker work|report [when its clock begins, ISO 8601]
"""

import json
import os
import sys
from datetime import UTC, datetime


def main(act: str, at: str = "") -> None:
    from tests.editorial import clocks

    begin = datetime.fromisoformat(at) if at else datetime.now(UTC)
    with clocks.travelling(begin):
        answer = _work() if act == "work" else _report()
    sys.stdout.write(json.dumps(answer))


def _work() -> int:
    from media.renditions import queue

    return queue.run_due()


def _report() -> dict:
    from media.models import Image, RenditionRequest
    from media.renditions import image_files

    image = Image.objects.get()
    return {
        "names": list(image.renditions.values_list("file_name", flat=True)),
        "is_current": image_files.is_current(image, image_files.files_key(image)),
        "waiting": RenditionRequest.objects.count(),
    }


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    main(*sys.argv[1:])
