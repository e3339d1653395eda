"""Ghost's texts become a draft's body: node by node, card by card, nothing dropped in silence."""

import json
import re
from uuid import UUID

import pytest

from articles.importers import markup, tree
from articles.importers.ghost import bodies
from articles.importers.ghost.export import GhostPost
from articles.importers.ghost.export_file import read_file
from tests.requirements import need_shared

from .conftest import REAL, lexical, text

CARD = UUID("0195c1f2-7a10-7c33-9d41-2f6b1a0c8e55")


def convert(around, **fields):
    return bodies.convert(GhostPost(id="1", uuid=None, title="T", slug="t", **fields), around)


def card(around, node):
    return convert(around, lexical=lexical(node))


def notes(body):
    return "\n".join(note.text for note in body.notes)


# --- Prose ---------------------------------------------------------------------------------------


def test_marks_links_lists_and_headings_of_lexical(around):
    body = convert(
        around(),
        lexical=lexical(
            {
                "type": "paragraph",
                "children": [
                    text("A "),
                    text("bold", format=1),
                    text(" and "),
                    text("both", format=3),
                    {"type": "linebreak"},
                    {"type": "link", "url": "https://x.example/?a=1&b=2", "children": [text("l<")]},
                ],
            },
            {"type": "extended-heading", "tag": "h1", "children": [text("Big")]},
            {
                "type": "list",
                "listType": "number",
                "children": [
                    {"type": "listitem", "children": [text("one")]},
                    {
                        "type": "listitem",
                        "children": [
                            {
                                "type": "list",
                                "listType": "bullet",
                                "children": [{"type": "listitem", "children": [text("in it")]}],
                            }
                        ],
                    },
                ],
            },
            {
                "type": "extended-quote",
                "children": [text("Q1"), {"type": "linebreak"}, {"type": "linebreak"}, text("Q2")],
            },
            {"type": "aside", "children": [text("Aside")]},
            {"type": "horizontalrule"},
        ),
    )

    assert body.html.split("\n") == [
        "<p>A <strong>bold</strong> and <strong><em>both</em></strong><br>"
        '<a href="https://x.example/?a=1&amp;b=2">l&lt;</a></p>',
        "<h2>Big</h2>",
        "<ol><li>one<ul><li>in it</li></ul></li></ol>",
        "<blockquote><p>Q1</p><p>Q2</p></blockquote>",
        '<aside data-quote="" data-attribution=""><p>Aside</p></aside>',
        "<hr>",
    ]
    assert "level 1 became one of level 2" in notes(body)


def test_underline_and_highlight_keep_their_words_and_are_told(around):
    body = card(around(), {"type": "paragraph", "children": [text("x", format=8 | 128)]})

    assert body.html == "<p>x</p>"
    assert "underlined" in notes(body)
    assert "highlighted" in notes(body)


def test_mobiledoc_markups_open_and_close_across_markers(around):
    document = {
        "version": "0.3.1",
        "atoms": [["soft-return", "", {}], ["mention", "@ada", {}]],
        "cards": [["hr", {}], ["code", {"code": "a < b\n"}]],
        "markups": [["strong"], ["a", ["href", "https://x.example/", "rel", "nofollow"]], ["em"]],
        "sections": [
            [
                1,
                "p",
                [
                    [0, [0, 2], 1, "B"],
                    [0, [], 1, "I"],
                    [1, [], 0, 0],
                    [0, [1], 1, "link"],
                    [1, [], 0, 1],
                ],
            ],
            [1, "pull-quote", [[0, [], 0, "Pulled"]]],
            [3, "ol", [[[0, [], 0, "one"]], [[0, [], 0, ""]], [[0, [], 0, "two"]]]],
            [10, 0],
            [10, 1],
            [10, 9],
            [2, "/content/images/a.jpg"],
        ],
    }

    body = convert(around(), mobiledoc=json.dumps(document))

    assert body.html.split("\n") == [
        '<p><strong><em>B</em>I</strong><br><a href="https://x.example/">link</a>@ada</p>',
        '<aside data-quote="" data-attribution=""><p>Pulled</p></aside>',
        "<ol><li>one</li><li>two</li></ol>",
        "<hr>",
        "<pre><code>a &lt; b</code></pre>",
    ]
    assert "a.jpg" in notes(body)
    assert "not in the document" in notes(body)


