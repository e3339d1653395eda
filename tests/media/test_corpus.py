"""Every picture of the collected files: drawn in true renditions, or refused with a reason.

Drawn from a small copy, in one size of each kind. All sizes of the whole pictures, some minutes:
``EVERY_SIZE=1 pytest -n 0 tests/media/test_corpus.py -k public_file``.
"""

import contextlib
import io
import os
import random
import shutil
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from PIL import Image as PilImage

from media.decoding import decoder
from media.intake import metadata
from media.renditions import drawing, embedded_metadata
from media.renditions.embedded_metadata import Statement
from tests import corpora

from . import measuring
from .test_carried import carried_too_much, read_back

FILES = [path for path in corpora.files("images") if path.suffix not in (".json", ".py")]
EVERY_SIZE = bool(os.environ.get("EVERY_SIZE"))
CREDIT = "Zoë Ångström/Pool/Harbour Wire via Quay Pictures"
SAID = Statement(
    creator="Zoë Ångström", credit=CREDIT, copyright="© Zoë Ångström", caption="“Quay”"
)
# What is promised, whose files are stranger than their size tells.
MOST_CPU_SECONDS, MOST_MEGABYTES = 2, 300

pytestmark = [
    pytest.mark.files,
    pytest.mark.xdist_group("corpus"),
    pytest.mark.filterwarnings("ignore:Invalid APNG"),
    pytest.mark.filterwarnings("ignore:Corrupt EXIF"),
    pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning"),
]


def subject(path: Path) -> drawing.Subject | decoder.ImageRefused:
    with path.open("rb") as file:
        try:
            picture = decoder.read(File(file))
            motion = decoder.read_motion(File(file))
        except decoder.ImageRefused as refusal:
            return refusal
    # What a file says does not depend on its size.
    if not EVERY_SIZE:
        picture.pixels.thumbnail((200, 200))
    return drawing.Subject(picture.pixels, *picture.pixels.size, motion=motion)


@pytest.fixture(scope="module")
def public_files(tmp_path_factory) -> dict[Path, Path]:
    """Every public file of every collected picture that is taken, and what it was made from."""
    folder = tmp_path_factory.mktemp("public")
    made = {}
    for number, path in enumerate(FILES):
        found = subject(path)
        if isinstance(found, decoder.ImageRefused):
            assert found.message.endswith(".")
            assert found.code
            continue
        for one in drawing.draw(found, embedded_metadata.carrying(SAID)):
            # Each kind of drawing in each format; the others are the same at other widths.
            if not EVERY_SIZE and one.size.name not in ("thumb", "square", "card_large"):
                continue
            public = folder / f"{number}-{one.size.name}.{one.format}"
            public.write_bytes(one.content)
            assert (one.width_px, one.height_px) <= (found.width_px, found.height_px)
            with PilImage.open(io.BytesIO(one.content)) as picture:
                assert picture.size == (one.width_px, one.height_px)
                assert picture.format.lower() == one.format
                assert "icc_profile" not in picture.info
            made[public] = path
    return made


def test_most_pictures_are_taken(public_files):
    assert len(set(public_files.values())) > len(FILES) / 2


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")
def test_no_public_file_of_any_picture_says_more_than_the_library(public_files):
    found = read_back([str(path) for path in public_files])
    assert len(found) == len(public_files)
    for tags in found:
        source = public_files[Path(tags["SourceFile"])]
        assert not carried_too_much(tags), source
        assert tags["XMP-photoshop:Credit"] == CREDIT, source
        assert tags["IFD0:Artist"] == "Zoë Ångström", source
        assert "ExifTool:Warning" not in tags, source


@pytest.fixture(scope="module")
def costs() -> dict[str, measuring.Cost]:
    return measuring.costs(path for path in FILES if "hostile" in path.parts)


def test_every_hostile_file_is_refused_or_made_anew_at_little_cost(costs):
    assert len(costs) > 12
    for path, cost in costs.items():
        assert cost["outcome"] not in ("failed", "killed"), (path, cost["sentence"])
        assert cost["outcome"] == "drawn" or cost["sentence"].endswith(".")
        assert cost["megabytes"] < MOST_MEGABYTES, path
        assert cost["cpu_seconds"] < MOST_CPU_SECONDS, path


def damaged(content: bytes, dice: random.Random) -> bytes:
    """The file with a few bytes changed, most often near its start, and sometimes cut off."""
    broken = bytearray(content)
    for _hit in range(dice.randint(1, 12)):
        near = min(len(broken), dice.choice([64, 1000, len(broken)]))
        broken[dice.randrange(near)] = dice.randrange(256)
    return bytes(broken[: dice.choice([len(broken), len(broken), dice.randint(1, len(broken))])])


SMALL = [path for path in FILES if 0 < path.stat().st_size < 60_000]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(4))
def test_damage_to_any_collected_file_is_refused_or_read(seed):
    """Whatever the decoders and our readers raise inside comes out as the named refusal."""
    for path in SMALL:
        dice = random.Random(f"{seed} {path.name}")
        file = ContentFile(damaged(path.read_bytes(), dice), name=path.name)
        for read in (decoder.read, decoder.read_motion, metadata.read):
            with contextlib.suppress(decoder.ImageRefused):
                read(file)


@pytest.mark.parametrize("folder", corpora.folders("images/orientation"))
def test_pictures_stand_upright_however_the_camera_was_held(folder):
    upright = subject(folder / "Landscape_1.jpg")
    small = upright.pixels.resize((30, 20)).convert("RGB")
    for number in range(2, 9):
        other = subject(folder / f"Landscape_{number}.jpg")
        assert other.pixels.size == upright.pixels.size
        seen = other.pixels.resize((30, 20)).convert("RGB")
        differences = [abs(a - b) for a, b in zip(small.tobytes(), seen.tobytes(), strict=True)]
        assert sum(differences) / len(differences) < 6


@pytest.mark.parametrize("folder", corpora.folders("images/formats"))
def test_wide_colours_come_into_srgb(folder):
    """Grey stays grey, and the colours are those that a colour-managed viewer shows."""
    for name in ("p3.png", "prophoto.png"):
        path = folder / name
        with PilImage.open(path) as picture:
            assert picture.info.get("icc_profile"), name
            raw = picture.convert("RGB").resize((1, 1), PilImage.Resampling.BOX).getpixel((0, 0))
        drawn = subject(path).pixels.resize((1, 1), PilImage.Resampling.BOX).getpixel((0, 0))
        assert drawn[:3] != raw, name
