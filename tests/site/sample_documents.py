"""Documents of one invented city, in the shapes of the API: what every public template is given.

The words are the project's own; the city of Saltmere, its people and its papers do not exist.
"""
# Tables of words: one thing a line reads better than one argument a line.
# ruff: noqa: E501
# fmt: off

from __future__ import annotations

import datetime
import itertools
import json
from types import SimpleNamespace
from uuid import UUID

from django.utils.safestring import mark_safe

from newsroom.lib.page import NOT_INDEXED, Alternate, Page

SITE = "https://courier.example"
FILES = f"{SITE}/files/samples"
NOW = datetime.datetime(2026, 3, 2, 15, 20, tzinfo=datetime.UTC)
PICTURE_WIDTHS = (320, 640, 960, 1280, 1920)

_numbers = itertools.count(1)


def _id() -> str:
    return str(UUID(int=0x0195_C1F2_7A10_7C33_9D41_0000_0000_0000 + next(_numbers)))


def at(day: int, clock: str, month: int = 3) -> str:
    """An instant of 2026 as documents print it."""
    return f"2026-{month:02}-{day:02}T{clock}:00Z"


# --- Pictures ------------------------------------------------------------------------------------
# Every picture the samples name: name → (palette, width by height, seed); for the ones who draw.
PICTURES: dict[str, tuple[str, float, int]] = {}


def picture(name, palette, alt, *, caption="", credit=("Jon Reyes", False, "", ""), ratio=1.5,
            focus=(0.5, 0.5)) -> dict:
    PICTURES[name] = (palette, ratio, len(PICTURES) + 1)
    creator, pool, agency, supplier = credit
    parts = [creator, "Pool" if pool else "", agency]
    line = "/".join(part for part in parts if part) + (f" via {supplier}" if supplier else "")

    def height(width: int) -> int:
        return round(width / ratio)

    whole = [
        {"name": label, "width": w, "height": height(w), "type": f"image/{kind}", "bytes": w * 60,
         "url": f"{FILES}/{name}-{w}.{suffix}"}
        for label, w in zip(("thumb", "small", "medium", "large", "wide"), PICTURE_WIDTHS, strict=True)
        for kind, suffix in (("webp", "webp"), ("avif", "avif"), ("jpeg", "jpg"))
    ]
    square = {"name": "square", "width": 400, "height": 400, "type": "image/webp", "bytes": 21000,
              "url": f"{FILES}/{name}-square.webp"}
    return {
        "id": _id(), "alt": alt, "decorative": False, "caption": caption,
        "credit": {"line": line, "creator": creator, "pool": pool, "agency": agency,
                   "supplier": supplier},
        "copyright": "", "rights": {"syndication": False, "usable_until": None},
        "width": 3600, "height": height(3600), "focal_point": {"x": focus[0], "y": focus[1]},
        "placeholder": "#8a97a5", "animated": False, "src": f"{FILES}/{name}-1280.jpg",
        "srcset": ", ".join(f"{FILES}/{name}-{w}.webp {w}w" for w in PICTURE_WIDTHS),
        "renditions": [*whole, square],
    }


# --- People, sections, tags ----------------------------------------------------------------------
def author(name, job="", bio="", *, portrait=None, role="writer", page=True) -> dict:
    slug = name.lower().replace(" ", "-").replace("’", "")
    return {
        "id": _id() if page else None, "slug": slug if page else "", "name": name, "role": role,
        "kind": "person", "job_title": job, "bio": bio, "fediverse": "", "portrait": portrait,
        "url": f"{SITE}/author/{slug}/" if page else "",
    }


MARA = author("Mara Lind", "Transport reporter", "Mara Lind has covered the harbour, the trams and everything that moves between them since 2017. She grew up on the east quay and still misses the old ferry.", portrait=picture("mara", "brick", "Portrait of Mara Lind", ratio=1))
TOMAS = author("Tomas Ekwe", "City editor", "Tomas Ekwe leads the city desk.", portrait=picture("tomas", "grey", "Portrait of Tomas Ekwe", ratio=1))
ADA = author("Ada Roth", "Columnist", "Ada Roth writes on Mondays about how Saltmere is run.", portrait=picture("ada", "summer", "Portrait of Ada Roth", ratio=1))
ILSE = author("Ilse Brandt", "Science reporter")
JON = author("Jon Reyes", "Photographer", role="photographer")
GUEST = author("Prof. Henrik Sol", page=False)