@pytest.mark.parametrize(
    "document", ["{", "[]", "null", '{"root": 1}', '{"root": {"children": 5}}', "[" * 100_000]
)
def test_a_damaged_text_falls_back_to_the_html(around, document):
    body = convert(around(), lexical=document, html="<p>Still here</p>")

    assert body.html == "<p>Still here</p>"
    assert "cannot be read" in notes(body)


def test_a_text_nested_without_end_is_cut_and_told(around):
    node = {"type": "paragraph", "children": [text("deep")]}
    for _level in range(150):
        node = {"type": "wrapper", "children": [node]}

    body = card(around(), node)

    assert body.html == ""
    assert "too deeply" in notes(body)


def test_odd_nodes_never_stop_a_text(around):
    odd = [
        None,
        1,
        [],
        "x",
        {},
        {"type": None},
        {"type": "paragraph", "children": "x"},
        {"type": "list", "children": [None, {"type": "listitem"}]},
        {"type": "paragraph", "children": [None, {"type": "link"}, {"type": "image"}]},
        {"type": "gallery", "images": [None, 1, {}]},
        {"type": "bookmark", "metadata": []},
        {"type": "embed", "html": 5},
        {"type": "paragraph", "children": [text("end")]},
    ]

    assert convert(around(), lexical=lexical(*odd)).html.endswith("<p>end</p>")


def test_words_of_ghosts_html_that_are_missing_are_told(around):
    document = lexical({"type": "paragraph", "children": [text("Half")]})

    body = convert(around(), lexical=document, html="<p>Half of the truth</p>")

    assert "3 words of Ghost's HTML are not in the text: of the truth" in notes(body)


# --- Pictures ------------------------------------------------------------------------------------


def test_a_picture_keeps_its_words_and_gives_its_credit_to_the_library(around):
    surroundings = around({"/content/images/a.jpg": ""})
    body = card(
        surroundings,
        {
            "type": "image",
            "src": "/content/images/a.jpg",
            "alt": "A <quay>",
            "cardWidth": "wide",
            "caption": "<b><strong>The quay</strong></b> at dusk. (Ana Ruiz/Pool/AFP via Getty Images)",  # noqa: E501
        },
    )

    assert re.sub(r"[0-9a-f-]{36}", "UUID", body.html) == (
        '<figure data-image="UUID" data-layout="wide" data-alt="A &lt;quay&gt;">'
        "<figcaption><strong>The quay</strong> at dusk.</figcaption></figure>"
    )
    assert surroundings.asked[0].credit_line == "Ana Ruiz/Pool/AFP via Getty Images"


def test_the_alternative_text_is_written_only_where_it_differs_from_the_librarys(around):
    node = {"type": "image", "src": "/a.jpg", "alt": "Quay"}

    assert "data-alt" not in card(around({"/a.jpg": "Quay"}), node).html
    assert 'data-alt="Quay"' in card(around({"/a.jpg": "Harbour"}), node).html


def test_without_its_picture_the_caption_stays_and_the_picture_is_told(around):
    node = {
        "type": "image",
        "src": "/a.jpg",
        "alt": "Quay",
        "caption": "The <em>quay</em>. (Handout)",
    }

    body = card(around(), node)

    assert body.html == "<p><em>The <em>quay</em>.</em></p>"
    for words in ("/a.jpg", "not in the folder", "The quay.", "Handout", "Quay"):
        assert words in notes(body)


def test_the_credit_of_a_gallery_is_every_pictures(around):
    surroundings = around({"/1.jpg": "", "/2.jpg": ""})
    body = card(
        surroundings,
        {
            "type": "gallery",
            "images": [{"src": "/1.jpg"}, {"src": "/2.jpg"}],
            "caption": "<p>Two views. (Ana Ruiz/AFP)</p>",
        },
    )

    assert [use.credit_line for use in surroundings.asked] == ["Ana Ruiz/AFP"] * 2
    assert body.html.count("<figure") == 2
    assert body.html.count("Two views.") == 1


