import pytest

from articles.body.blocks import parse
from articles.body.render import plain_text, reading_minutes, word_count

from .library import Library, public_id

ONE = public_id(1)


def text_of(html: str) -> str:
    return plain_text(parse(html, Library()))


def words_in(html: str) -> int:
    return word_count(parse(html, Library()))


def test_blocks_are_set_apart_by_a_blank_line():
    assert text_of("<h2>a</h2><p>b <b>c</b><br>d</p><ul><li>e</li></ul><hr><pre>f\n g</pre>") == (
        "a\n\nb c\nd\n\ne\n\nf\n g"
    )


def test_everything_that_is_shown_is_told():
    assert text_of(f'<figure data-image="{ONE}"></figure>') == (
        "Engineers inspect the north pier. (Jon Reyes/Pool/Example Agency via Example Pictures)"
    )
    assert text_of(f'<div data-card="article" data-id="{ONE}"></div>') == (
        "Second tunnel tube opens\nBuses go first.\nNews Example · Ada Roth"
    )
    assert text_of(f'<div data-video="{ONE}"></div>').startswith("How bridge bearings wear out\n")
    assert text_of(f'<div data-post="{ONE}"></div>') == "Ferry adds two morning crossings."
    assert text_of('<aside data-quote="" data-attribution="Mo"><p>a</p></aside>') == "a\nMo"
    assert (
        text_of('<aside data-factbox="" data-title="F"><p>a</p><p>b</p></aside>') == "F\n\na\n\nb"
    )
    assert text_of('<div data-embed="https://x.example/" data-provider="X"></div>') == (
        "https://x.example/\nX"
    )
    assert text_of("<table><caption>C</caption><tr><td>a<td>b<tr><td>c<td></table>") == "C\na\tb\nc"


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("", 0),
        ("<p>One two, three — four.</p>", 4),
        ("<p>Don't count 2,000.5 twice: well-known.</p>", 5),
        ("<p>Ў ціхім Київ</p>", 3),
        ("<p>漢字かな</p>", 4),
        ("<p>a</p><aside data-factbox='' data-title='b'><p>c</p></aside>", 3),
        ("<table><tr><td>a<td>b c</table>", 3),
        (f'<figure data-image="{ONE}"></figure><div data-video="{ONE}"></div>', 0),
        ('<aside data-quote=""><p>said again</p></aside>', 0),
    ],
)
def test_the_words_of_the_story_are_counted(html, count):
    assert words_in(html) == count


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (220, 1), (329, 1), (331, 2), (2_000, 9)])
def test_reading_time(words, minutes):
    assert reading_minutes(words) == minutes