def section(slug, name) -> dict:
    return {"id": _id(), "slug": slug, "name": name, "url": f"{SITE}/section/{slug}/"}


CITY, HARBOUR, OPINION, SCIENCE, CULTURE, SPORT = SECTIONS = [
    section("city", "City"), section("harbour", "Harbour"), section("opinion", "Opinion"),
    section("science", "Science"), section("culture", "Culture"), section("sport", "Sport"),
]


def tags(*names) -> list[dict]:
    return [
        {"id": _id(), "slug": (slug := name.lower().replace(" ", "-")), "name": name,
         "primary": place == 0, "url": f"{SITE}/tag/{slug}/"}
        for place, name in enumerate(names)
    ]


# --- Articles ------------------------------------------------------------------------------------
def card(headline, standfirst, *, place, by=(MARA,), when, updated=None, named=("Transport",),
         image=None, kind="news", kicker="", short="", minutes=3) -> dict:
    names = [a["name"] for a in by if a["role"] == "writer"]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    slug = "-".join(headline.lower().replace("’", "").replace(",", "").split())[:60]
    return {
        "id": _id(), "type": "article", "kind": kind, "version": 1, "slug": slug,
        "url": f"{SITE}/2026/03/{slug}/", "headline": headline, "short_headline": short,
        "kicker": kicker, "standfirst": standfirst, "language": "en", "section": place,
        "tags": tags(*named), "authors": list(by), "byline": f"by {listed}" if listed else "",
        "dateline": "", "published_at": when, "updated_at": updated or when,
        "is_updated": bool(updated), "reading_minutes": minutes, "word_count": minutes * 220,
        "lead_image": image, "videos": [], "related": [], "corrections": [],
        "links": {"self": f"{SITE}/api/v1/articles/x", "html": f"{SITE}/2026/03/{slug}/"},
    }


