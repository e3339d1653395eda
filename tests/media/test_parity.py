"""One credit, byte for byte, wherever a picture is printed, and in every file of it."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from html import unescape
from xml.etree import ElementTree

import pytest
from django.test import Client

from media.library import editing
from media.models import Image
from media.renditions import image_files
from media.storage.stores import renditions_storage
from tests.factories import publish_article, publish_post
from tests.settling import recompile_all

from .factories import make_image, make_video

pytestmark = pytest.mark.django_db

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
}
CREDITS = {
    "accents": "Zoë Ångström/Pool/AFP via Getty Images",
    "quotes": 'Ana "Rook" O\'Neil/Harbour Wire via ‘Example’ “Pictures”',
    "ampersand": "Fish & Sons/Harbour &amp; Wire",
    "markup": "<b>Ana</b> Ruiz/]]><!-- Wire --></span>",
    "right to left": "נועה לוי/Pool/סוכנות via سامي حداد",
    "joiners": "علی\u200cرضا کریمی/Harbour Wire",
    "beyond the first plane": "𝒁oë 🐟/Harbour Wire",
    "parentheses": "Ana Ruiz (left)/Harbour Wire (Saltmere)",
    "200 characters": "Ångström & Søn/" * 13 + "Wire!",
}
OTHER = 'Jon "J." Reyes & Co./<i>Pool</i>/نوا via Example Pictures'


class Stories:
    """One picture as a lead, a figure, on two cards, on a video, and on a post."""

    def __init__(self, image: Image) -> None:
        self.image = image
        self.carded = publish_article(headline="The carded story", lead_image=image)
        self.video = make_video(poster=image)
        self.article = publish_article(
            headline="The story", lead_image=image,
            body=f'<p>A.</p><figure data-image="{image.uuid}"></figure>'
            f'<div data-card="article" data-id="{self.carded.uuid}"></div>'
            '<div data-card="link" data-url="https://x.example/" data-title="T"'
            f' data-image="{image.uuid}"></div><div data-video="{self.video.uuid}"></div>',
        )  # fmt: skip
        self.post = publish_post(
            headline="The post.", image=image,
            body=f'<p>A.</p><figure data-image="{image.uuid}"></figure>',
        )  # fmt: skip

    def credits(self) -> Iterator[tuple[str, str]]:
        """Every place that prints the credit, and the credit there, without its parentheses."""
        yield from self._on_pages()
        yield from self._in_feeds()
        yield from self._in_the_api()
        yield from self._in_ninjs()

    def _on_pages(self) -> Iterator[tuple[str, str]]:
        article = self.article.editions.live().get()
        for path, least in (
            (article.path, 2), (f"/feed/{self.post.uuid}/", 2), (f"/videos/{self.video.slug}/", 1),
        ):  # fmt: skip
            html = text_of(path)
            yield from printed_in(path, html, least)
            if "/videos/" not in path:
                told = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1]
                yield from named(path, "creditText", json.loads(told), least - 1)

    def _in_feeds(self) -> Iterator[tuple[str, str]]:
        for folder, title in (("/", "The story"), ("/feed/", "The post.")):
            rss = find(f"{folder}rss.xml", "item", "title", title)
            atom = find(f"{folder}atom.xml", "atom:entry", "atom:title", title)
            for name, entry, body in (
                ("rss", rss, "content:encoded"), ("atom", atom, "atom:content"),
            ):  # fmt: skip
                # With a role it names the photographer alone.
                [line] = [
                    each.text
                    for each in entry.iterfind(".//media:credit", namespaces=NAMES)
                    if "role" not in each.attrib
                ]
                yield f"{folder} {name}", line
                yield from printed_in(f"{folder} {name}", entry.findtext(body, namespaces=NAMES), 1)
            items = json.loads(text_of(f"{folder}feed.json"))["items"]
            item = next(i for i in items if i["title"] == title)
            yield f"{folder} JSON", item["_newsroom"]["credit"]["line"]
            yield from printed_in(f"{folder} JSON", item["content_html"], 1)

    def _in_the_api(self) -> Iterator[tuple[str, str]]:
        for path, least in (
            (f"/articles/{self.article.uuid}?body=all", 5),
            (f"/posts/{self.post.uuid}?body=all", 2),
            ("/articles?body=all", 6), ("/posts?body=all", 2),
            (f"/images/{self.image.uuid}", 1), (f"/videos/{self.video.uuid}", 1),
            ("/changes?include=resource", 9),
        ):  # fmt: skip
            yield from named(path, "line", json.loads(text_of(f"/api/v1{path}")), least)
        for path in (f"/articles/{self.article.uuid}", f"/posts/{self.post.uuid}"):
            body = json.loads(text_of(f"/api/v1{path}?fields=body&body=all"))["body"]
            yield from printed_in(path, body["html"], 1)
            # The caption's sentence ends before the credit, and nothing but a block's end follows.
            yield f"{path} text", re.search(r"Sunday\. \((.*)\)$", body["text"], re.MULTILINE)[1]

    def _in_ninjs(self) -> Iterator[tuple[str, str]]:
        for path, least in ((f"articles/{self.article.uuid}", 3), (f"posts/{self.post.uuid}", 2)):
            document = json.loads(text_of(f"/api/v1/{path}?format=ninjs"))
            found = list(sources(document))
            assert len(found) == least
            yield from ((f"ninjs {path}", each) for each in found)


def text_of(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def find(path: str, tag: str, title_tag: str, title: str) -> ElementTree.Element:
    entries = ElementTree.fromstring(text_of(path)).iterfind(f".//{tag}", NAMES)
    return next(e for e in entries if e.findtext(title_tag, namespaces=NAMES) == title)


def printed_in(place: str, html: str, least: int) -> Iterator[tuple[str, str]]:
    """The credits that stand in HTML, with their parentheses taken off."""
    found = re.findall(r'<span class="figure-credit">\((.*?)\)</span>', html)
    assert len(found) >= least, place
    yield from ((f"{place} HTML", unescape(each)) for each in found)


def named(place: str, name: str, document: object, least: int) -> Iterator[tuple[str, str]]:
    """The values of a member wherever it stands in a document."""
    found = list(members(document, name))
    assert len(found) >= least, place
    yield from ((place, each) for each in found)


def members(thing: object, name: str) -> Iterator[str]:
    if isinstance(thing, list):
        for each in thing:
            yield from members(each, name)
    elif isinstance(thing, dict):
        for key, value in thing.items():
            if key == name and isinstance(value, str):
                yield value
            else:
                yield from members(value, name)


def sources(document: dict) -> Iterator[str]:
    """The printed credits of a ninjs document's pictures."""
    for associated in document.get("associations", []):
        for source in associated.get("infoSources", []):
            if source["role"] == "credit":
                yield source["name"]
        yield from sources(associated)


