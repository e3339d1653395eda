"""Texts from word processors come out as what they mean."""

import re

import pytest

from articles.body.blocks import parse
from articles.body.clean import clean
from articles.body.render import render
from tests import corpora
from tests.articles.body import pastes
from tests.articles.body.library import Library
from tests.requirements import need_shared

UUID = "7d444840-9dc0-11d1-b245-5ffdce74fad2"


def pasted(name: str) -> str:
    return (corpora.OWN / "paste" / name).read_text(encoding="utf-8")


def collected(name: str) -> str:
    return need_shared(f"corpora/paste/{name}").read_text(encoding="utf-8")


def test_google_docs():
    assert clean(pasted("google-docs.html")) == (
        "<p>The swing bridge closes <strong>on Monday</strong> for repairs, the harbour office "
        "says.</p><h2>What changes</h2><ul><li>Buses take the tunnel</li><li>Ferries leave every "
        'hour</li></ul><p>Read the <a href="https://harbour.example/plan">plan</a>, it is '
        "<em>long</em>.</p>"
        "<hr><p>The office answers questions until Friday.</p>"
    )


def test_word_online():
    assert clean(pasted("word-online.html")) == (
        "<h2>The ferry in winter</h2><p>It sails at six.</p><h2>Who pays</h2>"
        "<p><strong>The county pays half.</strong></p>"
    )


def test_a_collected_paste_of_google_docs():
    assert clean(collected("google-docs-empty-paragraphs.html")) == (
        "<p>Start of the article. Here is the 1st paragraph, followed by two line breaks then a"
        " paragraph.</p><p>Here is the 2nd paragraph, followed by a line break then a heading.</p>"
        "<h2>Heading 1</h2><p>Here is the 3rd paragraph, with a line break before and a line break"
        " after, followed by a list.</p><ul><li>List item 1</li><li>List item 2</li></ul><p>Here is"
        " the 4th paragraph, with a line break before and a divider after.</p><hr><p>Here is the"
        " 5th paragraph. End of the article.</p>"
    )


def test_collected_pastes_of_word_online():
    assert clean(collected("office-com-headings.html")) == (
        "<h2>Heading one</h2><h2>Heading two</h2><h3>Heading three</h3>"
        "<h4><em>Heading four</em></h4>"
    )
    assert clean(collected("office-com-text-formats.html")) == (
        "<p>Testing <strong>bold</strong> <em>italic</em> underline <s>strikethrough</s>"
        ' <sub>subscript</sub> <sup>supscript</sup> <a href="https://ghost.org/">link</a></p>'
        "<p><strong><em>Bold+italic+underline</em></strong></p>"
        '<p><a href="https://ghost.org/"><strong><em>Bold+italic+link</em></strong></a></p>'
        "<p>highlight</p>"
    )


def test_weight_and_slant_in_styles():
    assert clean(
        '<span style="font-weight:700">a</span> <span style="font-style:italic">b</span>'
    ) == ("<p><strong>a</strong> <em>b</em></p>")
    assert clean('<b style="font-weight:normal"><p>a</p><p>b</p></b>') == "<p>a</p><p>b</p>"
    assert (
        clean('<b>a <span style="font-weight: 400">b</span></b>') == "<p><strong>a</strong> b</p>"
    )


def test_a_list_in_word_for_the_desktop():
    bullet = '<span style="mso-list:Ignore">·<span>&nbsp;&nbsp;</span></span>'
    number = '<span style="mso-list:Ignore">1.<span>&nbsp;&nbsp;</span></span>'
    assert clean(
        f'<p class=MsoListParagraph style="mso-list:l0 level1 lfo1"><![if !supportLists]>{bullet}'
        "<![endif]>Sugar<o:p></o:p></p>"
        f'<p class=MsoListParagraph style="mso-list:l0 level2 lfo1">{number}White</p>'
        f'<p class=MsoListParagraph style="mso-list:l0 level1 lfo1">{bullet}Salt</p><p>Stir.</p>'
    ) == ("<ul><li>Sugar<ol><li>White</li></ol></li><li>Salt</li></ul><p>Stir.</p>")


def test_a_nested_list_whose_items_state_their_level():
    assert clean(
        '<ul><li aria-level="1">a</li></ul><ul><li aria-level="2">b</li></ul>'
        '<ul><li aria-level="1">c</li></ul>'
    ) == ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>")


def test_a_long_style_sheet_of_word_takes_nothing_of_the_text_away():
    exceptions = "<w:LsdException Locked='false' Name='x'/>" * 376
    paragraphs = "<div><p>Words <b>of</b> the <i>story</i>.</p></div>" * 120
    html = clean(f"<html><!--[if gte mso 9]><xml>{exceptions}</xml><![endif]-->{paragraphs}</html>")
    assert html == "<p>Words <strong>of</strong> the <em>story</em>.</p>" * 120