BRIDGE = card(
    "Harbour bridge closes for eight weeks after engineers find worn bearings",
    "Buses take the tunnel until May, ferries run every twelve minutes, and 40,000 people a day have to find another way across the water.",
    place=CITY, by=(MARA, TOMAS, JON), when=at(2, "08:40"), updated=at(2, "14:05"), minutes=6,
    named=("Transport", "Harbour", "City council", "Ferries"),
    image=picture("bridge", "morning", "Roofs and cranes over the harbour in pale morning light, seen from the north pier", caption="The north pier on Sunday morning, a few hours before the barriers went up. Engineers had measured the bearings through the night.", credit=("Jon Reyes", True, "Example Agency", "Example Pictures"), focus=(0.3, 0.6)),
)
SECONDARY = [
    card("Ferry crews win a new rota, and the last crossing moves to midnight", "After nine weeks of talks the operator gives in on the night shifts that started the dispute.", place=HARBOUR, by=(TOMAS,), when=at(2, "13:10"), named=("Ferries",), image=picture("ferry", "evening", "The harbour in evening light", ratio=1.5)),
    card("Council votes to keep the library’s reading room open at night", "Three parties and one abstention were enough.", place=CITY, by=(TOMAS,), when=at(2, "11:45"), named=("City council",)),
    card("The price of a stall on the fish market doubles, and nobody will say why", "Traders have asked for the minutes of a meeting the port says was never held.", place=HARBOUR, by=(GUEST,), when=at(1, "17:30"), kicker="Fish market", named=("Markets",)),
    card("Tram drivers test the tunnel line by night, with sandbags for passengers", "", short="Tram drivers test the tunnel by night", place=CITY, when=at(1, "09:05"), image=picture("tunnel", "night", "Lights of the city at night")),
    card("School meals will be cooked in the schools again from September", "", place=CITY, by=(TOMAS,), when=at(1, "07:20"), image=picture("school", "brick", "A brick school building by the water")),
    card("A storm is coming on Wednesday: what the sea wall can take", "", place=SCIENCE, by=(ILSE,), when=at(1, "06:00"), kind="analysis", image=picture("storm", "grey", "Grey water under a grey sky", focus=(0.8, 0.4))),
    card("Rowing club returns after forty years with eleven members and one boat", "", place=SPORT, by=(ADA,), when=at(28, "18:00", 2), image=picture("rowing", "summer", "Calm water below green hills")),
]
BANDS = [
    {"section": HARBOUR, "articles": [
        card("The crane that fed three generations comes down on Friday", "It lifted timber, then cars, then nothing. The men who drove it want to watch.", place=HARBOUR, by=(MARA,), when=at(28, "12:00", 2), minutes=9, kind="feature", image=picture("crane", "evening", "A skyline with masts in evening light")),
        card("Customs opens a second gate for lorries", "", place=HARBOUR, by=(TOMAS,), when=at(27, "15:00", 2), image=picture("gate", "grey", "The harbour gate under a grey sky")),
        card("Divers find the bell of the Aurora in nine metres of mud", "", place=HARBOUR, by=(ILSE,), when=at(27, "09:00", 2), image=picture("bell", "summer", "Calm water beside the mole")),
        card("Port authority publishes its first account of night noise", "", place=HARBOUR, by=(MARA,), when=at(26, "09:00", 2)),
    ]},
    {"section": CITY, "articles": [
        card("Who owns the empty houses on Weaver Street", "We asked at every door, and then at the land register.", place=CITY, by=(TOMAS, MARA), when=at(26, "05:00", 2), minutes=11, image=picture("weaver", "brick", "Narrow brick houses beside a canal")),
        card("Two hundred new trees, and a dispute about the shade", "Shopkeepers on the south side want fewer of them.", place=CITY, by=(ADA,), when=at(25, "08:00", 2), image=picture("trees", "summer", "Trees and roofs in summer light")),
        card("Water rates rise by four per cent in July", "The works blame pipes laid in 1931.", place=CITY, by=(TOMAS,), when=at(25, "07:00", 2), image=picture("water", "morning", "Still water in the morning")),
        card("Mayor names a night commissioner", "Bars and neighbours both claim the victory.", place=CITY, by=(MARA,), when=at(24, "18:00", 2), image=picture("nightcity", "night", "The city by night")),
    ]},
    {"section": OPINION, "articles": [
        card("A bridge is a promise, and promises need paint", "Nobody was ever elected for greasing a bearing. Perhaps somebody should be.", place=OPINION, by=(ADA,), when=at(2, "05:00"), kind="opinion", minutes=4),
        card("Keep the market cold and the coffee hot", "What the fish hall loses when it learns to please visitors.", place=OPINION, by=(GUEST,), when=at(1, "05:00"), kind="opinion", minutes=5),
        card("The tunnel is not a museum", "Ride it at six in the morning before you list it.", place=OPINION, by=(MARA,), when=at(27, "05:00", 2), kind="opinion", minutes=3),
    ]},
    {"section": SCIENCE, "articles": [
        card("What forty years of tide tables say about the next forty", "The harbour master’s notebooks turn out to be the longest record on this coast.", place=SCIENCE, by=(ILSE,), when=at(26, "12:00", 2), minutes=8, kind="feature", image=picture("tide", "morning", "The tide below the old harbour office")),
        card("Eels are back in the Saltmere, and they are not alone", "", place=SCIENCE, by=(ILSE,), when=at(24, "12:00", 2), image=picture("eels", "summer", "Green banks of the river")),
        card("How to read a weather map without being frightened", "", place=SCIENCE, by=(ILSE,), when=at(23, "12:00", 2), image=picture("map", "grey", "Clouds over the sea")),
    ]},
]

