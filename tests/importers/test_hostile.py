"""Whatever a foreign text holds: it converts, nothing active comes through, twice is the same."""

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.body.clean import clean
from articles.importers import lost_words
from articles.importers.conversion import Absent
from articles.importers.ghost import bodies
from articles.importers.ghost.export import GhostPost
from tests import corpora

TAGS = frozenset(
    "p h2 h3 h4 ul ol li blockquote hr br a strong em s sub sup code pre table caption thead tbody "  # noqa: SIM905
    "tr th td figure figcaption div aside".split()
)


class Reader(HTMLParser):
    """Collects what a body has that no body may have."""

    def __init__(self, body):
        super().__init__()
        self.active = []
        self.feed(body)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.active.append(tag)
        for name, value in attrs:
            if not name.startswith("data-") and name not in ("href", "colspan", "rowspan"):
                self.active.append(name)
            is_address = name in ("href", "data-url", "data-embed")
            if is_address and not re.match(r"https?://|/|#|mailto:|tel:", value or ""):
                self.active.append(value)

    def handle_comment(self, data):
        self.active.append(data)


def active(body):
    return Reader(body).active


class Around:
    def image(self, use):
        return Absent("it is not here")

    def article(self, address):
        return None

    def link(self, href):
        return href


def convert(**fields):
    post = GhostPost(id="1", uuid=None, title="T", slug="t", **fields)
    return clean(bodies.convert(post, Around()).html)


@pytest.mark.parametrize("form", ["html", "card", "markdown", "caption"])
def test_no_attack_comes_through(form):
    found = corpora.hostile()
    for payload in found if form == "html" else [*found[:70], *found[70::9]]:
        body = FORMS[form](payload)
        assert not active(body), payload


def lexical(node):
    return json.dumps({"root": {"children": [node]}})


FORMS = {
    "html": lambda payload: convert(html=payload),
    "card": lambda payload: convert(lexical=lexical({"type": "html", "html": payload})),
    "markdown": lambda payload: convert(lexical=lexical({"type": "markdown", "markdown": payload})),
    "caption": lambda payload: convert(
        lexical=lexical(
            {
                "type": "bookmark",
                "url": payload,
                "metadata": dict.fromkeys(("title", "description", "author"), payload),
                "caption": payload,
            }
        )
    ),
}

KINDS = [
    "paragraph", "extended-heading", "list", "listitem", "extended-quote", "aside", "link", "image",
    "gallery", "bookmark", "embed", "html", "markdown", "codeblock", "callout", "toggle", "button",
    "product", "header", "call-to-action", "video", "file", "email", "extended-text", "linebreak",
    "horizontalrule", "unheard-of",
]  # fmt: skip
NAMES = [
    *("text", "format", "url", "html", "markdown", "code", "caption", "images", "metadata"),
    *("calloutText", "heading", "content", "buttonText", "buttonUrl", "src", "alt", "visibility"),
    *("productTitle", "header", "tag", "listType", "start", "children", "language", "textValue"),
]
KEYS = st.sampled_from(["src", "title", "url", "caption", "web"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
    | st.sampled_from(["<p>a</p>", "<ul><li>b", "/content/images/a.jpg", "https://x.example/y"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
NODES = st.recursive(
    st.fixed_dictionaries(
        {"type": st.sampled_from(KINDS)},
        optional=dict.fromkeys(
            [
                "text",
                "format",
                "url",
                "html",
                "markdown",
                "code",
                "caption",
                "images",
                "metadata",
                "calloutText",
                "heading",
                "content",
                "buttonText",
                "buttonUrl",
                "src",
                "alt",
                "visibility",
                "productTitle",
                "header",
                "tag",
                "listType",
                "start",
                "children",
                "language",
                "textValue",
            ],
            VALUES,
        ),
    ),
    lambda inner: st.fixed_dictionaries(
        {"type": st.sampled_from(KINDS), "children": st.lists(inner, max_size=4)}
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(NODES, max_size=4))
def test_any_lexical_document_converts_and_stays_as_it_was_cleaned(nodes):
    body = convert(lexical=json.dumps({"root": {"children": nodes}}))

    assert clean(body) == body
    assert not active(body)


MARKERS = st.lists(
    st.tuples(VALUES, st.lists(st.integers(-1, 3), max_size=2) | VALUES, VALUES, VALUES).map(list)
    | VALUES,
    max_size=4,
)
SECTIONS = st.lists(
    st.tuples(
        st.sampled_from([1, 2, 3, 10, 99]),
        st.sampled_from(["p", "h1", "ul", "ol", "aside", 0, 1, -1, None]),
        MARKERS,
    ).map(list)
    | VALUES,
    max_size=5,
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(SECTIONS, VALUES, VALUES, st.lists(st.tuples(st.sampled_from(KINDS), VALUES).map(list)))
def test_any_mobiledoc_document_converts_and_stays_as_it_was_cleaned(sections, marks, atoms, cards):
    document = {"sections": sections, "markups": marks, "atoms": atoms, "cards": cards}

    body = convert(mobiledoc=json.dumps(document))

    assert clean(body) == body
    assert not active(body)


PIECES = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>",
         "</table>", "<blockquote>", "</blockquote>", "<h1>", "</h1>", "<pre>", "</pre>", "<b>",
         "</b>", "<a href='https://x.example/'>", "</a>", "<img src='/a.jpg' alt='a'>", "<br>",
         "<figure>", "<figcaption>", "</figure>", "<iframe src='https://y.example/e'></iframe>",
         "<dl>", "<dt>", "<dd>", "</dl>", "<details>", "<summary>", "</details>", "<hr>",
         "<!--members-only-->", "word ", "& ", "<"]
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(PIECES)
def test_no_word_of_any_html_is_lost(pieces):
    words = [f"{piece}w{place} " for place, piece in enumerate(pieces)]

    body = bodies.convert(
        GhostPost(id="1", uuid=None, title="T", slug="t", html="".join(words)), Around()
    )

    told = " ".join(note.text for note in body.notes)
    assert not lost_words.missing("".join(words), clean(body.html), moved=[told])
