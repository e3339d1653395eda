"""What search engines are told of pictures: each file, and the credit that the page prints."""

import json
from datetime import timedelta

import pytest

from articles import structured_data
from feed import structured_data as feed_data
from feed.views import COLUMN_SIZE
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing
from newsroom.lib import publisher
from tests import corpora
from tests.articles.body.library import image as image_document
from tests.browser.vocabulary import VOCABULARY, Vocabulary
from tests.factories import make_author, make_post, make_tag, publish_article, publish_post
from tests.media.factories import make_image

CREDIT = "Jon Reyes/Pool/Example Agency via Example Pictures"
RICH = {
    "copyright": "© Example Agency",
    "licence": {"name": "CC BY 4.0", "url": "https://licences.example/by/4.0/"},
    "licensor_url": "https://pictures.example/buy/1",
    "digital_source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    "date_created": "2026-03",
    "place": "Saltmere",
}


def file(width: int, height: int, kind: str = "jpeg") -> dict:
    return {
        "name": "crop", "width": width, "height": height, "type": f"image/{kind}", "bytes": 1,
        "url": f"https://files.example/1/{width}x{height}.{kind}",
    }  # fmt: skip


def with_files(*files: dict, **more) -> dict:
    image = image_document(**more)
    return image | {"renditions": [*image["renditions"], *files]}


