"""The players of other sites: known addresses, and nothing else in a frame."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings

from media.models.video import PROVIDERS
from media.videos.players import embed_url

TUBE = "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"
KNOWN = [
    ("https://www.youtube.com/watch?v=aqz-KE-bpKQ", TUBE),
    ("https://m.youtube.com/watch?v=aqz-KE-bpKQ&t=1m30s", f"{TUBE}?start=90"),
    ("https://youtu.be/aqz-KE-bpKQ?t=42", f"{TUBE}?start=42"),
    ("https://www.youtube.com/shorts/aqz-KE-bpKQ", TUBE),
    ("https://www.youtube.com/embed/aqz-KE-bpKQ?autoplay=1", TUBE),
    ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
    ("https://vimeo.com/channels/staffpicks/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
    ("https://vimeo.com/76979871/ab12cd34ef", "https://player.vimeo.com/video/76979871?dnt=1&h=ab12cd34ef"),
    ("https://player.vimeo.com/video/76979871?h=ab12", "https://player.vimeo.com/video/76979871?dnt=1&h=ab12"),
    ("https://www.dailymotion.com/video/x8abcde_a-title", "https://geo.dailymotion.com/player.html?video=x8abcde"),
    ("https://dai.ly/x8abcde", "https://geo.dailymotion.com/player.html?video=x8abcde"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "player"), KNOWN)
def test_the_player_of_a_known_site(address, player):
    assert embed_url(address) == player


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://videos.example/watch?v=aqz-KE-bpKQ",
        "https://youtube.com.evil.example/watch?v=aqz-KE-bpKQ",
        "https://www.youtube.com/",
        "https://www.youtube.com/@harbour",
        "https://www.youtube.com/watch?v=a/../../x",
        "https://www.youtube.com/watch?v=%22onload%3Dx",
        "https://youtu.be/",
        "https://vimeo.com/harbour",
        "https://www.dailymotion.com/harbour",
        "https://dai.ly/",
        "ftp://youtu.be/aqz-KE-bpKQ",
        "javascript://youtu.be/%0aalert(1)",
        "http://[broken",
    ],
)
def test_anything_else_is_a_link_alone(address):
    assert embed_url(address) == ""


def test_the_policy_lets_frames_be_of_these_players_and_of_nobody_else():
    allowed = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"]
    origins = {f"https://{urlsplit(player).netloc}" for _address, player in KNOWN}
    assert set(allowed) == origins
    assert {urlsplit(a).hostname.removeprefix("www.").removeprefix("m.") for a, _p in KNOWN} | {
        "youtube-nocookie.com"
    } == set(PROVIDERS)
