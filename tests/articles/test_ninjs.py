"""Items as ninjs: valid by the IPTC's own schema, and true to the document."""

import json
from datetime import UTC, timedelta
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import ninjs
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.drafts import revisions
from tests import corpora
from tests.api.conftest import Api
from tests.articles.body.library import image as image_document
from tests.factories import (
    make_article,
    make_author,
    make_tag,
    publish_article,
    publish_post,
)
from tests.media.factories import make_image, make_video

pytestmark = [pytest.mark.django_db, pytest.mark.files]
HOUR = timedelta(hours=1)
#: A document with nothing in it.
BARE = {
    "id": "0195c1f2-7a10-7c33-9d41-2f6b1a0c8e55", "type": "article", "kind": "news", "version": 1,
    "url": "https://news.example/2026/03/bridge/", "headline": "", "short_headline": "",
    "kicker": "", "standfirst": "", "language": "en", "section": None, "tags": [], "authors": [],
    "dateline": "", "published_at": "2026-03-02T08:40:00Z", "updated_at": "2026-03-02T08:40:00Z",
    "lead_image": None, "videos": [], "corrections": [], "seo": {"title": ""},
    "body": {"html": "", "blocks": [], "text": ""},
}  # fmt: skip
FREE = {"syndication": True, "usable_until": "2026-12-24T12:00:00Z"}


@pytest.fixture
def api() -> Api:
    """It checks every answer against the description of the API too."""
    return Api()


def path_of(item) -> str:
    return f"/{item._meta.model_name}s/{item.uuid}?format=ninjs"


def check_schema(document: dict) -> None:
    """Against the members that we print, and against the standard's schema where it is at hand."""
    for path in corpora.files("ninjs/schema", "ninjs-schema_3.1.json"):
        _validator(path).validate(document)


@cache
def _validator(path: Path) -> jsonschema.Draft202012Validator:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    schema = json.loads(path.read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema, format_checker=checker)


def full_article(**words):
    image, other = make_image(900, 600, is_pool=True, supplier="Example Pictures"), make_image()
    video = make_video(poster=other, summary="How it broke.", duration_seconds=94)
    article = make_article(
        lead_image=image, lead_caption="The pier <on> Sunday.", kicker="Harbour",
        dateline="Saltmere", seo_title="Bridge", tags=[make_tag("Port"), make_tag("Cranes")],
        authors=[make_author("Ines Falk"), make_author("Harbour Wire", kind="body")],
        body=f'<p>First.</p><figure data-image="{other.uuid}"><figcaption>Gone with it.'
        f'</figcaption></figure><div data-video="{video.uuid}"></div>',
        **words,
    )  # fmt: skip
    registry.set_lists(article, videos=[video])
    revisions.save(article, by=None)
    publishing.publish(article, by=None)
    publishing.correct(article, by=None, kind="correction", text="It was eight.", note="x")
    return article


def with_rights(document: dict, **rights) -> dict:
    """The document with every picture in it under these rights."""
    if isinstance(document, list):
        return [with_rights(each, **rights) for each in document]
    if not isinstance(document, dict):
        return document
    shown = {name: with_rights(value, **rights) for name, value in document.items()}
    return shown | {"rights": rights} if "rights" in shown else shown


def stored(item) -> dict:
    return {**item.editions.live().get().document, "version": 7}


def named(document: dict) -> dict[str, dict]:
    return {each["name"]: each for each in document.get("associations", [])}


# --- By the official schema ----------------------------------------------------------------------
def test_a_full_article_is_valid(api):
    document = api.get(path_of(full_article())).json()
    check_schema(document)
    assert document["type"] == "composite"
    assert list(named(document)) == ["lead", "figure-1", "video-1"]


def test_an_article_whose_pictures_may_be_passed_on_is_valid():
    document = ninjs.article(with_rights(stored(full_article()), **FREE))
    check_schema(document)
    assert named(document)["lead"]["renditions"]


def test_an_article_without_a_picture_is_valid(api):
    document = api.get(path_of(publish_article(standfirst=""))).json()
    check_schema(document)
    assert document["type"] == "text"
    assert "associations" not in document


def test_a_post_is_valid(api):
    post = publish_post(
        image=make_image(), tags=[make_tag()], authors=[make_author()],
        source_name="Harbour Wire", source_url="https://wire.example/1",
    )  # fmt: skip
    document = api.get(path_of(post)).json()
    check_schema(document)
    assert document["infoSources"] == [
        {"role": "source", "name": "Harbour Wire", "uri": "https://wire.example/1"}
    ]
    check_schema(api.get(path_of(publish_post())).json())


