import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from newsroom.lib.text import count_words, single_line, tidy


@given(st.text())
def test_tidy_text_can_be_stored_and_printed_anywhere(text):
    tidied = tidy(text)
    assert tidy(tidied) == tidied
    assert "\x00" not in tidied
    escaped = tidied.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert (ET.fromstring(f"<a>{escaped}</a>").text or "") == tidied


def test_what_is_taken_out_and_what_stays():
    assert tidy("a\x00b\x07c\ufeffd\ufffee") == "abcde"
    assert tidy("a\r\nb\rc\u2028d\x0be") == "a\nb\nc\nd\ne"
    assert tidy("\ud83d") == "\ufffd"
    assert tidy("👩‍👩‍👧 10\u00a0km «так»\t") == "👩‍👩‍👧 10\u00a0km «так»\t"


@given(st.text(), st.integers(0, 20))
def test_a_single_line_has_neither_breaks_nor_spaces_at_its_ends(text, limit):
    line = single_line(text, limit=limit)
    assert len(line) <= limit
    assert "\n" not in line
    assert line == line.strip(" \u00a0")
    assert single_line(line, limit=limit) == line


def test_words_are_counted_as_people_count():
    assert count_words("") == 0
    assert count_words("Well-known — isn't it? 3.5 km") == 5
    assert count_words("東京 tower") == 3
