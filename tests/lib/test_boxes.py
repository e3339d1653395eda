"""A part of a picture, as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.lib import boxes


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("0.1,0.2,0.5,0.5", "0.1000,0.2000,0.5000,0.5000"),
        (" 0.1 , 0.2 , 0.5 , 0.5 ", "0.1000,0.2000,0.5000,0.5000"),
        ("0.33335,0,0.66665,1", "0.3334,0.0000,0.6666,1.0000"),
        ("0,0,0.05,0.05", "0.0000,0.0000,0.0500,0.0500"),
        ("0,0,1,1", ""),
        ("0.0000,0.0000,1.0000,1.0000", ""),
    ],
)
def test_a_box_has_one_form(text, kept):
    assert boxes.clean(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "0,0,1", "0,0,1,1,1", "0.5,0,0.6,1", "0,0.5,1,0.6", "0,0,0.04,1", "0,0,1,0.04",
        "-0.1,0,0.5,0.5", "nan,0,1,1", "1e3,0,1,1", "inf,0,1,1", "٠,0,0.5,0.5", "0;0;0.5;0.5",
        "0,0,0.5,0.5\x00", '0,0,0.5,0.5"><script>',
    ],
)  # fmt: skip
def test_what_is_no_part_of_a_picture_is_no_box(text):
    assert boxes.clean(text) == ""


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_a_box_lies_inside_its_picture_and_cleaning_it_again_changes_nothing(sides):
    text = boxes.clean(",".join(f"{side:.7f}" for side in sides))
    if not text:
        return
    box = boxes.parse(text)
    assert boxes.clean(text) == text
    assert min(box) >= 0
    assert max(box.x + box.width, box.y + box.height) <= boxes.PARTS
    assert min(box.width, box.height) >= boxes.SMALLEST


@pytest.mark.parametrize(
    "text",
    ["x", "1", "0,0,1", "0,0,1,1,1", "0,0,-1,1", "0.5,0,0.6,1", "0,0.9,1,0.2", "0,0,0.01,1",
     "0,0,0,0", "nan,0,1,1", "0,0,1e-1,1", "9,0,1,1", "٠,0,1,1", "0,0,0.04,1"],
)  # fmt: skip
def test_what_is_no_part_of_a_picture_is_refused_with_a_sentence(text):
    with pytest.raises(boxes.NotABox) as caught:
        boxes.parse(text)
    assert str(caught.value).endswith(".")


fractions = st.integers(0, 9_000).map(lambda n: n / 10_000)


@given(fractions, fractions, st.integers(1, 5000), st.integers(1, 5000))
def test_a_part_is_never_empty_and_never_outside(x, y, width_px, height_px):
    box = boxes.parse(f"{x},{y},{round(1 - x, 4)},{round(1 - y, 4)}")
    left, top, right, bottom = box.edges_px(width_px, height_px)
    assert 0 <= left < right <= width_px
    assert 0 <= top < bottom <= height_px


def test_the_focal_point_moves_into_the_part_or_to_its_middle():
    box = boxes.parse("0.5,0.5,0.5,0.5")
    assert box.focal_point(0.75, 0.5) == (0.5, 0)
    assert box.focal_point(0.1, 0.9) == (0.5, 0.5)