@pytest.mark.parametrize(("kind", "status"), [("retracted", 410), ("privacy", 410), ("legal", 451)])
def test_a_killed_item_is_canceled_under_its_status(api, chief, kind, status):
    article = publish_article(headline="Mayor steals bridge", slug="mayor-steals")
    takedowns.kill(
        article, by=chief, kind=kind, note="internal", public_note="It was not true.",
        confirmation="kill",
    )  # fmt: skip
    response = api.get(path_of(article))
    assert response.status_code == status
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    document = response.json()
    check_schema(document)
    assert document["pubStatus"] == "canceled"
    assert document["uri"] == f"tag:127.0.0.1,2000:article/{article.uuid}"
    told = response.content.decode()
    assert "internal" not in told
    assert ("Mayor" in told) == (kind == "retracted")
    assert ("not true" in told) == (kind != "privacy")
    assert "mayor-steals" not in told


def test_a_withdrawn_item_is_canceled_with_its_public_note(api, chief):
    article = publish_article()
    takedowns.withdraw(article, by=chief, note="internal", public_note="The date was wrong.")
    response = api.get(path_of(article))
    assert response.status_code == 410
    document = response.json()
    check_schema(document)
    assert document["edNote"].endswith("The date was wrong.")
    assert "headlines" not in document


def test_what_readers_may_not_know_of_answers_as_an_unknown_id_does(api, chief):
    draft, scheduled, withheld = make_article(), make_article(), publish_article()
    publishing.publish(scheduled, by=None, at=clock.now() + HOUR)
    takedowns.withhold(withheld, by=chief, note="x", public_note="A word")
    for item in (draft, scheduled, withheld):
        problem = api.problem(path_of(item), 404)
        assert problem["type"].endswith("/not_found")


def test_a_duplicate_leads_to_its_survivor_in_the_same_form(api, chief):
    survivor, article = publish_article(), publish_article()
    takedowns.kill(
        article, by=chief, kind="duplicate", note="x", confirmation="kill", into=survivor.uuid
    )
    moved = api.get(path_of(article))
    assert moved.status_code == 301
    assert moved["Location"].endswith(f"/api/v1/articles/{survivor.uuid}?format=ninjs")
    assert api.get(moved["Location"]).json()["pubStatus"] == "usable"


# --- What it says --------------------------------------------------------------------------------
def test_an_article_says_what_its_document_says():
    article = full_article(headline="Bridge closes", standfirst="Buses take the tunnel.")
    own = stored(article)
    document = ninjs.article(own)
    assert {h["role"]: h["value"] for h in document["headlines"]} == {
        "main": "Bridge closes", "kicker": "Harbour", "seo": "Bridge",
    }  # fmt: skip
    assert document["descriptions"][0]["value"] == "Buses take the tunnel."
    assert document["version"] == "7"
    assert document["firstCreated"] == own["published_at"]
    assert document["versionCreated"] == own["updated_at"]
    assert document["by"] == "Ines Falk, Harbour Wire"
    assert [(p["name"], p["rel"]) for p in document["people"]] == [("Ines Falk", "author")]
    assert [o["name"] for o in document["organisations"]] == ["Harbour Wire"]
    assert [(s["name"], s["rel"]) for s in document["subjects"]] == [
        ("Port", "about"), ("Cranes", "about"), ("City", "section"),
    ]  # fmt: skip
    assert document["located"] == "Saltmere"
    assert document["altIds"] == [{"role": "permalink", "value": own["url"]}]
    assert document["edNote"].startswith("Correction (")
    assert document["edNote"].endswith("): It was eight.")