VIDEOS = [
    {"id": _id(), "slug": slug, "title": title, "summary": summary, "url": f"https://video.example/watch/{slug}",
     "page_url": f"{SITE}/videos/{slug}/", "provider": "Example Video", "duration_seconds": seconds,
     "created_at": at(day, "10:00", 2), "poster": poster}
    for slug, title, summary, seconds, day, poster in [
        ("bearings", "How bridge bearings wear out", "Steel, rubber and forty thousand crossings a day: an engineer takes one apart on the quay.", 94, 28, picture("v-bearings", "grey", "Piers under a grey sky", ratio=16 / 9)),
        ("night-tram", "A night with the tunnel’s test drivers", "Sandbags for passengers and a stop nobody may leave.", 412, 26, picture("v-tram", "night", "Tunnel mouth at night", ratio=16 / 9)),
        ("crane", "The last lift of crane number four", "Three generations in one cabin.", 3725, 25, picture("v-crane", "evening", "Masts at dusk", ratio=16 / 9)),
        ("eels", "Counting eels before breakfast", "", None, 24, picture("v-eels", "summer", "River banks", ratio=16 / 9)),
    ]
]

# As ``articles/body/render.py`` prints it, one of every block.
def _drawn(name: str, alt: str) -> str:
    return (f'<picture><source type="image/webp" srcset="{FILES}/{name}-640.webp 640w, {FILES}/{name}-1280.webp 1280w" sizes="100vw">'
            f'<img src="{FILES}/{name}-1280.jpg" alt="{alt}" width="1280" height="853" loading="lazy" decoding="async"></picture>')


ARTICLE_HTML = f"""<p>The harbour bridge was closed to all traffic at five on Monday morning and will stay closed for at least eight weeks, <a href="{SITE}/tag/city-council/">the city council</a> said. Engineers had found that two of the sixteen bearings under the north span have worn to less than half of their thickness.</p>
<p>“It would have stood,” said Liv Aker, the city’s chief engineer, at a press conference on the quay. “But I do not sign for <em>would have</em>. I sign for <strong>will</strong>.”</p>
<p>Around 40,000 people cross the bridge on a working day. Buses now take the road tunnel; trams turn at Mole Street, and the ferry across the basin runs every twelve minutes instead of every thirty.</p>
<h2>What was found</h2>
<p>Bearings carry the span on its piers and let it breathe with heat and cold. They were to be replaced in 2019; the council moved the money to the sea wall that year and again in 2022, as <a href="{SITE}/corrections/">the minutes show</a>.</p>
<figure class="quote"><blockquote><p>Nobody was ever elected for greasing a bearing. Perhaps somebody should be.</p></blockquote><figcaption class="quote-attribution">Ada Roth, in Monday’s column</figcaption></figure>
<p>The measuring was done by night, between the last tram and the first, with a gauge that four people have to carry. The worst bearing had 19 millimetres left of 45. A new one weighs as much as a small car and takes six weeks to cast.</p>
<aside class="card">{_drawn("crane", "Masts and roofs in evening light")}<div class="card-words"><p class="card-title"><a href="{SITE}/2026/02/the-crane/">The crane that fed three generations comes down on Friday</a></p><p class="card-excerpt">It lifted timber, then cars, then nothing. The men who drove it want to watch.</p><p class="card-source">The Harbour Courier · Mara Lind</p></div></aside>
<p>The repair will not wait for spring. “Cold steel is honest steel,” Ms Aker said.</p>
<figure class="figure">{_drawn("tunnel", "Lights of the city at night")}<figcaption class="figure-caption">Drivers tried the tunnel line on the night before. <span class="figure-credit">(Jon Reyes/Example Agency)</span></figcaption></figure>
<h3>How people cross now</h3>
<ul><li>Buses 4, 9 and 12 take the tunnel and stop at Customs Gate.</li><li>The ferry costs nothing for holders of a tram card.<ul><li>Dogs pay half.</li></ul></li><li>Cyclists may use the service lane of the tunnel between nine and four.</li></ul>
<aside class="factbox"><h2 class="factbox-title">The bridge in numbers</h2><p>Built in 1964, 412 metres long, sixteen bearings, repainted every eleven years.</p><ul><li>North span: 148 m</li><li>Clearance at high water: 31 m</li></ul></aside>
<p>What the gauge read, and when:</p>
<div class="table" tabindex="0"><table><caption>Thickness of the north bearings in millimetres</caption><thead><tr><th scope="col">Bearing</th><th scope="col">2019</th><th scope="col">2026</th></tr></thead><tbody><tr><th scope="row">N1</th><td>31</td><td>19</td></tr><tr><th scope="row">N2</th><td>33</td><td>22</td></tr><tr><th scope="row">N3</th><td>38</td><td>36</td></tr></tbody></table></div>
<figure class="video">{_drawn("storm", "Grey water under a grey sky")}<figcaption class="video-words"><p class="video-title"><a href="https://video.example/watch/bearings" rel="noopener">How bridge bearings wear out</a> <time class="video-duration" datetime="PT94S">1:34</time></p><p class="video-summary">Steel, rubber and forty thousand crossings a day.</p></figcaption></figure>
<blockquote><p>The council has noted the engineer’s report and thanks its author.</p></blockquote>
<p>That sentence, from the minutes of May 2022, was read aloud on Monday by three members of the opposition, one after the other.</p>
<aside class="post-embed"><p class="post-embed-time"><a href="{SITE}/feed/x/"><time datetime="2026-03-02T14:48:00Z">3:48 PM</time></a></p><p class="post-embed-headline">Ferry adds four crossings in the evening</p><p>The last boat leaves the east quay at midnight from today.</p></aside>
<hr>
<p>The repair is put out to tender on Thursday.<sup>1</sup> The council says the bridge will open on 27 April.</p>
<aside class="embed"><p class="embed-title"><a href="https://maps.example/bridge" rel="noopener">Map: every way across the harbour</a></p><p class="embed-provider">Example Maps</p></aside>
<figure class="figure figure-wide">{_drawn("tide", "The tide below the old harbour office")}<figcaption class="figure-caption">The harbour office in 1964, with the first span in place. <span class="figure-credit">(Harbour Archive)</span></figcaption></figure>
<h3>A note on the numbers</h3>
<ol><li>Measured on 1 March between one and four in the morning.</li></ol>
<pre><code>wear = (45 - 19) / 62 years = 0.42 mm a year, and rising faster than anybody on the committee had written down</code></pre>"""

