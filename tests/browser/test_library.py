"""The library with a real browser: by keyboard, by eye in any light, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from media.models import Collection, CollectionImage, Image
from media.rights import leases
from newsroom.accounts.roles import Role
from newsroom.editorial import clock
from tests.media.factories import make_image, make_video
from tests.requirements import need

from .test_editor import Writer, look_at
from .visiting import CUT_OFF, until

pytestmark = pytest.mark.browser

LIST = "/admin/media/image/"


@pytest.fixture
def keeper(browser, site) -> Iterator[Writer]:
    """A picture editor at their desk."""
    keeper = Writer(browser, site, Role.PICTURE_EDITOR)
    yield keeper
    keeper.context.close()


@pytest.fixture
def pictures(site) -> list[Image]:
    """Among those of the newspaper: one whose lease was proposed, one without a credit."""
    proposed = make_image(320, 200, title="Cranes at dawn, seen from the old fish market")
    leases.add_lease(
        proposed, by=None, kind="allow", ends_at=clock.now() + timedelta(hours=5),
        words="USE ONLY FOR 14 DAYS", is_proposed=True,
    )  # fmt: skip
    Image.objects.filter(pk=proposed.pk).update(
        metadata={
            "conflicts": [{"field": "caption", "xmp": "Dawn.", "iim": "Dusk.", "exif": ""}],
            "blocks": {"xmp": {"caption": "Dawn."}, "iim": {"caption": "Dusk."}},
        }
    )
    bare = make_image(200, 320, title="Ferry", creator="", agency="")
    return [bare, proposed]


def focused(page) -> str:
    return page.evaluate("document.activeElement.closest('[data-tile]')?.querySelector("
                         "'.tile-select').value ?? ''")  # fmt: skip


def selected(page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('.tile-select:checked')].map(b => b.value)")


def test_the_grid_is_walked_and_selected_by_keyboard(keeper, pictures):
    for _number in range(6):
        make_image()
    page = keeper.open(LIST)
    keys = page.evaluate("[...document.querySelectorAll('.tile-select')].map(b => b.value)")
    assert len(keys) >= 6
    # The grid is one stop of the Tab key; the arrows lead through it.
    assert page.locator("[data-tile] [tabindex='0']").count() == 1
    page.locator(".tile-open").first.focus()
    page.keyboard.press("ArrowRight")
    assert focused(page) == keys[1]
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")
    assert selected(page) == keys[1:4]
    expect(page.locator("[data-count]")).to_have_text("3 pictures selected")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    assert focused(page) != keys[0]
    page.keyboard.press("ArrowUp")
    assert focused(page) == keys[0]
    page.keyboard.press("?")
    expect(page.locator("dialog[data-help]")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "searchbar"
    page.locator(".tile-open").first.focus()
    page.keyboard.press("o")
    page.wait_for_url("**/change/")
    assert keeper.said == []


def test_all_are_selected_and_let_go_and_on_a_phone_the_acts_come_with_the_selection(
    keeper, pictures
):
    page = keeper.open(f"{LIST}?q=ferry&lacks=credit")
    page.set_viewport_size({"width": 390, "height": 844})
    change = page.get_by_role("button", name="Change credit and rights…")
    expect(change).to_be_hidden()
    page.get_by_role("button", name="Select all here").click()
    expect(change).to_be_visible()
    expect(page.get_by_role("button", name="Select none")).to_be_focused()
    page.get_by_role("button", name="Select none").click()
    assert selected(page) == []
    expect(change).to_be_hidden()


def test_a_thumb_selects_a_picture_beside_the_box_in_its_corner(browser, site, keeper, pictures):
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 844})
    context.add_cookies(keeper.context.cookies())
    page = context.new_page()
    page.goto(f"{site.url}{LIST}?q=ferry&lacks=credit")
    corner = page.locator(".tile-pick").first.bounding_box()
    assert min(corner["width"], corner["height"]) >= 43.5
    page.touchscreen.tap(corner["x"] + corner["width"] - 3, corner["y"] + corner["height"] - 3)
    expect(page.locator("[data-count]")).to_have_text("1 picture selected")
    context.close()


def test_what_is_typed_on_a_pictures_page_is_not_lost_to_the_rights_beside_it(keeper, pictures):
    page = keeper.open(f"{LIST}{pictures[1].pk}/change/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator("#id_title").fill("Cranes, typed")
    page.get_by_role("button", name="Yes, keep it").click(no_wait_after=True)
    until(page, lambda: asked == ["beforeunload"])
    expect(page.locator("#id_title")).to_have_value("Cranes, typed")
    page.keyboard.press("Control+s")
    page.locator(".messagelist").wait_for()
    pictures[1].refresh_from_db()
    assert pictures[1].title == "Cranes, typed"
    tool, form = (page.locator(one).bounding_box() for one in (".focal-tool", "#image_form"))
    assert tool["width"] >= form["width"] * 0.9
    assert tool["x"] + tool["width"] <= form["x"] + form["width"] + 1


def test_several_are_changed_from_the_grid_after_the_stories_were_named(keeper, pictures):
    page = keeper.open(f"{LIST}?q=ferry&lacks=credit")
    page.locator(".tile-open").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Change credit and rights…").click()
    page.locator("#id_creator").fill("Ana Ruiz")
    page.get_by_role("button", name="Show what this affects").click()
    expect(page.locator(".affected")).to_contain_text("1 picture changes.")
    page.get_by_role("button", name="Change them").click()
    expect(page.locator("h1")).to_have_text("1 picture done")
    pictures[0].refresh_from_db()
    assert pictures[0].creator == "Ana Ruiz"
    assert keeper.said == []


def test_without_scripts_the_grid_is_links_and_checkboxes(browser, site, keeper, pictures):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(keeper.context.cookies())
    page = context.new_page()
    page.goto(site.url + LIST)
    page.locator(".tile-select").first.check()
    page.get_by_role("button", name="Retire or bring back…").click()
    expect(page.locator(".step-intro")).to_contain_text("1 picture is selected.")
    page.goto(site.url + LIST)
    page.locator(".tile-open").first.click()
    expect(page.locator("#rights-heading")).to_be_visible()
    context.close()


def test_without_scripts_a_poster_is_named_and_a_collection_put_in_order(
    browser, site, keeper, pictures
):
    collection = Collection.objects.create(name=f"Dusk {pictures[0].pk}")
    for place, image in enumerate(pictures):
        CollectionImage.objects.create(collection=collection, image=image, position=place)
    video = make_video()
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(keeper.context.cookies())
    page = context.new_page()
    page.goto(f"{site.url}/admin/media/video/{video.pk}/change/")
    page.fill("#id_poster", pictures[1].title)
    page.get_by_role("button", name="Save", exact=True).click()
    video.refresh_from_db()
    assert video.poster.title == pictures[1].title
    page.goto(f"{site.url}/admin/media/collection/{collection.pk}/change/")
    page.get_by_role("button", name="Later").first.click()
    order = list(collection.entries.values_list("image", flat=True))
    assert order == [pictures[1].pk, pictures[0].pk]
    context.close()


def test_a_collection_is_put_in_order_by_keyboard(keeper, pictures):
    collection = Collection.objects.create(name=f"Dawn {pictures[0].pk}")
    for place, image in enumerate(pictures):
        CollectionImage.objects.create(collection=collection, image=image, position=place)
    page = keeper.open(f"/admin/media/collection/{collection.pk}/change/")
    page.get_by_role("button", name="Later").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save the order").click()
    page.locator(".messagelist").wait_for()
    order = list(collection.entries.values_list("image", flat=True))
    assert order == [pictures[1].pk, pictures[0].pk]
    assert keeper.said == []


def test_the_names_in_a_collection_have_room_on_a_phone(keeper, places):
    page = keeper.open(places["collection"])
    page.set_viewport_size({"width": 390, "height": 844})
    words = page.locator(".entry-words").first.bounding_box()
    assert words["width"] > 200
    assert page.get_by_role("button", name="Later").first.bounding_box()["y"] > words["y"]


PLACES = ["grid", "table", "filters", "picture", "lease", "bulk", "collection", "reports",
          "agency", "replace", "collections", "videos", "video"]  # fmt: skip


@pytest.fixture
def places(pictures) -> dict[str, str]:
    image = pictures[1]
    collection = Collection.objects.create(name=f"Storm {image.pk}")
    CollectionImage.objects.create(collection=collection, image=image)
    return {
        "grid": LIST,
        "table": f"{LIST}?show=table",
        "filters": f"{LIST}?q=cranes&format=jpeg",
        "picture": f"{LIST}{image.pk}/change/",
        "lease": f"{LIST}{image.pk}/leases/add/",
        "bulk": LIST,
        "collection": f"/admin/media/collection/{collection.pk}/change/",
        "reports": f"{LIST}reports/",
        "agency": "/admin/media/agency/add/",
        "replace": f"{LIST}{image.pk}/replace/",
        "collections": "/admin/media/collection/",
        "videos": "/admin/media/video/",
        "video": f"/admin/media/video/{make_video(poster=image).pk}/change/",
    }


@pytest.mark.parametrize("place", PLACES)
def test_axe_and_the_policy_find_nothing_in_the_library(keeper, places, place):
    need("axe")
    page = keeper.open(places[place])
    if place == "bulk":
        page.locator(".tile-select").first.check()
        page.get_by_role("button", name="Change credit and rights…").click()
    look_at(keeper, page)
    assert page.evaluate(CUT_OFF) == []
