"""What is made of the settings for browsers, feeds and machines."""

import io
import json
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.files.base import ContentFile
from PIL import Image

from newsroom.site_settings import colours, pictures, saving
from newsroom.site_settings.models import SettingsFile
from tests.factories import publish_article
from tests.media.factories import make_image
from tests.site.reader import Reader
from tests.site.styles import SHEETS

from .drawing import png

pytestmark = [pytest.mark.django_db, pytest.mark.files]


def save_logo(content: bytes = b"", member: str = "logo") -> None:
    file = ContentFile(content or png(600, 400, is_transparent=True))
    drawn = pictures.read(file, with_icons=member == "logo")
    saving.save({member: drawn}, by=None)


def image(answer) -> Image.Image:
    assert answer.status == 200
    return Image.open(io.BytesIO(answer.body))


def test_without_a_logo_the_programs_own_is_served():
    reader = Reader()
    assert image(reader.get("/favicon.ico")).info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert image(reader.get("/apple-touch-icon.png")).size == (180, 180)
    for icon in json.loads(reader.get("/site.webmanifest").text)["icons"]:
        assert "x".join(map(str, image(reader.get(icon["src"])).size)) == icon["sizes"]
    assert not SettingsFile.objects.exists()


def test_icons_are_made_of_the_logo_when_it_is_saved():
    reader = Reader()
    before = {path: reader.get(path) for path in ("/favicon.ico", "/apple-touch-icon.png")}
    save_logo()
    for path, old in before.items():
        new = reader.get(path)
        assert new.body != old.body, path
        assert new.headers["etag"] != old.headers["etag"], path
    icons = json.loads(reader.get("/site.webmanifest").text)["icons"]
    assert [(icon["sizes"], icon["purpose"]) for icon in icons] == [
        ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    ]  # fmt: skip
    for icon in icons:
        answer = reader.get(icon["src"])
        assert "immutable" in answer.headers["cache-control"]
        shown = image(answer).convert("RGB")
        # What shows through is white, on light and on dark.
        assert shown.getpixel((0, 0)) == (255, 255, 255)
        assert shown.getpixel((shown.width // 2, shown.height // 2)) == (0, 0, 0)


def test_what_is_cut_off_a_maskable_icon_is_none_of_the_logo():
    save_logo(png(600, 600, is_transparent=True))
    icons = json.loads(Reader().get("/site.webmanifest").text)["icons"]
    shown = image(Reader().get(icons[2]["src"])).convert("L")
    for x in range(512):
        for y in (20, 256, 490):
            if (x - 256) ** 2 + (y - 256) ** 2 > (0.4 * 512) ** 2:
                assert shown.getpixel((x, y)) == 255, (x, y)


def test_pages_name_the_icons_the_manifest_and_the_search():
    reader = Reader()
    assert 'rel="icon" type="image/svg+xml"' in reader.get("/").text
    save_logo()
    shown = reader.get("/").text
    links = re.findall(r'<link rel="(?:icon|apple-touch-icon|manifest|search)"[^>]*href="([^"]+)"',
                       shown)  # fmt: skip
    assert len(links) == 4
    for link in links:
        assert reader.get(link).status == 200, link


def test_an_old_icon_stays_where_caches_know_it():
    save_logo()
    old = SettingsFile.objects.first().name
    saving.save({"logo": ""}, by=None)
    assert Reader().get(f"/site-files/{old}").status == 200
    assert Reader().get(f"/site-files/{'0' * 24}.png").status == 404


def test_feeds_and_structured_data_show_the_logo_or_the_image_of_feeds():
    publish_article(lead_image=make_image())
    save_logo()
    reader = Reader()
    logo = re.search(r'"logo": ?\{[^}]*"url": ?"([^"]+)"', reader.get("/").text)[1]
    assert json.loads(reader.get("/feed.json").text)["icon"] == logo
    assert f"<url>{logo}</url>" in reader.get("/rss.xml").text
    save_logo(png(300, 300), member="feed_image")
    other = json.loads(reader.get("/feed.json").text)["icon"]
    assert other != logo
    assert f"<url>{other}</url>" in reader.get("/rss.xml").text
    assert image(reader.get("/site-files/" + other.rpartition("/")[2])).size == (300, 300)


def test_the_chosen_colours_are_a_style_sheet_for_each_mode():
    reader = Reader()
    saving.save({"accent": "#7a1f5c", "accent_dark": "#f2a9d8"}, by=None)
    address = re.search(r'href="(/site-files/[^"]+\.css)"', reader.get("/").text)[1]
    sheet = reader.get(address)
    assert sheet.headers["content-type"].startswith("text/css")
    assert "light) { :root { --accent: #7a1f5c; --on-accent: #ffffff; } }" in sheet.text
    assert "dark) { :root { --accent: #f2a9d8; --on-accent: #000000; } }" in sheet.text
    saving.save({"accent": "", "accent_dark": ""}, by=None)
    assert ".css" not in "".join(re.findall('/site-files/[^"]+', reader.get("/").text))


def test_opensearch_leads_to_the_search():
    saving.save({"name": "The Fjord & <Bay> Herald of the North"}, by=None)
    answer = Reader().get("/opensearch.xml")
    tree = ElementTree.fromstring(answer.text)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert tree.find(f"{space}LongName").text == "The Fjord & <Bay> Herald of the North"
    assert len(tree.find(f"{space}ShortName").text) <= 16
    templates = [each.get("template") for each in tree.findall(f"{space}Url")]
    assert any(each.endswith("/search/?q={searchTerms}") for each in templates)


def test_trust_txt_says_who_is_behind_the_site():
    saving.save(
        {"name": "The Fjord", "email": "desk@fjord.example", "telephone": "+47 55 90 12 34",
         "profiles": "https://social.example/@fjord", "ethicsPolicy": "/ethics/",
         "tdm_reservation": "1"}, by=None)  # fmt: skip
    lines = Reader().get("/.well-known/trust.txt").text.splitlines()
    assert lines[0] == "# The Fjord"
    assert "contact=mailto:desk@fjord.example" in lines
    assert "contact=tel:+4755901234" in lines
    assert "social=https://social.example/@fjord" in lines
    assert any(line.startswith("disclosure=") and line.endswith("/ethics/") for line in lines)
    assert "datatrainingallowed=no" in lines


def test_security_txt_never_lapses_while_the_site_is_served():
    saving.save({"email": "desk@fjord.example"}, by=None)
    reader = Reader()
    with time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=UTC), tick=False) as traveller:
        for days in (0, 1, 200, 900):
            at = datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(days=days)
            traveller.move_to(at)
            lines = reader.get("/.well-known/security.txt").text.splitlines()
            said = dict(line.split(": ", 1) for line in lines)
            assert said["Contact"] == "mailto:desk@fjord.example"
            left = datetime.fromisoformat(said["Expires"]) - at
            assert timedelta(days=30) < left < timedelta(days=365), days
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", said["Expires"])


