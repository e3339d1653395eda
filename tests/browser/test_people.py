"""People with a real browser: an invitation, accepting it on a phone, and the first draft."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from articles.models import Article
from newsroom.accounts.models import User
from newsroom.accounts.roles import Role
from newsroom.people import acts, invitations
from newsroom.people.invitations import Newcomer
from tests.conftest import person
from tests.factories import make_article, make_author
from tests.requirements import AXE, need

from .test_editor import Writer, change_url
from .visiting import DESKTOP, PHONE, RUN_AXE, TOO_WIDE, listen_for_policy

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)

PASSWORD = "a long new password"
INVITE = "/admin/accounts/user/add/"


@pytest.fixture
def chief(browser, site) -> Iterator[Writer]:
    chief = Writer(browser, site, Role.MANAGING_EDITOR)
    chief.context.set_default_timeout(15_000)
    yield chief
    chief.context.close()


@pytest.fixture
def phone(browser, site) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]}, reduced_motion="reduce", has_touch=True
    )
    context.set_default_timeout(15_000)
    listen_for_policy(context)
    page = context.new_page()
    page.said = []  # type: ignore[attr-defined]
    page.on("console", lambda message: _hear(page, message))
    page.on("pageerror", lambda error: page.said.append(str(error)))  # type: ignore[attr-defined]
    yield page
    context.close()


def _hear(page: Page, message) -> None:
    if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
        page.said.append(message.text)  # type: ignore[attr-defined]


def newcomer_named(name: str, by: User) -> invitations.Link:
    return invitations.invite(Newcomer(name, [Group.objects.get(name="reporter")]), by=by)


def looked_at(page: Page, name: str) -> dict[str, list[str]]:
    """What axe and the width of the page have against it, on phone and desktop."""
    found: dict[str, list[str]] = {}
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for size in (PHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        if wide := page.evaluate(TOO_WIDE):
            found[f"{name} {size[0]}"] = wide
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            if wrong := page.evaluate(RUN_AXE, []):
                found[f"{name} {size[0]} {scheme}"] = wrong
    return found


def test_from_the_invitation_to_the_first_draft_on_a_phone(chief, phone, site):
    name = f"Ada {uuid4().hex[:8]}"
    page = chief.open(INVITE)
    page.get_by_label("Name:", exact=True).fill(name)
    page.get_by_label("reporter").check()
    page.get_by_role("button", name="Invite", exact=True).click()
    link = page.locator("[data-copied]").inner_text()
    path = "/" + link.split("/", 3)[3]
    assert chief.said == []

    phone.goto(site.url + path)
    expect(phone.get_by_text("invites you to work for")).to_be_visible()
    expect(phone.get_by_label("Your name")).to_have_value(name)
    phone.get_by_label("Password:", exact=True).fill("short")
    phone.get_by_label("Password again").fill("short")
    phone.get_by_role("button", name="Accept and log in").click()
    expect(phone.get_by_text("too short")).to_be_visible()
    expect(phone.get_by_label("Your name")).to_have_value(name)
    phone.get_by_label("Password:", exact=True).fill(PASSWORD)
    phone.get_by_label("Password again").fill(PASSWORD)
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/admin/")
    expect(phone.locator(".messagelist")).to_contain_text(f"Welcome, {name}")
    phone.get_by_role("link", name="New article").click()
    phone.locator(".prose-menubar").wait_for()
    headline = f"The first story of {name}"
    phone.locator("#id_headline").fill(headline)
    phone.locator("[name=_save]").first.click()
    phone.locator(".messagelist").wait_for()
    article = Article.objects.get(headline=headline)
    assert [str(row.author) for row in article.bylines.all()] == [name]
    assert phone.said == []
    # The link opens nothing any more, and says what to do.
    phone.goto(site.url + path)
    expect(phone.get_by_text("was used. Log in")).to_be_visible()


def test_without_scripts_somebody_is_invited_and_accepts(browser, site, chief):
    link = newcomer_named(f"Ben {uuid4().hex[:8]}", chief.user)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + "/" + link.url.split("/", 3)[3])
    page.get_by_label("Password:", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Accept and log in").click()
    page.locator("#logout-form").wait_for()
    context.close()


def test_a_near_name_is_asked_about_and_nothing_that_was_typed_is_lost(chief):
    known = make_author(f"Known {uuid4().hex[:8]}")
    page = chief.open(INVITE)
    page.get_by_label("Name:", exact=True).fill(known.name)
    page.get_by_label("E-mail address").fill("known@news.example")
    page.get_by_label("reporter").check()
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.get_by_text("already exists")).to_be_visible()
    expect(page.get_by_label("E-mail address")).to_have_value("known@news.example")
    expect(page.get_by_label("reporter")).to_be_checked()
    page.get_by_label("It is a different person").check()
    page.get_by_role("button", name="Invite", exact=True).click()
    page.locator("[data-copied]").wait_for()
    assert User.objects.filter(email="known@news.example").count() == 1


def test_access_that_a_colleague_ends_in_the_middle_of_writing_loses_nothing(browser, site, chief):
    writer, colleague = Writer(browser, site, Role.REPORTER), person(
        Role.DESK_EDITOR, username=f"colleague-{uuid4()}", password=PASSWORD
    )  # fmt: skip
    article = make_article(by=writer.user)
    page = writer.write(change_url(article))
    page.locator("#id_headline").fill("Typed while the access ended")
    desk = chief.open(f"/admin/accounts/user/{writer.user.pk}/change/")
    desk.get_by_role("link", name="End access…").click()
    desk.get_by_role("button", name="End access").click()
    expect(desk.locator(".messagelist")).to_contain_text("can no longer log in")
    page.locator("[name=_save]").first.click()
    expect(page.get_by_text("You are no longer logged in")).to_be_visible()
    expect(page.get_by_label("Headline", exact=True)).to_have_value("Typed while the access ended")
    page.get_by_label("User name").fill(colleague.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in and save").click()
    page.locator(".messagelist").wait_for()
    article.refresh_from_db()
    assert article.headline == "Typed while the access ended"
    assert article.saved_by == colleague
    writer.context.close()


def test_the_pages_of_people_are_clean_in_light_and_dark_on_phone_and_desktop(chief, phone, site):
    need("axe")
    link = newcomer_named(f"Cleo {uuid4().hex[:8]}", chief.user)
    invited, ended = link.invitation.person, person(Role.LEGAL, username=f"ended-{uuid4()}")
    make_author("My Byline", slug=f"my-{uuid4()}", user=chief.user)
    acts.end_access(ended, by=chief.user)
    one, found, heard = "/admin/accounts/user/", {}, []
    for path in (one, INVITE, f"{one}me/", f"{one}{invited.pk}/change/", f"{one}{ended.pk}/change/",
                 f"{one}{invited.pk}/end/", f"{one}{invited.pk}/profile/"):  # fmt: skip
        page = chief.open(path)
        # What axe itself does to a page is not the page's.
        heard += chief.said
        found |= looked_at(page, path)
        chief.said.clear()
    page = chief.open(f"{one}{invited.pk}/invite-again/")
    page.get_by_role("button", name="Invite again").click()
    page.locator("[data-copied]").wait_for()
    found |= looked_at(page, "link")
    newest = "/" + page.locator("[data-copied]").inner_text().split("/", 3)[3]
    phone.goto(site.url + newest)
    found |= looked_at(phone, "accept")
    phone.get_by_role("button", name="Accept and log in").click()
    phone.locator(".errorlist").first.wait_for()
    found |= looked_at(phone, "accept with errors")
    phone.goto(f"{site.url}/admin/invitation/no-such/")
    found |= looked_at(phone, "closed")
    assert found == {}
    assert heard == []


def test_the_policy_of_the_page_of_an_invitation_is_the_strict_one(site):
    policy = site.get("/admin/invitation/no-such/").headers["Content-Security-Policy"]
    assert "script-src 'self';" in f"{policy};"
    assert not re.search("unsafe|nonce", policy)
