"""Decoding what is large in a process of its own, which the kernel ends when it takes too much."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from typing import Any

from django.conf import settings
from PIL import Image

from newsroom.lib.boxes import Box

from .parts import Readable

#: All memory that the process may address, its libraries included.
CHILD_BYTES = 900 * 1024 * 1024
CHILD_CPU_SECONDS = 60
#: By the clock; a busy machine is given twice the time.
DEADLINE_SECONDS = 120
# However many requests and jobs this process serves, one such child at a time.
_turn = threading.Lock()


class TooCostly(Exception):
    """The image needs more memory or time than it may have."""


def decode(image: Image.Image, file: Readable, part: Box) -> tuple[Image.Image, tuple[int, int]]:
    """``raster.decode`` in a child. Raises ``TooCostly``, and OSError for a broken file."""
    asked = {
        "format": "JPEG" if image.format == "MPO" else image.format,
        "cicp": image.info.get("cicp"),
        "part": part,
        "bytes": CHILD_BYTES,
        "cpu": CHILD_CPU_SECONDS,
    }
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as copy, _turn:
        file.seek(0)
        shutil.copyfileobj(file, copy, 1024 * 1024)
        copy.seek(0)
        answer, pixels = _answer_of(asked, copy)
    width, height = answer["size"]
    return Image.frombytes(answer["mode"], (width, height), pixels), tuple(answer["sides"])  # type: ignore[return-value]


def _answer_of(asked: dict[str, Any], copy: Any) -> tuple[dict[str, Any], memoryview]:
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "media.decoding.child", json.dumps(asked)],
            stdin=copy, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False,
            timeout=DEADLINE_SECONDS,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise TooCostly from error
    end = done.stdout.find(b"\n")
    if done.returncode or end < 0:
        # Killed by the kernel, or by a library that got no memory.
        raise TooCostly
    answer = json.loads(done.stdout[:end])
    if "failed" in answer:
        raise TooCostly if answer["failed"] == "memory" else OSError("The file is broken.")
    return answer, memoryview(done.stdout)[end + 1 :]