# --- Cards ---------------------------------------------------------------------------------------

BOOKMARK = {
    "type": "bookmark",
    "url": "https://other.example/x",
    "metadata": {
        "title": "Ti\"tle", "description": "Said <so>", "author": "Sam Okafor",
        "publisher": "The Other Paper", "thumbnail": "https://other.example/t.jpg",
    },
    "caption": "",
}  # fmt: skip


def test_a_bookmark_becomes_a_foreign_card(around):
    body = card(around(), BOOKMARK)

    assert body.html == (
        '<div data-card="link" data-url="https://other.example/x" data-title="Ti&quot;tle" '
        'data-excerpt="Said &lt;so&gt;" data-publication="The Other Paper" '
        'data-author="Sam Okafor"></div>'
    )
    assert "t.jpg" in notes(body)


def test_a_printed_bookmark_has_publisher_and_author_the_other_way_round(around):
    printed = (
        '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" '
        'href="https://other.example/x"><div class="kg-bookmark-content">'
        '<div class="kg-bookmark-title">Title</div>'
        '<div class="kg-bookmark-metadata"><span class="kg-bookmark-author">The Other Paper</span>'
        '<span class="kg-bookmark-publisher">Sam Okafor</span></div></div></a></figure>'
    )

    html = convert(around(), html=printed).html

    assert 'data-publication="The Other Paper" data-author="Sam Okafor"' in html


def test_a_bookmark_of_an_imported_post_becomes_an_own_card(around):
    body = card(around(articles={"/two/": CARD}), {**BOOKMARK, "url": "/two/"})

    assert body.html == f'<div data-card="article" data-id="{CARD}"></div>'


def test_a_bookmark_of_another_own_page_is_a_link(around):
    body = card(around(), {**BOOKMARK, "url": "/tag/news/"})

    assert body.html == '<p><a href="/tag/news/">Ti"tle</a></p>'


def test_an_embed_is_a_link_with_a_description_never_a_frame(around):
    body = card(
        around(),
        {
            "type": "embed",
            "url": "https://www.youtube.com/watch?v=abc",
            "html": '<iframe src="https://www.youtube.com/embed/abc" title="T"></iframe>',
            "metadata": {"title": "Le phare", "provider_name": "YouTube"},
            "caption": "<p>Watch</p>",
        },
    )

    assert body.html == (
        '<div data-embed="https://www.youtube.com/watch?v=abc" data-title="Le phare" '
        'data-provider="YouTube"></div>\n<p><em>Watch</em></p>'
    )


@pytest.mark.parametrize(
    ("frame", "url"),
    [
        ("https://www.youtube-nocookie.com/embed/a-B_c?rel=0", "https://www.youtube.com/watch?v=a-B_c"),
        ("//player.vimeo.com/video/123?h=1", "https://vimeo.com/123"),
        ("https://open.spotify.com/embed/episode/4x", "https://open.spotify.com/episode/4x"),
        ("https://maps.example.org/m?x=1&y=2", "https://maps.example.org/m?x=1&y=2"),
    ],
)  # fmt: skip
def test_frames_of_an_html_card_become_links_to_what_a_reader_can_open(around, frame, url):
    node = {"type": "html", "html": f'<p>Before<iframe src="{frame}"></iframe></p>'}

    body = card(around(), node)

    assert f'data-embed="{url.replace("&", "&amp;")}"' in body.html
    assert "<iframe" not in body.html
    assert "became a link" in notes(body)


def test_callouts_and_toggles_become_fact_boxes(around):
    callout = {"type": "callout", "calloutText": "<p>Take <b>care</b></p>", "calloutEmoji": "⚠️"}
    toggle = {
        "type": "toggle",
        "heading": "<span>How</span>",
        "content": "<p>So</p><ul><li>a</li></ul>",
    }

    assert card(around(), callout).html == (
        '<aside data-factbox="" data-title=""><p>⚠️ Take <strong>care</strong></p></aside>'
    )
    assert card(around(), toggle).html == (
        '<aside data-factbox="" data-title="How"><p>So</p><ul><li>a</li></ul></aside>'
    )