BRIDGE_ARTICLE = {
    **BRIDGE,
    "dateline": "Saltmere, north quay",
    "body": {"html": ARTICLE_HTML, "blocks": []},
    "videos": VIDEOS[:1],
    "corrections": [
        {"id": "1", "kind": "correction", "at": at(2, "14:05"), "placement": "bottom", "concerns": "body",
         "text": "An earlier version gave the wrong number of weeks: the bridge is closed for eight, not six."},
    ],
}
OPINION_ARTICLE = {
    **BANDS[2]["articles"][0],
    "body": {"html": "<p>Paint is cheap.</p><p>Bridges are not.</p>", "blocks": []},
    "corrections": [
        {"id": "2", "kind": "editors_note", "at": at(2, "09:00"), "placement": "top", "concerns": "body",
         "text": "Ada Roth’s brother works for the firm that made the bearings."},
    ],
}


# --- Posts ---------------------------------------------------------------------------------------
def post(headline, text, *, when, updated=None, **more) -> dict:
    public_id = _id()
    return {
        "id": public_id, "type": "post", "version": 1, "url": f"{SITE}/feed/{public_id}/",
        "headline": headline, "published_at": when, "updated_at": updated or when,
        "is_updated": bool(updated), "display_time": {"timezone": "Europe/Oslo", "text": ""},
        "pinned": False, "key_event": False, "breaking": False,
        "body": {"html": "".join(f"<p>{p}</p>" for p in text.split("\n")), "blocks": []},
        "tags": [], "authors": [], "image": None, "source": {"name": "", "url": ""},
        "article": None, "corrections": [], **more,
    }


