"""Desks with a real browser: ticked on a phone, clean in any light, and kept while it is typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from newsroom.accounts.models import Desk
from newsroom.accounts.roles import Role
from tests.conftest import person
from tests.factories import make_article, make_section
from tests.requirements import need

from .test_editor import Writer, change_url, look_at
from .visiting import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def chief(browser, site) -> Iterator[Writer]:
    chief = Writer(browser, site, Role.MANAGING_EDITOR)
    yield chief
    Desk.objects.all().delete()
    chief.context.close()


def test_a_desk_is_made_on_a_phone_and_every_page_of_it_is_clean(chief):
    need("axe")
    section, colleague = make_section("Ports and ships"), person(Role.REPORTER, username="mira")
    page = chief.open("/admin/accounts/desk/add/")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.get_by_label("Name").fill("City")
    page.get_by_label("Ports and ships").check()
    page.get_by_label("mira").check()
    chief.save()
    desk = Desk.objects.get()
    assert (list(desk.sections.all()), list(desk.members.all())) == ([section], [colleague])
    at = f"/admin/accounts/desk/{desk.pk}"
    for path in (f"{at}/change/", "/admin/accounts/desk/", f"{at}/history/", f"{at}/delete/"):
        # Of the page before: axe looks into style sheets in a way that the policy stops.
        chief.said.clear()
        look_at(chief, chief.open(path))


def test_the_form_of_another_desks_story_is_clean_and_says_whom_to_ask(browser, chief, site):
    need("axe")
    world = Desk.objects.create(name="World")
    story = make_article(section=make_section("Abroad", desk=world))
    editor = Writer(browser, site, Role.DESK_EDITOR)
    Desk.objects.create(name="City").members.add(editor.user)
    page = editor.open(change_url(story))
    expect(page.get_by_text("It belongs to the desk “World”").first).to_be_visible()
    look_at(editor, page)
    editor.context.close()
