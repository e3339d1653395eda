"""Captions are taken when every browser shows them; else the line is named."""

import pytest

from media.videos.webvtt import CaptionsRefused, checked, decoded

GOOD = """WEBVTT - The bearings
Kind: captions

NOTE Written by hand

STYLE
::cue { color: white }

one
00:01.000 --> 00:04.000 align:start position:10%
Here is the <i>worn</i> plate.
It was steel.

00:04.000 --> 01:00:07.500
Yes.
"""


def test_captions_are_kept_with_plain_line_ends():
    assert checked(GOOD) == GOOD
    assert checked("\ufeff" + GOOD.replace("\n", "\r\n") + "\n\n") == GOOD
    assert checked(" \n") == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\nHello.\n", "Line 1 .* begin with WEBVTT"),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000\nx", "Line 1 .* begin with WEBVTT"),
        ("WEBVTT\n00:01.000 --> 00:02.000\nx", "Line 2 .* blank line"),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nx", "Line 3 .* written as"),
        ("WEBVTT\n\n0:01.000-->00:02.000\nx", "Line 3 .* written as"),
        ("WEBVTT\n\n00:61.000 --> 00:02.000\nx", "Line 3 .* written as"),
        ("WEBVTT\n\nHello.\n", "Line 3 .* needs its times"),
        ("WEBVTT\n\n00:02.000 --> 00:02.000\nx", "Line 3 .* ends before it begins"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nx\n00:02.000 --> 00:03.000\ny", "Line 5 .* blank"),
        (
            "WEBVTT\n\n00:05.000 --> 00:06.000\nx\n\n2\n00:01.000 --> 00:02.000\ny",
            "Line 7 .* before the cue of line 3",
        ),
        ("WEBVTT\n\nNOTE nothing", "have no cue"),
        ("WEBVTT\n\n" + "x" * 2_100_000, "more than 2 MB"),
    ],
)
def test_what_a_browser_would_drop_is_refused_with_its_line(text, sentence):
    with pytest.raises(CaptionsRefused, match=sentence):
        checked(text)


def test_captions_in_another_encoding_are_refused():
    with pytest.raises(CaptionsRefused, match="not in UTF-8"):
        decoded("WEBVTT\n\nÅ".encode("latin-1"))
    with pytest.raises(CaptionsRefused, match="more than 2 MB"):
        decoded(b" " * (2 * 1024 * 1024 + 1))


def test_a_day_of_captions_is_read_at_once():
    cues = (f"{h:02}:{m:02}:{s:02}.000 --> {h:02}:{m:02}:{s:02}.900\nHm.\n"
            for h in range(12) for m in range(60) for s in range(0, 60, 3))  # fmt: skip
    text = "WEBVTT\n\n" + "\n".join(cues)
    assert checked(text) == text