POSTS = [
    post("Harbour bridge closed to all traffic until 27 April", "Barriers went up at five this morning. Buses take the tunnel, trams turn at Mole Street.\nThe city’s chief engineer speaks on the north quay at four.", when=at(2, "04:02"), updated=at(2, "14:06"), pinned=True, breaking=True, article={"url": BRIDGE["url"], "title": BRIDGE["headline"]}, tags=tags("Transport", "Harbour"), authors=[MARA]),
    post("Ferry adds four crossings in the evening", "The last boat leaves the east quay at midnight from today. Holders of a tram card travel free, the operator said.", when=at(2, "14:48")),
    post("Council: repair of the bridge goes out to tender on Thursday", "Offers are due within ten days. Two firms in the region build bearings of that size.", when=at(2, "13:31"), updated=at(2, "13:58"), key_event=True),
    post("Storm warning for Wednesday raised to orange", "Gusts of up to 110 km/h are expected on the outer mole from noon.", when=at(2, "12:15"), source={"name": "Coast Weather Service", "url": "https://weather.example/"}),
    post("Rowing club beats the police by a length", "It was the first race in forty years, and the police had the newer boat.", when=at(2, "10:40")),
    post("Fish market: port withdraws the new stall fees “for review”", "Traders had called for a meeting on Tuesday. It will take place, they say, review or not.", when=at(2, "07:22"), updated=at(2, "07:41"), corrections=[{"id": "3", "kind": "correction", "at": at(2, "07:41"), "text": "The meeting is on Tuesday, not on Monday.", "placement": "bottom"}]),
    post("Night tram carries its first passengers through the tunnel", "They weighed nothing: the last sandbags were taken off at half past eleven.", when=at(1, "22:50"), updated=at(2, "05:12")),
    post("Library reading room stays open until two", "The vote was 21 to 20 with one abstention.", when=at(1, "20:05")),
    post("A seal has moved into the fish dock", "The harbour master asks visitors not to feed it. It is doing well.", when=at(1, "15:33")),
    post("Customs opens its second gate", "Lorries now wait nineteen minutes on average instead of fifty.", when=at(1, "09:10")),
]
PICTURED_POST = {**POSTS[0], "image": BRIDGE["lead_image"], "source": {"name": "City council", "url": ""}}

# --- What every page gets ------------------------------------------------------------------------
SHELL = SimpleNamespace(
    site_name="The Harbour Courier", site_url=SITE, now=NOW,
    nav=[{"name": s["name"], "url": s["url"], "slug": s["slug"]} for s in SECTIONS],
    posts=POSTS, feed_url=f"{SITE}/feed/",
    footer=[{"name": "About us", "url": f"{SITE}/about/", "slug": "about"}, {"name": "How we work", "url": f"{SITE}/how-we-work/", "slug": "how-we-work"}],
)
EMPTY_SHELL = SimpleNamespace(
    site_name="The Harbour Courier", site_url=SITE, now=NOW, nav=[], posts=[],
    feed_url=f"{SITE}/feed/",
)
FEEDS = [
    Alternate("application/rss+xml", "The Harbour Courier: RSS", f"{SITE}/rss.xml"),
    Alternate("application/atom+xml", "The Harbour Courier: Atom", f"{SITE}/atom.xml"),
    Alternate("application/feed+json", "The Harbour Courier: JSON Feed", f"{SITE}/feed.json"),
]
ARTICLE_HEAD = Page(
    title=BRIDGE["headline"], description=BRIDGE["standfirst"], canonical=BRIDGE["url"], kind="article",
    section="city", alternates=FEEDS,
    og={"og:image": BRIDGE["lead_image"]["src"], "og:image:width": 1280, "og:image:height": 853,
        "article:published_time": BRIDGE["published_at"], "article:tag": ["Transport", "Harbour"],
        "article:author": [MARA["url"], TOMAS["url"]]},
    named={"twitter:card": "summary_large_image", "fediverse:creator": ["@mara@social.example"]},
    json_ld=json.dumps({"@context": "https://schema.org", "@type": "NewsArticle",
                        "headline": "</script><script>alert(1)</script> & more"}),
)


