"""A story's page has every part that was asked for, in the order a reader meets them."""

import re
from html import unescape

import pytest

from newsroom.lib import instants

from .newspaper import CREDIT

WORDS = re.compile(r"<(script|style|head).*?</\1>|<[^>]+>", re.DOTALL)


@pytest.fixture
def text(site) -> str:
    """The page's words as a reader gets them, with single spaces."""
    return re.sub(r"\s+", " ", unescape(WORDS.sub(" ", site.html("article"))))


@pytest.fixture
def item(site) -> dict:
    return site.get(f"/api/v1/articles/{site.newspaper.flagship.uuid}").json()


def test_every_part_of_the_page_stands_in_its_place(text, item, site):
    published = instants.from_text(item["published_at"])
    time = f"{published:%I:%M %p}".lstrip("0")
    parts = [
        "Skip to content",
        "City Transport Harbour Bridge City council",
        "The bridge",
        "Harbour bridge closes for eight weeks",
        "Buses take the tunnel until May, ferries run every twelve minutes.",
        "by Mara Lind and Henrik Sol",
        "Photographs: Jon Reyes",
        f"{published.day} {published:%B %Y}, {time} UTC",
        "Updated:",
        "min read",
        "The north pier on Sunday, seen from the quay.",
        f"({CREDIT})",
        "The tunnel is free for cars; lorries still pay.",
        "Pier Two",
        "The ferry left at six",
        "What was found",
        "At pier two on Sunday.",
        "26 minutes, whatever the weather and whoever is steering",
        "Second tunnel tube opens",
        "How the Kettle Bridge rose They had sixteen jacks. Spans Quarterly · Bruno Askwith",
        "We recommend replacement before a second winter.",
        "At nine centimetres you write a letter. Marius Fenn, city engineer",
        "The bridge in numbers",
        "How bridge bearings wear out 1:34 An engineer takes one apart on the quay.",
        "Harbour bridge closed to all traffic",
        "Load on the jacks, live",
        "pier,jack,load_t",
        "An earlier version gave the wrong number of weeks.",
        "Author: Mara Lind Transport reporter Mara Lind has covered the harbour since 2017.",
        "Video",
        "The crane at night 1:01 Filmed from the mole.",
        "Under the deck 1:34 Forty metres of walkway.",
        "Transcript “Mind your head.”",
        "News feed",
        "(Updated:",
        "Harbour bridge closed to all traffic.",
        "Trams turn.",
        "Ferry adds two morning crossings.",
        "Two more boats in the morning.",
    ]
    place = 0
    for part in parts:
        found = text.find(part, place)
        assert found >= 0, f"{part!r} is missing after {text[max(0, place - 80) : place]!r}"
        place = found + len(part)


def test_a_video_of_the_list_that_stands_in_the_body_is_printed_once(text):
    assert text.count("How bridge bearings wear out") == 1
    assert text.count("The crane at night") == 1


def test_the_api_gives_every_part_of_the_page(item):
    assert [tag["name"] for tag in item["tags"] if tag["primary"]] == ["Transport"]
    assert item["section"]["name"] == "City"
    assert [(a["name"], a["role"]) for a in item["authors"]] == [
        ("Mara Lind", "writer"), ("Henrik Sol", "writer"), ("Jon Reyes", "photographer"),
    ]  # fmt: skip
    assert item["reading_minutes"] >= 2
    assert item["lead_image"]["credit"] == {
        "line": CREDIT, "creator": "Zoë Ångström", "pool": True, "agency": "Harbour Wire",
        "supplier": "Example Pictures",
    }  # fmt: skip
    assert [video["title"] for video in item["videos"]] == [
        "How bridge bearings wear out", "The crane at night", "Under the deck",
    ]  # fmt: skip
    assert [c["kind"] for c in item["corrections"]] == ["correction", "editors_note"]
    types = {block["_type"] for block in item["body"]["blocks"]}
    assert types == {
        "block", "figure", "card", "video", "post", "quote", "factbox", "embed", "table", "code",
        "rule",
    }  # fmt: skip
    cards = [block for block in item["body"]["blocks"] if block["_type"] == "card"]
    own, foreign = cards
    assert own["target"]["type"] == "article"
    assert {name: foreign[name] for name in ("title", "excerpt", "publication", "author")} == {
        "title": "How the Kettle Bridge rose", "excerpt": "They had sixteen jacks.",
        "publication": "Spans Quarterly", "author": "Bruno Askwith",
    }  # fmt: skip


def test_the_feeds_column_gives_time_update_headline_and_text(site):
    post = site.get(f"/api/v1/posts/{site.newspaper.paths['post'].split('/')[-2]}").json()
    assert re.fullmatch(r"\d+:\d\d [AP]M \(Updated: \d+:\d\d [AP]M\)", post["display_time"]["text"])
    assert post["headline"] == "Harbour bridge closed to all traffic"
    assert post["source"]["name"] == "City engineer"
    assert post["pinned"]
    assert post["breaking"]


def meta(html: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<meta [^>]+>", html):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        name = attributes.get("property") or attributes.get("name")
        if name:
            found.setdefault(name, []).append(unescape(attributes["content"]))
    return found


def test_the_head_of_a_story_says_what_others_print_of_it(site, item):
    html = site.html("article")
    said = meta(html)
    assert said["robots"] == ["max-image-preview:large, max-snippet:-1, max-video-preview:-1"]
    assert said["og:type"] == ["article"]
    assert said["og:title"] == said["twitter:title"] == [item["headline"]]
    assert said["og:description"] == said["twitter:description"] == [item["standfirst"]]
    assert said["og:url"] == [item["url"]]
    assert said["og:locale"] == ["en_US"]
    (wide,) = [r["url"] for r in item["lead_image"]["renditions"] if r["name"] == "card_large"]
    assert said["og:image"] == said["twitter:image"] == [wide]
    assert said["og:image:alt"] == said["twitter:image:alt"] == [item["lead_image"]["alt"]]
    assert int(said["og:image:width"][0]) >= 1200
    assert said["og:image:type"] == ["image/jpeg"]
    assert said["article:tag"] == [tag["name"] for tag in item["tags"]]
    assert said["article:section"] == ["City"]
    writers = [author for author in item["authors"] if author["role"] == "writer"]
    assert said["article:author"] == [a["url"] for a in writers if a["url"]]
    assert said["twitter:card"] == ["summary_large_image"]
    assert said["twitter:data1"] == ["Mara Lind, Henrik Sol"]
    assert said["fediverse:creator"] == ["@mara@social.example"]
    assert f'<link rel="canonical" href="{item["url"]}">' in html
    types = re.findall(r'<link rel="alternate" type="([^"]+)"', html)
    assert types == [
        "application/rss+xml", "application/atom+xml", "application/feed+json", "application/json",
        "application/json",
    ]  # fmt: skip
    assert f'href="{item["links"]["self"]}?format=ninjs"' in html


@pytest.mark.parametrize("kind", ["preview", "not-found", "withdrawn", "retracted", "legal"])
def test_what_is_not_for_search_engines_says_so(site, kind):
    html = site.html(kind)
    assert meta(html)["robots"] == ["noindex"]
    assert 'rel="canonical"' not in html