def test_a_picture_in_a_toggle_stands_after_the_box(around):
    toggle = {"type": "toggle", "heading": "H", "content": '<p>So <img src="/a.jpg"></p>'}

    html = card(around({"/a.jpg": ""}), toggle).html

    assert re.match(r'<aside data-factbox="" data-title="H"><p>So</p></aside>\n?<figure ', html)


def test_markdown_is_read_with_tables_notes_and_breaks(around):
    source = "# Big\n\none\ntwo[^1]\n\n| a | b |\n|---|---|\n| 1 | ~~2~~ |\n\n[^1]: The note"

    html = card(around(), {"type": "markdown", "markdown": source}).html

    assert "<h2>Big</h2>" in html
    assert "one<br>" in html
    assert "<table><thead><tr><th>a</th><th>b</th></tr></thead>" in html
    assert "<s>2</s>" in html
    assert "The note" in html


def test_product_header_and_call_to_action_keep_their_words(around):
    body = convert(
        around(),
        lexical=lexical(
            {"type": "product", "productTitle": "Boat", "productDescription": "<p>Fast</p>",
             "productRatingEnabled": True, "productStarRating": 4, "productButtonEnabled": True,
             "productButton": "Buy", "productUrl": "https://shop.example/"},
            {"type": "header", "header": "Big news", "subheader": "Smaller"},
            {"type": "call-to-action", "textValue": "<p>Support us</p>", "showButton": True,
             "buttonText": "Give", "buttonUrl": "https://give.example/"},
        ),
    )  # fmt: skip

    for words in ('data-title="Boat"', "<p>Fast</p>", "Rating: 4 of 5", ">Buy</a>",
                  "<h2>Big news</h2>", "<p>Smaller</p>", "Support us", ">Give</a>"):  # fmt: skip
        assert words in body.html


@pytest.mark.parametrize(
    "node",
    [
        {"type": "email", "html": "<p>Hello subscriber</p>"},
        {"type": "email-cta", "html": "<p>Hello subscriber</p>"},
        {"type": "signup", "header": "Hello subscriber"},
        {"type": "html", "html": "Hello subscriber", "visibility": {"web": {"nonMember": False}}},
        {"type": "html", "html": "Hello subscriber", "visibility": {"showOnWeb": False}},
        {"type": "hologram", "text": "Hello subscriber"},
    ],
)  # fmt: skip
def test_what_readers_of_the_site_did_not_see_is_left_out_and_told(around, node):
    body = card(around(), node)

    assert body.html == ""
    assert "Hello subscriber" in notes(body)


def test_the_paywall_is_told(around):
    assert "members-only" in notes(card(around(), {"type": "paywall"}))
    assert "members-only" in notes(convert(around(), html="<p>a</p><!--members-only--><p>b</p>"))


def test_files_and_players_of_the_old_site_are_told_and_foreign_ones_linked(around):
    own = {"type": "audio", "src": "/content/media/a.mp3", "title": "Interview"}
    foreign = {**own, "src": "https://cdn.example/a.mp3"}

    assert "Interview" in notes(card(around(nowhere=["/content/media/a.mp3"]), own))
    assert 'data-embed="https://cdn.example/a.mp3"' in card(around(), foreign).html


def test_a_link_that_leads_nowhere_keeps_its_words(around):
    body = convert(around(nowhere=["#/portal/"]), html='<p><a href="#/portal/">Join</a> us</p>')

    assert body.html == "<p>Join us</p>"
    assert "#/portal/" in notes(body)


