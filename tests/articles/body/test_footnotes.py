"""Footnotes: from any word processor into the line they belong to, and out to readers."""

import re

import pytest

from articles.body.blocks import parse
from articles.body.clean import clean
from articles.body.render import plain_text, render, word_count
from tests.articles.body import pastes
from tests.articles.body.library import Library
from tests.factories import publish_article, publish_post

NOTE = '<span data-footnote="">{}</span>'


def test_footnotes_of_word_stand_in_the_lines_they_belong_to():
    first = NOTE.format('Office, <em>Yearbook</em>, <a href="https://a.example/">here</a>.')
    assert clean(pastes.WORD_NOTES) == (
        f"<p>The bridge closed.{first} It opened{NOTE.format('One<br>Two')}.</p>"
    )


@pytest.mark.parametrize("writer", pastes.NOTES)
def test_footnotes_of_others_do_too(writer):
    assert clean(pastes.NOTES[writer]) == f"<p>Text{NOTE.format('The note.')}</p>"


@pytest.mark.parametrize("writer", pastes.REPEATED)
def test_a_note_that_the_text_names_twice_stands_in_both_lines(writer):
    note = NOTE.format("The note.")
    assert clean(pastes.REPEATED[writer]) == f"<p>One{note} two{note}.</p>"


def test_a_heading_that_stood_above_notes_alone_goes_with_them():
    notes = '<ol><li id="n"><p>The note. <a href="#r">↩</a></p></li></ol>'
    html = '<p>Text<sup><a href="#n" id="r">1</a></sup></p>{}'
    titled = f'<section><h2 class="sr-only">Footnotes</h2>{notes}</section>'
    assert clean(html.format(titled)) == f"<p>Text{NOTE.format('The note.')}</p>"
    kept = "<h2>What is next</h2>"
    assert clean(html.format(kept + notes)) == f"<p>Text{NOTE.format('The note.')}</p>{kept}"


def test_half_of_a_footnote_is_kept_as_words_that_lead_nowhere():
    assert clean('<p>Text<a href="#_ftn1" name="_ftnref1">[1]</a></p>') == "<p>Text[1]</p>"
    assert clean('<p><a href="#_ftnref1" name="_ftn1">[1]</a> Note</p>') == "<p>[1] Note</p>"


def test_links_to_a_part_of_the_text_are_no_footnotes():
    html = '<p><a href="#more">More</a></p><h2>More</h2>'
    assert clean(html.replace("<h2>", '<h2 id="more">')) == html


def test_a_note_in_a_note_an_empty_note_and_marks_around_a_note_come_out_plain():
    assert clean(f"<p>a{NOTE.format('  ')}b</p>") == "<p>ab</p>"
    inner = f"x{NOTE.format('y')}"
    assert clean(f"<p>a{NOTE.format(inner)}</p>") == f"<p>a{NOTE.format('x')}</p>"
    assert clean(f"<p><b>a<sup>{NOTE.format('x')}</sup></b></p>") == (
        f"<p><strong>a</strong>{NOTE.format('x')}</p>"
    )


BODY = (
    f"<p>One{NOTE.format('First <em>note</em>.')} two{NOTE.format('Second.')}</p>"
    f'<ul><li>Three{NOTE.format("Third.")}</li></ul><aside data-factbox="" data-title="T">'
    f"<p>Four{NOTE.format('Fourth.')}</p></aside>"
)


def test_readers_get_numbers_that_lead_to_the_notes_and_back():
    html = render(parse(BODY, Library(), prefix="ab"))
    for number in range(1, 5):
        assert (
            f'<sup class="footnote-ref"><a href="#fn-ab-{number}" id="fnref-ab-{number}" '
            f'role="doc-noteref">{number}</a></sup>'
        ) in html
        assert f'<li id="fn-ab-{number}">' in html
        assert f'<a href="#fnref-ab-{number}" role="doc-backlink" aria-label="' in html
    assert html.count('role="doc-endnotes"') == 1
    assert html.index("</aside>") < html.index("doc-endnotes")


def test_the_api_has_the_numbers_as_marks_and_the_notes_as_a_block_at_the_end():
    blocks = parse(BODY, Library(), prefix="ab")
    [first, second] = blocks[0]["markDefs"]
    assert first == {"_type": "footnote", "_key": "m0", "number": 1, "id": "ab-1"}
    assert [s["text"] for s in blocks[0]["children"] if second["_key"] in s["marks"]] == ["2"]
    notes = blocks[-1]
    assert notes["_type"] == "footnotes"
    assert [note["number"] for note in notes["notes"]] == [1, 2, 3, 4]
    assert plain_text(notes["notes"][0]["blocks"]) == "First note."


def test_numbers_are_no_words_of_the_text():
    blocks = parse(BODY, Library())
    assert plain_text(blocks[:1]) == "One two"
    assert word_count(blocks) == 5, "with the title of the box"
    assert "1. First note.\n2. Second." in plain_text(blocks)


@pytest.mark.django_db
def test_an_embedded_post_leaves_its_notes_at_its_own_address():
    post = publish_post(body=BODY)
    around = publish_article(body=f'<p>x</p><div data-post="{post.uuid}"></div>')
    html = around.editions.get().document["body"]["html"]
    assert "One two" in html
    assert "footnote" not in html


@pytest.mark.django_db
def test_no_two_notes_of_a_page_have_the_same_id(client):
    posts = [publish_post(body=BODY) for _each in range(3)]
    for address in ("/feed/", f"/feed/{posts[0].uuid}/", "/"):
        page = client.get(address).content.decode()
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), address
        ends = re.findall(r' href="#((?:beside-)?fn[^"]+)"', page)
        assert ends
        assert set(ends) <= set(ids), address


@pytest.mark.django_db
def test_feeds_have_notes_with_their_ways_back(client):
    publish_article(body=BODY)
    for file in ("rss.xml", "atom.xml", "feed.json"):
        assert "doc-backlink" in client.get(f"/{file}").content.decode()
