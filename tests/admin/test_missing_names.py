"""Preflight where there is no section or author at all: where to make one, or whom to ask."""

import pytest

from articles.models import Article, Author, Section
from tests.factories import edit, make_article

from .pages import change_url, text_of

pytestmark = pytest.mark.django_db


def test_where_there_is_no_section_the_form_leads_whoever_may_to_making_one(client, desk):
    client.force_login(desk)
    article = make_article(by=desk)
    Article.objects.update(section=None)
    edit(article, by=desk, headline="Unfiled", section=None)
    Section.objects.all().delete()
    page = client.get(change_url(article))
    assert "This story has no section, and there is none to choose yet. Make one." in text_of(page)
    assert 'href="/admin/articles/section/add/"' in page.content.decode()
    Section.objects.create(name="Harbour", slug="harbour")
    page = client.get(change_url(article))
    assert "Choose a section." in text_of(page)
    assert 'href="#id_section"' in page.content.decode()
    assert "Make one." not in text_of(page)


def test_whoever_may_not_make_a_section_or_an_author_is_told_whom_to_ask(client, reporter):
    client.force_login(reporter)
    article = make_article(by=reporter, authors=[])
    edit(article, by=reporter, headline="Unfiled", section=None)
    Section.objects.all().delete()
    Author.objects.all().delete()
    said = text_of(client.get(change_url(article)))
    for kind in ("section", "author"):
        none = f"This story has no {kind}, and there is none to choose yet."
        assert f"{none} Ask the desk to make one." in said
