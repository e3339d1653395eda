"""Videos where templates print them: once, and without a poster that may not be shown."""

import pytest
from django.template.loader import render_to_string

from articles import structured_data
from articles.templatetags.videos import not_in_body, player
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
    other = VIDEO | {"id": "other"}
    block = {"_type": "video", "_key": "b0", "video": VIDEO}
    article = {"videos": [VIDEO, other], "body": {"blocks": [block]}}
    assert not_in_body(article) == [other]
    assert not_in_body({"videos": [VIDEO], "body": {"blocks": []}}) == [VIDEO]
    assert not_in_body({"videos": [VIDEO]}) == [VIDEO]


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
