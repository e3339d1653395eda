"""Two people at one field, with a real browser: read, chosen and saved by everybody."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from newsroom.accounts.roles import Role
from tests.factories import edit, make_article, make_author
from tests.requirements import AXE, need

from .test_editor import Writer, change_url
from .visiting import DESKTOP, PHONE, RUN_AXE, TOO_WIDE

pytestmark = pytest.mark.browser

#: Where to put pictures of the pages, for whoever wants to look at them.
PICTURES = os.environ.get("PICTURES_OF_PAGES")


@pytest.fixture
def writer(browser, site) -> Iterator[Writer]:
    writer = Writer(browser, site, Role.MANAGING_EDITOR)
    yield writer
    writer.context.close()


def look(writer, name: str) -> None:
    """Nothing is hidden from anybody, in any light and size; the browser had nothing to say."""
    need("axe")
    assert writer.said == []
    page = writer.page
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width, height in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert page.evaluate(TOO_WIDE) == []
            if PICTURES:
                page.screenshot(
                    path=Path(PICTURES) / f"{name}-{width}-{scheme}.png", full_page=True
                )
            assert page.evaluate(RUN_AXE, []) == []
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    # Taking a picture of the page puts a style into it, which the policy stops.
    writer.said.clear()


def press_save(writer) -> None:
    """Save and wait for the next page; the script stays on this one until there is an answer."""
    page = writer.page
    page.evaluate("document.documentElement.dataset.left = ''")
    page.locator("[name=_save]").first.click()
    expect(page.locator("html[data-left]")).to_have_count(0, timeout=30_000)
    page.wait_for_load_state()


def test_a_text_that_two_people_wrote_is_chosen_and_nothing_typed_is_lost(writer):
    body = "<p>The office closed the bridge on Sunday.</p><p>Buses take the tunnel.</p>"
    article = make_article(headline="Harbour bridge closes", body=body, standfirst="As it was.")
    page = writer.write(change_url(article))
    edit(
        article, headline="Harbour bridge shuts", kicker="Traffic",
        body=body.replace("on Sunday", "on Monday morning"), standfirst="Theirs.",
    )  # fmt: skip
    page.fill("#id_headline", "Harbour bridge closes for a week")
    page.fill("#id_standfirst", "Mine.")
    page.locator(".ProseMirror p").first.click()
    page.keyboard.press("End")
    page.keyboard.type(" Nobody was told.")
    press_save(writer)
    assert page.locator("[type=radio][name^=take-]:checked").count() == 0
    assert page.locator("#conflict-body del", has_text="Monday morning.").count() == 1
    assert page.locator("#conflict-body ins", has_text="Nobody was told.").count() == 1
    assert page.locator("#id_kicker").input_value() == "Traffic"
    look(writer, "item")
    page.locator("#conflict-headline").get_by_label("Take mine").check()
    page.locator("#conflict-standfirst").get_by_label("Take theirs").check()
    press_save(writer)
    assert "Choose whose text to keep in: Body" in " ".join(page.inner_text(".errornote").split())
    page.locator(".prose-menubar").wait_for()
    page.locator(".ProseMirror p").last.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" It opens again on Friday.")
    page.locator("#conflict-body").get_by_label("Take mine").check()
    assert "Saved as revision 3." in writer.save()
    article.refresh_from_db()
    assert article.headline == "Harbour bridge closes for a week"
    assert (article.standfirst, article.kicker) == ("Theirs.", "Traffic")
    assert "Nobody was told." in article.body
    assert "opens again on Friday" in article.body
    assert writer.said == []


def test_a_body_that_was_left_alone_is_kept_from_theirs(writer):
    body = "<p>One <strong>bridge</strong>.</p><ul><li>Bus</li><li>Tram</li></ul>"
    article = make_article(body=body)
    page = writer.write(change_url(article))
    edit(article, body=body.replace("Tram", "Ferry"))
    page.fill("#id_kicker", "Mine")
    press_save(writer)
    assert page.locator("[name^=take-]").count() == 0
    page.locator(".prose-menubar").wait_for()
    assert "Saved as revision 3." in writer.save()
    article.refresh_from_db()
    assert "Ferry" in article.body
    assert article.kicker == "Mine"


def test_a_shared_thing_is_chosen_at_its_field(writer):
    author = make_author(bio="Writes about the harbour.")
    page = writer.open(f"/admin/articles/author/{author.pk}/change/")
    author.bio = "Writes about the harbour and the sea."
    author.save()
    page.fill("#id_bio", "Writes about the harbour and the town.")
    press_save(writer)
    assert page.locator("#conflict-bio del").inner_text() == "sea."
    assert page.locator("#conflict-bio ins").inner_text() == "town."
    look(writer, "author")
    page.get_by_label("Take theirs").check()
    press_save(writer)
    author.refresh_from_db()
    assert author.bio == "Writes about the harbour and the sea."
