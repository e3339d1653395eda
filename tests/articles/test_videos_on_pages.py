"""Videos where templates print them: once, and without a poster that may not be shown."""

import json

import pytest
from django.template.loader import render_to_string

from articles import shown_videos, structured_data
from articles.templatetags.videos import not_in_body, player
from media.videos import players
from tests.site import sample_documents as samples

VIDEO = {**samples.VIDEOS[0], "transcript": "", "file": None, "captions": None, "embed_url": ""}
OWN = VIDEO | {
    "provider": "",
    "file": {
        "url": f"{samples.FILES}/video-1.mp4", "type": "video/mp4", "bytes": 9, "width": 640,
        "height": 360,
    },
}  # fmt: skip


def video_page(video: dict) -> str:
    context = {"shell": samples.SHELL, "page": samples.head("Video", "video"), "video": video}
    return render_to_string("articles/video.html", {**context, "stories": []})


def test_the_list_leaves_out_what_the_body_shows():
    other = VIDEO | {"id": "other", "url": "https://video.example/other"}
    block = {"_type": "video", "_key": "b0", "video": VIDEO}
    article = {"videos": [VIDEO, other], "body": {"blocks": [block]}}
    assert not_in_body(article) == [other]
    assert not_in_body({"videos": [VIDEO], "body": {"blocks": []}}) == [VIDEO]
    assert not_in_body({"videos": [VIDEO]}) == [VIDEO]


ONE_VIDEO = [
    "https://www.youtube.com/watch?v=abc_12-3",
    "https://youtu.be/abc_12-3?si=xyz&t=90",
    "https://m.youtube.com/watch?list=PL1&v=abc_12-3",
    "https://music.youtube.com/watch?v=abc_12-3",
    "https://www.youtube.com/shorts/abc_12-3",
    "http://www.youtube-nocookie.com/embed/abc_12-3?start=5",
]


@pytest.mark.parametrize("address", ONE_VIDEO)
def test_a_video_under_two_addresses_is_one_video(address):
    listed = VIDEO | {"id": "listed", "url": address}
    twin = VIDEO | {"id": "twin", "url": ONE_VIDEO[0]}
    other = VIDEO | {"id": "other", "url": "https://youtu.be/other"}
    link = {"_type": "embed", "_key": "b0", "url": ONE_VIDEO[0], "title": "", "provider": ""}
    in_body = {"_type": "video", "_key": "b0", "video": twin}
    for block in (link, in_body):
        article = {"videos": [listed, other], "body": {"blocks": [block]}}
        assert not_in_body(article) == [other]
    article = {"videos": [listed, twin, other], "body": {"blocks": []}}
    assert not_in_body(article) == [listed, other]
    article["body"]["blocks"] = [in_body, {"_type": "video", "_key": "b1", "video": other}]
    assert shown_videos.each_once(article) == [listed, other]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://vimeo.com/12345/ab12", "https://player.vimeo.com/video/12345?h=ab12"),
        ("https://dai.ly/x8abc", "https://www.dailymotion.com/video/x8abc_a-title"),
        ("https://tv.example/v/1/?utm_source=x", "http://www.tv.example/v/1"),
    ],
)
def test_one_video_of_other_sites(one, other):
    assert players.identity(one) == players.identity(other)
    assert players.identity(one) != players.identity("https://tv.example/v/2")


def test_a_page_that_tells_videos_apart_by_its_query_shows_two():
    assert players.identity("https://tv.example/v?t=1") != players.identity(
        "https://tv.example/v?t=2"
    )


def test_structured_data_names_the_videos_of_the_body():
    document = samples.BRIDGE_ARTICLE | {"videos": [], "seo": {"title": ""}}
    block = {"_type": "video", "_key": "b9", "video": VIDEO}
    body = {**document["body"], "blocks": [block]}
    said = json.loads(structured_data.article(document | {"body": body}))[0]
    assert [video["name"] for video in said["video"]] == [VIDEO["title"]]


@pytest.mark.parametrize("video", [VIDEO, OWN])
def test_a_video_whose_poster_may_not_be_shown_has_none(video):
    page = video_page(video | {"poster": None})
    main = page[page.index("<main") : page.index("</main")]
    assert "<img" not in main
    assert "poster=" not in main
    assert "figure-credit" not in main
    assert video["title"] in main
    for name in ("_video.html", "_video_row.html"):
        context = {"video": video | {"poster": None}, "videos": [video | {"poster": None}],
                   "level": 2, "summary": True}  # fmt: skip
        assert "<img" not in render_to_string(f"articles/{name}", context)
    said = structured_data.video(video | {"poster": None})
    assert "thumbnailUrl" not in said


def test_a_video_of_our_own_needs_no_link_to_another_site():
    page = video_page(OWN)
    assert "<video" in page
    assert "Watch on" not in page
    assert "leads to another site" not in page
    assert player(VIDEO) == ""


def test_documents_of_before_videos_of_our_own_are_printed_as_they_were():
    old = samples.VIDEOS[0]
    assert "embed_url" not in old
    page = video_page(old)
    assert "Watch on Example Video" in page
    assert "data-player" not in page
    assert structured_data.video(old)["name"] == old["title"]
