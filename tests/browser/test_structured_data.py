"""What a page tells machines is as schema.org has it, and what the page itself says."""

import json
import re

import pytest

from tests import corpora

from .newspaper import CREDIT, KINDS
from .vocabulary import VOCABULARY, Vocabulary


@pytest.fixture(scope="module", params=corpora.folders(VOCABULARY))
def vocabulary(request) -> Vocabulary:
    return Vocabulary(request.param)


def things(html: str) -> list[dict]:
    """The JSON-LD objects of a page."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    loaded = [json.loads(text) for text in found]
    return [thing for each in loaded for thing in (each if isinstance(each, list) else [each])]


def story(site) -> dict:
    return next(t for t in things(site.html("article")) if t["@type"].endswith("NewsArticle"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_and_property_is_one_that_schema_org_knows(site, vocabulary, kind):
    found = things(site.html(kind))
    assert all(thing["@context"] == "https://schema.org" for thing in found)
    assert [m for thing in found for m in vocabulary.mistakes(thing)] == []


def test_the_vocabulary_finds_what_is_wrong(vocabulary):
    wrong = {
        "@type": "NewsArticle", "headlines": "x", "jobTitle": "x",
        "author": {"@type": "Recipe", "name": "x"},
    }  # fmt: skip
    assert list(vocabulary.mistakes(wrong)) == [
        "/NewsArticle.headlines: there is no such property",
        "/NewsArticle.jobTitle: not a property of this type",
        "/NewsArticle.author: may not hold a Recipe",
    ]


@pytest.mark.parametrize(
    ("kind", "types"),
    [
        ("front", {"WebSite", "NewsMediaOrganization"}),
        ("article", {"NewsArticle", "BreadcrumbList", "NewsMediaOrganization"}),
        ("article-opinion", {"OpinionNewsArticle", "BreadcrumbList", "NewsMediaOrganization"}),
        ("author", {"ProfilePage", "NewsMediaOrganization"}),
        ("feed", {"LiveBlogPosting", "NewsMediaOrganization"}),
        ("post", {"BlogPosting", "NewsMediaOrganization"}),
        ("video", {"VideoObject", "NewsMediaOrganization"}),
        ("video-own", {"VideoObject", "NewsMediaOrganization"}),
    ],
)
def test_each_kind_of_page_says_what_it_is(site, kind, types):
    assert {thing["@type"] for thing in things(site.html(kind))} == types


def test_a_story_names_what_search_engines_ask_for(site):
    found = story(site)
    for name in (
        "@id", "url", "mainEntityOfPage", "identifier", "headline", "alternativeHeadline",
        "description", "image", "datePublished", "dateModified", "author", "publisher",
        "articleSection", "keywords", "inLanguage", "isAccessibleForFree", "wordCount",
        "timeRequired", "dateline", "correction", "video",
    ):  # fmt: skip
        assert found.get(name), name
    assert found["keywords"] == ["Transport", "Harbour Bridge", "City council"]
    assert len(found["correction"]) == 2


def test_a_video_is_named_by_its_file_or_by_its_player(site):
    elsewhere, player, own = story(site)["video"]
    assert not {"contentUrl", "embedUrl"} & elsewhere.keys()
    assert player["embedUrl"] == "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"
    assert (player["duration"], player["name"]) == ("PT61S", "The crane at night")
    assert own["contentUrl"].startswith(f"{site.url}/files/")
    assert own["encodingFormat"] == "video/mp4"
    assert own["transcript"] == "“Mind your head.”"
    assert own["caption"]["contentUrl"].endswith(".vtt")
    assert own["caption"]["inLanguage"] == "en"
    for video in (player, own):
        assert video["thumbnailUrl"].startswith(f"{site.url}/files/")
        assert video["uploadDate"].endswith("Z")


def test_each_author_is_an_object_whose_name_is_the_name_alone(site):
    authors = story(site)["author"]
    assert [author["name"] for author in authors] == ["Mara Lind", "Henrik Sol"]
    assert all(author["@type"] == "Person" for author in authors)
    assert authors[0]["url"].endswith("/author/mara-lind/")
    assert authors[0]["jobTitle"] == "Transport reporter"


def test_the_picture_carries_the_credit_of_the_page(site):
    picture = story(site)["image"][0]
    assert picture["creditText"] == CREDIT
    assert picture["creator"] == {"@type": "Person", "name": "Zoë Ångström"}
    assert picture["copyrightNotice"] == "© Harbour Wire"
    assert picture["caption"] == "The north pier on Sunday, seen from the quay."
    assert picture["contentUrl"].startswith(f"{site.url}/files/")
    assert max(each["width"] for each in story(site)["image"]) >= 1200


def test_a_preview_and_an_error_tell_machines_nothing(site):
    for kind in ("preview", "not-found", "withdrawn", "retracted", "legal"):
        assert things(site.html(kind)) == []
