"""The kernel's commands: documents checked and rebuilt, roles put back."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from articles.models import ArticleEdition
from newsroom.editorial.publication import ledger
from tests.factories import publish_article, publish_post

pytestmark = pytest.mark.django_db


def test_documents_are_what_a_fresh_compile_gives(capsys):
    publish_article()
    publish_post()
    call_command("check_documents")
    assert "All 2 items" in capsys.readouterr().out


def test_a_document_that_differs_is_named_and_rebuilt_and_told():
    article = publish_article()
    card = {**article.editions.get().card, "headline": "Rewritten behind the kernel's back"}
    ArticleEdition.objects.update(card=card)
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("check_documents")
    before = ledger.head()
    call_command("rebuild_documents")
    call_command("check_documents")
    assert article.editions.get().card["headline"] == article.headline
    assert ledger.newest("article", article.uuid).cause == "recompiled"
    assert ledger.head() == before + 1


def test_another_site_address_makes_rebuilding_due(settings):
    article = publish_article()
    settings.SITE_URL = "https://news.example"
    with pytest.raises(CommandError):
        call_command("check_documents")
    call_command("rebuild_documents")
    assert article.editions.get().card["url"].startswith("https://news.example/")


def test_a_role_that_a_site_has_edited_stays_so_until_it_is_reset():
    group = Group.objects.get(name="desk editor")
    before = group.permissions.count()
    group.permissions.clear()
    call_command("sync_roles")
    assert group.permissions.count() == 0
    call_command("sync_roles", reset=["desk editor"])
    assert group.permissions.count() == before > 10


def test_an_unknown_role_is_an_error_that_names_the_roles():
    with pytest.raises(CommandError, match="managing editor"):
        call_command("sync_roles", reset=["boss"])
