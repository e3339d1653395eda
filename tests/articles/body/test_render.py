"""HTML from blocks alone."""

import pytest
from django.utils.safestring import SafeString

from articles.body.blocks import parse
from articles.body.part import UnknownBlock
from articles.body.render import render

from .library import Library, image, post, public_id, video

ONE = public_id(1)
CREDIT = '<span class="figure-credit">(Jon Reyes/Pool/Example Agency via Example Pictures)</span>'


def printed(html: str, library: Library | None = None) -> str:
    return str(render(parse(html, library or Library())))


@pytest.mark.parametrize(
    "html",
    [
        "<p>a <strong>b</strong><br>c &lt;d&gt; &amp; “e”</p>",
        "<h2>a</h2><h3>b</h3><h4>c</h4>",
        "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>",
        "<p>H<sub>2</sub>O<sup>+</sup> <code>x</code></p>",
        "<hr>",
    ],
)
def test_plain_markup_is_printed_as_it_is_kept(html):
    assert printed(html) == html


def test_struck_words_quotations_and_code():
    assert printed("<p><s>a</s></p>") == "<p><del>a</del></p>"
    assert printed("<blockquote><p>a</p><p>b</p></blockquote>") == (
        "<blockquote>a</blockquote><blockquote>b</blockquote>"
    )
    assert printed("<pre>a\n &lt;b</pre>") == "<pre><code>a\n &lt;b</code></pre>"


def test_the_mark_that_goes_on_longest_is_outermost():
    assert printed('<a href="/tag/x/">a<b>b</b></a>').startswith("<p><a href=")
    assert printed("<b><i>a</i></b><i>b</i>") == "<p><em><strong>a</strong>b</em></p>"


def test_links_say_nothing_to_foreign_sites_and_open_no_windows(settings):
    settings.SITE_URL = "https://news.example"
    html = printed('<a href="https://x.example/?a=1&amp;b=2">a</a> <a href="/tag/x/">b</a>')
    assert html == (
        '<p><a href="https://x.example/?a=1&amp;b=2" rel="noopener">a</a>'
        ' <a href="https://news.example/tag/x/">b</a></p>'
    )


def test_a_figure():
    html = printed(
        f'<figure data-image="{ONE}" data-layout="wide"><figcaption>The <em>pier</em>.</figcaption>'
        "</figure>"
    )
    assert html == (
        '<figure class="figure figure-wide"><picture><source type="image/avif"'
        ' srcset="https://files.example/1/640.avif 640w, https://files.example/1/1280.avif 1280w"'
        ' sizes="(min-width: 64rem) 60rem, 100vw"><source type="image/webp"'
        ' srcset="https://files.example/1/640.webp 640w, https://files.example/1/1280.webp 1280w"'
        ' sizes="(min-width: 64rem) 60rem, 100vw"><img src="https://files.example/1/1280.jpg"'
        ' alt="Workers beside a bridge pier" width="1280" height="853" loading="lazy"'
        ' decoding="async"></picture><figcaption class="figure-caption">The <em>pier</em>. '
        f"{CREDIT}</figcaption></figure>"
    )


@pytest.mark.parametrize(
    ("typed", "printed_words"),
    [
        ("{}", ""),
        ("<em>The pier.</em> ({})", "<em>The pier.</em> "),
        ("<b>The</b> pier. (<i>{}</i>)", "<strong>The</strong> pier. "),
    ],
)
def test_a_figure_says_its_credit_once(typed, printed_words):
    line = image()["credit"]["line"]
    typed = typed.format(line)
    html = printed(f'<figure data-image="{ONE}"><figcaption>{typed}</figcaption></figure>')
    assert html.count(line) == 1
    assert f'<figcaption class="figure-caption">{printed_words}{CREDIT}</figcaption>' in html


def test_a_decorative_picture_has_an_empty_alt_text():
    library = Library(image=image(alt="Waves", decorative=True))
    assert 'alt=""' in printed(f'<figure data-image="{ONE}"></figure>', library)


def test_a_picture_without_renditions_keeps_its_caption_and_credit():
    library = Library(image=image(src="", srcset="", renditions=[]))
    assert printed(f'<figure data-image="{ONE}"></figure>', library) == (
        '<figure class="figure"><figcaption class="figure-caption">'
        f"Engineers inspect the north pier. {CREDIT}</figcaption></figure>"
    )


