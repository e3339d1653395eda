"""The one form in which a draft's body is kept."""

import pytest

from articles.body.clean import clean, plain

from .library import public_id

ONE, TWO = public_id(1), public_id(2)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("<p></p><p> </p><p>&nbsp;</p><p><br></p>", ""),
        ("words", "<p>words</p>"),
        ("<p>a</p>\n\n<p>b</p>", "<p>a</p><p>b</p>"),
        ("<p> a  b\n c </p>", "<p>a b c</p>"),
        ("<p>10&nbsp;km</p>", "<p>10\u00a0km</p>"),
        ("<div>a<p>b</p>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<p>a<br>b</p>", "<p>a<br>b</p>"),
        ("<p>a<br><br>b</p>", "<p>a</p><p>b</p>"),
        ("<h1>A</h1><h5>b</h5>", "<h2>A</h2><h3>b</h3>"),
        ("<h3>a</h3><h4>b</h4><h4>c</h4><h3>d</h3>", "<h2>a</h2><h3>b</h3><h3>c</h3><h2>d</h2>"),
        ("<h2><strong>a</strong></h2>", "<h2>a</h2>"),
        ("<h2>a <strong>b</strong></h2>", "<h2>a <strong>b</strong></h2>"),
        ("<b>a</b><i>b</i><del>c</del>", "<p><strong>a</strong><em>b</em><s>c</s></p>"),
        ("<i><b>a</b></i>", "<p><strong><em>a</em></strong></p>"),
        ("<b>a </b>b", "<p><strong>a</strong> b</p>"),
        ("<b>a</b> <b>b</b>", "<p><strong>a</strong> <strong>b</strong></p>"),
        ("<u>a</u><span>b</span><font>c</font>", "<p>abc</p>"),
        ("<ul><li><p>a</p></li><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<li>a</li>", "<ul><li>a</li></ul>"),
        ("<ol><li><p>a</p><p>b</p></li></ol>", "<ol><li>a<br>b</li></ol>"),
        (
            "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>",
            "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>",
        ),
        ("<ul><ul><li>a</li></ul></ul>", "<ul><li>a</li></ul>"),
        (
            "<ul><li>a<ul><li>b</li></ul>c</li></ul>",
            "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
        ),
        ("<blockquote>a</blockquote>", "<blockquote><p>a</p></blockquote>"),
        (
            "<blockquote><p>a</p><h2>b</h2></blockquote>",
            "<blockquote><p>a</p><p>b</p></blockquote>",
        ),
        ("<pre>\n\n a\n  b\n</pre>", "<pre> a\n  b</pre>"),
        ("<pre><code>a &lt; b</code></pre>", "<pre>a &lt; b</pre>"),
        ("a<hr>b", "<p>a</p><hr><p>b</p>"),
        ("<article><section>a</section></article>", "<p>a</p>"),
        ("a<script>alert(1)</script>b", "<p>ab</p>"),
        ("a<!-- hidden -->b", "<p>ab</p>"),
        ('<p style="display:none">a</p>b', "<p>b</p>"),
    ],
)
def test_there_is_one_way_to_write_a_thing(written, kept):
    assert clean(written) == kept
    assert clean(kept) == kept


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://x.example/a?b=1&amp;c=2", "https://x.example/a?b=1&amp;c=2"),
        ("/tag/harbour/", "/tag/harbour/"),
        ("#sources", "#sources"),
        ("mailto:desk@news.example", "mailto:desk@news.example"),
        ("tel:+47 22 00 00 00", "tel:+4722000000"),
        ("//x.example/", "https://x.example/"),
        ("www.x.example", "https://www.x.example"),
    ],
)
def test_links_that_lead_somewhere_stay(href, kept):
    assert clean(f'<p><a href="{href}">a</a></p>') == f'<p><a href="{kept}">a</a></p>'


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "java&#9;script:x", "data:text/html,x", "file:///etc/passwd", "#", ""],
)
def test_the_words_of_other_links_stay_without_the_link(href):
    assert clean(f'<p>a <a href="{href}">b</a> c</p>') == "<p>a b c</p>"


def test_a_link_around_blocks_becomes_a_link_in_each():
    assert clean('<a href="/x/"><h2>a</h2><p>b</p></a>') == (
        '<h2><a href="/x/">a</a></h2><p><a href="/x/">b</a></p>'
    )


