"""The synthetic archive is made of the rows that publishing makes."""

import json
import random
import re
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from articles.models import Article, ArticleEdition, ArticleEditionTag
from feed.models import PostEdition
from newsroom.delivery import followers
from newsroom.editorial import registry
from newsroom.editorial.acts import publishing
from newsroom.editorial.drafts import revisions
from newsroom.editorial.models import LedgerEntry
from newsroom.editorial.publication import ledger, stored_documents
from newsroom.site import search
from newsroom.site.models import SearchEntry, SearchPostings, SearchSpan, SearchSpelling, StoredPage
from tests.bench import archive
from tests.requirements import need

pytestmark = pytest.mark.django_db


def test_its_documents_are_what_a_compile_gives_and_the_ledger_tells_of_each():
    archive.make(articles=40, posts=20, seed=3)
    assert ArticleEdition.objects.live().count() == 40
    assert PostEdition.objects.live().count() == 20
    assert stored_documents.check().wrong == []
    told = LedgerEntry.objects.filter(newest=True, type="article")
    assert set(told.values_list("uuid", flat=True)) == set(
        Article.objects.values_list("uuid", flat=True)
    )
    assert ledger.head() == LedgerEntry.objects.count()
    assert followers.behind()["search"] == 0


@pytest.mark.parametrize(
    ("editions", "words"),
    [(ArticleEdition, archive.article_words), (PostEdition, archive.post_words)],
)
def test_a_made_item_has_the_rows_of_a_published_one_column_by_column(editions, words):
    archive.make(articles=archive.TEMPLATES, posts=archive.TEMPLATES, seed=5)
    known = _keys()
    archive.copy(random.Random(5), list(editions.objects.all()), 1, words)
    made, known = _new_rows(known), _keys()
    _publish_the_same(editions.objects.latest("pk").item)
    assert _described(made) == _described(_new_rows(known))


def test_a_made_item_is_found_by_its_words_as_a_published_one_is():
    archive.make(articles=archive.TEMPLATES + 5, posts=archive.TEMPLATES + 5, seed=7)
    made = _search_entries()
    items = SearchEntry.objects.filter(item_type__in=("article", "post"))
    assert items.count() == 2 * archive.TEMPLATES + 10
    search.follow(list(LedgerEntry.objects.all()))
    assert _search_entries() == made


@pytest.mark.django_db(transaction=True)
def test_writers_side_by_side_leave_no_gap_in_the_ledger(monkeypatch):
    need("postgres")
    monkeypatch.setattr(archive, "BATCH", 10)
    archive.make(articles=archive.TEMPLATES + 95, posts=0, seed=9)
    assert ArticleEdition.objects.live().count() == archive.TEMPLATES + 95
    numbers = LedgerEntry.objects.order_by("seq").values_list("seq", flat=True)
    assert list(numbers) == list(range(1, ledger.head() + 1))
    assert stored_documents.check().wrong == []
    assert followers.behind()["search"] == 0


def test_its_lists_and_pages_are_served(client):
    call_command("make_archive", articles=30, posts=5, verbosity=0)
    relation = ArticleEditionTag.objects.select_related("tag", "edition").latest("pk")
    for path in ("/", relation.tag.get_absolute_url(), relation.edition.path, "/api/v1/articles"):
        assert client.get(path).status_code == 200, path


def _publish_the_same(made):
    """An item with the words of the made one, published by the acts and followed."""
    item_type = registry.type_of(made)
    snapshot = item_type.snapshot(made)
    if "slug" in snapshot:
        snapshot["slug"] += "-again"
    item = type(made).objects.create()
    assert item_type.apply(item, snapshot) == []
    revisions.save(item, by=None, cause="archive")
    publishing.publish(item, by=None)
    followers.run()


#: Tables that have rows of words, not of items.
_OF_WORDS = (SearchPostings, SearchSpan, SearchSpelling)


def _keys() -> dict[type[models.Model], set]:
    return {
        model: set(model._base_manager.values_list("pk", flat=True))
        for model in apps.get_models()
        if model not in _OF_WORDS
    }


def _new_rows(known: dict[type[models.Model], set]) -> list[models.Model]:
    return [
        row
        for model, keys in known.items()
        # A follower asks for its page; of the made ones it takes in the ledger later.
        if model is not StoredPage
        for row in model._base_manager.exclude(pk__in=keys).order_by("pk")
    ]


def _described(rows: list[models.Model]) -> list[tuple[str, dict[str, Any]]]:
    """The rows of one item by column; what two items never share is named, not told."""
    own: dict[Any, str] = {(type(row), row.pk): type(row).__name__ for row in rows}
    (entry,) = (row for row in rows if isinstance(row, LedgerEntry))
    (edition,) = (row for row in rows if hasattr(row, "compile_number"))
    names = {str(entry.uuid): "<uuid>", getattr(edition, "slug", "<no slug>"): "<slug>"}

    def told(field: Any, value: Any) -> Any:
        if isinstance(value, datetime):
            return "<time>"
        if field.name == "place":
            return "<place>"
        if isinstance(value, dict | list | str | UUID):
            text = json.dumps(value, default=str)
            for name, shown in names.items():
                text = text.replace(name, shown)
            text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "<time>", text)
            text = re.sub(r"\d+:\d\d [AP]M", "<time>", text)
            return re.sub(r"/\d{4}/\d\d/(?=<slug>)", "/<month>/", text)
        of = {"announced_edition": type(edition), "version": LedgerEntry}
        model = of.get(field.name) or (field.model if field.primary_key else field.related_model)
        return own.get((model, value), value)

    return [
        (
            type(row).__name__,
            {f.name: told(f, getattr(row, f.attname)) for f in row._meta.concrete_fields},
        )
        for row in rows
    ]


def _search_entries() -> list[tuple[Any, ...]]:
    """The stored words of all items, and what is indexed of them."""
    return [
        tuple(map(_plain, row))
        for model in (SearchEntry, SearchPostings, SearchSpan)
        for row in model._base_manager.order_by("pk").values_list()
    ]


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