def test_without_an_address_security_txt_names_the_site_itself(settings):
    settings.CONTACT_EMAIL = ""
    assert "Contact: http" in Reader().get("/.well-known/security.txt").text


def test_the_statement_of_mining_is_a_file_a_header_and_a_meta():
    reader = Reader()
    assert reader.get("/.well-known/tdmrep.json").status == 404
    assert "tdm-reservation" not in reader.get("/").headers
    saving.save({"tdm_reservation": "1", "tdm_policy": "/mining/"}, by=None)
    (said,) = json.loads(reader.get("/.well-known/tdmrep.json").text)
    assert (said["location"], said["tdm-reservation"]) == ("/", 1)
    assert said["tdm-policy"].endswith("/mining/")
    shown = reader.get("/")
    assert shown.headers["tdm-reservation"] == "1"
    assert shown.headers["tdm-policy"] == said["tdm-policy"]
    assert '<meta name="tdm-reservation" content="1">' in shown.text
    # The header is the only thing that a picture can say.
    assert Reader().get("/favicon.ico").headers["tdm-reservation"] == "1"


def test_a_profile_on_x_is_the_name_of_its_cards():
    publish_article()
    reader = Reader()
    saving.save({"profiles": "https://social.example/@fjord\nhttps://x.com/fjordnews"}, by=None)
    shown = reader.get("/").text
    assert '<meta name="twitter:site" content="@fjordnews">' in shown
    (same,) = re.findall(r'"sameAs": ?(\[[^]]*\])', shown)
    assert json.loads(same) == ["https://social.example/@fjord", "https://x.com/fjordnews"]


def test_colours_are_measured_on_the_papers_of_the_style_sheet():
    def values(name: str) -> list[str]:
        return re.findall(rf"{name}: (#[0-9a-f]{{6}});", SHEETS["theme"])[:2]

    papers = zip(values("--paper"), values("--paper-deep"), strict=True)
    assert list(papers) == [colours.LIGHT_PAPER, colours.DARK_PAPER]
    light, dark = values("--accent")
    assert (colours.light(light), colours.dark(dark)) == (light, dark)