def test_a_picture_carries_its_credit_words_and_rights():
    shown = image_document(
        rights=FREE, place="Saltmere", date_created="2026-03-01T09:12:00Z",
        copyright="© Harbour Wire", usage_terms="Not for sports.",
        web_statement="https://wire.example/rights",
        digital_source_type="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    )  # fmt: skip
    own = stored(publish_article()) | {"lead_image": shown}
    document = ninjs.article(own)
    check_schema(document)
    lead = named(document)["lead"]
    assert lead["infoSources"][0] == {
        "role": "credit", "name": "Jon Reyes/Pool/Example Agency via Example Pictures",
    }  # fmt: skip
    assert {d["role"]: d["value"] for d in lead["descriptions"]} == {
        "caption": "Engineers inspect the north pier.", "altText": "Workers beside a bridge pier",
    }  # fmt: skip
    assert lead["by"] == "Jon Reyes"
    assert lead["contentCreated"] == "2026-03-01T09:12:00Z"
    assert lead["expires"] == FREE["usable_until"]
    assert lead["copyrightNotice"] == "© Harbour Wire"
    assert lead["usageTerms"] == "Not for sports."
    assert lead["rightsInfo"] == {"linkedRights": "https://wire.example/rights"}
    assert lead["located"] == "Saltmere"
    assert {r["href"] for r in lead["renditions"]} == {r["url"] for r in shown["renditions"]}


def test_the_focal_point_is_told_in_the_pixels_of_each_whole_file():
    crop = {"name": "square", "width": 400, "height": 400, "type": "image/jpeg", "bytes": 1,
            "url": "https://files.example/1/square.jpg"}  # fmt: skip
    shown = image_document(rights=FREE, focal_point={"x": 0.25, "y": 1.0})
    shown["renditions"].append(crop)
    own = stored(publish_article()) | {"lead_image": shown}
    files = named(ninjs.article(own))["lead"]["renditions"]
    points = {file["href"].rpartition("/")[2]: file.get("poi") for file in files}
    assert points["640.jpg"] == {"x": 160, "y": 426}
    assert points["1280.jpg"] == {"x": 320, "y": 852}
    assert points["square.jpg"] is None


@pytest.mark.parametrize("made", ["2026", "2026-03", "2026-03-01", "2026-03-01T09:12", "soon T"])
def test_a_date_of_creation_that_is_no_instant_is_left_out(made):
    own = stored(publish_article()) | {"lead_image": image_document(date_created=made)}
    document = ninjs.article(own)
    check_schema(document)
    assert "contentCreated" not in named(document)["lead"]


def test_a_picture_that_may_not_be_passed_on_is_named_without_its_files():
    document = ninjs.article(with_rights(stored(full_article()), syndication=False))
    check_schema(document)
    for name in ("lead", "figure-1"):
        picture = named(document)[name]
        assert picture["pubStatus"] == "withheld"
        assert "renditions" not in picture
        assert picture["infoSources"][0]["role"] == "credit"
        assert {d["role"] for d in picture["descriptions"]} == {"caption", "altText"}
    assert "/files/" not in json.dumps(document)
    for body in document["bodies"]:
        assert "First." in body["value"]
        assert "Gone with it." not in body["value"]


def test_a_picture_that_may_be_passed_on_stands_in_the_body_with_its_credit():
    document = ninjs.article(with_rights(stored(full_article()), **FREE))
    html, plain = (body["value"] for body in document["bodies"])
    assert "(Jon Reyes/Harbour Wire)" in html
    assert "Gone with it. (Jon Reyes/Harbour Wire)" in plain
    assert html.count("<img") == html.count("figure-credit") == 1
    assert 'src="/' not in html
    assert 'href="/' not in html


def test_a_picture_of_our_own_may_be_passed_on_and_an_agency_s_may_not(api):
    for category, status in (("staff", "usable"), ("agency", "withheld")):
        image = make_image()
        image.rights_category = category
        image.save(update_fields=["rights_category"])
        article = publish_article(lead_image=image)
        document = api.get(path_of(article)).json()
        check_schema(document)
        assert named(document)["lead"]["pubStatus"] == status


def test_a_video_of_our_own_has_its_file_and_one_of_elsewhere_its_address():
    video = {
        "id": "1",
        "title": "Bearings",
        "summary": "",
        "url": "https://video.example/1",
        "page_url": "https://news.example/videos/1/",
        "duration_seconds": 94,
        "poster": None,
    }
    file = {"url": "https://files.example/v.mp4", "type": "video/mp4", "bytes": 4_096,
            "width": 1280, "height": 720}  # fmt: skip
    document = ninjs.article(BARE | {"videos": [video, video | {"id": "2", "file": file}]})
    check_schema(document)
    elsewhere, own = named(document)["video-1"], named(document)["video-2"]
    assert {"role": "player", "value": "https://video.example/1"} in elsewhere["altIds"]
    assert "renditions" not in elsewhere
    assert [name["role"] for name in own["altIds"]] == ["permalink"]
    assert own["renditions"][0]["duration"] == 94
    assert own["renditions"][0]["sizeInBytes"] == 4_096


# --- As every answer of the API ------------------------------------------------------------------
def test_an_unknown_form_is_a_400_that_names_the_known_ones(api):
    article = publish_article()
    problem = api.problem(f"/articles/{article.uuid}?format=xyz", 400)
    assert problem["errors"][0]["parameter"] == "format"
    assert "json, ninjs" in problem["detail"]
    api.problem("/articles?format=ninjs", 400)


@pytest.mark.parametrize("other", ["fields=headline", "body=html"])
def test_members_of_our_own_documents_cannot_be_chosen(api, other):
    problem = api.problem(f"{path_of(publish_article())}&{other}", 400)
    assert problem["errors"][0]["parameter"] == other.partition("=")[0]


def test_our_own_form_may_be_named(api):
    article = publish_article()
    assert (
        api.get(f"/articles/{article.uuid}?format=json").content
        == api.get(f"/articles/{article.uuid}").content
    )


def test_it_is_cached_and_asked_again_like_the_document(api):
    article = publish_article()
    first, own = api.get(path_of(article)), api.get(f"/articles/{article.uuid}")
    assert first["Content-Type"] == "application/json"
    for name in ("Cache-Control", "Surrogate-Key", "Vary", "Access-Control-Allow-Origin"):
        assert first[name] == own[name]
    assert first["ETag"] != own["ETag"]
    again = api.get(path_of(article), if_none_match=first["ETag"])
    assert again.status_code == 304
    assert again["ETag"] == first["ETag"]
    head = api.client.head("/api/v1" + path_of(article))
    assert head["Content-Length"] == str(len(first.content))
    assert not head.content
    publishing.correct(article, by=None, kind="correction", text="It was eight.", note="x")
    changed = api.get(path_of(article), if_none_match=first["ETag"])
    assert changed.status_code == 200
    assert "It was eight." in changed.json()["edNote"]


def test_one_item_is_one_query(api, django_assert_num_queries):
    article = full_article()
    with django_assert_num_queries(1):
        api.get(path_of(article))


def test_pages_lead_to_it(client):
    article, post = publish_article(), publish_post()
    for path in (article.editions.live().get().path, f"/feed/{post.uuid}/"):
        html = client.get(path).content.decode()
        kind = "posts" if "/feed/" in path else "articles"
        uuid = post.uuid if kind == "posts" else article.uuid
        assert f'href="http://127.0.0.1:8000/api/v1/{kind}/{uuid}?format=ninjs"' in html


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
INSTANT = st.datetimes(timezones=st.just(UTC)).map(lambda at: at.isoformat())
PICTURE = st.builds(
    lambda sides, x, y, **more: image_document(
        width=sides[0], height=sides[1], focal_point={"x": x, "y": y},
        renditions=[{"name": "a", "width": w, "height": h, "type": "image/avif", "bytes": 0,
                     "url": f"https://files.example/{w}x{h}.avif"}
                    for w, h in (sides, (1, 1), (640, 360))],
        **more,
    ),
    sides=st.tuples(st.integers(1, 9000), st.integers(1, 9000)),
    x=st.floats(0, 1), y=st.floats(0, 1),
    caption=WORDS, alt=WORDS, copyright=WORDS, usage_terms=WORDS, place=WORDS,
    date_created=st.one_of(WORDS, INSTANT, st.dates().map(str)),
    credit=st.fixed_dictionaries(
        {"line": WORDS, "creator": WORDS, "pool": st.booleans(), "agency": WORDS,
         "supplier": WORDS}
    ),
    rights=st.fixed_dictionaries(
        {"syndication": st.booleans(), "usable_until": st.none() | INSTANT}
    ),
)  # fmt: skip


@given(lead=st.none() | PICTURE, figures=st.lists(PICTURE, max_size=3), title=WORDS, note=WORDS)
@settings(max_examples=60, deadline=None)
def test_whatever_the_words_and_pictures_it_is_valid(lead, figures, title, note):
    blocks = [
        {"_type": "figure", "layout": "normal", "image": image, "caption": []} for image in figures
    ]
    correction = {"kind": "correction", "at": "2026-03-02T08:40:00Z", "text": note}
    document = ninjs.article(
        BARE
        | {"headline": title, "lead_image": lead, "corrections": [correction]}
        | {"body": {"html": "", "blocks": blocks, "text": ""}}
    )
    check_schema(document)
    pictures = named(document)
    assert len(pictures) == len(figures) + bool(lead)
    for name, picture in pictures.items():
        shown = lead if name == "lead" else figures[int(name.rpartition("-")[2]) - 1]
        lines = [s["name"] for s in picture.get("infoSources", []) if s["role"] == "credit"]
        assert lines == ([shown["credit"]["line"]] if shown["credit"]["line"] else [])
        assert ("renditions" in picture) == shown["rights"]["syndication"]
        for file in picture.get("renditions", []):
            point = file.get("poi", {"x": 0, "y": 0})
            assert 0 <= point["x"] < file["width"]
            assert 0 <= point["y"] < file["height"]
