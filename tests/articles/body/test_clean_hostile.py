"""Whatever comes in, cleaning neither raises nor lets anything run."""

from html.parser import HTMLParser
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.body.blocks import parse
from articles.body.clean import clean
from articles.body.render import render
from newsroom.lib.urls import link_address
from tests import corpora

from .documents import loose_html
from .library import Library

DRAFT = {
    "p": set(), "h2": set(), "h3": set(), "h4": set(), "ul": set(), "ol": set(), "li": set(),
    "blockquote": set(), "hr": set(), "br": set(), "strong": set(), "em": set(), "s": set(),
    "sub": set(), "sup": set(), "code": set(), "pre": set(), "table": set(), "caption": set(),
    "thead": set(), "tbody": set(), "tr": set(), "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"}, "a": {"href"}, "figcaption": set(),
    "figure": {"data-image", "data-layout", "data-alt", "data-crop"},
    "div": {
        "data-card", "data-id", "data-url", "data-title", "data-excerpt", "data-publication",
        "data-author", "data-image", "data-video", "data-post", "data-embed", "data-provider",
    },
    "aside": {"data-quote", "data-attribution", "data-factbox", "data-title"},
}  # fmt: skip
PRINTED = {
    "p": {"class"}, "h2": {"class"}, "h3": {"class"}, "h4": {"class"}, "h5": {"class"},
    "h6": set(), "ul": set(), "ol": set(), "li": set(), "blockquote": set(), "hr": set(),
    "br": set(), "strong": set(), "em": set(),
    "del": set(), "sub": set(), "sup": set(), "code": set(), "pre": set(), "table": set(),
    "caption": set(), "thead": set(), "tbody": set(), "tr": set(),
    "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}, "a": {"href", "rel"},
    "figure": {"class"}, "figcaption": {"class"}, "aside": {"class"}, "span": {"class"},
    "div": {"class", "tabindex"}, "picture": set(), "source": {"type", "srcset", "sizes"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "time": {"datetime", "class"},
}  # fmt: skip
_IDS = {"data-image", "data-id", "data-video", "data-post"}
_ADDRESSES = {"href", "data-url", "data-embed", "src"}


class Inspector(HTMLParser):
    """Asserts that each tag and attribute is in a list, and each address of an allowed scheme."""

    def __init__(self, allowed: dict[str, set[str]]) -> None:
        super().__init__()
        self.allowed = allowed

    def handle_starttag(self, tag, attrs):
        assert tag in self.allowed
        for name, value in attrs:
            assert name in self.allowed[tag]
            if name in _ADDRESSES:
                assert link_address(value) == value
                assert not value.lower().startswith(("javascript:", "data:", "vbscript:"))
            if name in _IDS:
                assert str(UUID(value)) == value

    def handle_comment(self, data):
        pytest.fail("A comment came through.")

    def handle_decl(self, decl):
        pytest.fail("A declaration came through.")

    def handle_pi(self, data):
        pytest.fail("A processing instruction came through.")


def inspect(html: str, allowed: dict[str, set[str]]) -> None:
    inspector = Inspector(allowed)
    inspector.feed(html)
    inspector.close()


def assert_harmless(source: str) -> None:
    cleaned = clean(source)
    inspect(cleaned, DRAFT)
    inspect(str(render(parse(source, Library()))), PRINTED)
    assert clean(cleaned) == cleaned


@given(loose_html)
@settings(max_examples=300, deadline=None)
@example("<aside data-factbox>" * 60 + "x")
@example("<table><tr><td colspan=2 rowspan=3>a<td rowspan=9>b<tr><td colspan=9>c<tr></table>")
@example("<p>a\x00\ufeffb</p>")
@example("<b> a</b> <b>b </b><i> </i>c")
def test_loose_html_comes_out_harmless_and_in_one_form(source):
    assert_harmless(source)


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_comes_out_harmless(source):
    assert_harmless(source)


def test_every_known_attack_comes_out_harmless():
    payloads = corpora.hostile()
    assert len(payloads) > 140
    for payload in payloads:
        assert_harmless(payload)


def test_every_known_attack_in_an_attribute_of_ours_comes_out_harmless():
    for payload in corpora.hostile()[::4]:
        value = payload.replace('"', "&quot;")
        assert_harmless(
            f'<a href="{value}">x</a><div data-card="link" data-url="{value}"'
            f' data-title="{value}" data-excerpt="{value}"></div>'
            f'<figure data-image="{value}" data-alt="{value}"><figcaption>{payload}</figcaption>'
            f'</figure><div data-embed="https://x.example/" data-title="{value}"></div>'
        )


def test_naughty_strings_survive_as_words():
    for text in corpora.naughty():
        escaped = text.replace("&", "&amp;").replace("<", "&lt;")
        assert_harmless(f"<p>{escaped}</p>")


@pytest.mark.parametrize("name", ["div", "b", "aside data-factbox", "ul", "li", "blockquote"])
def test_a_text_nested_beyond_reason_is_read_at_once(name):
    assert "the end" in clean(f"<{name}>" * 50_000 + "the end")


def test_lone_surrogates_and_controls_do_not_come_through():
    assert clean("<p>a\ud800b\x00\x01\x0b&#1;c\ufeff&#xfffe;</p>") == "<p>a\ufffdb c</p>"
