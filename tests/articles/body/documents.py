"""Random HTML: loose, as anything may come in, and small sound documents with known words."""

from hypothesis import strategies as st

from .library import public_id

_NAMES = """
    p div span b strong i em u s del sub sup code pre a br hr h1 h2 h3 h4 h5 h6 ul ol li blockquote
    table caption thead tbody tfoot tr td th figure figcaption aside section article font img dl dt
    dd script style iframe svg math template textarea title form button select option foo-bar
    center details summary noscript object plaintext xmp
"""
_ATTRIBUTE_NAMES = """
    href style data-image data-layout data-alt data-card data-id data-url data-title data-excerpt
    data-publication data-author data-video data-post data-quote data-attribution data-factbox
    data-embed data-provider data-crop colspan rowspan role aria-level alt src onclick class
"""
_STYLES = (
    "font-weight:bold", "font-weight: 400", "font-style: italic;font-weight:700", "display:none",
    "text-decoration: line-through", "vertical-align:super", "mso-list:l0 level2 lfo1",
    "mso-list:Ignore", "x:y",
)  # fmt: skip
_VALUES = (
    "", "article", "link", "normal", "wide", "heading", "1", "2", "7", "0", "999", "99999",
    "https://x.example/a?b=c&d=[e]", "javascript:alert(1)", "java\tscript:x", "//y.example",
    "/tag/x/", "#top", "#", "mailto:a@b.example", "tel:+44 20 7946", "data:text/html,x",
    "0.1,0.2,0.5,0.5",
    "www.z.example", "https://u:p@x.example/", "http://[::1", "https:\\\\q.example", " a b ",
    "two  words\n more", "“quoted” & <b>", 'a"b', "\u00a0", "\ufeffx\x00y", "a\u2028b",
    *(str(public_id(number)) for number in range(4)),
)  # fmt: skip
_DEBRIS = (
    " ", "\n", "  ", "\u00a0", "\u00a0 ", "\u200b", "word", " two words ", "&amp;", "&lt;b&gt;",
    "&nbsp;", "&#0;", "&#1;", "&#x2028;", "&#xfffe;", "\ufeff", "\x00", "\r\n", "<!-- c -->",
    "<![CDATA[x]]>", "<", ">", '"', "&", "\u3000", "漢字", "\ud800", "</", "<!", "\x0c",
)  # fmt: skip

_values = st.one_of(st.sampled_from(_VALUES), st.text(max_size=12))
_attributes = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(_ATTRIBUTE_NAMES.split()), _values),
        st.tuples(st.just("style"), st.sampled_from(_STYLES)),
    ),
    max_size=4,
)
_debris = st.one_of(st.sampled_from(_DEBRIS), st.text(max_size=10))


@st.composite
def _tag(draw) -> str:
    name = draw(st.sampled_from(_NAMES.split()))
    attributes = "".join(
        f' {key}="{value.replace(chr(34), "&quot;")}"' for key, value in draw(_attributes)
    )
    return draw(st.sampled_from([f"<{name}{attributes}>", f"</{name}>", f"<{name}>"]))


#: Anything: tags in any order, opened or not, with words and debris between them.
loose_html = st.lists(st.one_of(_tag(), _tag(), _debris), max_size=30).map("".join)

_GREEK = "alpha beta gamma delta epsilon zeta eta theta"
_words = st.lists(st.sampled_from(_GREEK.split()), min_size=1, max_size=4).map(" ".join)


@st.composite
def _inline(draw) -> str:
    parts = []
    for words in draw(st.lists(_words, min_size=1, max_size=3)):
        name = draw(st.sampled_from(["", "", "b", "em", "s", "code", "sup", "span", "a"]))
        href = ' href="https://x.example/"' if name == "a" else ""
        parts.append(f"<{name}{href}>{words}</{name}>" if name else words)
    return draw(st.sampled_from([" ", "<br>"])).join(parts)


@st.composite
def _table(draw) -> str:
    rows = draw(st.lists(st.lists(_inline(), min_size=2, max_size=3), min_size=1, max_size=3))
    cell = draw(st.sampled_from(["td", "th"]))
    lines = ("".join(f"<{cell}>{words}</{cell}>" for words in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


_simple = st.one_of(
    _inline().map("<p>{}</p>".format),
    _inline().map("<h2>{}</h2>".format),
    _inline().map("<h3>{}</h3>".format),
    _inline().map("<div>{}</div>".format),
    _words.map("<pre>{}</pre>".format),
    _inline().map("<blockquote><p>{}</p></blockquote>".format),
    st.lists(_inline(), min_size=1, max_size=3).map(
        lambda items: f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    ),
    st.tuples(_inline(), _inline()).map(
        lambda two: f"<ol><li><p>{two[0]}</p><ul><li>{two[1]}</li></ul></li></ol>"
    ),
    _table(),
)
_with_ids = st.one_of(
    _inline().map(
        lambda words: (
            f'<figure data-image="{public_id(1)}"><figcaption>{words}</figcaption></figure>'
        )
    ),
    _inline().map(lambda words: f'<aside data-quote=""><p>{words}</p></aside>'),
    _words.map(lambda words: f'<div data-embed="https://x.example/" data-title="{words}"></div>'),
    st.tuples(_words, _words).map(
        lambda two: (
            f'<div data-card="link" data-url="https://x.example/" data-title="{two[0]}"'
            f' data-excerpt="{two[1]}"></div>'
        )
    ),
    st.lists(_simple, min_size=1, max_size=2).map(
        lambda parts: f'<aside data-factbox="" data-title="omega">{"".join(parts)}</aside>'
    ),
)
#: Bodies as an editor writes them.
sound_bodies = st.lists(st.one_of(_simple, _simple, _with_ids), max_size=6).map("".join)
