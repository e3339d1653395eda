"""Markup is trusted in one place, and what stands there was written by a renderer."""

from pathlib import Path

import pytest
from django.urls import reverse

from newsroom.editorial.drafts import revisions
from tests.factories import make_article

PROJECT = Path(__file__).resolve().parents[2]
# The second prints JSON for scripts and escapes what could end one.
TRUSTING = {
    "articles/body/render.py",
    # Cells that were escaped one by one.
    "newsroom/editorial/templatetags/keyed_rows.py",
    "newsroom/site/templatetags/news.py",
}


def test_one_module_marks_the_html_of_bodies_as_safe():
    sources = (path for app in ("articles", "feed", "media", "newsroom") for path in
               (PROJECT / app).rglob("*.py"))  # fmt: skip
    marking = {
        str(path.relative_to(PROJECT)) for path in sources if "mark_safe(" in path.read_text()
    }
    assert marking == TRUSTING


@pytest.mark.django_db
def test_who_may_read_a_draft_and_not_change_it_reads_its_body_and_runs_none_of_it(
    client, desk, reporter
):
    article = make_article(by=desk, body="<p>Read <strong>this</strong> &lt;script&gt;</p>")
    revisions.save(article, by=desk)
    client.force_login(reporter)
    page = client.get(reverse("admin:articles_article_change", args=[article.pk]))
    inner = page.content.decode().partition('class="read-body">')[2].partition("</div>")[0]
    assert inner == "<p>Read <strong>this</strong> &lt;script&gt;</p>"
