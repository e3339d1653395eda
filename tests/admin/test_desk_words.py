"""The desk's search finds every draft by its words, and costs the same however many there are."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Article, Redirect
from newsroom.editorial.drafts import desk_words
from newsroom.editorial.drafts.desk_words import MOST
from newsroom.editorial.models import DeskIndexed, DeskPostings, LogEntry, Takedown
from newsroom.editorial.rules import access
from newsroom.lib import keyed_lists
from tests.analysed import analyse
from tests.factories import edit, make_article, make_author, make_post
from tests.site.test_search_cost import effort

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LIST, PICKER = "/admin/articles/article/", "/admin/pick/article/"
LONG_AGO = timezone.now() - timedelta(days=900)


def save_newer(count: int = MOST + 40, headline: str = "Harbour news") -> None:
    """Newer drafts, more than a search looks through without an index."""
    at = timezone.now() - timedelta(days=30)
    Article.objects.bulk_create(
        Article(headline=f"{headline} {n}", slug=f"newer-{headline[:3]}-{n}", saved_at=at)
        for n in range(count)
    )


def old(**words) -> Article:
    article = make_article(**words)
    Article.objects.filter(pk=article.pk).update(saved_at=LONG_AGO)
    return article


def index() -> None:
    while desk_words.catch_up():
        pass


def listed(client, q: str, **more) -> list[int]:
    response = client.get(LIST, {"q": q, **more})
    assert response.status_code == 200
    return [row.pk for row in response.context["cl"].result_list]


def picked(client, q: str) -> list[str]:
    return [each["id"] for each in client.get(PICKER, {"q": q}).json()["results"]]


@pytest.mark.parametrize("is_indexed", [False, True])
def test_an_old_draft_is_found_by_its_words_under_any_number_of_newer_ones(
    client, chief, is_indexed
):
    client.force_login(chief)
    ways = {
        "Zoë Zürich meets O’Brien": ["zurich", "ZOE zür", "o'brien", "zür meets", "rich"],
        "Hafenbrücke für 100% gesperrt": ["brucke", "HAFEN", "hafenbrü ges", "100%", "fenbru"],
        "北京大学开设新课程": ["大学", "北京", "新课程", "程"],
        "Łódź–Kraków line": ["lodz", "krakow", "łódź-kraków"],
        "МОСКВА сегодня": ["москва", "сегод"],
        "C++ and R2-D2 at 5G": ["c++", "r2-d2", "5g"],
        "İstanbul’da": ["istanbul", "İSTANBUL"],
        "สวัสดีชาวโลก": ["ชาวโลก"],
        "हिन्दी समाचार": ["हिन्दी", "समाचार"],
    }  # fmt: skip
    made = {name: old(headline=name, slug=f"s-{n}") for n, name in enumerate(ways)}
    by_slug = old(headline="Plain", slug="the-zanzibar-papers", slugline="QUAGGA-files")
    save_newer()
    if is_indexed:
        index()
    missed = [
        (q, name)
        for name, asked in ways.items()
        for q in asked
        if made[name].pk not in listed(client, q) or str(made[name].uuid) not in picked(client, q)
    ]
    assert missed == []
    for q in ("zanzibar", "QUAGGA", "quagga plain", "the-zanzibar-papers"):
        assert listed(client, q) == [by_slug.pk], q
    for q in ("zanzibra", "quagga zurich", "harbours", "%z", "zurich_"):
        assert listed(client, q) == picked(client, q) == [], q


def test_a_common_word_beside_a_rare_one_finds_the_old_draft(client, chief):
    client.force_login(chief)
    wanted = old(headline="Harbour patience")
    save_newer()
    # Further spans, as if a newsroom of many years lay between.
    Article.objects.bulk_create(
        Article(pk=number << 11, headline="Harbour", slug=f"far-{number}", saved_at=LONG_AGO)
        for number in range(2, 700)
    )
    index()
    for q in ("patience", "harbour patience", "PATIENCE harb", "news harbour patience"):
        found = listed(client, q)
        assert found == ([] if "news" in q else [wanted.pk]), q
    ids, is_cut = desk_words.proposed(access.registry.type_of(wanted), "harbour")
    assert (len(ids), is_cut) == (MOST, True)


def test_what_was_saved_since_the_worker_came_by_is_found_by_its_new_words_alone(client, chief):
    client.force_login(chief)
    article = old(headline="Aardvark", slug="x")
    save_newer()
    index()
    edit(article, headline="Buffalo")
    Article.objects.filter(pk=article.pk).update(saved_at=timezone.now())
    new = make_article(headline="Chinchilla")
    for _each in range(2):
        assert listed(client, "buffalo") == [article.pk]
        assert listed(client, "aardvark") == []
        assert listed(client, "chinchilla") == [new.pk]
        save_newer(headline="Still newer")
        index()
        Article.objects.filter(pk__in=[article.pk, new.pk]).update(saved_at=LONG_AGO)


def test_filters_and_words_go_together(client, chief):
    client.force_login(chief)
    wanted = old(headline="Harbour of old", kind="review")
    save_newer()
    index()
    assert listed(client, "harbour", kind__exact="review") == [wanted.pk]


ONLY_NEWER = b"Only newer entries were searched."


def test_a_search_that_leaves_out_older_drafts_says_so_and_what_to_do(client, chief):
    client.force_login(chief)
    wanted = old(headline="Harbour patience")
    save_newer(MOST * 2 + 40)
    index()
    told = client.get(LIST, {"q": "harbour"}).content
    assert ONLY_NEWER in told
    assert b"Add a word, or narrow the list by a filter" in told
    for q in ("harbour patience", "patience", "nosuchword", ""):
        assert ONLY_NEWER not in client.get(LIST, {"q": q}).content, q
    assert listed(client, "harbour patience") == [wanted.pk]


def test_a_search_that_finds_everything_does_not_say_that_it_was_cut(client, chief):
    client.force_login(chief)
    save_newer(MOST - 10)
    index()
    assert ONLY_NEWER not in client.get(LIST, {"q": "harbour"}).content


@pytest.mark.parametrize("kind", ["redirect", "log", "takedown"])
def test_other_lists_fold_words_and_read_a_bounded_number_of_rows(client, chief, monkeypatch, kind):
    """SQLite has no index of parts of words: it reads the newest rows, and the page says so."""
    monkeypatch.setattr(keyed_lists, "MOST_READ", 3)
    client.force_login(chief)
    path = _fill(kind, ["Ålesund first", *["plain"] * 3, "ÅLESUND last"])
    found = client.get(path, {"q": "alesund"})
    told = [str(row) for row in found.context["cl"].result_list]
    is_bounded = connection.vendor == "sqlite"
    assert len(told) == (1 if is_bounded else 2)
    assert (ONLY_NEWER in found.content) is is_bounded
    assert ONLY_NEWER not in client.get(path).content


def _fill(kind: str, words: list[str]) -> str:
    if kind == "redirect":
        for n, text in enumerate(words):
            Redirect.objects.create(old_path=f"/{n}/{text}/", target="/about/")
        return "/admin/articles/redirect/"
    if kind == "log":
        for text in words:
            LogEntry.objects.create(
                at=timezone.now(), item_type="article", item_uuid=uuid4(), act="x", note=text
            )
        return "/admin/editorial/logentry/"
    for text in words:
        Takedown.objects.create(
            item_type="article", item_uuid=uuid4(), kind="withdrawn", reason=text,
            starts_at=timezone.now(),
        )  # fmt: skip
    return "/admin/editorial/takedown/"


def test_nobody_finds_more_drafts_than_they_may_see(client, contributor):
    client.force_login(contributor)
    own = old(headline="Zanzibar of mine", authors=[make_author("Me", user=contributor)])
    old(headline="Zanzibar of others", slug="others")
    save_newer(headline="Zanzibar")
    make_post(headline="Zanzibar post")
    index()
    assert listed(client, "zanzibar") == [own.pk]
    assert picked(client, "zanzibar") == [str(own.uuid)]
    assert client.get("/search/?q=zanzibar").content.count(b"Zanzibar of") == 0


SMALL, LARGE = 5, 490


def fill(spans: range) -> None:
    """Postings as full spans of 2,048 drafts leave them: a word of half of them, one of a few."""
    half = b"".join(n.to_bytes(2, "little") for n in range(0, 2_048, 2))
    few = b"".join(n.to_bytes(2, "little") for n in range(0, 2_048, 100))
    DeskPostings.objects.bulk_create(
        DeskPostings(item_type="article", word=word, span=span, numbers=numbers)
        for span in spans
        for word, numbers in (("harbour", half), ("crane", few))
    )


@pytest.mark.usefixtures("served_plans")
def test_common_rare_and_absent_words_cost_the_same_in_a_hundredfold_archive(client, chief):
    client.force_login(chief)
    wanted = old(headline="Patience in the harbour")
    save_newer()
    index()
    item_type = access.registry.type_of(wanted)
    desk_words._learn(item_type, {"crane", "harbour", "patience"})
    indexed = DeskIndexed.objects.get(item_type="article")
    indexed.last_id = 1 << 40
    indexed.save()
    rows = Article.objects.order_by("-saved_at", "-pk")
    asked = ("harbour", "crane", "patience", "nosuchword", "harb", "bour pat", "harbour crane",
             "harbour patience")  # fmt: skip
    costs = []
    # Behind those of the drafts themselves, whose ids begin where earlier tests have left off.
    first = (rows.order_by("-pk")[0].pk >> desk_words._SPAN_BITS) + 1
    for spans in (range(first, first + SMALL), range(first + SMALL, first + LARGE)):
        fill(spans)
        analyse()
        costs.append(
            {
                q: effort(
                    lambda q=q: list(
                        desk_words.narrowed(rows, rows.filter(headline__holds=q), q).rows
                    )
                )
                for q in asked
            }
        )
        assert listed(client, "patience harbour") == [wanted.pk]
    small, large = costs
    slower = {q: (small[q], cost) for q, cost in large.items() if cost > small[q] * 1.15}
    assert slower == {}
