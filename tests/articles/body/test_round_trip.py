"""Nothing that is written is lost on its way to the reader."""

import re
from html.parser import HTMLParser
from time import process_time

from hypothesis import given, settings

from articles.body import reader
from articles.body.blocks import parse
from articles.body.clean import clean
from articles.body.render import plain_text, render, word_count

from .documents import sound_bodies
from .library import Library, image, public_id

BARE = Library(image=image(caption="", credit={"line": ""}, alt=""))


class Words(HTMLParser):
    """Every word of a body, in its attributes' titles and excerpts too, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("data-title", "data-excerpt"):
                self.found += value.split()

    def handle_data(self, data):
        self.found += data.split()


def words_of(html: str) -> list[str]:
    reader = Words()
    reader.feed(html)
    return reader.found


@given(sound_bodies)
@settings(max_examples=200, deadline=None)
def test_every_word_reaches_the_page_and_the_text_in_order(html):
    written = " ".join(words_of(html))
    assert " ".join(words_of(clean(html))) == written
    blocks = parse(clean(html), BARE)
    assert " ".join(words_of(render(blocks))) == written
    assert " ".join(plain_text(blocks).split()) == written


@given(sound_bodies)
@settings(deadline=None)
def test_what_is_cleaned_says_the_same(html):
    assert parse(clean(html), BARE) == parse(html, BARE)
    assert reader.references(clean(html)) == reader.references(html)


@given(sound_bodies)
@settings(deadline=None)
def test_the_printed_page_read_again_says_the_same_words(html):
    printed = render(parse(html, BARE))
    plain = re.sub(r"\W+", " ", plain_text(parse(html, BARE)))
    again = re.sub(r"\W+", " ", plain_text(parse(printed, BARE)))
    assert again.split() == plain.split()


def test_a_long_story_is_printed_in_a_few_milliseconds():
    paragraph = (
        "<p>The harbour office closed the <strong>north</strong> lane on Sunday after engineers"
        ' found cracks in <a href="https://x.example/report?page=2">two of the piers</a>, it said'
        " in a statement. Buses take the tunnel until May, and ferries run every ten minutes in the"
        " morning.</p>"
    )
    figure = f'<figure data-image="{public_id(1)}"><figcaption>The pier.</figcaption></figure>'
    html = (paragraph * 6 + figure) * 10
    assert word_count(parse(html, Library())) > 2_000
    took = min(_seconds(html) for _ in range(5))
    assert took < 0.1, "About 15 ms on an idle core; far more means a pattern went quadratic."


def _seconds(html: str) -> float:
    start = process_time()
    blocks = parse(clean(html), Library())
    render(blocks)
    return process_time() - start
