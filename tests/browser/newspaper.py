"""A small newspaper with one page of every kind; the flagship story has every part there is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.test import Client

from articles.models import Article
from feed.models import Post
from media.models import Image, Video
from newsroom.accounts.models import User
from newsroom.delivery import followers
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.drafts import revisions
from tests import bulk
from tests.factories import (
    make_article,
    make_author,
    make_page,
    make_post,
    make_section,
    make_tag,
    publish_article,
    publish_post,
)
from tests.media.factories import make_image, make_own_video, make_video

#: What every surface must print for the flagship's lead picture, byte for byte.
CREDIT = "Zoë Ångström/Pool/Harbour Wire via Example Pictures"

#: Kind of page → the status that it answers with.
KINDS = {
    "front": 200,
    "section": 200,
    "section-older": 200,
    "tag": 200,
    "author": 200,
    "article": 200,
    "article-opinion": 200,
    "feed": 200,
    "feed-day": 200,
    "post": 200,
    "post-plain": 200,
    "videos": 200,
    "video": 200,
    "video-player": 200,
    "video-own": 200,
    "corrections": 200,
    "page": 200,
    "search": 200,
    "search-found": 200,
    "search-nothing": 200,
    "preview": 200,
    "not-found": 404,
    "withdrawn": 410,
    "retracted": 410,
    "legal": 451,
}
#: Kinds that ask who one is.
STAFF_KINDS = {"preview"}

HOUR = timedelta(hours=1)
_WORDS = (
    "The ferry left at six, and the gulls went with it as far as the mole. Nobody on the quay "
    "could say who had paid for the lamp, nor why it burned by day. "
)


@dataclass
class Newspaper:
    """What was built; ``paths`` has one path for each of ``KINDS``."""

    flagship: Article
    author_name: str
    paths: dict[str, str] = field(default_factory=dict)
    session_key: str = ""


def build() -> Newspaper:
    """Write and publish everything; the database holds nothing else."""
    picture = make_image(
        1800, 1200, creator="Zoë Ångström", is_pool=True, agency="Harbour Wire",
        supplier="Example Pictures", alt_text="Engineers on a scaffold below the north pier",
        caption="The library's own words.", copyright_notice="© Harbour Wire",
    )  # fmt: skip
    portrait = make_image(500, 500, alt_text="Portrait of Mara Lind", creator="Jon Reyes")
    video = make_video(
        title="How bridge bearings wear out", slug="bearings", poster=picture,
        summary="An engineer takes one apart on the quay.", duration_seconds=94,
        url="https://videos.example/watch/bearings", transcript="“Here is the worn plate.”\n\nYes.",
    )  # fmt: skip
    tube = make_video(
        title="The crane at night", slug="crane", poster=picture, duration_seconds=61,
        url="https://www.youtube.com/watch?v=aqz-KE-bpKQ", summary="Filmed from the mole.",
    )  # fmt: skip
    own = make_own_video(
        title="Under the deck", slug="under-the-deck", poster=picture, captions_language="en",
        summary="Forty metres of walkway.", transcript="“Mind your head.”",
    )  # fmt: skip
    city = make_section("City", description="What happens between the walls.")
    harbour, opinion = make_section("Harbour"), make_section("Opinion")
    transport = make_tag("Transport", description="Whatever moves.")
    mara = make_author(
        "Mara Lind", job_title="Transport reporter", portrait=portrait, website="https://m.example",
        bio="Mara Lind has covered the harbour since 2017.", email="mara@courier.example",
        fediverse="@mara@social.example",
    )  # fmt: skip
    other = publish_article(
        headline="Second tunnel tube opens", section=harbour, lead_image=picture, authors=[mara]
    )
    publish_article(
        headline="A bridge is a promise", section=opinion, kind="opinion", authors=[mara],
        body=f"<p>{_WORDS}</p>",
    )  # fmt: skip
    _publish_many("Rain", 24, section=city, tags=[transport])
    _publish_many("Tide", 5, section=harbour, lead_image=picture)
    posts = _publish_posts(mara, transport, picture, other)
    flagship = _publish_flagship(
        picture, [video, tube, own], other, posts[0], section=city, authors=[mara],
        tags=[transport, make_tag("Harbour Bridge"), make_tag("City council")],
    )  # fmt: skip
    newspaper = Newspaper(flagship, mara.name, session_key=_log_in())
    newspaper.paths = {
        "front": "/",
        "section": city.get_absolute_url(),
        "tag": transport.get_absolute_url(),
        "author": mara.get_absolute_url(),
        "article": _path(flagship),
        "article-opinion": _path(Article.objects.get(kind="opinion")),
        "feed": "/feed/",
        "feed-day": f"/feed/{clock.now():%Y/%m/%d}/",
        "post": f"/feed/{posts[0].uuid}/",
        "post-plain": f"/feed/{posts[-1].uuid}/",
        "videos": "/videos/",
        "video": video.get_absolute_url(),
        "video-player": tube.get_absolute_url(),
        "video-own": own.get_absolute_url(),
        "corrections": "/corrections/",
        "page": _publish_page(picture),
        "search": "/search/",
        "search-found": "/search/?q=bridge",
        "search-nothing": "/search/?q=%3Cb%3Ezebra",
        "preview": _preview(other),
        "not-found": "/2026/03/no-such-story/",
        **_take_some_down(),
    }
    followers.run()
    older = Client().get(newspaper.paths["section"]).context["next_url"]
    newspaper.paths["section-older"] = older
    assert set(newspaper.paths) == set(KINDS)
    return newspaper


def body_with_everything(picture: Image, video: Video, other: Article, post: Post) -> str:
    """A draft's body in which every element stands once."""
    return f"""
<p>{_WORDS}<a href="{settings.SITE_URL}/tag/transport/">Trams</a> turn at Mole Street, and
<a href="https://elsewhere.example/report">a report</a> says why. <strong>Bold</strong>,
<em>leaning</em>, <s>struck</s>, H<sub>2</sub>O, m<sup>2</sup> and <code>lift_mm</code>.<br>
Here.</p>
<h2>What was found</h2><p>{_WORDS}</p>
<figure data-image="{picture.uuid}" data-layout="normal"><figcaption>At <strong>pier two</strong> on
Sunday.</figcaption></figure>
<h3>Bearings</h3>
<ul><li>Buses<ul><li>Line 4</li><li>Line 9</li></ul></li><li>Boats</li></ul>
<ol><li>Lift</li><li>Hold</li><li>Lower</li></ol>
<figure data-image="{picture.uuid}" data-layout="wide" data-alt="The whole span at dusk"></figure>
<h4>Numbers</h4>
<table><thead><tr><th>Way</th><th>Usually</th><th>Yesterday</th></tr></thead><tbody>
<tr><th>Tram</th><td>14 minutes</td><td>closed</td></tr>
<tr><th>Ferry</th><td colspan="2">26 minutes, whatever the weather and whoever is steering</td></tr>
</tbody></table>
<div data-card="article" data-id="{other.uuid}"></div>
<div data-card="link" data-url="https://spans.example/lift" data-title="How the Kettle Bridge rose"
 data-excerpt="They had sixteen jacks." data-publication="Spans Quarterly"
 data-author="Bruno Askwith" data-image="{picture.uuid}"></div>
<blockquote><p>We recommend replacement before a second winter.</p><p>Paragraph 41</p></blockquote>
<aside data-quote="" data-attribution="Marius Fenn, city engineer"><p>At nine centimetres you write
a letter.</p></aside>
<aside data-factbox="" data-title="The bridge in numbers"><p>Opened in 1931.</p>
<ul><li>604 metres</li></ul></aside>
<div data-video="{video.uuid}"></div>
<div data-post="{post.uuid}"></div>
<div data-embed="https://data.example/jacks" data-title="Load on the jacks, live"
 data-provider="Open data"></div>
<pre>pier,jack,load_t\n2,01,143.2</pre>
<hr>
<p>{_WORDS * 12}</p>
"""


