"""What it costs to make all files of one large photograph: measured in a process of its own.

python -m tests.bench.picture_cost
"""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops

WIDTH_PX, HEIGHT_PX = 6000, 4000
#: The budget: what a worker beside the web processes may take.
MOST_CPU_SECONDS, MOST_MEGABYTES = 6, 250


@dataclass(frozen=True)
class Cost:
    """``megabytes`` is the most that the whole process had in memory."""

    cpu_seconds: float
    megabytes: float
    files: int
    kilobytes: int

    def __str__(self) -> str:
        return (
            f"A {WIDTH_PX * HEIGHT_PX // 10**6}-megapixel JPEG to all {self.files} files "
            f"({self.kilobytes} KB): {self.cpu_seconds:.1f} CPU s of {MOST_CPU_SECONDS}, "
            f"{self.megabytes:.0f} MB of {MOST_MEGABYTES}."
        )


def measure() -> Cost:
    """Draw a photograph, then have its files made by a process that does nothing else."""
    answer = subprocess.run(
        [sys.executable, "-m", __name__], input=photograph(), capture_output=True, check=True
    )
    return Cost(**json.loads(answer.stdout))


def photograph() -> bytes:
    """Shapes with the grain of a camera: as hard to encode as a real one."""
    sky = Image.linear_gradient("L").resize((WIDTH_PX, HEIGHT_PX))
    waves = Image.radial_gradient("L").resize((WIDTH_PX // 8, HEIGHT_PX // 8))
    sea = Image.effect_noise((WIDTH_PX // 40, HEIGHT_PX // 40), 90).resize((WIDTH_PX, HEIGHT_PX))
    grain = Image.effect_noise((WIDTH_PX // 2, HEIGHT_PX // 2), 16).resize((WIDTH_PX, HEIGHT_PX))
    bands = [
        ImageChops.add(ImageChops.blend(one, sea, 0.5), grain, scale=1, offset=-128)
        for one in (sky, waves.resize((WIDTH_PX, HEIGHT_PX)), ImageChops.invert(sky))
    ]
    out = io.BytesIO()
    Image.merge("RGB", bands).save(out, "JPEG", quality=90)
    return out.getvalue()


def _draw() -> Cost:
    from media.decoding import decoder
    from media.renditions import drawing, embedded_metadata

    before = resource.getrusage(resource.RUSAGE_SELF)
    picture = decoder.read(io.BytesIO(sys.stdin.buffer.read()))
    subject = drawing.Subject(picture.pixels, picture.width_px, picture.height_px)
    sizes = [len(one.content) for one in drawing.draw(subject, embedded_metadata.Carried())]
    after = resource.getrusage(resource.RUSAGE_SELF)
    return Cost(
        cpu_seconds=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        megabytes=_peak_kilobytes() / 1024,
        files=len(sizes), kilobytes=sum(sizes) // 1024,
    )  # fmt: skip


def _peak_kilobytes() -> int:
    """Of this process alone: Linux counts in ``ru_maxrss`` what the parent had when it forked."""
    try:
        status = Path("/proc/self/status").read_text()
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(status.partition("VmHWM:")[2].split()[0])


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    sys.stdout.write(json.dumps(vars(_draw())))
