"""Every form of the admin keeps what is typed into it: leaving asks, Back brings it back, Enter in
a line and the loss of the connection lose nothing.

The forms are found through the admin's own addresses: a new one is met by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from playwright.sync_api import Locator, Page, expect

from articles.models import Redirect
from media.models import Collection
from newsroom.accounts.roles import Role
from newsroom.editorial.acts import takedowns
from newsroom.editorial.models import Item
from newsroom.editorial.rules import workflow
from tests.factories import make_article, make_page, make_post, make_tag, publish_article
from tests.media.factories import make_agency, make_image

from .test_editor import Writer
from .test_forms import MARK, NOTICE, asked

pytestmark = pytest.mark.browser

#: Addresses that answer a machine, act at once or show what another form has sent.
NO_FORMS = {"autocomplete", "pick", "jsi18n", "login", "logout", "view_on_site", "app_list"}
#: Fields for words in forms that are sent, found without the module under test.
FIELDS = (
    "form[method=post]:not([data-unguarded], dialog form) "
    ":is(textarea, input[type=text])[name]:not([readonly], [disabled])"
)


def _patterns(entries: list, under: str = "") -> Iterator[tuple[str, set[str]]]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns)
        elif isinstance(entry, URLPattern) and entry.name and entry.name not in NO_FORMS:
            yield entry.name, set(entry.pattern.converters)


def _groups() -> dict[str, list[tuple[str, set[str]]]]:
    """The admin's addresses by the model they belong to; the others by their own name."""
    labels = {f"{m._meta.app_label}_{m._meta.model_name}": m for m in admin.site._registry}
    found: dict[str, list[tuple[str, set[str]]]] = {}
    for name, arguments in _patterns(admin.site.get_urls()):
        group = next((label for label in labels if name.startswith(f"{label}_")), name)
        found.setdefault(group, []).append((name, arguments))
    return found


GROUPS = _groups()


@pytest.fixture(scope="module")
def chief(browser, site) -> Iterator[Writer]:
    """Somebody who may open everything, and one thing of each kind to open."""
    writer = Writer(browser, site, Role.MANAGING_EDITOR)
    writer.user.is_staff = writer.user.is_superuser = True
    writer.user.save()
    make_article(by=writer.user)
    make_page(by=writer.user)
    make_post(by=writer.user)
    make_tag("Walked")
    make_agency("Walking Wire")
    make_image(title="Walked")
    Collection.objects.get_or_create(name="Walked")
    Redirect.objects.get_or_create(old_path="/walked/", target="/")
    yield writer
    writer.context.close()


def paths_of(group: str, user: Any) -> list[str]:
    """The pages of a group that hold a form for words."""
    client = Client()
    client.force_login(user)
    found = []
    for name, arguments in GROUPS[group]:
        for values in _arguments(group, arguments):
            path = reverse(f"admin:{name}", kwargs=values)
            answer = client.get(path)
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            if answer.status_code == 200 and is_page:
                found.append(path)
    return found


def _arguments(group: str, names: set[str]) -> list[dict[str, Any]]:
    if not names:
        return [{}]
    model: Any = next(
        (m for m in admin.site._registry if f"{m._meta.app_label}_{m._meta.model_name}" == group),
        None,
    )
    thing = model._default_manager.order_by("-pk").first() if model else None
    if thing is None:
        return []
    if names <= {"object_id", "pk"}:
        return [dict.fromkeys(names, thing.pk)]
    if names == {"object_id", "name"} and isinstance(thing, Item):
        # The steps of a draft and of what readers see.
        items = [thing, *model._default_manager.exclude(state="draft").order_by("-pk")[:1]]
        steps = workflow.names(workflow.table(thing))
        return [{"object_id": item.pk, "name": step} for item in items for step in steps]
    return []


def field_of(page: Page) -> Locator | None:
    """The first field for words that a person sees."""
    for field in page.locator(FIELDS).all():
        has_password = "field => field.form.querySelector('[type=password]') !== null"
        if field.is_visible() and not field.evaluate(has_password):
            return field
    return None


def modules_with_two_names(addresses: list[str]) -> set[str]:
    """Modules that ran once under the name with their content's hash and once without."""
    names: dict[str, set[str]] = {}
    for address in addresses:
        if address.endswith(".js"):
            names.setdefault(re.sub(r"\.[0-9a-f]{12}\.", ".", address), set()).add(address)
    return {plain for plain, found in names.items() if len(found) > 1}


@pytest.mark.parametrize("group", GROUPS)
def test_every_form_keeps_what_is_typed(chief, group):
    live = publish_article() if group == "articles_article" else None
    lost: dict[str, str] = {}
    twice: dict[str, set[str]] = {}
    seen = 0
    for path in paths_of(group, chief.user):
        page = chief.context.new_page()
        scripts: list[str] = []
        page.on("request", lambda request, found=scripts: found.append(request.url))
        page.set_default_timeout(8000)
        page.goto(chief.site.url + path)
        if (field := field_of(page)) is not None:
            seen += 1
            try:
                keeps(page, field)
            except AssertionError as error:
                lost[path] = str(error).splitlines()[0]
        if doubles := modules_with_two_names(scripts):
            twice[path] = doubles
        page.close()
    if live:
        takedowns.withdraw(live, by=None, note="Other tests look at the front page.")
    assert lost == {}
    assert twice == {}
    if group in MUST_HAVE:
        assert seen >= MUST_HAVE[group]


#: How many forms the walk finds at least; fewer would be a fault of the walk.
MUST_HAVE = {
    "articles_article": 4, "articles_page": 3, "feed_post": 4, "articles_author": 2,
    "articles_section": 2, "articles_tag": 2, "accounts_user": 2, "media_image": 2,
    "media_video": 2,
    "media_collection": 2, "media_agency": 2,
}  # fmt: skip


def keeps(page: Page, field: Locator) -> None:
    field.fill("typed-here")
    form = page.locator("form").filter(has=page.locator(f"[name='{field.get_attribute('name')}']"))
    expect(form.locator(MARK).first).to_be_visible()
    here = page.url
    if field.evaluate("field => field.tagName") == "INPUT":
        field.press("Enter")
        page.wait_for_timeout(150)
    assert asked(page, lambda: page.locator("#site-name a").click()) == ["beforeunload"]
    assert (page.url, field.input_value()) == (here, "typed-here")
    page.route("**/*", lambda r: r.abort() if r.request.method == "POST" else r.continue_())
    field.press("Control+s")
    expect(page.locator(NOTICE)).to_be_visible()
    assert field.input_value() == "typed-here"
    stop = page.get_by_role("button", name="Stop trying")
    if stop.is_visible():
        stop.click()
    page.unroute("**/*")
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#site-name a").click()
    page.wait_for_url("**/admin/")
    page.go_back()
    expect(page.locator(NOTICE)).to_contain_text("It is not saved yet.")
    expect(field).to_have_value("typed-here")
