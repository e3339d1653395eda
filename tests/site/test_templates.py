"""Every public template printed from sample documents: structure, escaping, what must be seen."""

import itertools
import json
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.utils import timezone

from newsroom.lib.page import Page
from newsroom.site.templatetags import news
from tests.site import rendering
from tests.site import sample_documents as samples

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
FOCUSABLE = {"a", "button", "input", "select", "summary", "textarea"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@pytest.fixture(autouse=True)
def _site(settings):
    settings.TIME_ZONE = "Europe/Oslo"
    timezone.get_default_timezone.cache_clear()
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    yield
    timezone.get_default_timezone.cache_clear()


class Outline(HTMLParser):
    """What the tests ask of a page: its elements in order, and whether they nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> at {self.getpos()} closes another element"

    def every(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def text_of(html: str) -> str:
    """The words of a page, without its head, in one line."""
    body = re.sub(r"(?s)<(script|head).*?</\1>", "", html)
    body = re.sub(r"</?(a|em|span|strong|time)\b[^>]*>", "", body)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


every_page = pytest.mark.parametrize("name", samples.PAGES)


@every_page
def test_every_page_nests_well_and_has_one_main_headline(name):
    outline = Outline(rendering.page(name))
    assert outline.open == []
    assert len(outline.every("h1")) == 1
    assert len(outline.every("main")) == 1
    ids = [attributes["id"] for _, attributes in outline.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


@every_page
def test_headings_never_skip_a_level(name):
    tags = [tag for tag, _ in Outline(rendering.page(name)).elements]
    levels = [HEADINGS.index(tag) + 1 for tag in tags if tag in HEADINGS]
    for before, after in itertools.pairwise(levels):
        assert after <= before + 1, levels


@every_page
def test_the_skip_link_is_the_first_thing_a_keyboard_reaches(name):
    outline = Outline(rendering.page(name))
    body = next(i for i, (tag, _) in enumerate(outline.elements) if tag == "body")
    first = next((t, a) for t, a in outline.elements[body:] if t in FOCUSABLE)
    assert first[0] == "a"
    assert first[1]["href"] == "#content"
    assert outline.every("main")[0]["id"] == "content"


@every_page
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(name):
    for tag, attributes in Outline(rendering.page(name)).elements:
        assert "style" not in attributes
        assert not [a for a in attributes if a.startswith("on")]
        assert tag not in ("style", "iframe", "object", "embed")
        if tag == "script":
            assert "src" in attributes or attributes["type"] == "application/ld+json"
        for source in ("src", "srcset"):
            if source in attributes:
                assert attributes[source].startswith((samples.SITE, "/static/"))


@every_page
def test_every_picture_has_alt_text_and_its_size(name):
    for attributes in Outline(rendering.page(name)).every("img"):
        assert attributes["alt"] is not None
        assert int(attributes["width"]) > 0
        assert int(attributes["height"]) > 0


@every_page
def test_every_time_is_machine_readable(name):
    for attributes in Outline(rendering.page(name)).every("time"):
        assert re.match(r"\d{4}-\d\d-\d\d|PT\d+S", attributes["datetime"])


def test_every_public_template_is_among_the_samples():
    extending = {template for template, _ in samples.PAGES.values()}
    for app in ("newsroom/site", "articles", "feed"):
        prefix = app.rsplit("/", 1)[-1]
        folder = rendering.PROJECT / app / "templates" / prefix
        pages = {f"{prefix}/{p.name}" for p in folder.glob("*.html") if not p.name.startswith("_")}
        assert pages - {"site/shell.html", "site/500.html"} <= extending


def test_an_article_prints_every_part_a_reader_expects():
    html = rendering.page("article")
    text = text_of(html)
    in_order = [
        "Skip to content", "Monday, 2 March 2026", "City", "Transport", "Harbour", "City council",
        "Harbour bridge closes for eight weeks", "by Mara Lind and Tomas Ekwe",
        "Photographs: Jon Reyes", "2 March 2026, 9:40 AM CET", "Updated: 2 March 2026, 3:05 PM CET",
        "6 min read", "The north pier on Sunday morning",
        "(Jon Reyes/Pool/Example Agency via Example Pictures)", "What was found",
        "Correction An earlier version", "Author: Mara Lind", "Video", "How bridge bearings",
        "Related stories", "News feed", "Times are CET", "5:02 AM (Updated: 3:06 PM)",
        "Harbour bridge closed to all traffic until 27 April.",
    ]  # fmt: skip
    place = 0
    for part in in_order:
        found = text.find(part, place)
        assert found >= 0, f"{part!r} is missing after {text[max(0, place - 60) : place]!r}"
        place = found
    assert f'<a href="{samples.MARA["url"]}" rel="author">Mara Lind</a>' in html


def test_the_column_stands_beside_every_page_but_the_feed_itself():
    for name in samples.PAGES:
        feeds = [a for a in Outline(rendering.page(name)).every("aside") if a.get("id") == "feed"]
        assert len(feeds) == (0 if name.startswith("feed") else 1), name


def test_structured_data_cannot_end_its_script():
    html = rendering.page("article")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert json.loads(found[1])["headline"] == "</script><script>alert(1)</script> & more"


def test_what_a_reader_searched_for_is_escaped():
    html = rendering.page("search-nothing")
    assert "<b>zebra" not in html
    assert "&lt;b&gt;zebra" in html


@pytest.mark.parametrize(
    ("html", "begins"), [("<p>The bell rang.</p>", True), ("<p>1.12, Quays.</p>", False),
        ("<p><strong>Two</strong></p>", False), ("<h2>One</h2>", False), ("", False)],
)  # fmt: skip
def test_a_feature_opens_with_an_initial_only_where_a_letter_stands(html, begins):
    assert news.begins_with_letter(html) is begins


def test_a_withdrawn_post_leaves_one_line():
    assert "A post was withdrawn at 12:20 PM." in text_of(rendering.page("feed"))


def test_a_preview_says_so_before_anything_else_on_the_page():
    text = text_of(rendering.page("preview"))
    assert text.index("Readers do not see this page.") < text.index("The Harbour Courier")


def test_the_page_of_last_resort_needs_nothing_and_its_style_sheets_exist():
    outline = Outline(rendering.error())
    assert outline.open == []
    for link in outline.every("link"):
        assert finders.find(link["href"].removeprefix("/static/"))


def test_templates_never_switch_escaping_off():
    for app in ("newsroom/site", "articles", "feed"):
        for template in (rendering.PROJECT / app / "templates").rglob("*.html"):
            source = template.read_text(encoding="utf-8")
            assert not re.search(r"\|\s*safe\b|autoescape off", source), template
            get_template(str(template).split("/templates/")[1])


def test_no_line_of_a_template_reaches_160_characters():
    long = [
        f"{template.relative_to(rendering.PROJECT)}:{number}"
        for app in ("newsroom", "articles", "feed", "media")
        for template in (rendering.PROJECT / app).rglob("templates/**/*.html")
        for number, line in enumerate(template.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) >= 160
    ]
    assert long == []


# --- The head ------------------------------------------------------------------------------------
def test_a_page_fills_the_open_graph_tags_its_view_left_out():
    page = Page(title="City", canonical="https://courier.example/section/city/", kind="section")
    assert dict(page.properties) == {
        "og:type": "website",
        "og:site_name": "Newsroom",
        "og:title": "City",
        "og:url": "https://courier.example/section/city/",
        "og:locale": "en_US",
    }


def test_a_property_with_several_values_is_printed_once_for_each():
    page = Page(kind="article", og={"og:title": "Shorter", "article:tag": ["One", "Two"]})
    properties = list(page.properties)
    assert ("og:type", "article") in properties
    assert ("og:title", "Shorter") in properties
    assert [content for name, content in properties if name == "article:tag"] == ["One", "Two"]


# --- Times and words -----------------------------------------------------------------------------
def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_a_post_shows_its_time_and_an_update_of_the_same_day():
    shown = news.clock_time("2026-03-02T00:22:00Z", "2026-03-02T00:41:12Z")
    assert plain(shown) == "1:22 AM (Updated: 1:41 AM)"
    assert 'datetime="2026-03-02T00:22:00Z"' in shown


def test_an_update_of_another_day_says_which():
    shown = news.clock_time("2026-03-01T22:50:00Z", "2026-03-02T05:12:00Z")
    assert plain(shown) == "11:50 PM (Updated: 2 March, 6:12 AM)"


@pytest.mark.parametrize("updated", [None, "", "2026-03-02T00:22:00Z"])
def test_without_a_later_update_only_the_time_is_shown(updated):
    assert plain(news.clock_time("2026-03-02T00:22:00Z", updated)) == "1:22 AM"


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("UTC", "UTC"),
        ("Europe/Oslo", "CET"),
        ("Asia/Tashkent", "UTC+5"),
        ("Asia/Kolkata", "IST"),
        ("America/Sao_Paulo", "UTC-3"),
        ("Asia/Kathmandu", "UTC+5:45"),
    ],
)
def test_the_zone_is_named_as_readers_know_it(settings, zone, name):
    settings.TIME_ZONE = zone
    timezone.get_default_timezone.cache_clear()
    assert news.time_zone_name("2026-03-02T00:22:00Z") == name


def test_a_short_time_is_a_clock_today_and_a_date_before():
    assert plain(news.short_time("2026-03-02T08:40:00Z", samples.NOW)) == "9:40 AM"
    assert plain(news.short_time("2026-03-01T08:40:00Z", samples.NOW)) == "1 March"
    assert plain(news.short_time("2025-03-01T08:40:00Z", samples.NOW)) == "1 March 2025"


def test_posts_are_grouped_by_the_newsrooms_days():
    times = ["2026-03-01T23:30:00Z", "2026-03-01T22:30:00Z"]
    days = news.by_day([{"published_at": at, "pinned": False} for at in times])
    assert [group["day"].day for group in days] == [2, 1]


def test_a_pinned_post_stands_before_the_days_and_says_its_own():
    old = {"published_at": "2026-02-20T08:00:00Z", "pinned": True}
    new = {"published_at": "2026-03-01T22:30:00Z", "pinned": False}
    assert [group["day"] for group in news.by_day([old, new])] == [None, date(2026, 3, 1)]
    assert "Pinned Breaking 2 March 2026, 5:02 AM" in text_of(rendering.page("front"))


def test_names_in_a_byline_are_linked_where_they_have_a_page():
    authors = [
        {"name": "Ada Roth-Lind", "url": "/author/ada-roth-lind/"},
        {"name": "Ada Roth", "url": "/author/ada-roth/"},
        {"name": "Guest <Writer>", "url": ""},
    ]
    line = "by Ada Roth-Lind, Ada Roth and Guest <Writer>"
    assert news.linked_byline({"byline": line, "authors": authors}) == (
        'by <a href="/author/ada-roth-lind/" rel="author">Ada Roth-Lind</a>, '
        '<a href="/author/ada-roth/" rel="author">Ada Roth</a> and Guest &lt;Writer&gt;'
    )


@pytest.mark.parametrize(
    ("headline", "printed"),
    [
        ("It rains", "It rains."),
        ("It rains.", "It rains."),
        ("Does it rain?", "Does it rain?"),
        ("Fees are “under review”", "Fees are “under review”."),
        ("“Let it rain!”", "“Let it rain!”"),
        ("", ""),
    ],
)
def test_a_posts_headline_ends_as_a_sentence(headline, printed):
    assert news.full_stop(headline) == printed


@pytest.mark.parametrize(
    ("seconds", "shown"), [(94, "1:34"), (3725, "1:02:05"), (None, ""), (9, "0:09")]
)
def test_durations_read_as_on_a_player(seconds, shown):
    assert news.duration(seconds) == shown
