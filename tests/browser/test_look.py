"""What only a window shows of the house's style."""


def test_escape_closes_the_menu_and_gives_the_keyboard_back(page, site):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(site.address("front"))
    page.click(".menu > summary")
    assert page.locator(".menu-panel").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".menu-panel").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_feed_stands_beside_a_story_on_wide_screens(page, site):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(site.address("article"))
    text = page.locator(".article").bounding_box()
    assert page.locator("#feed").bounding_box()["x"] >= text["x"] + text["width"]
    assert not page.locator(".masthead-feed").is_visible()


def test_the_feed_is_one_tap_away_on_a_phone(page, site):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(site.address("article"))
    page.click(".masthead-feed")
    assert page.evaluate("document.querySelector('#feed').getBoundingClientRect().top") < 40