def test_an_image_object_has_every_member_that_is_known():
    assert structured_data.image(image_document(**RICH)) == {
        "@type": "ImageObject",
        "contentUrl": "https://files.example/1/1280.jpg",
        "url": "https://files.example/1/1280.jpg",
        "width": 1280,
        "height": 853,
        "encodingFormat": "image/jpeg",
        "caption": "Engineers inspect the north pier.",
        "description": "Workers beside a bridge pier",
        "creditText": CREDIT,
        "creator": {"@type": "Person", "name": "Jon Reyes"},
        "copyrightNotice": "© Example Agency",
        "license": "https://licences.example/by/4.0/",
        "acquireLicensePage": "https://pictures.example/buy/1",
        "dateCreated": "2026-03",
        "contentLocation": {"@type": "Place", "name": "Saltmere"},
        "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    }


def test_the_statement_of_rights_goes_before_the_licence():
    shown = structured_data.image(image_document(**RICH, web_statement="https://x.example/rights"))
    assert shown["license"] == "https://x.example/rights"


def test_what_is_not_known_is_left_out():
    shown = structured_data.image(image_document(alt="", caption=""))
    assert {"description", "caption", "license", "copyrightNotice"}.isdisjoint(shown)


@pytest.mark.parametrize(
    ("creator", "agency", "expected"),
    [
        ("Ana Ruiz", "Harbour Wire", {"@type": "Person", "name": "Ana Ruiz"}),
        ("", "Harbour Wire", {"@type": "Organization", "name": "Harbour Wire"}),
        ("", "", None),
    ],
)
def test_an_agency_that_names_nobody_is_an_organisation(creator, agency, expected):
    credit = {"line": "x", "creator": creator, "pool": False, "agency": agency, "supplier": ""}
    assert structured_data.image(image_document(credit=credit)).get("creator") == expected


def test_a_lead_picture_is_told_in_three_shapes_with_one_credit():
    lead = with_files(
        file(1600, 900),
        file(640, 360),
        file(1600, 1200),
        file(1200, 1200),
        file(1920, 1080, "avif"),
    )
    found = structured_data.representative(lead)
    assert [(i["width"], i["height"]) for i in found] == [(1600, 900), (1600, 1200), (1200, 1200)]
    assert {i["creditText"] for i in found} == {CREDIT}
    assert all(i["representativeOfPage"] for i in found)


def test_a_shape_without_a_file_is_the_whole_picture_and_none_is_told_twice():
    assert [i["width"] for i in structured_data.representative(image_document())] == [1280]
    found = structured_data.representative(with_files(file(1600, 900)))
    assert [i["width"] for i in found] == [1600, 1280]


@pytest.mark.parametrize("lead", [None, image_document(src="", renditions=[])])
def test_a_picture_that_may_not_be_shown_or_has_no_files_yet_is_not_told(lead):
    assert structured_data.representative(lead) == []


@pytest.mark.django_db
def test_pages_tell_of_every_picture_on_them():
    lead, figure, portrait = make_image(1600, 1200), make_image(), make_image(creator="Ana Ruiz")
    article = publish_article(
        lead_image=lead, authors=[make_author(portrait=portrait)],
        body=f'<p>A.</p><figure data-image="{figure.uuid}"></figure>' * 2,
    )  # fmt: skip
    told = json.loads(structured_data.article(article.editions.live().get().document))[0]
    assert told["image"][0]["creditText"] == lead.printed_credit
    assert [m["creditText"] for m in told["associatedMedia"]] == [figure.printed_credit]
    post = publish_post(image=lead).editions.live().get().document
    told = json.loads(feed_data.posting(post))[0]
    assert told["image"][0]["creditText"] == lead.printed_credit
    assert "image" not in json.loads(feed_data.posting(post | {"image": None}))[0]


@pytest.mark.django_db
def test_corrections_point_at_their_places_on_the_page(client):
    article, post = publish_article(), publish_post()
    for item in (article, post):
        publishing.correct(item, by=None, text="It was Monday.", note="x")
        publishing.correct(item, by=None, text="It was Tuesday.", note="x", placement="top")
        document = item.editions.live().get().document
        page = client.get(document["path"]).content.decode()
        told = _things(page)[0]["correction"]
        assert [each["text"] for each in told] == ["It was Monday.", "It was Tuesday."]
        for each in told:
            address, _sign, place = each["url"].partition("#")
            assert address == document["url"]
            assert page.count(f'id="{place}"') == 1


def _things(page: str) -> list[dict]:
    text = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    return json.loads(text)


def test_the_publisher_is_named_with_logo_and_policies(settings):
    settings.SITE_NAME, settings.SITE_URL = "The Courier", "https://news.example"
    settings.POLICIES = {"ethicsPolicy": "/ethics/", "masthead": "https://who.example/"}
    told = publisher.publisher()
    assert (told["name"], told["logo"]["@type"]) == ("The Courier", "ImageObject")
    assert told["logo"]["url"].startswith("https://news.example/")
    assert min(told["logo"]["width"], told["logo"]["height"]) >= 112
    assert told["ethicsPolicy"] == "https://news.example/ethics/"
    assert told["masthead"] == "https://who.example/"
    assert told["correctionsPolicy"] == "https://news.example/corrections/"
    assert not publisher.policies_are_known(None)
    settings.POLICIES = {"ethics": "/x/"}
    assert publisher.policies_are_known(None)


@pytest.mark.django_db
def test_a_live_blog_begins_with_its_first_post_however_many_follow(client):
    first = make_post()
    publishing.bring_in(first, published_at=clock.now() - timedelta(days=3))
    began = first.editions.live().get().card["published_at"]
    publish_post()
    for _more in range(COLUMN_SIZE):
        publish_post()
    told = _things(client.get("/feed/").content.decode())[0]
    assert told["coverageStartTime"] == told["datePublished"] == began
    assert told["about"]["startDate"] == began
    assert {"description", "image", "author", "inLanguage"} <= told.keys()
    assert told["publisher"]["name"]
    update = told["liveBlogUpdate"][0]
    assert {"articleBody", "author", "publisher", "mainEntityOfPage"} <= update.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("path", corpora.folders(VOCABULARY))
def test_every_member_of_the_feed_is_one_that_schema_org_knows(client, path):
    post = publish_post(image=make_image(), tags=[make_tag()], authors=[make_author()])
    publishing.correct(post, by=None, text="It was Monday.", note="x")
    vocabulary = Vocabulary(path)
    for address in ("/feed/", post.editions.live().get().card["path"]):
        for thing in _things(client.get(address).content.decode()):
            assert list(vocabulary.mistakes(thing)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", corpora.folders(VOCABULARY))
def test_every_member_is_one_that_schema_org_knows(path):
    vocabulary = Vocabulary(path)
    document = publish_article().editions.live().get().document
    document |= {"lead_image": with_files(file(1600, 900), **RICH)}
    document["body"]["blocks"].append({"_type": "figure", "image": image_document(2, **RICH)})
    for thing in json.loads(structured_data.article(document)):
        assert list(vocabulary.mistakes(thing)) == []