def in_files(image: Image) -> dict[str, str]:
    """File name → the credit in its XMP, of every file that there is."""
    if shutil.which("exiftool") is None:
        pytest.skip("exiftool is not installed.")
    storage = renditions_storage()
    paths = [storage.path(r.file_name) for r in image.renditions.all()]
    done = subprocess.run(
        ["exiftool", "-j", "-api", "structformat=json", "-XMP-photoshop:Credit", *paths],
        capture_output=True, check=True,
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert len(found) == len(paths) > 0
    return {each["SourceFile"]: each.get("Credit", "") for each in found}


def others(found: Iterator[tuple[str, str]], credit: str) -> set[tuple[str, str]]:
    return {(place, shown) for place, shown in found if shown != credit}


def picture(credit: str) -> Image:
    return make_image(creator="", agency="", credit_line=credit)


@pytest.mark.parametrize("credit", CREDITS.values(), ids=CREDITS)
def test_every_surface_prints_the_credit_byte_for_byte(credit):
    stories = Stories(picture(credit))
    assert stories.image.printed_credit == credit
    assert others(stories.credits(), credit) == set()


@pytest.mark.parametrize("credit", CREDITS.values(), ids=CREDITS)
def test_every_file_carries_the_credit_byte_for_byte(credit):
    image = picture(credit)
    image_files.make(image)
    assert others(iter(in_files(image).items()), credit) == set()


def test_a_corrected_credit_is_on_every_surface_and_in_every_file(
    django_capture_on_commit_callbacks,
):
    image = picture(CREDITS["accents"])
    stories = Stories(image)
    image.credit_line = OTHER
    with django_capture_on_commit_callbacks(execute=True):
        editing.save(image)
    image_files.make(image)
    recompile_all()
    assert others(stories.credits(), OTHER) == set()
    assert others(iter(in_files(image).items()), OTHER) == set()


def test_a_credit_of_parts_is_printed_of_its_parts_everywhere():
    image = make_image(
        700, 467, creator="Zoë Ångström", is_pool=True, agency="Harbour Wire",
        supplier="Example Pictures",
    )  # fmt: skip
    credit = "Zoë Ångström/Pool/Harbour Wire via Example Pictures"
    assert others(Stories(image).credits(), credit) == set()


def test_a_picture_without_a_credit_has_no_empty_parentheses():
    stories = Stories(picture(CREDITS["accents"]))
    stories.image.credit_line = ""
    editing.save(stories.image)
    recompile_all()
    html = text_of(stories.article.editions.live().get().path)
    assert "figure-credit" not in html
    assert "()" not in html
    assert "media:credit" not in text_of("/rss.xml")
