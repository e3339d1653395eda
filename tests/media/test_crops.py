"""Crops: fractions of a picture, one way to write them, never outside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media import crops


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", ""),
        ("0,0,1,1", ""),
        ("0.0,0.00,1.0000,1", ""),
        ("0.25,0.1,0.5,0.5", "0.2500,0.1000,0.5000,0.5000"),
        (" 0.25, 0.1, 0.5, 0.5", "0.2500,0.1000,0.5000,0.5000"),
        ("0.3334,0,0.6667,1", "0.3334,0.0000,0.6666,1.0000"),
    ],
)
def test_a_box_is_written_in_one_way(text, written):
    assert crops.canonical(text) == written
    assert crops.canonical(written) == written


@pytest.mark.parametrize(
    "text",
    ["x", "1", "0,0,1", "0,0,1,1,1", "0,0,-1,1", "0.5,0,0.6,1", "0,0.9,1,0.2", "0,0,0.01,1",
     "0,0,0,0", "nan,0,1,1", "0,0,1e-1,1", "9,0,1,1", "0.00001,0,1,1", "٠,0,1,1"],
)  # fmt: skip
def test_what_is_no_part_of_a_picture_is_refused_with_a_sentence(text):
    with pytest.raises(crops.NotABox) as caught:
        crops.parse(text)
    assert str(caught.value).endswith(".")


fractions = st.integers(0, 9_000).map(lambda n: n / 10_000)


@given(fractions, fractions, st.integers(1, 5000), st.integers(1, 5000))
def test_a_part_is_never_empty_and_never_outside(x, y, width_px, height_px):
    box = crops.parse(f"{x},{y},{round(1 - x, 4)},{round(1 - y, 4)}")
    left, top, right, bottom = box.edges_px(width_px, height_px)
    assert 0 <= left < right <= width_px
    assert 0 <= top < bottom <= height_px


def test_the_focal_point_moves_into_the_part_or_to_its_middle():
    box = crops.parse("0.5,0.5,0.5,0.5")
    assert box.focal_point(0.75, 0.5) == (0.5, 0)
    assert box.focal_point(0.1, 0.9) == (0.5, 0.5)