def test_emoji_pasted_as_pictures_stay_as_signs():
    assert clean('<p>Well <img class="emoji" alt="🎉" src="https://x.example/a.png"></p>') == (
        "<p>Well 🎉</p>"
    )
    assert clean('<p>Well <img alt="A dog" src="https://x.example/a.png"></p>') == "<p>Well</p>"


def test_lists_of_word_keep_their_levels_and_numbers():
    assert clean(pastes.OTHERS["word list"]) == (
        "<ul><li>Sugar<ol><li>White</li><li>Brown</li></ol></li><li>Salt</li></ul><p>Stir.</p>"
        '<ol start="3"><li>Three</li><li>Four</li></ol>'
    )
    assert clean(pastes.OTHERS["word online list"]) == (
        "<ol><li>One<ul><li>Inner</li></ul></li><li>Two</li></ol>"
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('<ol start="4"><li>a</li><li>b</li></ol>', '<ol start="4"><li>a</li><li>b</li></ol>'),
        ('<ol start="1"><li>a</li></ol>', "<ol><li>a</li></ol>"),
        ('<ol start="x"><li>a</li></ol>', "<ol><li>a</li></ol>"),
        ('<ol><li>a</li><li value="7">b</li></ol>',
         '<ol><li>a</li></ol><ol start="7"><li>b</li></ol>'),
        ('<ul><li>a<ol start="3"><li>b</li></ol></li></ul>',
         '<ul><li>a<ol start="3"><li>b</li></ol></li></ul>'),
        ('<ol><li>a</li></ol><ol start="2"><li>b</li></ol>', "<ol><li>a</li><li>b</li></ol>"),
        ("<ol><li>a</li></ol><ol><li>b</li></ol>",
         '<ol><li>a</li></ol><ol start="1"><li>b</li></ol>'),
        ('<ol reversed start="3"><li>a</li><li>b<ol><li>c</li></ol></li></ol>',
         '<ol start="3"><li>a</li></ol><ol start="2"><li>b<ol><li>c</li></ol></li></ol>'),
        ("<ol reversed><li>a</li><li>b</li></ol>",
         '<ol start="2"><li>a</li></ol><ol start="1"><li>b</li></ol>'),
    ],
)  # fmt: skip
def test_numbered_lists_keep_their_numbers(written, kept):
    assert clean(written) == kept
    assert str(render(parse(written, Library()))) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (["1.", "2.", "1.", "2."], '<ol><li>0</li><li>1</li></ol><ol start="1"><li>2</li><li>3'),
        (["7.1.", "7.2."], "<ol><li>0</li><li>1"),
        (["2.1.3", "2.1.4"], '<ol start="3"><li>0</li><li>1'),
        (["1", "2"], "<ol><li>0</li><li>1"),
        (["01.", "02."], "<ol><li>0</li><li>1"),
        (["999.", "1000."], '<ol start="999"><li>0</li><li>1'),
        (["1-", "2-"], "<ol><li>0</li><li>1"),
        (["Article 4.", "Article 5."], '<ol start="4"><li>0</li><li>1'),
        (["§ 1", "§ 2"], "<ol><li>0</li><li>1"),
        (["a)", "b)", "c)"], "<ol><li>0</li><li>1</li><li>2"),
        (["c)", "d)"], '<ol start="3"><li>0</li><li>1'),
        (["h.", "i.", "j."], '<ol start="8"><li>0</li><li>1</li><li>2'),
        (["i.", "ii.", "iii.", "iv."], "<ol><li>0</li><li>1</li><li>2</li><li>3"),
        (["IV.", "V."], '<ol start="4"><li>0</li><li>1'),
        (["а)", "б)"], "<ol><li>0</li><li>1"),
        (["א.", "ב."], "<ol><li>0</li><li>1"),
        (["一、", "二、"], "<ol><li>0</li><li>1"),
        (["٣.", "٤."], '<ol start="3"><li>0</li><li>1'),
        (["·", "o", "§", "v", "-", "–", "Ø", "ü", "q", "•"], "<ul>" + "".join(
            f"<li>{n}</li>" for n in range(10)).removesuffix("</li>")),
    ],
)  # fmt: skip
def test_what_word_types_before_an_item_tells_numbers_from_bullets(typed, kept):
    items = [(1, marker, str(place)) for place, marker in enumerate(typed)]
    ending = "</li></ul>" if kept.startswith("<ul>") else "</li></ol>"
    assert clean(pastes.word_list(*items)) == kept + ending


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p>He <q>said <q>so</q></q>.</p>", "<p>He “said ‘so’”.</p>"),
        ('<p lang="de"><q>ja</q></p>', '<p lang="de">„ja“</p>'),
        ("<p><q>“so”</q></p>", "<p>“so”</p>"),
    ],
)
def test_quotations_bring_their_marks(written, kept):
    assert clean(written) == kept


