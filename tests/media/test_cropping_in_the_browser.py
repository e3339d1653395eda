"""What the browser previews is what the server cuts: the same arithmetic in both languages."""

import json
import random
import shutil
import subprocess

import pytest
from PIL import Image as PilImage

from media.renditions import drawing
from newsroom.lib import boxes
from tests.requirements import PROJECT

MODULE = PROJECT / "media" / "static" / "media" / "cropping.js"
RATIOS = (16 / 9, 4 / 3, 1, 4 / 5)

pytestmark = pytest.mark.skipif(not shutil.which("node"), reason="node is not installed.")


def in_node(expression: str, values: list) -> list:
    """The expression's result for each value ``v``, with the module's functions as ``c``."""
    program = (
        f"import * as c from {json.dumps(MODULE.as_uri())};"
        'let text = ""; for await (const chunk of process.stdin) text += chunk;'
        f"const out = JSON.parse(text).map((v) => {expression});"
        "process.stdout.write(JSON.stringify(out));"
    )
    done = subprocess.run(
        [shutil.which("node"), "--input-type=module", "-e", program],
        input=json.dumps(values),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


class Cut(Exception):
    """What Pillow was asked for."""


def servers_cut(width: int, height: int, ratio: float, focal: tuple[float, float]) -> tuple:
    """The box that the server cuts out of a picture of these sides."""
    pixels = PilImage.new("RGB", (width, height))
    asked = []
    pixels.resize = lambda sides, *_more, box, **_options: asked.append(box)
    subject = drawing.Subject(pixels, width, height, focal_point=focal)
    drawing._cropped(subject, 640, ratio)
    return asked[0]


def test_every_shape_is_cut_where_the_server_cuts_it():
    draw = random.Random(3)
    cases = [
        {
            "sides": {"width": draw.randint(1, 4000), "height": draw.randint(1, 4000)},
            "ratio": draw.choice(RATIOS),
            "focal": {"x": draw.choice([0, 1, draw.random()]), "y": draw.random()},
        }
        for _number in range(300)
    ]
    for case, part in zip(
        cases, in_node("c.cropped(v.sides, v.ratio, v.focal)", cases), strict=True
    ):
        focal = case["focal"]["x"], case["focal"]["y"]
        left, top, right, bottom = servers_cut(*case["sides"].values(), case["ratio"], focal)
        found = (
            part["left"],
            part["top"],
            part["left"] + part["width"],
            part["top"] + part["height"],
        )
        assert found == pytest.approx((left, top, right, bottom), abs=1e-6), case


def test_a_part_of_the_picture_is_a_picture_of_its_own_with_the_focal_point_kept_in_sight():
    case = {
        "sides": {"width": 1000, "height": 500},
        "focal": {"x": 0.69, "y": 0.5},
        "box": {"x": 0.2, "y": 0.2, "width": 0.5, "height": 0.6},
    }
    [square, free] = in_node("c.cropped(v.sides, v.ratio, v.focal, v.box)",
                             [{**case, "ratio": 1}, {**case, "ratio": None}])  # fmt: skip
    assert square == {"left": 400, "top": 100, "width": 300, "height": 300}
    assert free == {"left": 200, "top": 100, "width": 500, "height": 300}
    [outside] = in_node("c.cropped(v.sides, 1, {x: 0.9, y: 0.5}, v.box)", [case])
    assert outside == {"left": 300, "top": 100, "width": 300, "height": 300}


def test_what_the_browser_writes_is_what_the_server_keeps():
    draw = random.Random(4)
    typed = []
    for _number in range(300):
        width, height = draw.uniform(0.05, 1), draw.uniform(0.05, 1)
        typed.append(
            {
                "x": draw.choice([0, 1 - width, draw.uniform(0, 1 - width)]),
                "y": draw.uniform(0, 1 - height),
                "width": width,
                "height": height,
            }
        )
    typed.append({"x": 0, "y": 0, "width": 1, "height": 1})
    texts = in_node("c.written(v)", typed)
    assert texts[-1] == ""
    for text in texts:
        assert boxes.clean(text) == text
    assert in_node("c.written(c.read(v))", texts) == texts


def test_a_locked_shape_keeps_its_ratio_and_stays_inside_however_it_is_pulled():
    draw = random.Random(5)
    cases = [
        {
            "box": {"x": 0.1, "y": 0.2, "width": 0.5, "height": 0.4},
            "ratio": draw.choice(RATIOS),
            "sides": {"width": draw.randint(600, 4000), "height": draw.randint(600, 4000)},
            "corner": draw.choice(["nw", "ne", "sw", "se"]),
            "point": {"x": draw.uniform(-1, 2), "y": draw.uniform(-1, 2)},
            "by": [draw.uniform(-1, 1), draw.uniform(-1, 1)],
        }
        for _number in range(300)
    ]
    for expression in (
        "c.fitted(v.box, v.ratio, v.sides)",
        "c.moved(c.fitted(v.box, v.ratio, v.sides), ...v.by)",
        "c.resized(c.fitted(v.box, v.ratio, v.sides), v.corner, v.point, v.ratio, v.sides)",
    ):
        found = in_node(f"[{expression}, c.written({expression})]", cases)
        for case, (box, text) in zip(cases, found, strict=True):
            sides = case["sides"]
            shape = box["width"] * sides["width"] / (box["height"] * sides["height"])
            assert shape == pytest.approx(case["ratio"]), (expression, case)
            parts = [round(side, 4) for side in box.values()]
            assert boxes.clean(text) == text
            assert list(map(float, text.split(","))) == pytest.approx(parts, abs=2e-4)