def test_a_figure_without_words_has_no_caption():
    library = Library(image=image(caption="", credit={"line": ""}))
    assert "figcaption" not in printed(f'<figure data-image="{ONE}"></figure>', library)


def test_a_card_leads_to_its_story_and_says_where_it_is_from():
    html = printed(f'<div data-card="article" data-id="{ONE}"></div>')
    assert html.startswith('<aside class="card"><picture>')
    assert html.endswith(
        '<div class="card-words"><p class="card-title">'
        '<a href="https://news.example/2026/03/second-tube/">Second tunnel tube opens</a></p>'
        '<p class="card-excerpt">Buses go first.</p>'
        '<p class="card-source">News Example · Ada Roth</p></div></aside>'
    )


def test_a_foreign_card_without_a_picture():
    assert printed('<div data-card="link" data-url="https://x.example/" data-title="T"></div>') == (
        '<aside class="card"><div class="card-words"><p class="card-title">'
        '<a href="https://x.example/" rel="noopener">T</a></p></div></aside>'
    )


def test_a_video_is_a_poster_and_a_link():
    html = printed(f'<div data-video="{ONE}"></div>')
    assert html.endswith(
        '<figcaption class="video-words"><p class="video-title">'
        '<a href="https://news.example/videos/bearings/" rel="noopener">'
        "How bridge bearings wear out</a>"
        ' <time class="video-duration" datetime="PT94S">1:34</time></p>'
        '<p class="video-summary">Ninety seconds under the harbour bridge.</p>'
        '<p class="figure-credit">(Jon Reyes/Pool/Example Agency via Example Pictures)</p>'
        "</figcaption></figure>"
    )
    assert "iframe" not in html
    bare = Library(video=video(poster=None, duration_seconds=None, summary=""))
    assert printed(f'<div data-video="{ONE}"></div>', bare) == (
        '<figure class="video"><figcaption class="video-words"><p class="video-title">'
        '<a href="https://news.example/videos/bearings/" rel="noopener">'
        "How bridge bearings wear out</a></p>"
        "</figcaption></figure>"
    )


PLAYER = {
    "url": "https://youtu.be/aqz-KE-bpKQ",
    "provider": "YouTube",
    "embed_url": 'https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?start=4&x="',
}


def test_a_players_address_is_data_that_no_browser_follows_by_itself():
    html = printed(f'<div data-video="{ONE}"></div>', Library(video=video(**PLAYER, poster=None)))
    assert html == (
        '<figure class="video"'
        ' data-player="https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?start=4&amp;x=&quot;"'
        ' data-player-name="YouTube" data-player-title="How bridge bearings wear out">'
        '<figcaption class="video-words"><p class="video-title">'
        '<a href="https://youtu.be/aqz-KE-bpKQ" rel="noopener">How bridge bearings wear out</a>'
        ' <time class="video-duration" datetime="PT94S">1:34</time></p>'
        '<p class="video-summary">Ninety seconds under the harbour bridge.</p>'
        "</figcaption></figure>"
    )


def own_video(**more) -> dict:
    files = "https://files.example/1"
    return video(
        file={"url": f"{files}/video-1.mp4", "type": "video/mp4", "bytes": 9, "width": 640,
              "height": 360},
        captions={"url": f"{files}/captions-1.vtt", "language": "nb"},
        page_url="https://news.example/videos/bearings/", **more,
    )  # fmt: skip


def test_a_video_of_our_own_plays_without_a_script_and_loads_nothing_before():
    html = printed(f'<div data-video="{ONE}"></div>', Library(video=own_video()))
    assert html.startswith(
        '<figure class="video"><video controls="" preload="none" playsinline=""'
        ' poster="https://files.example/90/1280.jpg" width="640" height="360"'
        ' crossorigin="anonymous"><source src="https://files.example/1/video-1.mp4"'
        ' type="video/mp4"><track kind="captions" src="https://files.example/1/captions-1.vtt"'
        ' srclang="nb" label="norsk (bokmål)"><a href="https://files.example/1/video-1.mp4">'
        'How bridge bearings wear out</a></video><figcaption class="video-words">'
    )
    assert "data-player" not in html


