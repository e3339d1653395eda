"""What is written from right to left says so wherever it stands; robots get tags they know."""

import re
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError

from newsroom.delivery import followers
from newsroom.editorial.acts import publishing
from newsroom.lib import languages
from tests.factories import (
    make_article,
    make_author,
    make_page,
    make_tag,
    publish_article,
    publish_post,
)

pytestmark = [pytest.mark.django_db, pytest.mark.files]

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}

ARABIC = "إغلاق الجسر يوم الأحد"
HEBREW = "הגשר נסגר ביום ראשון"
RTL = ' lang="{}" dir="rtl"'


class Languages(HTMLParser):
    """The language and direction in force where each text stands."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = [("", "")]
        self.found: list[tuple[str, tuple[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            given = dict(attrs)
            language, direction = self.open[-1]
            self.open.append((given.get("lang", language), given.get("dir", direction)))

    def handle_endtag(self, tag):
        self.open.pop()

    def handle_data(self, data):
        if not data.lstrip().startswith(("{", "[")):
            self.found.append((data, self.open[-1]))


def languages_of(html: bytes, words: str) -> set[tuple[str, str]]:
    """In which languages these words stand on the page."""
    return {language for text, language in Languages(html.decode()).found if words in text}


@pytest.fixture
def story(db):
    return publish_article(headline=ARABIC, language="ar", slug="jisr", kind="feature")


def test_a_story_and_a_post_say_which_way_they_are_written(client, story):
    post = publish_post(headline=HEBREW, language="he")
    page = client.get(story.editions.get().path).content
    assert languages_of(page, ARABIC) == {("ar", "rtl")}, "in the title too"
    assert f'<article class="article article-feature"{RTL.format("ar")}>' in page.decode()
    assert languages_of(page, HEBREW) == {("he", "rtl")}, "in the column of the feed"
    assert languages_of(page, "Skip to content") == {("en", "ltr")}
    for address in (f"/feed/{post.uuid}/", "/feed/"):
        assert languages_of(client.get(address).content, HEBREW) == {("he", "rtl")}


def test_the_newsrooms_own_words_keep_their_language_inside_a_story_of_another(client, story):
    page = client.get(story.editions.get().path).content
    assert languages_of(page, "1 min read") == {("en", "ltr")}
    plain = publish_article(headline="In English", language="en-GB")
    page = " ".join(client.get(plain.editions.get().path).content.decode().split())
    assert '<p class="byline-length"> 1 min read' in page


def test_cards_carry_the_language_of_their_story(client, story):
    tag, author = make_tag("Bridges"), make_author("Ana Ruiz")
    for number in range(7):
        publish_article(
            headline=f"{ARABIC} {number}", language="ar", section=story.section, tags=[tag],
            authors=[author],
        )  # fmt: skip
    for address in ("/", f"/section/{story.section.slug}/", "/tag/bridges/", "/author/ana-ruiz/"):
        page = client.get(address).content
        assert languages_of(page, ARABIC) == {("ar", "rtl")}, address
        cards = re.findall(r'<article class="card[^>]*>', page.decode())
        assert len(cards) >= 7
        assert all(RTL.format("ar") in card for card in cards)


def test_a_card_in_a_text_and_the_story_a_post_points_at_carry_it(client, story):
    around = publish_article(body=f'<p>See:</p><div data-card="article" data-id="{story.uuid}">')
    post = publish_post(article=story)
    html = client.get(around.editions.get().path).content.decode()
    assert f'<aside class="card"{RTL.format("ar")}>' in html
    page = client.get(f"/feed/{post.uuid}/").content
    assert languages_of(page, ARABIC) == {("ar", "rtl")}


def test_corrections_and_hits_carry_it(client, story):
    publishing.correct(story, by=None, text="x", note="x")
    followers.run()
    for address in ("/corrections/", "/search/?q=الجسر"):
        page = client.get(address).content
        # The word that was looked for is marked.
        assert languages_of(page, ARABIC.partition("الجسر ")[2]) == {("ar", "rtl")}, address


def test_links_to_pages_in_masthead_and_footer_carry_it(client, story):
    publishing.publish(
        make_page(headline=HEBREW, language="he", slug="odot", is_in_footer=True), by=None
    )
    assert languages_of(client.get("/").content, HEBREW) == {("he", "rtl")}


def test_feeds_say_the_language_of_each_entry(client, story):
    publish_article(headline="Here", language="pt-BR")
    rss = ElementTree.fromstring(client.get("/rss.xml").content)
    atom = ElementTree.fromstring(client.get("/atom.xml").content)
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [item.get(lang) for item in rss.iter("item")] == ["pt-BR", "ar"]
    entries = list(atom.iter("{http://www.w3.org/2005/Atom}entry"))
    assert [entry.get(lang) for entry in entries] == ["pt-BR", "ar"]
    item = client.get("/feed.json").json()["items"][1]
    assert item["language"] == "ar"
    assert item["content_html"].startswith('<div lang="ar" dir="rtl"><p')


@pytest.mark.parametrize(
    ("language", "locale", "for_google"),
    [
        ("en", "en_US", "en"), ("pt-BR", "pt_BR", "pt"), ("pt", "pt_BR", "pt"),
        ("nb", "nb_NO", "nb"),
        ("zh-Hans", "zh_CN", "zh-cn"), ("zh-Hant", "zh_TW", "zh-tw"), ("zh-TW", "zh_TW", "zh-tw"),
        ("zh-HK", "zh_HK", "zh-tw"), ("sr-Latn-RS", "sr_RS", "sr"), ("es-419", "es_ES", "es"),
        ("ar", "ar_EG", "ar"), ("english", "en_US", "en"), ("zh-Hant-TW", "zh_TW", "zh-tw"),
        ("no", "no_NO", "no"), ("iw", "he_IL", "he"), ("en-x-private", "en_US", "en"),
        # No territory is likely.
        ("hyw", "", "hyw"), ("sam", "", "sam"), ("und", "", "en"), ("en-ZZ", "", "en"),
        ("kr", "", "kr"), ("x-private", "", "en"),
    ],
)  # fmt: skip
def test_networks_and_google_news_have_forms_of_their_own(language, locale, for_google):
    assert languages.locale(language) == locale
    assert languages.for_google_news(language) == for_google


@pytest.mark.parametrize("tag", ["he", "ckb", "sam", "ug", "ar", "phn", "yi", "sr-Arab", "dv"])
def test_all_scripts_that_run_from_right_to_left_are_known(tag):
    assert languages.direction(tag) == "rtl"


@pytest.mark.parametrize("tag", ["ar-Latn", "sr-Latn", "az", "ks-Deva", "mn-Mong", "und", "x", ""])
def test_all_others_run_from_left_to_right(tag):
    assert languages.direction(tag) == "ltr"


def test_a_story_tells_them_its_language(client):
    article = publish_article(language="pt-BR")
    post = publish_post(language="he")
    for path, locale in (
        (article.editions.get().path, "pt_BR"),
        (f"/feed/{post.uuid}/", "he_IL"),
        ("/", "en_US"),
    ):
        page = client.get(path).content.decode()
        assert f'<meta property="og:locale" content="{locale}">' in page
    assert b"<news:language>pt</news:language>" in client.get("/news-sitemap.xml").content


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("english", "en"), ("Deutsch", "de"), ("arabic", "ar"), ("germn", "de"), ("chinese", "zh"),
     ("de-Deutschland", "de"), ("xx", ""), ("mul", ""), ("x-ours", ""), ("en_US.UTF-8", "en"),
     ("und", ""), ("und-Latn", ""), ("qaa", ""), ("zxx", ""), ("en-ZZ", "en"), ("en-XX", "en"),
     ("de-QM", "de"), ("en-Zzzz", "en"), ("en-GB-oed", "en-GB"), ("POSIX", ""), ("en-", "en")],
)  # fmt: skip
def test_the_language_field_takes_known_tags_only_and_names_the_nearest(typed, meant):
    article = make_article()
    article.language = typed
    with pytest.raises(ValidationError) as refusal:
        article.clean_fields()
    [sentence] = refusal.value.message_dict["language"]
    assert f"“{typed}” is not a known language" in sentence
    assert not meant or f"“{meant}”" in sentence


@pytest.mark.parametrize(("typed", "kept"), [("pt_br", "pt-BR"), (" EN-uk", "en-GB"), ("iw", "he")])
def test_a_tag_is_kept_as_bcp_47_writes_it(typed, kept):
    article = make_article()
    article.language = typed
    article.clean_fields()
    assert article.language == kept


def test_new_drafts_are_in_the_newsrooms_language(settings):
    settings.LANGUAGE_CODE = "pt-br"
    assert make_article().language == "pt-BR"


SIDES = re.compile(
    r"(?:^|[;{\s])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)[-\w]*"
    r"|left|right|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(?:float|clear|text-align|caption-side|justify-\w+)\s*:\s*(?:left|right)\b"
)
FOUR = re.compile(
    r"(?:margin|padding|inset|border-width|border-style|border-color|border-radius)\s*:\s*([^;{}]+);"
)


def test_public_style_sheets_name_no_left_and_right():
    found = []
    public = (Path(app, "static").rglob("*.css") for app in ("newsroom/site", "newsroom/api"))
    for sheet in chain.from_iterable(public):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        found += [f"{sheet.name}: {each[0].strip()}" for each in SIDES.finditer(text)]
        for each in FOUR.finditer(text):
            values = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "()", each[1]).split()
            if len(values) == 4 and values[1] != values[3]:
                found.append(f"{sheet.name}: {each[0]}")
    assert found == []
