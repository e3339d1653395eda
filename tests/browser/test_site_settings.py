"""The form of the site's settings, as somebody sees it: by eye, on a telephone and by keyboard.

That leaving asks and Back brings back what was typed, ``test_every_form`` shows of every form.
"""

import pytest
from playwright.sync_api import expect

from newsroom.accounts.roles import Role
from newsroom.site_settings import saving
from newsroom.site_settings.models import SettingsRevision
from tests.requirements import need

from .test_editor import Writer, look_at
from .test_forms import MARK, NOTICE

pytestmark = pytest.mark.browser

FORM = "/admin/site_settings/settingsrevision/"


@pytest.fixture
def chief(browser, site):
    writer = Writer(browser, site, Role.MANAGING_EDITOR)
    yield writer
    writer.context.close()
    saving.save({"description": "", "owner": ""}, by=None)


@pytest.mark.parametrize("place", ["", "history/", "1/"])
def test_axe_and_the_policy_find_nothing(chief, place):
    need("axe")
    if not SettingsRevision.objects.exists():
        saving.save({"owner": "Harbour Press"}, by=None)
    look_at(chief, chief.open(f"{FORM}{place}"))


def test_the_settings_are_changed_by_keyboard_alone(chief, site):
    page = chief.open(FORM)
    page.get_by_label("Description").focus()
    page.keyboard.type("News that was typed.")
    expect(page.locator(MARK).first).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist")).to_contain_text("readers have them")
    expect(page.locator(NOTICE)).to_have_count(0)
    page.goto(site.url + "/")
    assert page.locator("meta[name=description]").get_attribute("content") == "News that was typed."
    assert chief.said == []
