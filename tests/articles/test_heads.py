"""What a page's head says of its picture to the networks that show it."""

import re
from html import unescape

import pytest

from articles.heads import social_picture
from newsroom.editorial import registry
from newsroom.editorial.acts import publishing
from newsroom.editorial.drafts import revisions
from tests.articles.body.library import image
from tests.factories import (
    make_article,
    make_author,
    make_section,
    publish_article,
    publish_post,
)
from tests.media.factories import make_image, make_own_video


def rendition(name: str, width: int, height: int) -> dict:
    return {
        "name": name, "width": width, "height": height, "type": "image/jpeg", "bytes": 1,
        "url": f"https://files.example/1/{name}.jpg",
    }  # fmt: skip


def test_networks_get_the_wide_jpeg():
    large = rendition("card_large", 1280, 720)
    shared = social_picture(image(renditions=[*image()["renditions"], large]))
    assert shared == large
    assert shared["width"] >= 1200


def test_a_document_without_it_shares_what_readers_get():
    assert social_picture(image())["url"] == image()["src"]
    assert social_picture(image(renditions=[])) == {}


def metas(client, path: str) -> dict[str, str]:
    page = client.get(path).content.decode()
    found = re.findall(r'<meta (?:name|property)="(.*?)" content="(.*?)">', page)
    return {name: unescape(content) for name, content in found}


@pytest.mark.django_db
def test_front_lists_and_videos_show_the_picture_of_their_first_story_that_has_one(
    client, settings
):
    settings.TWITTER_SITE = "@courier"
    section, author = make_section("Port"), make_author()
    poster, lead = make_image(1600, 900), make_image(1600, 900)
    video = make_own_video(poster=poster)
    article = make_article(section=section, authors=[author], lead_image=lead)
    registry.set_lists(article, videos=[video])
    revisions.save(article, by=None)
    publishing.publish(article, by=None)
    publish_article(section=section, authors=[author])
    publish_post(image=lead)
    files = {shown: {r.url for r in shown.renditions.all()} for shown in (lead, poster)}
    for path, shown in {
        "/": lead, section.get_absolute_url(): lead, author.get_absolute_url(): lead,
        "/feed/": lead, "/videos/": poster, video.get_absolute_url(): poster,
    }.items():  # fmt: skip
        told = metas(client, path)
        assert told["og:image"] in files[shown], path
        assert told["twitter:image"] == told["og:image"]
        assert told["twitter:card"] == "summary_large_image"
        assert told["twitter:title"] == told["og:title"]
        assert told["twitter:site"] == "@courier"
        assert told["og:image:alt"] == shown.alt_text


@pytest.mark.django_db
def test_a_list_without_a_picture_shows_the_logo(client):
    for path in ("/", "/feed/", "/videos/", "/corrections/"):
        told = metas(client, path)
        assert told["og:image"].endswith(".png"), path
        assert told["og:description"] == told["twitter:description"] != ""
        assert told["twitter:card"] == "summary"