def head(title="", kind="page", **more) -> Page:
    return Page(title=title, kind=kind, canonical=f"{SITE}/x/", **more)


def lost(title) -> Page:
    return Page(title=title, kind="error", robots=NOT_INDEXED)


DAYS = [
    {"date": datetime.date(2026, 3, 2), "label": "Monday, 2 March 2026", "url": f"{SITE}/feed/2026/03/02/",
     "posts": [PICTURED_POST, *POSTS[1:4], {"withdrawn_at": at(2, "11:20")}, *POSTS[4:6]]},
    {"date": datetime.date(2026, 3, 1), "label": "Sunday, 1 March 2026", "url": f"{SITE}/feed/2026/03/01/",
     "posts": POSTS[6:]},
]
RIVER = [BRIDGE, *SECONDARY, *BANDS[0]["articles"], *BANDS[2]["articles"]]
CORRECTIONS = [
    {"kind": "correction", "kind_label": "Correction", "at": at(2, "14:05"), "note": "",
     "text": "An earlier version gave the wrong number of weeks: the bridge is closed for eight, not six.",
     "article": {"url": BRIDGE["url"], "headline": BRIDGE["headline"]}},
    {"kind": "clarification", "kind_label": "Clarification", "at": at(27, "10:00", 2), "note": "",
     "text": "The port keeps the stall fees; the city only collects them.",
     "article": {"url": SECONDARY[2]["url"], "headline": SECONDARY[2]["headline"]}},
    {"kind": "retraction", "kind_label": "Retraction", "at": at(20, "16:30", 2), "text": "", "article": None,
     "note": "We withdrew a report about the ferry company’s accounts: the document it rested on was not genuine."},
]
OLDER = "?before=older"

