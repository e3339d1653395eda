from hypothesis import given
from hypothesis import strategies as st

from newsroom.lib.html import DEPTH, Element, escape, parse, tag


def test_a_tree_of_elements_and_text():
    root = parse('<p class="x">a &amp; <b>b</b><br>c</p>tail')
    assert root.children == [
        Element("p", {"class": "x"}, ["a & ", Element("b", {}, ["b"]), Element("br"), "c"]),
        "tail",
    ]
    assert root.text() == "a & b\nctail"
    assert [element.name for element in root.walk()] == ["p", "b", "br"]


def test_a_tag_escapes_what_stands_in_it():
    assert tag("a", {"href": "\"<&>'", "rel": None, "tabindex": 0}, "<b>x</b>") == (
        '<a href="&quot;&lt;&amp;&gt;&#39;" tabindex="0"><b>x</b></a>'
    )
    assert tag("br") == "<br>"


@given(st.text())
def test_text_and_values_come_back_as_they_were(text):
    root = parse(tag("p", {"title": text}, escape(text)))
    [element] = root.elements()
    assert element.text() == text
    assert element.get("title") == text


@given(st.text(alphabet="<>/ab =\"'&;-!"))
def test_no_text_makes_it_raise(text):
    parse(text)


def test_a_tree_is_never_deeper_than_its_limit():
    root = parse("<b>" * 1_000 + "a" + "</b>" * 1_000 + "z")
    assert len(list(root.walk())) == DEPTH
    assert root.text() == "az"
