"""Draws files one after the other, each in a process of its own, and says what each cost.

Run as a program: paths on standard input, a line of JSON for each on standard output.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

from tests import pace

PROJECT = Path(__file__).resolve().parents[2]


class Cost(TypedDict):
    """``outcome`` is "drawn", or the code of a refusal; "failed" is a fault of ours.

    ``reading_seconds`` are those of the upload: opening, decoding, all that it says of itself.
    Seconds are those of a processor that has nothing else to do: see ``tests.pace``.
    """

    path: str
    outcome: str
    sentence: str
    reading_seconds: float
    cpu_seconds: float
    megabytes: float
    #: Of the process in which a large image was decoded.
    apart_megabytes: float


def costs(paths: Iterable[Path | str], *, drawn: bool = True) -> dict[str, Cost]:
    """What each file costs to be opened and, if ``drawn``, drawn in every size, by its path."""
    answer = subprocess.run(
        [sys.executable, "-m", "tests.media.measuring", *([] if drawn else ["--read"])],
        input="\0".join(map(str, paths)), capture_output=True, check=True, text=True, cwd=PROJECT,
    )  # fmt: skip
    return {cost["path"]: cost for cost in map(json.loads, answer.stdout.splitlines())}


def _draw(path: str, *, is_only_read: bool) -> tuple[str, str, float]:
    started = time.process_time()
    picture, motion, refusal = _read(path)
    seconds = time.process_time() - started
    if picture is None:
        return refusal.code, str(refusal), seconds
    if is_only_read:
        return "read", "", seconds
    subject = drawing.Subject(picture.pixels, picture.width_px, picture.height_px, motion=motion)
    for _drawing in drawing.draw(subject, embedded_metadata.Carried()):
        pass
    return "drawn", "", seconds


def _read(path: str):
    with open(path, "rb") as file:
        try:
            picture, motion = decoder.read(file), decoder.read_motion(file)
        except decoder.ImageRefused as refusal:
            picture, motion, refused = None, None, refusal
        else:
            refused = None
        with contextlib.suppress(decoder.ImageRefused):
            metadata.read(file)
    return picture, motion, refused


def _measured(path: str, *, is_only_read: bool) -> Cost:
    slowness = pace.slowness()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            result = _draw(path, is_only_read=is_only_read)
        except BaseException as error:  # noqa: BLE001
            result = "failed", repr(error), 0
        # What it waited for is not its own.
        most = [
            resource.getrusage(whose).ru_maxrss / 1024
            for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        ]
        os.write(writing, json.dumps([*result, *most]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        outcome, sentence, seconds, own, apart = json.loads(
            answer.read() or '["killed", "", 0, 0, 0]'
        )
    _pid, _status, usage = os.wait4(child, 0)
    slowness = (slowness + pace.slowness()) / 2
    return Cost(
        path=path, outcome=outcome, sentence=sentence, reading_seconds=seconds / slowness,
        cpu_seconds=(usage.ru_utime + usage.ru_stime) / slowness, megabytes=own,
        apart_megabytes=apart,
    )  # fmt: skip


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    # Before any child is made: what an import costs is no file's fault.
    from media.decoding import decoder
    from media.intake import metadata
    from media.renditions import drawing, embedded_metadata

    for one in sys.stdin.read().split("\0"):
        sys.stdout.write(json.dumps(_measured(one, is_only_read="--read" in sys.argv)) + "\n")
        sys.stdout.flush()
