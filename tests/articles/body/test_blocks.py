"""Blocks: the shapes of the API, by the conventions of Portable Text."""

import json

from hypothesis import given, settings

from articles.body.blocks import parse

from .documents import loose_html
from .library import Library, card, image, post, public_id, video

ONE, TWO = public_id(1), public_id(2)
LIBRARY = Library()


def span(key: str, text: str, *marks: str) -> dict:
    return {"_type": "span", "_key": key, "text": text, "marks": list(marks)}


def block(key: str, *children: dict, style: str = "normal", links=(), **more) -> dict:
    return {
        "_type": "block",
        "_key": key,
        "style": style,
        "markDefs": list(links),
        "children": list(children),
        **more,
    }


def test_paragraphs_and_headings():
    assert parse("<p>a <b>b <i>c</i></b><br>d</p><h2>e</h2>", LIBRARY) == [
        block(
            "b0",
            span("s0", "a "),
            span("s1", "b ", "strong"),
            span("s2", "c", "strong", "em"),
            span("s3", "\nd"),
        ),
        block("b1", span("s0", "e"), style="h2"),
    ]


def test_all_marks():
    [found] = parse("<code>a</code><s>b</s><sub>c</sub><sup>d</sup>", LIBRARY)
    assert [s["marks"] for s in found["children"]] == [
        ["code"],
        ["strike-through"],
        ["sub"],
        ["sup"],
    ]


def test_links_and_where_they_lead(settings):
    settings.SITE_URL = "https://news.example"
    html = '<p><a href="https://x.example/">a<b>b</b></a> <a href="/tag/harbour/">c</a></p>'
    assert parse(html, LIBRARY) == [
        block(
            "b0",
            span("s0", "a", "m0"),
            span("s1", "b", "strong", "m0"),
            span("s2", " "),
            span("s3", "c", "m1"),
            links=[
                {"_type": "link", "_key": "m0", "href": "https://x.example/", "target": None},
                {
                    "_type": "link",
                    "_key": "m1",
                    "href": "https://news.example/tag/harbour/",
                    "target": {"type": "tag", "slug": "harbour"},
                },
            ],
        )
    ]


def test_lists_are_flat():
    html = "<ul><li>a<ol><li>b</li></ol></li></ul>"
    assert parse(html, LIBRARY) == [
        block("b0", span("s0", "a"), listItem="bullet", level=1),
        block("b1", span("s0", "b"), listItem="number", level=2),
    ]


def test_a_quotation_is_a_block_for_each_paragraph():
    html = "<blockquote><p>a</p><p>b</p></blockquote>"
    assert parse(html, LIBRARY) == [
        block("b0", span("s0", "a"), style="blockquote"),
        block("b1", span("s0", "b"), style="blockquote"),
    ]


def test_a_figure_shows_this_uses_words():
    html = (
        f'<figure data-image="{ONE}" data-layout="wide" data-alt="A pier">'
        "<figcaption>The <em>north</em> pier.</figcaption></figure>"
    )
    [figure] = parse(html, LIBRARY)
    assert figure == {
        "_type": "figure",
        "_key": "b0",
        "layout": "wide",
        "crop": "",
        "image": image(1, alt="A pier", caption="The north pier."),
        "caption": [
            block("b0", span("s0", "The "), span("s1", "north", "em"), span("s2", " pier."))
        ],
    }


def test_a_figure_says_which_part_of_the_picture_it_shows():
    html = f'<figure data-image="{ONE}" data-crop="0.1,0.2,0.5,0.5"></figure>'
    [figure] = parse(html, LIBRARY)
    assert figure["crop"] == "0.1000,0.2000,0.5000,0.5000"


def test_a_figure_without_words_of_its_own_shows_the_librarys():
    [figure] = parse(f'<figure data-image="{ONE}"></figure>', LIBRARY)
    assert figure["image"] == image(1)
    assert figure["caption"] == [block("b0", span("s0", image()["caption"]))]


def test_a_picture_with_an_alt_text_here_is_not_decorative_here():
    library = Library(image=image(1, alt="", decorative=True))
    [figure] = parse(f'<figure data-image="{ONE}" data-alt="A pier"></figure>', library)
    assert figure["image"]["alt"] == "A pier"
    assert not figure["image"]["decorative"]
    assert library.image(ONE)["decorative"], "The library's own document is left alone."


def test_cards():
    html = (
        f'<div data-card="article" data-id="{ONE}"></div><div data-card="link"'
        f' data-url="https://x.example/" data-title="T" data-excerpt="E" data-publication="P"'
        f' data-author="A" data-image="{TWO}"></div>'
    )
    assert parse(html, LIBRARY) == [
        {"_type": "card", "_key": "b0", **card(1)},
        {
            "_type": "card",
            "_key": "b1",
            "url": "https://x.example/",
            "title": "T",
            "excerpt": "E",
            "publication": "P",
            "author": "A",
            "target": None,
            "image": image(2),
        },
    ]


