"""What readers get of pictures and videos."""

import json
from datetime import UTC, datetime

import pytest

from media.decoding import decoder
from media.document import _files, image_document, video_document
from media.intake import uploads
from media.models import Image
from media.renditions import image_files, sizes, sources

from .factories import make_image, make_video, moving_file

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def test_an_image_document_has_every_part(settings):
    image = make_image(
        1400, 700,
        alt_text="Workers beside a bridge pier", caption="Engineers inspect the pier.",
        creator="Jon Reyes", is_pool=True, agency="Example Agency", supplier="Example Pictures",
        copyright_notice="© Jon Reyes", focal_x=0.42, focal_y=0.38,
    )  # fmt: skip
    document = json.loads(json.dumps(image_document(image, at=NOW)))
    made = document.pop("renditions")
    files = f"{settings.FILES_URL}/{image.uuid.hex}/"
    src, srcset = document.pop("src"), document.pop("srcset")
    assert document == {
        "id": str(image.uuid),
        "alt": "Workers beside a bridge pier",
        "decorative": False,
        "extended_description": "",
        "caption": "Engineers inspect the pier.",
        "licence": None,
        "usage_terms": "",
        "web_statement": "",
        "licensor_url": "",
        "digital_source_type": "",
        "date_created": "",
        "place": "",
        "credit": {
            "line": "Jon Reyes/Pool/Example Agency via Example Pictures",
            "creator": "Jon Reyes",
            "pool": True,
            "agency": "Example Agency",
            "supplier": "Example Pictures",
        },
        "copyright": "© Jon Reyes",
        "rights": {"syndication": False, "usable_until": None},
        "width": 1400,
        "height": 700,
        "focal_point": {"x": 0.42, "y": 0.38},
        "placeholder": image.placeholder,
        "animated": False,
    }
    assert src.startswith(f"{files}large-1280-")
    assert src.endswith(".jpg")
    widths = [part.rpartition(" ")[2] for part in srcset.split(", ")]
    assert widths == ["320w", "640w", "960w", "1280w", "1400w"]
    assert all(part.startswith(files) and ".webp " in part for part in srcset.split(", "))
    assert [(r["name"], r["type"]) for r in made] == [
        (size.name, f"image/{f}")
        for size in sizes.SIZES
        for f in sorted(size.formats, key=lambda f: (f != "webp", f))
    ]
    stored = {r.url: r for r in image.renditions.all()}
    for r in made:
        row = stored[r["url"]]
        assert (r["width"], r["height"], r["bytes"]) == (row.width_px, row.height_px, row.bytes)


def test_the_words_of_this_use_win():
    image = make_image(alt_text="The sun", caption="Sunday.")
    document = image_document(image, caption="Monday.", alt="The moon", at=NOW)
    assert (document["caption"], document["alt"]) == ("Monday.", "The moon")


def test_a_decorative_image_has_no_alt_text_unless_this_use_gives_one():
    image = make_image(alt_text="Left from before", is_decorative=True)
    document = image_document(image, at=NOW)
    assert (document["alt"], document["decorative"]) == ("", True)
    document = image_document(image, alt="The sun", at=NOW)
    assert (document["alt"], document["decorative"]) == ("The sun", False)


def test_a_printed_override_is_the_line_and_the_parts_stay():
    image = make_image(creator="Jon Reyes", agency="AP", credit_line="AP Photo/Jon Reyes")
    credit = image_document(image, at=NOW)["credit"]
    assert credit["line"] == "AP Photo/Jon Reyes"
    assert (credit["creator"], credit["agency"]) == ("Jon Reyes", "AP")


def test_a_small_image_has_its_own_size_as_src():
    document = image_document(make_image(64, 48), at=NOW)
    assert "/thumb-64-" in document["src"]
    assert document["srcset"].endswith(" 64w")


def test_without_renditions_there_is_no_src():
    image = make_image()
    image.renditions.all().delete()
    document = image_document(image, at=NOW)
    assert (document["src"], document["srcset"], document["renditions"]) == ("", "", [])


def test_prefetched_images_need_no_more_queries(django_assert_num_queries):
    for _ in range(3):
        make_image()
    images = list(Image.objects.prefetch_related("renditions"))
    with django_assert_num_queries(0):
        assert [image_document(image, at=NOW)["src"] for image in images]