def _publish_flagship(
    picture: Image, videos: list[Video], other: Article, post: Post, **filed: Any
) -> Article:
    article = make_article(
        headline="Harbour bridge closes for eight weeks", kicker="The bridge", dateline="Pier Two",
        standfirst="Buses take the tunnel until May, ferries run every twelve minutes.",
        short_headline="Bridge shut", seo_title="Harbour bridge closed: what we know",
        seo_description="How it was found and how it will be mended.",
        lead_image=picture, lead_caption="The north pier on Sunday, seen from the quay.",
        body=body_with_everything(picture, videos[0], other, post), **filed,
    )  # fmt: skip
    mara = filed["authors"][0]
    registry.set_lists(
        article,
        byline=[
            (mara, "", "writer"),
            (None, "Henrik Sol", "writer"),
            (make_author("Jon Reyes"), "", "photographer"),
        ],
    )
    registry.set_lists(article, videos=videos)
    revisions.save(article, by=None)
    publishing.bring_in(article, published_at=clock.now() - 3 * HOUR)
    publishing.correct(
        article, by=None, text="An earlier version gave the wrong number of weeks.", note="Misread"
    )
    publishing.correct(
        article, by=None, kind="editors_note", placement="top", note="Asked by readers",
        text="The tunnel is free for cars; lorries still pay.",
    )  # fmt: skip
    return article


