"""Draws files one after the other, each in a process of its own, and says what each cost.

Run as a program: paths on standard input, a line of JSON for each on standard output.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

PROJECT = Path(__file__).resolve().parents[2]


class Cost(TypedDict):
    """``outcome`` is "drawn", or the code of a refusal; "failed" is a fault of ours."""

    path: str
    outcome: str
    sentence: str
    cpu_seconds: float
    megabytes: float


def costs(paths: Iterable[Path]) -> dict[str, Cost]:
    """What each file costs to be opened and drawn in every size, by its path."""
    answer = subprocess.run(
        [sys.executable, "-m", "tests.media.measuring"], input="\0".join(map(str, paths)),
        capture_output=True, check=True, text=True, cwd=PROJECT,
    )  # fmt: skip
    return {cost["path"]: cost for cost in map(json.loads, answer.stdout.splitlines())}


def _draw(path: str) -> tuple[str, str]:
    from media import drawing, embedding, opening

    try:
        with open(path, "rb") as file:
            picture = opening.read(file)
            motion = opening.read_motion(file)
    except opening.Refused as refusal:
        return refusal.code, str(refusal)
    subject = drawing.Subject(picture.pixels, picture.width_px, picture.height_px, motion=motion)
    for _drawing in drawing.draw(subject, embedding.Carried()):
        pass
    return "drawn", ""


def _measured(path: str) -> Cost:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            result = _draw(path)
        except BaseException as error:  # noqa: BLE001
            result = "failed", repr(error)
        os.write(writing, json.dumps(result).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        outcome, sentence = json.loads(answer.read() or '["killed", ""]')
    _pid, _status, usage = os.wait4(child, 0)
    return Cost(
        path=path, outcome=outcome, sentence=sentence,
        cpu_seconds=usage.ru_utime + usage.ru_stime, megabytes=usage.ru_maxrss / 1024,
    )  # fmt: skip


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    for one in sys.stdin.read().split("\0"):
        sys.stdout.write(json.dumps(_measured(one)) + "\n")
        sys.stdout.flush()
