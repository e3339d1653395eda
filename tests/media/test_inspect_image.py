"""``inspect_image``: what the library would read of a file, from the shell."""

import json
import os

import pytest
from django.core.management import CommandError, call_command

from .factories import picture_bytes
from .metadata_files import jpeg_with_xmp, xmp
from .test_metadata import three_blocks

CONTRACT = (  # noqa: SIM905
    "file caption headline creators credit_line source copyright usage_terms instructions "
    "alt_text extended_description date_created keywords city state country web_statement "
    "licensor_url digital_source_type width height orientation has_position conflicts"
).split()


@pytest.fixture
def pictures(tmp_path):
    """A picture with metadata, one without, and two files that are none."""
    said = {
        "said.jpg": jpeg_with_xmp(xmp("<dc:description>Die Fähre</dc:description>")),
        "plain.png": picture_bytes(format="PNG"),
        "page.jpg": b"<!doctype html><p>no picture",
        "broken.jpg": picture_bytes()[:400],
    }
    for name, content in said.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def inspected(capsys, *paths) -> list[dict]:
    call_command("inspect_image", *map(str, paths), "--json")
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_every_file_is_one_object_a_line_its_name_first(pictures, capsys):
    paths = [pictures / name for name in ("said.jpg", "plain.png", "page.jpg", "missing.jpg")]
    results = inspected(capsys, *paths)
    assert [result["file"] for result in results] == list(map(str, paths))
    assert list(results[0])[: len(CONTRACT)] == CONTRACT
    assert results[0]["caption"] == "Die Fähre"
    assert (results[1]["width"], results[1]["height"]) == (64, 48)
    assert "web page" in results[2]["refused"]
    assert results[3]["refused"].endswith(".")
    assert list(results[3]) == ["file", "refused"]


def test_a_file_that_the_library_would_refuse_is_refused(pictures, capsys):
    results = inspected(capsys, pictures / "broken.jpg", pictures / "plain.png")
    assert "damaged" in results[0]["refused"]


def test_people_see_the_fields_that_are_there_and_the_conflicts(pictures, capsys):
    (pictures / "two.jpg").write_bytes(three_blocks("One.", b"Two.", b""))
    call_command("inspect_image", str(pictures / "two.jpg"))
    shown = capsys.readouterr().out
    assert "caption" in shown
    assert "headline" not in shown
    assert shown.index("contradicts itself about caption") < shown.index("Two.")


def test_what_is_no_file_is_refused_and_waited_for_by_nobody(pictures, capsys):
    os.mkfifo(pictures / "pipe.jpg")
    results = inspected(capsys, pictures / "pipe.jpg", pictures, pictures / "plain.png")
    assert [result.get("refused", "")[:18] for result in results] == ["This is not a file"] * 2 + [
        ""
    ]


def test_it_fails_when_no_file_can_be_read(pictures, capsys):
    with pytest.raises(CommandError):
        call_command("inspect_image", str(pictures / "page.jpg"), str(pictures), "--json")
    refusals = [json.loads(line)["refused"] for line in capsys.readouterr().out.splitlines()]
    assert all(refusal.endswith(".") for refusal in refusals)