def test_a_video_without_captions_or_a_poster_that_may_be_shown():
    library = Library(video=own_video(poster=None) | {"captions": None})
    html = printed(f'<div data-video="{ONE}"></div>', library)
    assert "<track" not in html
    assert "poster=" not in html
    assert "crossorigin" not in html
    assert "figure-credit" not in html


def test_a_transcript_is_folded_and_its_paragraphs_stay():
    text = " “Here.”\n“Where?” \n \n\nYes <b>\n"
    html = printed(f'<div data-video="{ONE}"></div>', Library(video=video(transcript=text)))
    assert html.endswith(
        '<details class="transcript"><summary>Transcript</summary>'
        "<p>“Here.”<br>“Where?”</p><p>Yes &lt;b&gt;</p></details></figcaption></figure>"
    )


def test_an_hour_long_video():
    library = Library(video=video(duration_seconds=3_754))
    assert ">1:02:34</time>" in printed(f'<div data-video="{ONE}"></div>', library)


def test_an_embedded_post():
    words = parse("<p>Two more boats.</p>", Library())
    html = printed(f'<div data-post="{ONE}"></div>', Library(post=post(1, words)))
    assert html == (
        '<aside class="post-embed"><p class="post-embed-time">'
        f'<a href="https://news.example/feed/{ONE}/"><time datetime="2026-03-02T00:22:00Z">'
        '1:22 AM (Updated: 1:41 AM)</time></a></p><p class="post-embed-headline">'
        "Ferry adds two morning crossings.</p><p>Two more boats.</p></aside>"
    )


def test_a_pull_quote_a_fact_box_and_an_embed():
    assert printed('<aside data-quote="" data-attribution="Mo"><p>a</p></aside>') == (
        '<figure class="quote"><blockquote><p>a</p></blockquote>'
        '<figcaption class="quote-attribution">Mo</figcaption></figure>'
    )
    assert printed('<aside data-factbox="" data-title="Facts"><p>a</p></aside>') == (
        '<aside class="factbox"><h2 class="factbox-title">Facts</h2><p>a</p></aside>'
    )
    assert printed('<div data-embed="https://www.x.example/1" data-provider="X"></div>') == (
        '<aside class="embed"><p class="embed-title">'
        '<a href="https://www.x.example/1" rel="noopener">x.example</a></p>'
        '<p class="embed-provider">X</p></aside>'
    )


def test_a_table_says_what_its_headers_head():
    html = printed(
        "<table><caption>Boats</caption><tr><th>a<th>b<tr><th>c<td>d<tr><td colspan=2>e</table>"
    )
    assert html == (
        '<div class="table" tabindex="0"><table><caption>Boats</caption>'
        '<thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead><tbody>'
        '<tr><th scope="row">c</th><td>d</td></tr><tr><td colspan="2">e</td></tr></tbody></table>'
        "</div>"
    )


def test_words_are_words_wherever_they_stand():
    evil = '"><script>alert(1)</script>'
    library = Library(
        image=image(alt=evil, caption=evil, credit={"line": evil}, src=evil, srcset=evil),
        video=video(title=evil, summary=evil, url=evil),
        article=dict.fromkeys(("title", "excerpt", "publication", "author", "url"), evil)
        | {"target": None, "image": None},
        post=post() | {"headline": evil, "url": evil, "display_time": {"text": evil}},
    )
    html = printed(
        f'<figure data-image="{ONE}"></figure><div data-card="article" data-id="{ONE}"></div>'
        f'<div data-video="{ONE}"></div><div data-post="{ONE}"></div>',
        library,
    )
    assert "<script" not in html
    # The caption says what the credit says: it is printed once.
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 12


def test_an_address_that_may_not_be_followed_is_no_link():
    parsed = parse('<a href="https://x.example/">a</a>', Library())
    parsed[0]["markDefs"][0]["href"] = "javascript:alert(1)"
    assert render(parsed) == "<p>a</p>"
    library = Library(video=video(url="javascript:alert(1)", poster=None))
    assert "javascript" not in printed(f'<div data-video="{ONE}"></div>', library)


def test_an_unknown_block_is_refused():
    with pytest.raises(UnknownBlock):
        render([{"_type": "poll", "_key": "b0"}])


def test_the_result_may_be_printed_by_templates():
    assert isinstance(render([]), SafeString)