# Name of the page → template, and what its view gives it beside ``shell``.
PAGES: dict[str, tuple[str, dict]] = {
    "front": ("site/front.html", {"page": head(kind="front", alternates=FEEDS, description="News from Saltmere."), "lead": BRIDGE, "secondary": SECONDARY, "bands": BANDS, "videos": VIDEOS, "breaking": POSTS[0]}),
    "front-empty": ("site/front.html", {"page": head(kind="front"), "shell": EMPTY_SHELL, "lead": None, "secondary": [], "bands": [], "videos": [], "breaking": None}),
    "front-small": ("site/front.html", {"page": head(kind="front"), "lead": BRIDGE, "secondary": [], "bands": BANDS[:1], "videos": VIDEOS[:2], "breaking": None}),
    "article": ("articles/article.html", {"page": ARTICLE_HEAD, "article": BRIDGE_ARTICLE, "html": ARTICLE_HTML, "related": SECONDARY[:3]}),
    "article-plain": ("articles/article.html", {"page": head("Opinion", "article"), "article": OPINION_ARTICLE, "html": OPINION_ARTICLE["body"]["html"], "related": []}),
    "preview": ("articles/article.html", {"page": lost("Preview"), "article": OPINION_ARTICLE, "html": OPINION_ARTICLE["body"]["html"], "related": [], "preview": {"label": "Preview of revision 7", "instant": "3 March 2026, 6:00 AM", "warnings": ["The lead picture has no credit line."]}}),
    "section": ("articles/list.html", {"page": head("City", "section", section="city", alternates=FEEDS), "heading": {"kicker": "Section", "title": "City", "description": "The council, the streets and everyone who has an opinion about them."}, "articles": RIVER, "next_url": OLDER, "feeds": FEEDS}),
    "author": ("articles/list.html", {"page": head("Mara Lind", "author"), "heading": {"kicker": MARA["job_title"], "title": "Mara Lind", "description": MARA["bio"], "portrait": MARA["portrait"], "author": {**MARA, "email": "mara@courier.example", "website": "https://lind.example/", "fediverse": "@mara@social.example"}}, "articles": RIVER[:4], "next_url": "", "feeds": FEEDS}),
    "tag-empty": ("articles/list.html", {"page": head("Eels", "tag"), "heading": {"kicker": "Topic", "title": "Eels", "description": ""}, "articles": [], "next_url": "", "feeds": []}),
    "page": ("articles/page.html", {"page": head("About us"), "page_item": {"headline": "About us", "standfirst": "Who makes this paper, and how.", "language": "en", "updated_at": at(1, "08:00"), "corrections": []}, "html": "<p>The Courier is made by nineteen people above the fish hall.</p><h2>Write to us</h2><p><a href=\"mailto:desk@courier.example\">desk@courier.example</a></p>"}),
    "feed": ("feed/column.html", {"page": head("News feed", "feed", alternates=FEEDS), "days": DAYS, "next_url": OLDER}),
    "feed-empty": ("feed/column.html", {"page": head("News feed", "feed"), "days": [], "next_url": ""}),
    "post": ("feed/post.html", {"page": head(POSTS[0]["headline"], "post"), "post": PICTURED_POST}),
    "videos": ("articles/videos.html", {"page": head("Videos", "videos"), "videos": VIDEOS, "next_url": OLDER}),
    "videos-empty": ("articles/videos.html", {"page": head("Videos", "videos"), "videos": [], "next_url": ""}),
    "video": ("articles/video.html", {"page": head(VIDEOS[0]["title"], "video"), "video": {**VIDEOS[0], "transcript": "This is the bearing.\n\nIt is worn."}, "stories": [BRIDGE, SECONDARY[0]]}),
    "corrections": ("site/corrections.html", {"page": head("Corrections", "corrections", alternates=FEEDS[:1]), "corrections": CORRECTIONS, "next_url": OLDER}),
    "corrections-empty": ("site/corrections.html", {"page": head("Corrections", "corrections"), "corrections": [], "next_url": ""}),
    "search": ("site/search.html", {"page": lost("Search"), "q": "bridge", "results": [{**BRIDGE, "marked": {"headline": mark_safe("The <mark>bridge</mark> closes"), "snippet": mark_safe("… the harbour <mark>bridge</mark> was closed to all traffic at five on Monday …")}}, {**POSTS[1], "snippet": "x", "marked": {"headline": POSTS[1]["headline"], "snippet": "The last boat leaves the east quay at midnight"}}, {**SECONDARY[1], "marked": {"headline": "The quay", "snippet": ""}}], "types": [("article", "Stories"), ("post", "Posts")], "next_url": OLDER, "count": "23 results", "found": {"things": [{"type": "tag", "name": "Bridges", "url": "/tag/bridges/"}]}, "sections": [{"slug": "city", "name": "City"}], "asked": {"is_narrowed": True, "fields": {"section": "city", "type": "article", "from": "2026-01-01", "to": ""}, "chosen": [{"field": "author", "slug": "mara-lind", "name": "Mara Lind"}]}, "wider_url": "/search/?q=bridge"}),
    "search-corrected": ("site/search.html", {"page": lost("Search"), "q": "brigde", "results": [{**SECONDARY[1], "marked": {"headline": "The quay", "snippet": ""}}], "next_url": "", "count": "1 result", "found": {"corrected": "bridge"}, "corrected_url": "/search/?q=bridge"}),
    "search-start": ("site/search.html", {"page": lost("Search"), "q": "", "results": [], "next_url": ""}),
    "search-nothing": ("site/search.html", {"page": lost("Search"), "q": "<b>zebra</b>", "results": [], "next_url": ""}),
    "404": ("site/404.html", {"page": lost("Not found"), "request_id": "5f1c0a"}),
    "410": ("site/410.html", {"page": lost("Taken down")}),
    "410-note": ("site/410.html", {"page": lost("Taken down"), "headline": "Ferry company hid its losses", "note": "We withdrew this report: the document it rested on was not genuine.", "date": at(20, "16:30", 2), "contact": "desk@courier.example"}),
    "451": ("site/451.html", {"page": lost("Not available"), "note": "", "date": at(20, "16:30", 2), "contact": "desk@courier.example"}),
}
