"""Everybody can read every page: by eye in any light and size, by ear, by keyboard, on paper."""

import re

import pytest

from .visiting import DESKTOP, PHONE, SCHEMES


def test_axe_finds_nothing_in_light_and_dark_on_phone_and_desktop(visit):
    assert set(visit.violations) == {(s, size[0]) for s in SCHEMES for size in (PHONE, DESKTOP)}
    assert {at: found for at, found in visit.violations.items() if found} == {}


def test_nothing_reaches_past_the_window(visit):
    assert {width: found for width, found in visit.too_wide.items() if found} == {}


def test_the_body_of_a_story_has_the_strong_contrast_that_long_reading_wants(visitor, site, page):
    page.goto(site.address("article"))
    page.evaluate(visitor.axe)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(
            "async () => (await axe.run('.body > p', { runOnly: ['color-contrast-enhanced'],"
            " rules: { 'color-contrast-enhanced': { enabled: true } } }))"
            ".violations.flatMap((rule) => rule.nodes.map((node) => node.html))"
        )
        assert found == [], scheme


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(visit):
    first, after, then = visit.stops
    assert first["text"] == "Skip to content"
    assert first["isSeen"]
    assert after["id"] == "content"
    assert not then["isBeforeContent"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_keyboards_place_can_always_be_seen(page, site, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(site.address("article"))
    stops, unseen = 0, []
    while stops < 200:
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUS_RING)
        if stop is None:
            break
        stops += 1
        if stop["width"] < 2 or stop["style"] == "none":
            unseen.append(stop["what"])
    assert stops > 20
    assert unseen == []


_FOCUS_RING = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  // A card that is one large link wears the ring of the link in it.
  const ringed = [element, element.closest(".card, .video-card")]
    .filter(Boolean).map((e) => getComputedStyle(e));
  const style = ringed.find((s) => s.outlineStyle !== "none") || ringed[0];
  return { what: element.outerHTML.slice(0, 120), style: style.outlineStyle,
           width: parseFloat(style.outlineWidth) };
}"""


def test_without_scripts_the_menu_opens_and_every_word_is_there(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site.address("article"))
    assert not page.locator(".menu-panel").is_visible()
    page.locator(".menu-button").click()
    assert page.locator(".menu-panel").get_by_role("link", name="City").is_visible()
    page.locator(".menu-button").click()
    text = page.locator("main").inner_text()
    for words in ("We recommend replacement", "604 metres", "How the Kettle Bridge rose",
                  "26 minutes, whatever the weather", "Load on the jacks, live"):  # fmt: skip
        assert words in text
    context.close()


def test_search_works_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address("search"))
    page.locator("main input[type=search]").fill("bridge")
    page.locator("main").get_by_role("button", name="Search").click()
    assert page.get_by_role("link", name=re.compile("Harbour bridge closes")).first.is_visible()
    context.close()


def test_on_paper_a_story_is_its_text_with_pictures_credits_and_address(page, site):
    page.goto(site.address("article"))
    page.emulate_media(media="print")
    for gone in (".masthead nav", ".feed", ".footer nav", ".skip-link", ".menu"):
        assert not any(e.is_visible() for e in page.locator(gone).all()), gone
    for there in ("h1", ".body", ".lead-picture img", ".lead-picture .figure-credit",
                  ".article-address"):  # fmt: skip
        assert page.locator(there).first.is_visible(), there
    colour = page.evaluate("getComputedStyle(document.querySelector('.body p')).color")
    assert sum(map(int, re.findall(r"\d+", colour)[:3])) < 150


def test_text_zoomed_to_four_times_its_size_needs_no_sideways_scrolling(page, site):
    # 1280 px at 400 % leaves 320 CSS pixels (WCAG 2.2, 1.4.10).
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(site.address("article"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
