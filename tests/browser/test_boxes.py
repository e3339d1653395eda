"""Where things stand on the pages, measured in a browser."""

import pytest

from tests.site import sample_documents as samples

from .drawn import boxes, show, small

QUOTE = '<aside class="quote"><blockquote><p>It is worn.</p></blockquote></aside>'
WIDE = (
    '<figure class="figure figure-wide"><img src="/x.png" alt="" width="1280" height="853">'
    "</figure>"
)
SMALL = '<figure class="figure"><img src="/x.png" alt="" width="180" height="120"></figure>'
MANY_AUTHORS = [samples.MARA, samples.TOMAS, samples.ADA, samples.ILSE, samples.JON] * 2


@pytest.fixture
def page(browser):
    """A window of its own. No server stands behind it."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def bottom(box: dict[str, float]) -> float:
    return box["y"] + box["height"]


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < bottom(other)
        and other["y"] < bottom(one)
    )


def test_the_headline_of_the_lead_stands_in_the_first_screen(page):
    for name, width, height in (
        ("front", 390, 844), ("front", 768, 1024), ("front", 1280, 800), ("front", 1680, 1000),
        ("front-small", 1280, 800),
    ):  # fmt: skip
        show(page, name, width, height)
        [headline] = boxes(page, ".card-lead .card-headline")
        assert bottom(headline) <= height, (name, width)


@pytest.mark.parametrize("width", [320, 390])
def test_a_long_word_in_a_headline_makes_no_page_wider_than_the_phone(page, width):
    word = "Hafenbrückensanierungsausschussvorsitzender"
    card = samples.BRIDGE | {"headline": f"{word} tritt zurück", "kicker": word, "standfirst": word}
    for name, changes in (
        ("front", {"lead": card, "secondary": [card] * 6}),
        ("section", {"articles": [card] * 3}),
        ("article", {"article": samples.BRIDGE_ARTICLE | card, "related": [card] * 2,
                     "html": f"<h2>{word}</h2><p>{word}</p>"}),
        ("post", {"post": samples.POSTS[0] | {"headline": word}}),
    ):  # fmt: skip
        show(page, name, width, 844, **changes)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize("width", [1200, 1680])
def test_what_stands_out_early_in_a_text_does_not_overlap_the_byline(page, width):
    article = samples.BRIDGE_ARTICLE | {"authors": MANY_AUTHORS}
    show(page, "article", width, 900, article=article, html=f"{QUOTE}<p>Short.</p>{WIDE}" * 3)
    [byline] = boxes(page, ".byline")
    [content] = boxes(page, "main")
    for box in boxes(page, ".body > *"):
        assert not overlap(byline, box)
        assert box["x"] + box["width"] <= content["x"] + content["width"] + 0.5


def test_a_wide_figure_is_wider_than_the_text_where_there_is_room(page):
    show(page, "article", 1680, 1000, html=f"<p>Words.</p>{WIDE}")
    [text], [figure] = boxes(page, ".body > p"), boxes(page, ".body .figure-wide")
    assert figure["width"] > text["width"] + 40


def test_on_a_phone_the_date_keeps_away_from_the_mark_of_the_feed(page):
    show(page, "front", 320, 844)
    [date], [feed] = boxes(page, ".masthead-date"), boxes(page, ".masthead-feed")
    assert date["x"] + date["width"] + 8 <= feed["x"]


def test_thirty_topics_leave_the_headline_in_the_first_screen(page):
    topics = samples.tags(*(f"A topic of the city number {n}" for n in range(30)))
    show(page, "article", 320, 844, article=samples.BRIDGE_ARTICLE | {"tags": topics})
    [headline] = boxes(page, ".article-headline")
    assert headline["y"] < 400
    assert {link.inner_text() for link in page.locator("a[rel=tag]").all()} == {
        topic["name"] for topic in topics
    }


def test_no_comma_begins_a_line_of_topics(page):
    topics = samples.tags("Harbour bridge", "City council", "Ferries and trams")
    show(page, "article", 320, 800, article=samples.BRIDGE_ARTICLE | {"tags": topics})
    for width in range(220, 340, 6):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(_LONE_COMMAS) == 0, width


# What follows a link on a line below it: there the comma would stand first.
_LONE_COMMAS = """() => [...document.querySelectorAll(".article-tags li:not(:last-child)")]
  .filter((item) => {
    const link = [...item.firstElementChild.getClientRects()].at(-1);
    return [...item.getClientRects()].at(-1).top > link.bottom;
  }).length"""


@pytest.mark.parametrize("width", [390, 1280])
def test_a_small_picture_is_not_blown_up(page, width):
    image = small(samples.BRIDGE["lead_image"], 180, 120)
    card = samples.BRIDGE | {"lead_image": image}
    article = samples.BRIDGE_ARTICLE | {"lead_image": image}
    figures = SMALL + SMALL.replace('"figure"', '"figure figure-wide"')
    for name, selector, changes in (
        ("article", ".lead-picture .picture", {"article": article}),
        ("article", ".body .figure img", {"html": figures}),
        ("front", ".card-lead .picture", {"lead": card}),
        ("section", ".river .picture", {"articles": [card] * 3}),
        ("post", ".post-picture .picture", {"post": samples.POSTS[0] | {"image": image}}),
    ):  # fmt: skip
        show(page, name, width, 900, **changes)
        found = boxes(page, selector)
        assert found, name
        assert all(box["width"] <= 181 and box["height"] <= 121 for box in found), name


@pytest.mark.parametrize("name", ["front", "feed"])
def test_the_times_of_posts_are_targets_for_a_thumb(page, name):
    show(page, name, 390, 844)
    found = boxes(page, ".post-time a")
    assert len(found) > 5
    assert min(min(box["width"], box["height"]) for box in found) >= 44
