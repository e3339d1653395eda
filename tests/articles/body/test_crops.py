"""The part of a picture that a figure shows."""

import pytest

from articles.body.clean import clean

from .library import public_id

ONE = public_id(1)


def figure(crop: str) -> str:
    return f'<figure data-image="{ONE}" data-layout="normal" data-crop="{crop}"></figure>'


def test_a_crop_is_kept_in_one_form():
    assert clean(figure("0.1, 0.25,0.50004,0.5")) == figure("0.1000,0.2500,0.5000,0.5000")


@pytest.mark.parametrize("crop", ["0,0,1,1", "", "0.5,0,0.6,1", "0,0,0.01,1", "left", "1,1,1,1"])
def test_the_whole_picture_and_what_is_no_part_of_it_are_no_crop(crop):
    assert clean(figure(crop)) == f'<figure data-image="{ONE}" data-layout="normal"></figure>'