def test_a_video_document_has_every_part(settings):
    settings.SITE_URL = "https://news.example"
    video = make_video(
        title="How bearings wear out", slug="bearings", summary="Steel and time.",
        url="https://www.youtube.com/watch?v=1", duration_seconds=94, poster=make_image(),
    )  # fmt: skip
    document = json.loads(json.dumps(video_document(video, NOW)))
    assert document["poster"]["id"] == str(video.poster.uuid)
    assert document["id"] == str(video.uuid)
    assert document["page_url"] == "https://news.example/videos/bearings/"
    assert document["provider"] == "YouTube"
    assert document["created_at"].endswith("Z")
    assert document["duration_seconds"] == 94
    assert video_document(make_video(), NOW)["poster"] is None


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://www.youtube.com/watch?v=1", "YouTube"),
        ("https://m.youtube.com/watch?v=1", "YouTube"),
        ("https://youtu.be/1", "YouTube"),
        ("https://player.vimeo.com/video/1", "Vimeo"),
        ("https://films.harbour.example/1", "films.harbour.example"),
        ("http://[broken", ""),
    ],
)
def test_the_provider_follows_the_address(url, provider):
    assert make_video(url="https://x.example/").provider == "x.example"
    video = make_video()
    video.url = url
    assert video.provider == provider


def test_a_part_has_its_own_files_measures_and_focal_point():
    image = make_image(800, 600, focal_x=0.75, focal_y=0.5)
    box = image_files.request_crop(image, "0.5,0,0.5,1")
    assert _files(image, box) == _files(image, ""), "the whole stands for it meanwhile"
    image_files.make(image)
    part, whole = _files(image, box), _files(image, "")
    assert (part["width"], part["height"]) == (400, 600)
    assert part["focal_point"] == {"x": 0.5, "y": 0.5}
    assert not {r["url"] for r in part["renditions"]} & {r["url"] for r in whole["renditions"]}
    assert part["src"] in {r["url"] for r in part["renditions"]}


def test_what_moves_is_offered_still_to_readers_who_want_nothing_to_move():
    image = uploads.store(moving_file()).image
    image_files.make(image)
    document = image_document(image, at=NOW)
    assert document["animated"]
    still, moving = sources.of(document)
    assert (still.type, still.media) == ("image/avif", "(prefers-reduced-motion: reduce)")
    assert (moving.type, moving.media) == ("image/webp", "")


def test_avif_is_offered_before_webp_and_crops_are_not_among_them():
    document = image_document(make_image(700, 400), at=NOW)
    avif, webp = sources.of(document)
    assert (avif.type, webp.type) == ("image/avif", "image/webp")
    assert webp.srcset == document["srcset"]
    assert [part.rpartition(" ")[2] for part in avif.srcset.split(", ")] == ["320w", "640w", "700w"]


def test_an_animation_over_the_rule_does_not_move():
    assert decoder.moves(format="gif", frames=100, width_px=400, height_px=400)
    assert not decoder.moves(format="gif", frames=101, width_px=4, height_px=4)
    assert not decoder.moves(format="gif", frames=2, width_px=3000, height_px=3000)
    assert not decoder.moves(format="jpeg", frames=2, width_px=4, height_px=4)


@pytest.mark.parametrize(
    ("caption", "shown"),
    [
        ("Ana Ruiz/AFP", ""),
        ("(Ana Ruiz/AFP)", ""),
        ("Photo: Ana Ruiz / AFP.", ""),
        ("The pier. (Ana Ruiz/AFP)", "The pier."),
        ("The pier. (Photo by ANA RUIZ/AFP)", "The pier."),
        ("The pier. (Ana Ruiz)", "The pier. (Ana Ruiz)"),
        ("The pier by Ana Ruiz/AFP", "The pier by Ana Ruiz/AFP"),
    ],
)
def test_a_caption_does_not_say_the_credit_that_is_printed_beside_it(caption, shown):
    image = make_image(caption=caption, creator="Ana Ruiz", agency="AFP", supplier="")
    assert image_document(image, at=NOW)["caption"] == shown
    other = make_image(caption="Waves", creator="Ana Ruiz", agency="AFP", supplier="")
    assert image_document(other, at=NOW, caption=caption)["caption"] == shown
