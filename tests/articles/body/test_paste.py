"""Texts from word processors come out as what they mean."""

from articles.body.clean import clean
from tests import corpora
from tests.requirements import need_shared


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