# --- Foreign HTML --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("bare <b>text</b>", "<p>bare <strong>text</strong></p>"),
        ("<div>a<div>b</div>c</div>", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
        ("<p>a</p><p> &nbsp; </p><p><br></p>", "<p>a</p>"),
        ("<h5>x</h5>", "<h4>x</h4>"),
        ("<blockquote>a<p>b</p></blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("<ul><li><p>a</p><p>b</p></li><li>c<ol><li>d</li></ol></li></ul>",
         "<ul><li>a<br>b</li><li>c<ol><li>d</li></ol></li></ul>"),
        ("<table><tr><td>1<td colspan=2>2</table>",
         '<table><tbody><tr><td>1</td><td colspan="2">2</td></tr></tbody></table>'),
        ("<pre>\n a\n  b</pre>", "<pre><code> a\n  b</code></pre>"),
        ("<dl><dt>T</dt><dd>D</dd></dl>", "<p><strong>T</strong></p>\n<p>D</p>"),
        ("<details><summary>S</summary><p>D</p></details>",
         '<aside data-factbox="" data-title="S"><p>D</p></aside>'),
        ("<span style='x'>a</span> <u>b</u><mark>c</mark>", "<p>a bc</p>"),
        ("a &lt;script&gt; b", "<p>a &lt;script&gt; b</p>"),
    ],
)  # fmt: skip
def test_foreign_html_becomes_blocks(around, source, expected):
    assert convert(around(), html=source).html == expected


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("<p>a</p><script>steal()</script>", "<script>"),
        ('<p onclick="x()">a</p>', "onclick"),
        ("<style>p{}</style><p>a</p>", "<style>"),
        ("<form><input></form><p>a</p>", "<form>"),
        ('<p><a href="javascript:x()">a</a></p>', "javascript:"),
        ('<p>a<img src="https://t.example/p.gif" width="1" height="1"></p>', "invisible"),
        ('<p>a</p><iframe src="https://t.example/" width="0"></iframe>', "frame"),
        ('<p>a</p><object data="x"></object>', "<object>"),
    ],
)
def test_what_runs_or_counts_is_left_out_and_told(around, source, told):
    body = convert(around(), html=source)

    assert body.html == "<p>a</p>"
    assert told in notes(body)


@pytest.mark.parametrize("piece", ["<div>", "<b>", "<blockquote>", "<ul><li>", "<table><tr><td>"])
def test_html_nested_without_end_keeps_its_words(around, piece):
    body = convert(around(), html=piece * 50_000 + "the end")

    assert "the end" in body.html


# --- Whole exports -------------------------------------------------------------------------------


def squeezed(html: str) -> str:
    """All text of a body without white space; what cards say in attributes stands in its place."""
    shown = re.sub(
        r'<div data-(?:card|embed)="[^"]*"([^>]*)></div>',
        lambda found: "".join(
            re.findall(r'data-(?:title|excerpt|publication|author)="([^"]*)"', found[1])
        ),
        html,
    )
    shown = re.sub(r'data-factbox="" data-title="([^"]*)">', r">\1", shown)
    return re.sub(r"\s+", "", "".join(tree.parse(shown).texts()))


def test_the_words_of_every_public_post_are_those_of_the_content_api(publication, around):
    found = read_file(publication.export)
    truth = publication.truth
    ours = {post.id: post for post in found.posts}

    compared = 0
    for expected in truth:
        if expected["visibility"] != "public":
            continue
        post = ours[expected["id"]]
        pictures = re.findall(r'"src": ?"([^"]+)"', (post.lexical or "") + (post.mobiledoc or ""))
        body = bodies.convert(post, around(dict.fromkeys(pictures, ""), nowhere=["#/portal/"]))
        without_captions = re.sub(r"<figcaption>.*?</figcaption>", "", body.html)
        # Ghost's plain text marks list items and numbers them; it prints no alternative texts.
        plain = re.sub(r"(?m)^ +(?:\*|\d+\.) ", "", expected["plaintext"])
        plain = re.sub(r" ?\[(?:https?:|/|http)[^\]]*\]", "", plain)
        assert squeezed(without_captions) == re.sub(r"\s+", "", plain), post.slug
        assert not body.notes.of("problem"), post.slug
        compared += 1
    assert compared == publication.public


def test_converting_lexical_or_the_printed_html_gives_the_same_cards(around):
    found = read_file(need_shared(f"corpora/ghost/real-export/{REAL.export_name}"))
    post = next(post for post in found.posts if post.slug == "ferry-inquiry-hears-from-engineers")

    edited = bodies.convert(post, around())
    printed = convert(around(), html=post.html)

    assert edited.html == printed.html


def test_plain_text_of_markup_has_spaces_where_blocks_meet():
    assert markup.plain("<p>a</p><p>b<br>c <b>d</b>e</p>") == "a b c de"