def test_videos_quotes_embeds_code_and_rules():
    html = (
        f'<div data-video="{ONE}"></div><aside data-quote="" data-attribution="Mo"><p>a</p></aside>'
        '<div data-embed="https://x.example/" data-title="T" data-provider="X"></div>'
        "<pre>a\n b</pre><hr>"
    )
    assert parse(html, LIBRARY) == [
        {"_type": "video", "_key": "b0", "video": video(1)},
        {
            "_type": "quote",
            "_key": "b1",
            "blocks": [block("b0", span("s0", "a"))],
            "attribution": "Mo",
        },
        {
            "_type": "embed",
            "_key": "b2",
            "url": "https://x.example/",
            "title": "T",
            "provider": "X",
        },
        {"_type": "code", "_key": "b3", "code": "a\n b"},
        {"_type": "rule", "_key": "b4"},
    ]


def test_an_embedded_post_shows_its_words_alone():
    words = parse(f'<h2>a</h2><p>b</p><figure data-image="{ONE}"></figure>', LIBRARY)
    [found] = parse(f'<div data-post="{ONE}"></div>', Library(post=post(1, words)))
    assert found["post"] == {
        **{
            name: post()[name]
            for name in ("id", "url", "headline", "published_at", "updated_at", "is_updated")
        },
        "display_time": post()["display_time"],
        "blocks": [block("b0", span("s0", "a")), block("b1", span("s0", "b"))],
    }


def test_a_fact_boxs_headings_stand_below_where_the_box_stands():
    box = '<aside data-factbox="" data-title="Facts"><h2>a</h2><p>b</p></aside>'
    _, under_h2 = parse(f"<h2>x</h2>{box}", LIBRARY)
    [first] = parse(box, LIBRARY)
    assert (first["level"], first["blocks"][0]["style"]) == (2, "h3")
    assert (under_h2["level"], under_h2["blocks"][0]["style"]) == (3, "h4")
    [untitled] = parse('<aside data-factbox=""><h2>a</h2></aside>', LIBRARY)
    assert untitled["blocks"][0]["style"] == "h2"


def test_a_table():
    [table] = parse("<table><tr><th>a<th>b<tr><td>c<td></table>", LIBRARY)
    assert table == {
        "_type": "table",
        "_key": "b0",
        "rows": [
            {"_type": "row", "_key": "r0", "cells": [cell("c0", "a", True), cell("c1", "b", True)]},
            {"_type": "row", "_key": "r1", "cells": [cell("c0", "c"), cell("c1", "")]},
        ],
        "caption": "",
    }


def cell(key: str, text: str, header: bool = False) -> dict:
    return {
        "_type": "cell",
        "_key": key,
        "header": header,
        "colspan": 1,
        "rowspan": 1,
        "markDefs": [],
        "children": [span("s0", text)],
    }


def test_what_is_gone_or_not_live_is_left_out_with_its_words():
    html = (
        f'<p>a</p><figure data-image="{ONE}"><figcaption>secret</figcaption></figure>'
        f'<div data-card="article" data-id="{ONE}"></div><div data-post="{ONE}"></div>'
        f'<div data-video="{ONE}"></div><p>b</p>'
    )
    assert parse(html, Library(ONE)) == [
        block("b0", span("s0", "a")),
        block("b1", span("s0", "b")),
    ]


@given(loose_html)
@settings(deadline=None)
def test_blocks_are_plain_json_with_unique_keys_and_the_same_every_time(html):
    blocks = parse(html, LIBRARY)
    assert json.loads(json.dumps(blocks)) == blocks
    assert parse(html, LIBRARY) == blocks
    for siblings in lists_in(blocks):
        keys = [member["_key"] for member in siblings]
        assert len(keys) == len(set(keys))
        assert all("_type" in member for member in siblings)


@given(loose_html)
@settings(deadline=None)
def test_every_mark_is_a_known_one_or_a_link_of_its_block(html):
    known = {"strong", "em", "code", "strike-through", "sub", "sup"}
    for found in nodes_in(parse(html, LIBRARY)):
        if "children" in found:
            assert found["children"]
            assert found["_type"] in ("block", "cell")
            links = {mark_def["_key"] for mark_def in found["markDefs"]}
            used = {mark for child in found["children"] for mark in child["marks"]}
            assert used - known == links


def nodes_in(value):
    if isinstance(value, dict):
        if "_type" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for member in value:
            yield from nodes_in(member)


def lists_in(value):
    if isinstance(value, dict):
        value = list(value.values())
    elif isinstance(value, list) and value and isinstance(value[0], dict) and "_key" in value[0]:
        yield value
    if isinstance(value, list):
        for member in value:
            yield from lists_in(member)