@pytest.mark.parametrize(
    "html",
    [
        '<p dir="rtl">x</p>',
        '<p lang="ar" dir="rtl">x <span lang="fr">y <em>z</em></span></p>',
        '<p>a <a href="/x/"><span lang="fr">b</span></a> c</p>',
        '<h2 lang="fr">Oui</h2><ul><li lang="he" dir="rtl">x</li></ul>',
        '<blockquote><p lang="fr">x</p><p>y</p></blockquote>',
        '<table><tbody><tr><td><span lang="ar" dir="rtl">x</span></td><td>y</td></tr></tbody>'
        "</table>",
    ],
)
def test_languages_and_directions_stay(html):
    assert clean(html) == html
    readers = str(render(parse(html, Library())))
    assert re.findall(r' (?:lang|dir)="\w+"', readers) == re.findall(r' (?:lang|dir)="\w+"', html)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('<div dir="rtl">a<p dir="ltr">b</p>c</div>',
         '<p dir="rtl">a</p><p dir="ltr">b</p><p dir="rtl">c</p>'),
        ('<ul dir="rtl"><li>a<ul dir="ltr"><li>b</li></ul></li></ul>',
         '<ul><li dir="rtl">a<ul><li dir="ltr">b</li></ul></li></ul>'),
        ('<div lang="fr">a<h2 lang="de">b</h2>c</div>',
         '<p lang="fr">a</p><h2 lang="de">b</h2><p lang="fr">c</p>'),
        ('<div lang="ar" dir="rtl"><table><tr><th>a</th><td lang="fr" dir="ltr">b</td></tr></table>'
         "</div>",
         '<table><tbody><tr><th><span lang="ar" dir="rtl">a</span></th><td><span lang="fr" '
         'dir="ltr">b</span></td></tr></tbody></table>'),
        ('<div dir="rtl" lang="he"><aside data-factbox data-title="T"><p>a</p></aside></div>',
         '<aside data-factbox="" data-title="T"><p lang="he" dir="rtl">a</p></aside>'),
        ('<aside data-quote lang="fr"><p>a</p></aside>',
         '<aside data-quote="" data-attribution=""><p><span lang="fr">a</span></p></aside>'),
        (f'<figure data-image="{UUID}"><figcaption lang="fr">a</figcaption></figure>',
         f'<figure data-image="{UUID}" data-layout="normal"><figcaption><span lang="fr">a</span>'
         "</figcaption></figure>"),
    ],
)  # fmt: skip
def test_languages_and_directions_belong_to_the_words_they_are_said_of(written, kept):
    assert clean(written) == kept
    assert clean(kept) == kept


def test_what_says_nothing_of_language_and_direction_goes():
    assert clean('<p dir="auto" lang="klingonese">x</p><p lang="">y</p>') == "<p>x</p><p>y</p>"
    assert clean('<p lang="fr">a <span lang="fr">b</span></p>') == '<p lang="fr">a b</p>'
    word = (
        '<p class=MsoNormal><span lang=EN-US style="mso-ansi-language:EN-US">Long words of the '
        "text</span> <span lang=FR>oui</span> <span lang=EN-GB>more</span></p>"
    )
    assert clean(word) == '<p>Long words of the text <span lang="fr">oui</span> more</p>'
    docs = '<b id="docs-internal-guid-1" style="font-weight:normal"><p dir="ltr">{}</p>{}</b>'
    assert clean(docs.format("x", "")) == "<p>x</p>"
    hebrew = '<p dir="rtl">שלום</p>'
    assert clean(docs.format("x", hebrew)) == f'<p dir="ltr">x</p>{hebrew}'


INVISIBLE = [
    "\u00ad",
    "\u034f",
    "\u061c",
    "\u180e",
    "\u200b",
    "\u200e",
    "\u2060",
    "\u2800",
    "\u3164",
]


@pytest.mark.parametrize("sign", INVISIBLE)
def test_a_paragraph_of_what_nobody_sees_is_empty(sign):
    assert clean(f"<p>a</p><p>{sign}&nbsp;{sign}</p><ul><li>{sign}</li></ul><p>b</p>") == (
        "<p>a</p><p>b</p>"
    )
    assert clean(f"<p>a{sign}b</p>") == f"<p>a{sign}b</p>"


def test_headings_that_are_made_of_something_else():
    assert (
        clean(
            '<p role="heading" aria-level="1">A</p><div role="heading">B</div>'
            '<p>x <span role="heading" aria-level="3">C</span></p><h5>D</h5>'
            '<p class=MsoTitle2 style="mso-outline-level:2">E</p>'
        )
        == "<h2>A</h2><h2>B</h2><p>x</p><h3>C</h3><h4>D</h4><h2>E</h2>"
    )


def test_empty_paragraphs_and_their_spaces_go():
    assert clean("<p>&nbsp;</p><p>a</p><p> <br>&nbsp;</p><p>b</p><h2>&nbsp;</h2>") == (
        "<p>a</p><p>b</p>"
    )
