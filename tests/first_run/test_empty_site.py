"""A newsroom that has just begun: every public page is there, and none names another paper."""

import json
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from tests.admin.pages import text_of
from tests.architecture.walking import patterns

from .starting import address, typed

pytestmark = [pytest.mark.django_db, pytest.mark.files]

PAGES = ["/", "/feed/", "/videos/", "/corrections/", "/search/", "/search/?q=harbour",
         "/section/harbour/"]  # fmt: skip
SYNDICATED = ["", "/feed", "/corrections"]


@pytest.fixture
def paper(client):
    assert client.post(address(), typed()).status_code == 302
    client.cookies.clear()
    return client


def test_pages_say_that_nothing_is_there_yet_under_the_papers_own_name(paper):
    for path in PAGES[:-1]:
        answer = paper.get(path)
        assert answer.status_code == 200, path
        assert "The Tide" in answer.content.decode(), path
    front = text_of(paper.get("/"))
    assert "The first edition is being made." in front
    assert "Nothing has come in yet." in front
    # A section is a page once it has a story.
    assert paper.get("/section/harbour/").status_code == 404


def test_syndication_is_well_formed_and_says_whose_it_is(paper):
    for place in SYNDICATED:
        for file in ("rss.xml", "atom.xml"):
            answer = paper.get(f"{place}/{file}")
            assert answer.status_code == 200, (place, file)
            root = ElementTree.fromstring(answer.content)
            said = [(each.tag.rpartition("}")[2], each.text) for each in root.iter()]
            assert not [tag for tag, _text in said if tag in ("item", "entry")]
            titles = [text for tag, text in said if tag == "title"]
            assert titles
            assert all("The Tide" in title for title in titles)
            assert not [tag for tag, text in said if tag == "description" and not text]
        channel = json.loads(paper.get(f"{place}/feed.json").content)
        assert channel["items"] == []
        assert "The Tide" in channel["title"]


def test_sitemaps_and_robots_are_well_formed(paper):
    index = ElementTree.fromstring(paper.get("/sitemap.xml").content)
    places = [each.text for each in index.iter() if each.tag.endswith("}loc")]
    for place in places:
        answer = paper.get(urlsplit(place).path)
        assert answer.status_code == 200, place
        ElementTree.fromstring(answer.content)
    ElementTree.fromstring(paper.get("/news-sitemap.xml").content)
    assert "news-sitemap" not in paper.get("/robots.txt").content.decode()


def test_the_api_lists_nothing_and_describes_the_paper(paper):
    for kind in ("articles", "posts", "videos", "tags", "authors", "sections", "changes"):
        answer = paper.get(f"/api/v1/{kind}")
        assert answer.status_code == 200, kind
        assert not json.loads(answer.content)["data"], kind
    site = json.loads(paper.get("/api/v1/site").content)
    assert (site["name"], site["language"], site["time_zone"], site["contact"]) == (
        "The Tide", "en", "Europe/Copenhagen", "desk@tide.example",
    )  # fmt: skip


def test_no_public_address_names_the_demos_paper(paper):
    asked = 0
    for route, _pattern in patterns():
        if "<" in route or route.startswith(("admin/", "preview/")):
            continue
        said = b"".join(paper.get(f"/{route}"))
        assert b"Harbour Courier" not in said, route
        asked += 1
    assert asked > 20
