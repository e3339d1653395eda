"""Feeds and sitemaps print what is live, in the shapes that readers' programs expect."""

import json
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import feedparser
import pytest

from articles import syndication
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.drafts import revisions
from newsroom.editorial.publication import names
from newsroom.lib.syndication import Channel, print_feed
from tests.factories import (
    edit,
    make_article,
    make_author,
    make_section,
    make_tag,
    publish_article,
    publish_post,
)
from tests.media.factories import make_image, make_video
from tests.site.reader import Reader

pytestmark = pytest.mark.django_db
FILES = ["rss.xml", "atom.xml", "feed.json"]


def titles(client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200, path
    if path.endswith(".json"):
        return [item["title"] for item in json.loads(response.content)["items"]]
    parsed = feedparser.parse(response.content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return [entry.title for entry in parsed.entries]


@pytest.mark.parametrize("file", FILES)
def test_each_list_has_its_feed_with_its_own_articles(client, file):
    section, tag, author = make_section("Port"), make_tag("Cranes"), make_author("Ines Falk")
    publish_article(headline="Crane falls", section=section, tags=[tag], authors=[author])
    publish_article(headline="Elsewhere")
    for path in (
        section.get_absolute_url(),
        tag.get_absolute_url(),
        author.get_absolute_url(),
    ):
        assert titles(client, f"{path}{file}") == ["Crane falls"]
    assert titles(client, f"/{file}") == ["Elsewhere", "Crane falls"]


@pytest.mark.parametrize("file", FILES)
def test_drafts_and_scheduled_articles_are_in_no_feed(client, file):
    make_article(headline="Draft")
    planned = make_article(headline="Planned")
    publishing.publish(planned, by=None, at=clock.now() + timedelta(hours=1))
    assert titles(client, f"/{file}") == []


@pytest.mark.parametrize("file", FILES)
def test_a_tag_that_only_drafts_use_has_no_feed(client, file):
    tag = make_tag("Scoop")
    make_article(tags=[tag])
    assert client.get(f"/tag/{tag.slug}/{file}").status_code == 404


def test_rss_and_atom_name_every_author_and_both_dates(client):
    authors = [make_author("Ines Falk"), make_author("Jon Reyes")]
    article = publish_article(authors=authors, tags=[make_tag("Port")])
    edit(article, body="<p>New facts.</p>")
    publishing.publish(article, by=None, change="update")
    rss = feedparser.parse(client.get("/rss.xml").content).entries[0]
    atom = feedparser.parse(client.get("/atom.xml").content).entries[0]
    assert [a.name for a in atom.authors] == ["Ines Falk", "Jon Reyes"]
    assert client.get("/rss.xml").content.count(b"<dc:creator>") == 2
    assert atom.published_parsed <= atom.updated_parsed
    assert rss.id == atom.id
    assert "New facts." in rss.content[0].value


def test_an_article_keeps_its_id_when_its_slug_changes(client):
    article = publish_article(slug="old-words")
    before = feedparser.parse(client.get("/rss.xml").content).entries[0].id
    edit(article, slug="new-words")
    publishing.publish(article, by=None)
    entry = feedparser.parse(client.get("/rss.xml").content).entries[0]
    assert entry.id == before
    assert entry.link.endswith("/new-words/")


def test_atom_tells_of_a_withdrawn_article_and_only_the_id_of_one_killed_for_privacy(client):
    withdrawn, private = publish_article(), publish_article()
    takedowns.withdraw(withdrawn, by=None, note="Internal", public_note="The date was wrong.")
    takedowns.kill(
        private, by=None, kind="privacy", note="Asked", public_note="Named a child",
        confirmation="kill",
    )  # fmt: skip
    text = client.get("/atom.xml").content.decode()
    root = ElementTree.fromstring(text)
    at = "{http://purl.org/atompub/tombstones/1.0}"
    deleted = {e.get("ref"): e.findtext(f"{at}comment") for e in root.iter(f"{at}deleted-entry")}
    comments = {ref.rsplit("/", 1)[1]: comment for ref, comment in deleted.items()}
    assert comments[str(withdrawn.uuid)] == "The date was wrong."
    assert comments[str(private.uuid)] is None
    assert "Internal" not in text


@pytest.mark.parametrize("file", FILES)
def test_posts_have_a_feed_of_their_own(client, file):
    publish_post(headline="Ferry adds two crossings.")
    publish_article()
    assert titles(client, f"/feed/{file}") == ["Ferry adds two crossings."]


@pytest.mark.parametrize("file", FILES)
def test_corrections_have_a_feed_of_their_own(client, file):
    article = publish_article(headline="Bridge")
    publishing.correct(article, by=None, text="It was Monday.", note="Reader wrote")
    assert titles(client, f"/corrections/{file}") == ["Correction: Bridge"]


def test_control_characters_do_not_break_the_xml(client):
    publish_article(headline="Bell \x07 rings", body="<p>a\x0bb</p>")
    assert titles(client, "/rss.xml")


def test_an_unchanged_feed_is_a_304(client):
    publish_article()
    first = client.get("/rss.xml")
    again = client.get("/rss.xml", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_the_sitemap_leads_to_every_live_article_and_to_no_other(client):
    live = publish_article(headline="Live")
    draft = make_article(headline="Draft")
    index = client.get("/sitemap.xml").content.decode()
    locs = [e.text for e in ElementTree.fromstring(index).iter() if e.tag.endswith("loc")]
    pages = "".join(client.get(loc.removeprefix("http://127.0.0.1:8000")).content.decode()
                    for loc in locs)  # fmt: skip
    assert live.editions.live().get().card["url"] in pages
    assert draft.slug not in pages


def test_the_news_sitemap_holds_two_days_and_never_freshens(client):
    new = publish_article(headline="New & fresh")
    old = make_article(headline="Outworn news")
    publishing.bring_in(old, published_at=clock.now() - timedelta(days=3))
    edit(old, body="<p>Again.</p>")
    publishing.publish(old, by=None, change="update")
    text = client.get("/news-sitemap.xml").content.decode()
    ElementTree.fromstring(text)
    assert "New &amp; fresh" in text
    assert new.editions.live().get().card["published_at"] in text
    assert "Outworn" not in text


FULL_TEXTS = {
    "rss.xml": lambda text: feedparser.parse(text, sanitize_html=False).entries[0].content[0].value,
    "atom.xml": lambda text: (
        feedparser.parse(text, sanitize_html=False).entries[0].content[0].value
    ),
    "feed.json": lambda text: json.loads(text)["items"][0]["content_html"],
}


@pytest.mark.parametrize("file", FILES)
def test_the_full_text_has_standfirst_picture_with_credit_dateline_and_corrections(client, file):
    image = make_image(1600, 900, creator="Ana Ruiz", caption="The pier <now>.")
    article = publish_article(
        standfirst="Buses & boats.", dateline="SALTMERE", lead_image=image, body="<p>Closed.</p>"
    )
    publishing.correct(article, by=None, text="It was Monday.", note="A reader wrote")
    publishing.correct(article, by=None, text="Two piers.", note="A", placement="top")
    text = FULL_TEXTS[file](client.get(f"/{file}").content)
    parts = (
        "Buses &amp; boats.", image.renditions.get(name="large", format="jpeg").url,
        "The pier &lt;now&gt;.", "(Ana Ruiz/Harbour Wire)", "Two piers.", "SALTMERE",
        "<p>Closed.</p>", "<strong>Correction</strong>", "It was Monday.",
    )  # fmt: skip
    places = [text.rindex(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize("file", FILES)
def test_the_full_text_of_a_post_has_its_picture_with_credit_and_corrections(client, file):
    post = publish_post(image=make_image(creator="Ana Ruiz"), body="<p>Two boats.</p>")
    publishing.correct(post, by=None, text="Three boats.", note="A")
    text = FULL_TEXTS[file](client.get(f"/feed/{file}").content)
    places = [text.index(part) for part in ("(Ana Ruiz/", "Two boats.", "Three boats.")]
    assert places == sorted(places)


LISTS = ("/", "/feed/", "/corrections/")


@pytest.mark.parametrize("path", [f"{path}{file}" for path in LISTS for file in FILES])
def test_an_empty_feed_is_a_304_for_who_has_it(client, path):
    first = client.get(path)
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    reader = Reader()
    tag = reader.get(path).headers["etag"]
    assert reader.get(path, if_none_match=tag).status == 304


@pytest.mark.parametrize("file", FILES)
def test_the_ids_of_entries_outlive_a_move_of_the_site(client, settings, file):
    def ids() -> list[str]:
        told = client.get(f"/{file}").content
        if file == "feed.json":
            return [item["id"] for item in json.loads(told)["items"]]
        return [entry.id for entry in feedparser.parse(told).entries]

    article = publish_article()
    before = ids()
    settings.SITE_URL = "https://moved.example"
    names.choose()
    names.know("")  # As a process that starts now.
    assert ids() == before
    assert before[0].endswith(f",2000:article/{article.uuid}")


def test_feeds_name_who_answers_for_them_and_show_the_logo(client, settings):
    settings.MANAGING_EDITOR = "desk@news.example (Mara Lind)"
    channel = ElementTree.fromstring(client.get("/rss.xml").content)[0]
    assert channel.findtext("managingEditor") == "desk@news.example (Mara Lind)"
    image = {child.tag: child.text for child in channel.find("image")}
    assert image["url"].endswith(".png")
    assert (image["title"], image["link"]) == (channel.findtext("title"), channel.findtext("link"))
    assert json.loads(client.get("/feed.json").content)["icon"] == image["url"]
    settings.SITE_LOGO = "https://cdn.example/l.png"
    assert json.loads(client.get("/feed.json").content)["icon"] == "https://cdn.example/l.png"


@pytest.mark.parametrize("canonical", ["https://elsewhere.example/a/", ""])
def test_sitemaps_leave_out_stories_whose_canonical_address_is_elsewhere(client, canonical):
    article = publish_article(canonical_url=canonical)
    card = article.editions.live().get().card
    is_listed = not canonical
    month = "/sitemap/" + "-".join(card["published_at"].split("-")[:2]) + ".xml"
    for path in (month, "/news-sitemap.xml"):
        assert (card["url"] in client.get(path).content.decode()) is is_listed
    assert ("news-sitemap" in client.get("/robots.txt").content.decode()) is is_listed


def test_a_story_that_names_its_own_address_as_canonical_stays_in_the_sitemaps(client):
    article = publish_article(slug="own")
    url = article.editions.live().get().card["url"]
    edit(article, canonical_url=url)
    publishing.publish(article, by=None)
    assert url in client.get("/news-sitemap.xml").content.decode()


def test_no_empty_news_sitemap_is_announced(client):
    old = make_article()
    publishing.bring_in(old, published_at=clock.now() - timedelta(days=3))
    assert "news-sitemap" not in client.get("/robots.txt").content.decode()


def months_in(client) -> list[str]:
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [e.text for e in index.iter() if e.tag.endswith("loc")]
    return [loc.rsplit("/", 1)[1] for loc in found if not loc.endswith("lists.xml")]


def brought_in(at: datetime, **words):
    article = make_article(**words)
    publishing.bring_in(article, published_at=at)
    return article


@pytest.mark.database
def test_the_index_of_sitemaps_announces_no_month_without_a_story(client):
    assert months_in(client) == []
    for at in (
        datetime(2001, 3, 1, tzinfo=UTC), datetime(2001, 3, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2001, 4, 1, tzinfo=UTC), datetime(2004, 12, 31, 23, 59, tzinfo=UTC),
        datetime(2005, 1, 1, 0, 0, 1, tzinfo=UTC),
    ):  # fmt: skip
        brought_in(at)
    brought_in(datetime(2010, 5, 5, tzinfo=UTC), canonical_url="https://elsewhere.example/a/")
    gone = brought_in(datetime(2011, 6, 6, tzinfo=UTC))
    takedowns.withdraw(gone, by=None, note="Old")
    publishing.publish(make_article(), by=None, at=clock.now() + timedelta(days=80))
    assert months_in(client) == ["2005-01.xml", "2004-12.xml", "2001-04.xml", "2001-03.xml"]
    for month in months_in(client):
        assert b"<loc>" in client.get(f"/sitemap/{month}").content


@pytest.mark.database
def test_the_kept_index_of_sitemaps_takes_in_a_month_that_comes_or_goes(client):
    reader = Reader()
    first = brought_in(datetime(2001, 3, 1, tzinfo=UTC))
    brought_in(datetime(2003, 3, 1, tzinfo=UTC))
    assert "/sitemap/2001-03.xml" in reader.get("/sitemap.xml").text
    brought_in(datetime(2002, 7, 1, tzinfo=UTC))
    assert "/sitemap/2002-07.xml" in reader.get("/sitemap.xml").text
    takedowns.withdraw(first, by=None, note="Old")
    assert "/sitemap/2001-03.xml" not in reader.get("/sitemap.xml").text


def test_the_pages_of_videos_are_in_the_sitemap_while_a_story_shows_them(client):
    shown, unused = make_video(), make_video()
    article = make_article()
    registry.set_lists(article, videos=[shown])
    revisions.save(article, by=None)
    publishing.publish(article, by=None)
    text = client.get("/sitemap/lists.xml").content.decode()
    assert f"{shown.get_absolute_url()}</loc>" in text
    assert unused.get_absolute_url() not in text
    takedowns.kill(article, by=None, kind="privacy", note="Asked", confirmation="kill")
    assert shown.get_absolute_url() not in client.get("/sitemap/lists.xml").content.decode()


@pytest.mark.parametrize(
    "spelt",
    ["{url}", "http:{rest}", "{bare}", "{url}?utm_source=x", "{url}#top", "HTTPS:{rest}",
     "https://www.{place}", "https://NEWS.example{path}"],
)  # fmt: skip
def test_a_canonical_address_that_is_the_storys_own_however_spelt_is_none(client, settings, spelt):
    settings.SITE_URL = "https://news.example"
    path = f"/{clock.now():%Y/%m}/bridge/"
    url = f"https://news.example{path}"
    typed = spelt.format(
        url=url, rest=url.removeprefix("https:"), bare=url.rstrip("/"),
        place=url.removeprefix("https://"), path=path,
    )  # fmt: skip
    publish_article(slug="bridge", canonical_url=typed)
    assert f"<loc>{url}</loc>" in client.get("/news-sitemap.xml").content.decode()
    assert f'<link rel="canonical" href="{url}">' in client.get(path).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://news.example/2001/01/other/", "https://a.example/"])
def test_a_canonical_address_elsewhere_stays(client, settings, elsewhere):
    settings.SITE_URL = "https://news.example"
    article = publish_article(slug="bridge", canonical_url=elsewhere)
    path = article.editions.live().get().card["path"]
    assert f'<link rel="canonical" href="{elsewhere}">' in client.get(path).content.decode()
    assert path not in client.get("/news-sitemap.xml").content.decode()


# --- Images and videos --------------------------------------------------------------------------
NAMES = {"media": "http://search.yahoo.com/mrss/", "atom": "http://www.w3.org/2005/Atom"}


def media_contents(client, path: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(client.get(path).content)
    return list(root.iterfind(".//media:content", NAMES))


@pytest.mark.parametrize("path", ["/rss.xml", "/atom.xml", "/feed/rss.xml", "/feed/atom.xml"])
def test_a_picture_is_told_with_its_file_words_credit_and_rights(client, path):
    image = make_image(
        1600, 900, creator="Ana Ruiz", copyright_notice="© Harbour Wire", alt_text="A pier",
        caption="The pier.",
    )  # fmt: skip
    publish_article(lead_image=image)
    publish_post(image=image)
    [content] = media_contents(client, path)
    file = image.renditions.get(name="large", format="jpeg")
    assert content.attrib == {
        "url": file.url, "medium": "image", "type": "image/jpeg", "width": str(file.width_px),
        "height": str(file.height_px), "fileSize": str(file.bytes),
    }  # fmt: skip
    told = {child.tag.partition("}")[2]: child for child in content}
    assert told["title"].text == "A pier"
    assert told["description"].text == "The pier."
    credits = [(c.text, c.get("role")) for c in content.iterfind("media:credit", NAMES)]
    assert credits == [("Ana Ruiz", "photographer"), ("Ana Ruiz/Harbour Wire", None)]
    assert told["copyright"].text == "© Harbour Wire"
    assert told["thumbnail"].get("url") in {r.url for r in image.renditions.filter(format="jpeg")}


def test_atom_encloses_the_picture_and_json_feed_shows_it_with_its_credit(client):
    image = make_image(1600, 900)
    publish_post(image=image)
    root = ElementTree.fromstring(client.get("/feed/atom.xml").content)
    link = root.find(".//atom:link[@rel='enclosure']", NAMES)
    item = json.loads(client.get("/feed/feed.json").content)["items"][0]
    assert link.get("href") == item["image"]
    assert item["banner_image"] in {r.url for r in image.renditions.all()}
    assert item["_newsroom"]["credit"]["line"] == image.printed_credit


def test_a_picture_that_may_not_be_shown_or_has_no_files_is_in_no_feed():
    document = publish_article(lead_image=make_image()).editions.live().get().document
    for lead in (None, document["lead_image"] | {"src": "", "renditions": []}):
        entry = syndication.entry_of(document | {"lead_image": lead})
        assert entry.media is None
    assert "credit" not in syndication.entry_of(document | {"lead_image": None}).extension


def test_a_video_of_our_own_is_attached_once_wherever_it_is_shown(client):
    video = {
        "id": "1", "title": "Bearings", "duration_seconds": 94, "poster": None,
        "file": {"url": "https://files.example/v.mp4", "type": "video/mp4", "bytes": 4_096,
                 "width": 1280, "height": None},
    }  # fmt: skip
    document = publish_article().editions.live().get().document | {"videos": [video]}
    document["body"]["blocks"] += [
        {"_type": "video", "video": video},
        {"_type": "video", "video": video | {"id": "2", "file": None}},
    ]
    channel = Channel(
        title="T", path="/", description="", language="en", updated_at=None,
        entries=[syndication.entry_of(document)],
    )  # fmt: skip
    feed = json.loads(print_feed(channel, "feed.json")[0])
    assert feed["items"][0]["attachments"] == [
        {"url": "https://files.example/v.mp4", "mime_type": "video/mp4", "title": "Bearings",
         "size_in_bytes": 4_096, "duration_in_seconds": 94},
    ]  # fmt: skip
    for file in ("rss.xml", "atom.xml"):
        text = print_feed(channel, file)[0]
        assert text.count('medium="video"') == 1
        assert 'duration="94"' in text
        assert text.count('width="1280"') == 1
        assert not feedparser.parse(text).bozo
    assert 'rel="enclosure"' in print_feed(channel, "atom.xml")[0]


def test_words_that_look_like_an_address_stay_as_they_are(client):
    publish_article(body='<pre>&lt;a href="/x" src="/y"&gt;</pre>')
    for file in FILES:
        assert "http://127.0.0.1:8000/x" not in client.get(f"/{file}").content.decode()


def test_the_sitemap_names_the_lead_pictures_that_have_files(client):
    image, waiting = make_image(), make_image()
    waiting.renditions.all().delete()
    for lead in (image, waiting, None):
        publish_article(lead_image=lead)
    text = client.get(f"/sitemap/{clock.now():%Y-%m}.xml").content.decode()
    found = ElementTree.fromstring(text).iter(
        "{http://www.google.com/schemas/sitemap-image/1.1}loc"
    )
    assert [e.text for e in found] == [image.renditions.get(name="thumb", format="jpeg").url]