def _publish_many(headline: str, count: int, **filed: Any) -> None:
    """Stories of yesterday, enough to fill a page."""
    first = make_article(headline=headline, **filed)
    publishing.bring_in(first, published_at=clock.now() - 30 * HOUR)
    bulk.multiply_article(first, count)


def _publish_posts(author, tag, picture: Image, article: Article) -> list[Post]:
    """One with every part, pinned and breaking; the last has only a headline and a text."""
    full = make_post(
        headline="Harbour bridge closed to all traffic", tags=[tag], authors=[author],
        image=picture, article=article, source_name="City engineer",
        source_url="https://city.example/bridge", is_pinned=True, is_breaking=True,
        is_key_event=True, body='<p><a href="https://trams.example/">Trams</a> turn.</p>',
    )  # fmt: skip
    publishing.bring_in(
        full, published_at=clock.now() - HOUR, updated_at=clock.now() - timedelta(minutes=9)
    )
    publishing.correct(full, by=None, text="All traffic, not trams alone.", note="Heard wrongly")
    gone = publish_post(headline="The bridge has fallen.")
    takedowns.withdraw(gone, by=None, note="It has not")
    yesterday = make_post(headline="Ferry crews vote tonight.")
    publishing.bring_in(yesterday, published_at=clock.now() - 25 * HOUR)
    bulk.multiply_post(yesterday, 15)
    return [full, publish_post(headline="Ferry adds two morning crossings.")]


def _publish_page(picture: Image) -> str:
    page = make_page(
        headline="About this paper", slug="about", standfirst="Who makes it, and how.",
        body=f'<p>{_WORDS}</p><h2>Money</h2><figure data-image="{picture.uuid}"></figure>',
    )  # fmt: skip
    publishing.publish(page, by=None)
    return _path(page)


def _take_some_down() -> dict[str, str]:
    withdrawn, retracted, legal = (publish_article() for _number in range(3))
    paths = {"withdrawn": _path(withdrawn), "retracted": _path(retracted), "legal": _path(legal)}
    takedowns.withdraw(withdrawn, by=None, note="Out of date")
    takedowns.kill(
        retracted, by=None, kind="retracted", note="False", confirmation="kill",
        public_note="The interview in this story did not take place.",
    )  # fmt: skip
    takedowns.kill(legal, by=None, kind="legal", note="Court order", confirmation="kill")
    return paths


def _preview(article: Article) -> str:
    """A draft with warnings, for the banner to show some."""
    draft = make_article(headline="Not yet", body=article.body, standfirst="", authors=[])
    return f"/preview/article/{draft.uuid}/"


def _path(item) -> str:
    return item.editions.live().get().path


def _log_in() -> str:
    user = User.objects.create_superuser("newspaper-desk")
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
