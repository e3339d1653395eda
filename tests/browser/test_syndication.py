"""Feeds and sitemaps are valid, and say byte for byte what the page and the API say."""

import json
import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import jsonschema
import pytest

from newsroom.lib import instants
from tests import corpora

from .newspaper import CREDIT
from .test_structured_data import story, things

LISTS = ("/", "section", "tag", "author", "/feed/", "/corrections/")
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
HEADLINE = "Harbour bridge closes for eight weeks"


def path_of(site, name: str, file: str) -> str:
    return (name if name.startswith("/") else site.newspaper.paths[name]) + file


def xml(site, path: str) -> ElementTree.Element:
    response = site.get(path)
    assert response.status_code == 200, path
    return ElementTree.fromstring(response.content)


def api_item(site) -> dict:
    return site.get(f"/api/v1/articles/{site.newspaper.flagship.uuid}").json()


def entry(elements, title_tag: str) -> ElementTree.Element:
    return next(e for e in elements if e.findtext(title_tag, namespaces=NAMES) == HEADLINE)


def rss_item(site) -> ElementTree.Element:
    return entry(xml(site, "/rss.xml").iter("item"), "title")


def atom_entry(site) -> ElementTree.Element:
    return entry(xml(site, "/atom.xml").iterfind("atom:entry", NAMES), "atom:title")


def json_item(site) -> dict:
    items = site.get("/feed.json").json()["items"]
    return next(item for item in items if item["title"] == HEADLINE)


# --- Validity ------------------------------------------------------------------------------------
@pytest.mark.parametrize("file", ["rss.xml", "atom.xml"])
@pytest.mark.parametrize("name", LISTS)
def test_every_feed_parses_without_a_complaint(site, name, file):
    response = site.get(path_of(site, name, file))
    parsed = feedparser.parse(
        response.content, response_headers={"content-type": response["Content-Type"]}
    )
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == {"rss.xml": "rss20", "atom.xml": "atom10"}[file]
    assert parsed.entries
    assert len({each.id for each in parsed.entries}) == len(parsed.entries)
    for each in parsed.entries:
        assert each.title
        assert each.link.startswith(site.url)
        assert each.published_parsed <= each.updated_parsed


@pytest.mark.parametrize("name", LISTS)
def test_an_rss_channel_has_what_readers_programs_ask_for(site, name):
    channel = xml(site, path_of(site, name, "rss.xml")).find("channel")
    for tag in ("title", "link", "description", "language", "copyright", "lastBuildDate", "ttl"):
        assert channel.findtext(tag), tag
    own = channel.find("atom:link", NAMES)
    assert own.get("rel") == "self"
    assert urlsplit(own.get("href")).path == path_of(site, name, "rss.xml")
    for item in channel.iter("item"):
        assert item.find("guid").get("isPermaLink") == "false"
        assert item.findtext("guid").startswith("tag:")
        assert item.findtext("pubDate")
        assert instants.from_text(item.findtext("atom:updated", namespaces=NAMES))
        assert "<" not in item.findtext("description", default="")


@pytest.mark.parametrize("name", LISTS)
def test_an_atom_feed_has_what_the_standard_requires(site, name):
    feed = xml(site, path_of(site, name, "atom.xml"))
    for tag in ("id", "title", "updated", "rights", "author/atom:name"):
        assert feed.findtext(f"atom:{tag}", namespaces=NAMES), tag
    relations = {link.get("rel") for link in feed.iterfind("atom:link", NAMES)}
    assert {"self", "alternate"} <= relations
    for each in feed.iterfind("atom:entry", NAMES):
        for tag in ("id", "title", "updated", "published"):
            assert each.findtext(f"atom:{tag}", namespaces=NAMES), tag
        assert each.find("atom:content", NAMES).get("type") == "html"


@pytest.mark.parametrize("path", corpora.folders("validators/jsonfeed/schema-v1.json"))
@pytest.mark.parametrize("name", LISTS)
def test_a_json_feed_is_as_its_schema_has_it(site, name, path):
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["properties"]["version"]["const"] = "https://jsonfeed.org/version/1.1"
    # What 1.1 added to 1.
    new = {"authors": {"type": "array", "items": {"$ref": "#/definitions/author"}},
           "language": {"type": "string"}}  # fmt: skip
    schema["properties"] |= new
    schema["properties"]["items"]["items"]["properties"] |= new
    feed = site.get(path_of(site, name, "feed.json")).json()
    checker = jsonschema.FormatChecker()
    jsonschema.Draft6Validator(schema, format_checker=checker).validate(feed)
    assert feed["items"]
    for item in feed["items"]:
        assert datetime.fromisoformat(item["date_published"]).tzinfo


@pytest.mark.parametrize("file", ["rss.xml", "atom.xml", "feed.json"])
def test_the_html_of_a_feed_reads_well_anywhere(site, file):
    html = {
        "rss.xml": lambda: rss_item(site).findtext("content:encoded", namespaces=NAMES),
        "atom.xml": lambda: atom_entry(site).findtext("atom:content", namespaces=NAMES),
        "feed.json": lambda: json_item(site)["content_html"],
    }[file]()
    addresses = re.findall(r'(?:href|src)="([^"]*)"', html)
    assert addresses
    assert [a for a in addresses if not a.startswith(("http://", "https://", "mailto:"))] == []
    assert not re.search(r"<script|<iframe|\sstyle=|\son\w+=", html)


