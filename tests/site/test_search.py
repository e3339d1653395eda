"""Search finds what is live, and nothing else; what it finds is the same on every database."""

from datetime import timedelta

import pytest
import time_machine

from newsroom.delivery import followers
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.publication import ledger
from newsroom.site import search
from newsroom.site.models import SearchEntry, SearchPostings, SearchSpan
from newsroom.site.search import index
from tests.factories import (
    edit,
    make_article,
    make_author,
    make_section,
    make_tag,
    publish_article,
    publish_post,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def answer(q: str, **more) -> search.Found:
    followers.run()
    return search.find(q, at=ledger.public_instant(), **more)


def found(q: str, **more) -> list[str]:
    return [d["headline"] for d in answer(q, **more).documents]


def test_a_live_article_is_found_by_a_word_of_its_body_and_by_its_authors_and_tags():
    author, tag = make_author("Ines Falk"), make_tag("Tramways")
    publish_article(
        headline="Line nine returns", body="<p>Conductors polish brass.</p>", authors=[author],
        tags=[tag],
    )  # fmt: skip
    for q in ("conductors", "polished brass", "Falk", "tramways", "LINE", "Falk conductors"):
        assert found(q) == ["Line nine returns"], q


def test_every_way_of_typing_finds_the_story():
    typed = {
        "Covid-19 and example.org, says the WHO": (
            "covid-19", "COVID 19", "covid19", "example.org", "example org", "WHO", "who",
        ),
        "Zürich, Łódź and Ærøskøbing": (
            "zurich", "zuerich", "zu\u0308rich", "ZÜRICH", "lodz", "aeroskobing", "ÆRØSKØBING",
        ),
        "O’Brien’s vice-president paid 1,000.50 for an e-mail": (
            "o'brien", "obrien", "O’Brien", "vice president", "vice-president", "1000.50", "email",
        ),
        "Learn C++ from jane.doe@example.net, @harbourdesk or #tides": (
            "c++", "C++", "jane.doe@example.net", "@harbourdesk", "harbourdesk", "#tides", "tides",
        ),
        "北京大学开设新课程": ("北京大学", "大学", "学", "新课", "北京大学开设新课程"),
        "The U.S. and AT&T meet AC/DC": ("U.S.", "at&t", "ac/dc", "AC DC"),
        "Straße nach Élysée": ("strasse", "STRASSE", "elysee", "e\u0301lyse\u0301e"),
        "서울에서 만나요": ("서울", "만나"),
        "हिन्दी समाचार": ("हिन्दी", "समाचार"),
        "İstanbul’da ılık": ("istanbul", "ISTANBUL", "İSTANBUL", "i\u0307stanbul", "ilik", "ILIK"),
        "שר צה״ל תל־אביב": ("צה״ל", 'צה"ל', "צהל", "תל אביב", "תל-אביב", "תל־אביב"),
        "მთავრობა თბილისში": ("თბილისში", "ᲗᲑᲘᲚᲘᲡᲨᲘ", "მთავრობა"),
        "สวัสดีชาวโลก": ("ชาวโลก", "โลก", "สวัสดี"),
        "ﬁne ｗｉｄｅ za\u00adny\u200bwhere": ("fine", "wide", "ＷＩＤＥ", "zanywhere", "ﬁne"),
        "R2-D2 and C# at 5G": ("r2-d2", "R2D2", "r2 d2", "C#", "5g", "r2-d2\x00c#"),
    }  # fmt: skip
    for number, headline in enumerate(typed):
        publish_article(headline=headline, slug=f"story-{number}", body="<p>Text.</p>")
    missed = [
        (q, headline) for headline, ways in typed.items() for q in ways if found(q) != [headline]
    ]
    assert missed == []


def test_words_are_found_in_all_their_forms_by_the_language_of_the_story():
    publish_article(headline="Die Prüfungen der Brücken", language="de", body="<p>Text.</p>")
    publish_article(headline="Bridges were inspected", language="en", body="<p>Text.</p>")
    for q in ("Brücke", "prüfung", "brucken"):
        assert found(q) == ["Die Prüfungen der Brücken"], q
    for q in ("bridge", "inspecting", "inspection bridges"):
        assert found(q) == ["Bridges were inspected"], q


def test_all_words_of_the_query_must_be_there_and_none_of_those_after_a_minus():
    publish_article(headline="Ferry", body="<p>Two boats.</p>")
    publish_article(headline="Ferry strike", body="<p>Two boats and the old harbour mill.</p>")
    assert set(found("ferry boats")) == {"Ferry", "Ferry strike"}
    assert found("ferry trains") == []
    assert found("ferry -strike") == ["Ferry"]
    assert found('boats -"old harbour"') == ["Ferry"]
    assert found("-strike") == []


def test_a_phrase_in_quotes_stands_as_it_was_typed():
    publish_article(headline="Night train", body="<p>The harbour mill and the old pier.</p>")
    publish_article(headline="Trains at night", body="<p>The old harbour. Mill and pier.</p>")
    assert found('"night train"') == ["Night train"]
    assert found("„old pier“") == ["Night train"]
    assert found('"the old harbour"') == ["Trains at night"]
    assert set(found("harbour old")) == {"Night train", "Trains at night"}
    for q, total in (('"night train"', 1), ('harbour -"old pier"', 1), ('harbour -"no such"', 2),
                     ('"pier old"', 0), ('old -"the old"', 0)):  # fmt: skip
        assert (answer(q, counts=True).total, len(found(q))) == (total, total), q


def test_drafts_scheduled_and_withdrawn_stories_are_not_found():
    make_article(headline="Zanzibar draft")
    planned = make_article(headline="Zanzibar planned")
    publishing.publish(planned, by=None, at=clock.now() + timedelta(hours=1))
    gone = publish_article(headline="Zanzibar gone")
    assert found("zanzibar") == ["Zanzibar gone"]
    takedowns.withdraw(gone, by=None, note="Wrong")
    # Before any follower has run: the index still holds it, the editions do not.
    at = ledger.public_instant()
    behind = search.find("zanzibar", at=at, counts=True)
    assert (behind.documents, behind.total, behind.things) == ([], 0, [])
    assert search.find("zanzibra", at=at).corrected == ""
    assert found("zanzibar") == []
    assert not SearchPostings.objects.filter(word__contains="zanzibar").exists()


def test_a_story_that_ends_by_plan_is_not_found_a_moment_later():
    with time_machine.travel(clock.now(), tick=False) as now:
        story = publish_article(headline="Zanzibar ends")
        takedowns.withdraw(story, by=None, note="Over", at=clock.now() + timedelta(hours=1))
        assert found("zanzibar") == ["Zanzibar ends"]
        now.shift(timedelta(hours=1))
        assert search.find("zanzibar", at=ledger.public_instant()).documents == []


def test_the_words_of_an_update_replace_the_old_ones():
    article = publish_article(headline="Aardvark", section=make_section("Zoo"))
    assert found("aardvark") == ["Aardvark"]
    edit(article, headline="Buffalo", section=make_section("Farm"))
    publishing.publish(article, by=None)
    assert found("aardvark") == found("zoo") == []
    assert found("buffalo") == found("farm") == ["Buffalo"]


def test_headlines_rank_before_texts_stories_before_posts_and_the_new_before_the_old():
    with time_machine.travel("2026-03-02T09:00Z", tick=False) as now:
        publish_article(headline="Lighthouses for sale", body="<p>Buyers queue.</p>")
        now.shift(timedelta(days=20))
        publish_post(headline="Lighthouses for rent")
        publish_article(headline="Weather", body="<p>A word on lighthouses in passing.</p>")
        publish_article(headline="Lighthouses for hire", body="<p>Buyers queue.</p>")
        now.shift(timedelta(days=90))
        assert found("lighthouses") == [
            "Lighthouses for hire", "Lighthouses for sale", "Lighthouses for rent", "Weather",
        ]  # fmt: skip


@pytest.mark.parametrize(
    "q",
    ['"', "'", "NEAR(", "a AND OR", "*", "col:x", "\x00", "-", "%", "🙂", '-"', "^bridge",
     "section:x", "+", "#", "@", "\u200f", "\ud800x", "a-" * 99, "北" + "京大" * 99,
     " ".join(f"w{n}" for n in range(60))],
)  # fmt: skip
def test_nothing_a_reader_types_is_an_error(q):
    publish_article()
    assert isinstance(found(q), list)


def test_authors_tags_and_sections_are_found_by_their_names_while_a_story_shows_them():
    section, tag = make_section("Lighthouses"), make_tag("Lighthouse keepers")
    author, unused = make_author("Wren Lighthouse"), make_tag("Lighthouse plans")
    story = publish_article(section=section, tags=[tag], authors=[author])
    things = answer("lighthouse").things
    assert [thing.name for thing in things] == [
        "Lighthouses", "Lighthouse keepers", "Wren Lighthouse",
    ]  # fmt: skip
    assert unused.name not in {thing.name for thing in things}
    takedowns.withdraw(story, by=None, note="Wrong")
    assert search.find("lighthouse", at=ledger.public_instant()).things == []


def test_a_word_that_nobody_wrote_is_answered_as_the_nearest_that_somebody_did():
    publish_article(headline="Lighthouse keepers strike", body="<p>Text.</p>")
    for q in ("lighthuose keepers", "lihgthouse", "lighthousse", "lighthose", "keeprs strike"):
        answered = answer(q)
        assert [d["headline"] for d in answered.documents] == ["Lighthouse keepers strike"], q
        assert answered.corrected
    assert answer("keepers").corrected == ""
    assert answer("elephants").documents == []


def test_filters_narrow_what_is_found():
    sport, city = make_section("Sport"), make_section("City")
    author, tag = make_author("Ines Falk"), make_tag("Ferries")
    with time_machine.travel("2026-03-02T09:00Z", tick=False) as now:
        publish_article(headline="Ferry one", section=sport, authors=[author])
        now.move_to("2026-03-10T09:00Z")
        publish_article(headline="Ferry two", section=city, tags=[tag])
        publish_post(headline="Ferry three")
        day = clock.now().replace(hour=0)
        for filters, headlines in (
            ({"section": sport.uuid}, {"Ferry one"}),
            ({"author": author.uuid}, {"Ferry one"}),
            ({"tag": tag.uuid}, {"Ferry two"}),
            ({"type": "post"}, {"Ferry three"}),
            ({"after": day}, {"Ferry two", "Ferry three"}),
            ({"before": day}, {"Ferry one"}),
            ({"after": day, "section": sport.uuid}, set()),
        ):
            narrowed = answer("ferry", filters=search.Filters(**filters), counts=True)
            assert {d["headline"] for d in narrowed.documents} == headlines, filters
            assert narrowed.total == len(headlines), filters


def test_the_words_are_marked_in_headline_and_excerpt_and_nothing_else_is_markup():
    publish_article(
        headline="Mills & <b>bridges</b>",
        body=f"<p>{'Filler words. ' * 60}The bridge’s mill is old &amp; <em>tall</em>.</p>",
    )
    (document,) = answer("bridge mill").documents
    assert document["marked"]["headline"] == (
        "<mark>Mills</mark> &amp; &lt;b&gt;<mark>bridges</mark>&lt;/b&gt;"
    )
    assert (
        "<mark>bridge’s</mark> <mark>mill</mark> is old &amp; tall."
        in (document["marked"]["snippet"])
    )
    assert document["snippet"].startswith("… ")


def test_pages_of_hits_meet_each_hit_once():
    for number in range(7):
        publish_article(headline=f"Quay wall {number}")
    followers.run()
    at, after, seen = ledger.public_instant(), None, []
    while True:
        page = search.find("quay", at=at, limit=3, after=after, counts=True)
        assert page.total == (7 if after is None else None)
        seen += [d["headline"] for d in page.documents]
        if page.after is None:
            break
        after = search.Place.from_text(page.after.to_text())
    assert sorted(seen) == [f"Quay wall {number}" for number in range(7)]


def test_the_index_begins_again_when_its_version_is_another(monkeypatch):
    publish_article(headline="Quay wall")
    assert found("quay") == ["Quay wall"]
    index.after_migrate()
    assert SearchEntry.objects.exists()
    monkeypatch.setattr(index, "VERSION", index.VERSION + 1)
    index.after_migrate()
    assert not SearchEntry.objects.exists()
    assert not SearchSpan.objects.exists()
    assert index.is_behind()
    assert found("quay") == ["Quay wall"]


def test_an_answer_is_not_kept_while_the_index_lags(client):
    publish_article(headline="Quay wall")
    for path in ("/search/?q=quay", "/api/v1/search?q=quay"):
        assert client.get(path)["Cache-Control"] == "no-store"
    followers.run()
    for path in ("/search/?q=quay", "/api/v1/search?q=quay"):
        assert "max-age=5" in client.get(path)["Cache-Control"]


@pytest.mark.parametrize(
    "value",
    ["\x00", "-1", "9999-12-31", "0001-01-01", "2026-02-30", "x" * 300, "²", "f" * 15 + "-0", "é"],
)
def test_no_value_of_a_parameter_is_an_error(client, value):
    publish_article(headline="Quay wall")
    followers.run()
    names = ("section", "author", "tag", "type", "from", "to")
    asked = {"q": "quay", **dict.fromkeys(names, value)}
    assert client.get("/search/", asked).status_code == 200
    assert client.get("/search/", {"q": "quay", "after": value}).status_code in (200, 404)
