"""The site in another language than English: nothing that it says itself stays English."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation.trans_real import DjangoTranslation

from newsroom.api.errors import KINDS
from newsroom.delivery import followers
from newsroom.editorial.acts import publishing, takedowns
from newsroom.site.templatetags import news
from tests.factories import (
    make_author,
    make_page,
    make_section,
    make_tag,
    publish_article,
    publish_post,
)

pytestmark = [pytest.mark.django_db, pytest.mark.files]

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
#: Names that are the same in every language.
NAMES = re.compile(
    r"(?i:zq)\w*|Newsroom|RSS|Atom"
    r"|JSON Feed|JSON|ninjs"
    r"|application/\w+|https?://\S+|/api/\S+|UTC|HTTP|GET|OpenAPI"
)
WORD = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture(autouse=True)
def _german(settings, monkeypatch):
    """German, with brackets around whatever the catalogues translate."""

    def marked(method):
        def translated(self, message, *more):
            found = method(self, message, *more)
            is_known = any(self._catalog.get(key) for key in (message, (message, 0), (message, 1)))
            return f"⟦{found}⟧" if is_known and found else found

        return translated

    settings.LANGUAGE_CODE = "de"
    for name in ("gettext", "ngettext"):
        monkeypatch.setattr(DjangoTranslation, name, marked(getattr(DjangoTranslation, name)))
    with translation.override("de"):
        yield


class Words(HTMLParser):
    """What a page says: its texts, and what its attributes say to those who do not see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        names = ("aria-label", "alt", "placeholder", "title")
        self.said += [value for name, value in attrs if name in names and value]

    def handle_endtag(self, tag):
        self.open.pop()

    def handle_data(self, data):
        if not {"script", "style"}.intersection(self.open):
            self.said.append(data)


def english_in(texts: list[str]) -> list[str]:
    """The texts with words that no catalogue knows."""
    found = []
    for text in texts:
        left = text
        while (less := re.sub("⟦[^⟦⟧]*⟧", "", left)) != left:
            left = less
        # A line with links in it is one message in several texts.
        left = re.sub("⟦[^⟦⟧]*$|^[^⟦⟧]*⟧", "", left)
        if WORD.search(NAMES.sub("", left)):
            found.append(text.strip())
    return found


def publish_everything() -> dict[str, str]:
    """Something of each kind that readers meet, with made-up words; addresses by name."""
    tag, author = make_tag("Zqtag"), make_author("Zqmara Zqlind", bio="Zqbio", job_title="Zqjob")
    words = {
        "section": make_section("Zqsection"), "headline": "Zqhead", "standfirst": "Zqstand",
        "tags": [tag], "authors": [author],
        "body": '<p>Zqbody<span data-footnote="">Zqnote</span></p>',
    }  # fmt: skip
    story = publish_article(**words, kind="analysis", dateline="Zqplace")
    publishing.correct(story, by=None, text="Zqwrong", note="Zqreason")
    publishing.correct(story, by=None, text="Zqmore", note="Zqreason", placement="top")
    other, gone = publish_article(**words), publish_article(**words)
    path = gone.editions.get().path
    takedowns.kill(
        gone, by=None, kind="retracted", note="Zq", public_note="Zqtold", confirmation="kill"
    )
    post = publish_post(headline="Zqpost", body="<p>Zqbody</p>", article=other, is_pinned=True)
    publishing.correct(post, by=None, text="Zqwrong", note="Zqreason")
    publish_post(headline="Zqpost", body="<p>Zqbody</p>", is_breaking=True, source_name="Zqsource")
    publishing.publish(make_page(headline="Zqpage", slug="zq", body="<p>Zq</p>"), by=None)
    followers.run()
    return {
        "story": story.editions.latest("live_from").path, "gone": path, "page": "/zq/",
        "section": f"/section/{story.section.slug}/", "tag": "/tag/zqtag/",
        "author": f"/author/{author.slug}/", "post": f"/feed/{post.uuid}/", "front": "/",
        "feed": "/feed/", "day": f"/feed/{timezone.localdate():%Y/%m/%d}/",
        "hits": "/search/?q=Zqbody",
    }  # fmt: skip


def test_a_reader_of_a_german_site_meets_no_english(client):
    for name, address in publish_everything().items():
        page = client.get(address)
        assert page.status_code == (410 if name == "gone" else 200), name
        assert english_in(Words(page.content.decode()).said) == [], name
    for file in ("rss.xml", "atom.xml", "feed/rss.xml", "corrections/rss.xml"):
        tree = ElementTree.fromstring(client.get(f"/{file}").content)
        texts = [e.text or "" for e in tree.iter() if e.tag.endswith(("title", "description"))]
        assert english_in([re.sub("<[^>]+>", "", text) for text in texts]) == [], file


@pytest.mark.parametrize(
    "address",
    ["/", "/feed/", "/videos/", "/corrections/", "/search/", "/search/?q=Zq", "/zq-nowhere/"],
)
def test_an_empty_site_says_so_in_german(client, address):
    assert english_in(Words(client.get(address).content.decode()).said) == []


@pytest.mark.parametrize("template", ["site/451.html", "site/410.html", "site/500.html"])
def test_pages_that_are_not_there_say_so_in_german(template):
    html = render_to_string(template, {"request_id": "1", "date": timezone.now(), "contact": "Zq"})
    assert english_in(Words(html).said) == []


@pytest.mark.parametrize(
    "query", ["nonsense=1", "limit=0", "limit=1&limit=2", "fields=zq", "cursor=zq", "language=1",
              "published_after=zq", "tag=%00", "ids=zq", "has=zq"],
)  # fmt: skip
def test_problems_of_the_api_are_told_in_german(client, query):
    problem = client.get(f"/api/v1/articles?{query}").json()
    said = [problem["title"], problem.get("detail", "")]
    said += [flaw["detail"] for flaw in problem.get("errors", ())]
    assert english_in([re.sub("[“„][^“”]*[”“]", "", text) for text in said]) == []


def test_the_pages_about_the_api_are_in_german(client):
    for address in ("/api/v1/docs", *(f"/api/v1/problems/{code}" for code in KINDS)):
        page = client.get(address).content.decode()
        said = [text for text in Words(page).said if text.strip() not in KINDS]
        assert english_in(said) == [], address


def test_dates_numbers_and_bylines_follow_the_language(client):
    plain = re.sub("[⟦⟧]|<[^>]+>", "", news.date_and_time("2026-03-02T13:05:00Z"))
    assert plain == "2. März 2026, 13:05 Uhr UTC"
    one = publish_article(authors=[make_author("Zqa"), make_author("Zqb")])
    assert re.sub("[⟦⟧]", "", one.editions.get().card["byline"]) == "von Zqa und Zqb"
    long = publish_article(body="<p>" + "Wort " * 700 + "</p>")
    page = re.sub("[⟦⟧]", "", client.get(long.editions.get().path).content.decode())
    assert "3 Minuten Lesezeit" in page
    assert "1 Minute Lesezeit" in re.sub(
        "[⟦⟧]", "", client.get(one.editions.get().path).content.decode()
    )