ELEMENTS = [
    f'<figure data-image="{ONE}" data-layout="wide"></figure>',
    f'<figure data-image="{ONE}" data-layout="normal" data-alt="A pier">'
    "<figcaption>The <em>north</em> pier.</figcaption></figure>",
    f'<figure data-image="{ONE}" data-layout="normal" data-crop="0.1000,0.2000,0.5000,0.4500">'
    "</figure>",
    f'<div data-card="article" data-id="{ONE}"></div>',
    '<div data-card="link" data-url="https://x.example/" data-title="T" data-excerpt="E"'
    ' data-publication="P" data-author="A"></div>',
    '<div data-card="link" data-url="https://x.example/" data-title="T" data-excerpt=""'
    f' data-publication="" data-author="" data-image="{TWO}"></div>',
    f'<div data-video="{ONE}"></div>',
    f'<div data-post="{ONE}"></div>',
    '<aside data-quote="" data-attribution="Mo"><p>a</p><p>b</p></aside>',
    '<aside data-factbox="" data-title="Facts"><h2>a</h2><p>b</p><ul><li>c</li></ul></aside>',
    '<div data-embed="https://x.example/1" data-title="T" data-provider="X"></div>',
    '<table><caption>C</caption><thead><tr><th>a</th><th colspan="2">b</th></tr></thead>'
    "<tbody><tr><th>c</th><td>d</td><td><strong>e</strong></td></tr></tbody></table>",
]


@pytest.mark.parametrize("element", ELEMENTS)
def test_an_element_is_kept_as_the_editor_writes_it(element):
    assert clean(f"<p>a</p>{element}<p>b</p>") == f"<p>a</p>{element}<p>b</p>"


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ('<figure data-image="7"><figcaption>The pier.</figcaption></figure>', "<p>The pier.</p>"),
        ("<figure><figcaption>The pier.</figcaption></figure>", "<p>The pier.</p>"),
        ('<div data-card="article" data-id="x"></div>', ""),
        (
            '<div data-card="link" data-url="javascript:x" data-title="T" data-excerpt="E"></div>',
            "<p>T</p><p>E</p>",
        ),
        ('<div data-card="poll" data-title="Yes or no?"></div>', "<p>Yes or no?</p>"),
        ('<div data-embed="/local" data-title="T"></div>', "<p>T</p>"),
        ('<div data-video="x">Bearings</div>', "<p>Bearings</p>"),
        ('<aside data-quote="" data-attribution="Mo"></aside>', "<p>Mo</p>"),
        ('<aside data-factbox="" data-title="Facts"></aside>', "<p>Facts</p>"),
        ("<table><tr><td>a</td></tr></table>", "<p>a</p>"),
    ],
)
def test_the_words_of_a_broken_element_stay(broken, words):
    assert clean(broken) == words


def test_words_in_an_element_that_holds_none_follow_it():
    assert clean(f'<div data-video="{ONE}">words</div>') == (
        f'<div data-video="{ONE}"></div><p>words</p>'
    )


def test_elements_do_not_stand_in_one_another():
    figure = f'<figure data-image="{ONE}" data-layout="normal"></figure>'
    assert clean(f'<aside data-factbox=""><p>a</p>{figure}<p>b</p></aside>') == (
        f'<aside data-factbox="" data-title=""><p>a</p><p>b</p></aside>{figure}'
    )
    assert clean(f"<blockquote><p>a</p>{figure}<p>b</p></blockquote>") == (
        f"<blockquote><p>a</p></blockquote>{figure}<blockquote><p>b</p></blockquote>"
    )
    assert clean(f"<ul><li>a{figure}</li><li>b</li></ul>") == (
        f"<ul><li>a</li></ul>{figure}<ul><li>b</li></ul>"
    )
    assert clean(f"<table><tr><td>a{figure}</td><td>b</td></tr></table>") == (
        f"<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>{figure}"
    )


def test_unknown_attributes_are_dropped():
    assert clean('<p class="x" id="y" data-z="1" onclick="run()">a</p>') == "<p>a</p>"
    assert clean(f'<div data-video="{ONE}" data-secret="x"></div>') == (
        f'<div data-video="{ONE}"></div>'
    )


def test_ids_are_kept_in_their_usual_form():
    shouted = str(ONE).upper().replace("0", "A")
    assert clean(f'<div data-post=" {shouted} "></div>') == (
        f'<div data-post="{shouted.lower()}"></div>'
    )
    assert clean(f'<div data-post="{ONE.hex}"></div>') == ""


def test_words_in_attributes_are_trimmed_and_cut_to_their_limit():
    html = clean(f'<div data-embed="https://x.example/" data-title=" a\n b {"c" * 400}"></div>')
    assert f'data-title="a b {"c" * 296}"' in html
    assert clean(html) == html


def test_a_card_without_a_title_is_called_by_its_host():
    assert 'data-title="x.example"' in clean(
        '<div data-card="link" data-url="https://www.x.example/a"></div>'
    )


def caption_of(html: str) -> str:
    return clean(f'<figure data-image="{ONE}"><figcaption>{html}</figcaption></figure>')


def test_a_caption_is_one_line_of_inline_markup():
    said = caption_of("<p>The <b>north</b> pier.</p><p>Built <a href='/x/'>1911</a></p>")
    assert 'The <strong>north</strong> pier.<br>Built <a href="/x/">1911</a></fig' in said
    assert ">a</figcaption>" in caption_of("<ul><li>a</li></ul><script>x</script>")


def test_markup_in_a_plain_field_is_not_markup():
    assert plain(" Is 1 < 2?\n\x00Yes\ufeff <b>it</b> is ") == "Is 1 < 2? Yes <b>it</b> is"
    assert plain("") == ""
