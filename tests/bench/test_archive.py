"""The synthetic archive is made of the rows that publishing makes."""

import pytest
from django.core.management import call_command

from articles.models import Article, ArticleEdition, ArticleEditionTag
from feed.models import PostEdition
from newsroom.editorial.models import LedgerEntry
from newsroom.editorial.publication import ledger, stored_documents
from tests.bench import archive

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


def test_its_lists_and_pages_are_served(client):
    call_command("make_archive", articles=30, posts=5, verbosity=0)
    relation = ArticleEditionTag.objects.select_related("tag", "edition").latest("pk")
    for path in ("/", relation.tag.get_absolute_url(), relation.edition.path, "/api/v1/articles"):
        assert client.get(path).status_code == 200, path