def test_sitemaps_hold_addresses_in_the_order_and_number_that_the_protocol_allows(site):
    index = xml(site, "/sitemap.xml")
    assert index.tag == f"{{{NAMES['s']}}}sitemapindex"
    locs = [e.text for e in index.iterfind("s:sitemap/s:loc", NAMES)]
    assert locs
    for loc in locs:
        sitemap = xml(site, urlsplit(loc).path)
        urls = sitemap.findall("s:url", NAMES)
        assert 0 < len(urls) <= 50_000
        for url in urls:
            tags = [re.sub("{.*}", "", child.tag) for child in url]
            assert tags in (["loc"], ["loc", "lastmod"], ["loc", "lastmod", "image"])
            assert url.findtext("s:loc", namespaces=NAMES).startswith(f"{site.url}/")
            if lastmod := url.findtext("s:lastmod", namespaces=NAMES):
                assert instants.from_text(lastmod)


def test_every_address_of_the_sitemaps_answers(site):
    for loc in xml(site, "/sitemap.xml").iterfind("s:sitemap/s:loc", NAMES):
        for url in xml(site, urlsplit(loc.text).path).iterfind("s:url/s:loc", NAMES):
            if not re.search(r"/(rain|tide)-\d", url.text):
                assert site.get(urlsplit(url.text).path).status_code == 200, url.text


def test_the_news_sitemap_has_the_three_members_in_their_order(site):
    urls = xml(site, "/news-sitemap.xml").findall("s:url", NAMES)
    assert 0 < len(urls) <= 1000
    for url in urls:
        assert url.findtext("s:loc", namespaces=NAMES)
        news = url.find("news:news", NAMES)
        assert [re.sub("{.*}", "", child.tag) for child in news] == [
            "publication", "publication_date", "title",
        ]  # fmt: skip
        publication = news.find("news:publication", NAMES)
        assert [re.sub("{.*}", "", child.tag) for child in publication] == ["name", "language"]
        assert re.fullmatch(r"zh-cn|zh-tw|[a-z]{2,3}", publication[1].text)


# --- The same everywhere -------------------------------------------------------------------------
def printed_credit(entry) -> str | None:
    """The line as it is printed; with a role, the element names the photographer alone."""
    credits_ = entry.iterfind(".//media:credit", namespaces=NAMES)
    return next((each.text for each in credits_ if "role" not in each.attrib), None)


def test_the_credit_is_the_same_on_every_surface(site):
    page = re.search(
        r'class="lead-picture".*?class="figure-credit">\((.*?)\)<', site.html("article"), re.DOTALL
    )
    surfaces = {
        "page": unescape(page[1]),
        "JSON-LD": story(site)["image"][0]["creditText"],
        "RSS": printed_credit(rss_item(site)),
        "Atom": printed_credit(atom_entry(site)),
        "JSON Feed": json_item(site)["_newsroom"]["credit"]["line"],
        "API": api_item(site)["lead_image"]["credit"]["line"],
        "API list": next(
            item for item in site.get("/api/v1/articles").json()["data"]
            if item["headline"] == HEADLINE
        )["lead_image"]["credit"]["line"],
    }  # fmt: skip
    assert surfaces == dict.fromkeys(surfaces, CREDIT)


def second(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC).replace(microsecond=0)


def test_both_dates_are_the_same_on_every_surface(site):
    item, page = api_item(site), site.html("article")
    first, changed = second(item["published_at"]), second(item["updated_at"])
    assert first < changed
    shown = re.search(r'class="byline-time"><time datetime="(.*?)"', page)[1]
    updated = re.search(r'class="byline-updated">.*?<time datetime="(.*?)"', page)[1]
    rss, atom, ld = rss_item(site), atom_entry(site), story(site)
    feed = json_item(site)
    month = f"/sitemap/{first:%Y-%m}.xml"
    url = next(u for u in xml(site, month).iterfind("s:url", NAMES)
               if u.findtext("s:loc", namespaces=NAMES) == item["url"])  # fmt: skip
    firsts = [
        shown, ld["datePublished"], feed["date_published"],
        atom.findtext("atom:published", namespaces=NAMES),
        *re.findall(r'property="article:published_time" content="(.*?)"', page),
    ]  # fmt: skip
    changes = [
        updated, ld["dateModified"], feed["date_modified"],
        atom.findtext("atom:updated", namespaces=NAMES),
        rss.findtext("atom:updated", namespaces=NAMES),
        url.findtext("s:lastmod", namespaces=NAMES),
        *re.findall(r'property="article:modified_time" content="(.*?)"', page),
    ]  # fmt: skip
    assert {second(text) for text in firsts} == {first}
    assert len(firsts) == 5
    assert {second(text) for text in changes} == {changed}
    assert len(changes) == 7
    pub_date = datetime.strptime(rss.findtext("pubDate"), "%a, %d %b %Y %H:%M:%S %z")
    assert pub_date == first


def test_byline_tags_and_text_are_the_same_on_every_surface(site):
    item, page = api_item(site), unescape(site.html("article"))
    rss, atom, feed = rss_item(site), atom_entry(site), json_item(site)
    names = [author["name"] for author in item["authors"] if author["role"] == "writer"]
    assert [e.text for e in rss.iterfind("dc:creator", NAMES)] == names
    assert [e.text for e in atom.iterfind("atom:author/atom:name", NAMES)] == names
    assert [author["name"] for author in feed["authors"]] == names
    assert re.sub("<[^>]+>", "", re.search(r'byline-line">(.*?)</span>', page)[1]) == item["byline"]
    tags = [tag["name"] for tag in item["tags"]]
    assert [e.text for e in rss.iterfind("category")] == tags
    assert [e.get("term") for e in atom.iterfind("atom:category", NAMES)] == tags
    assert feed["tags"] == tags
    assert item["body"]["html"] in rss.findtext("content:encoded", namespaces=NAMES)
    assert unescape(item["body"]["html"]) in page
    assert rss.findtext("description") == item["standfirst"]
    assert things(site.html("article"))[0]["description"] == item["standfirst"]
