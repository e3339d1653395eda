"""Uploading in the admin: a page, an answer for each file, and words saved one by one."""

import inspect
import io
import json
import random
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile, File
from django.test import Client
from django.urls import reverse
from PIL import Image as PilImage
from PIL import ImageDraw

from media.admin.images import image_json
from media.intake import uploads
from media.models import Collection, Image
from media.rights import leases, wording
from media.storage.disk import PrivateFileStorage
from newsroom.accounts.roles import Role
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing
from tests import corpora
from tests.conftest import person
from tests.factories import edit, make_article, publish_article

from .factories import make_image, picture_bytes, picture_file

pytestmark = [pytest.mark.django_db, pytest.mark.files]

PAGE = "/admin/media/image/upload/"
FILES = [path for path in corpora.files("images") if path.suffix not in (".json", ".py")]


@pytest.fixture
def editor(client, picture_editor):
    client.force_login(picture_editor)
    return client


def send(client, file, **fields):
    return client.post(PAGE, {"file": file, **fields}, headers={"accept": "application/json"})


def quick(image: Image) -> str:
    return reverse("admin:media_image_quick", args=[image.uuid])


def test_one_file_is_taken_and_its_words_come_back_to_be_edited(editor, picture_editor):
    answer = send(editor, picture_file(700, 400, name="harbour.jpg"))
    assert answer.status_code == 200
    said = answer.json()
    image = Image.objects.get()
    assert said["status"] == "accepted"
    assert said["image"]["id"] == str(image.uuid)
    assert said["image"]["thumb"]
    assert (said["image"]["width"], said["image"]["height"]) == (700, 400)
    assert said["image"]["fields"]["alt_text"] == ""
    assert said["near"] == said["leases"] == said["conflicts"] == []
    assert image.uploaded_by == picture_editor


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Fish&parade.jpg", "Fish&parade.jpg"),
        ("Q&A &copy 2026.jpg", "Q&A &copy 2026.jpg"),
        ("Tom &amp; Jerry.jpg", "Tom &amp; Jerry.jpg"),
        (
            "Screenshot 2026-03-02 at 9.41.12\u202fPM.png",
            "Screenshot 2026-03-02 at 9.41.12\u202fPM.png",
        ),
        ("Mairie\u00a0: l’entrée.jpg", "Mairie\u00a0: l’entrée.jpg"),
        ("two  spaces.jpg", "two  spaces.jpg"),
        ("fire 👩‍🚒.jpg", "fire 👩‍🚒.jpg"),
        ("IMG_1234.HEIC", "IMG_1234.HEIC"),
        ("50% off.jpg", "50% off.jpg"),
        ("the %22new%22 pier.jpg", 'the "new" pier.jpg'),
        ("照片 صورة.jpg", "照片 صورة.jpg"),
        ("../../etc/pier.jpg", "pier.jpg"),
        ("C:\\\\Users\\\\ana\\\\pier.jpg", "pier.jpg"),
        ("pier\u202egpj.exe.jpg", "piergpj.exe.jpg"),
        ("pier\x07.jpg", "pier.jpg"),
    ],
)
def test_an_uploaded_file_keeps_its_name(editor, sent, kept):
    head = f'Content-Disposition: form-data; name="file"; filename="{sent}"'
    body = f"--x\r\n{head}\r\nContent-Type: image/jpeg\r\n\r\n".encode() + b"none\r\n--x--\r\n"
    answer = editor.post(
        PAGE, body, "multipart/form-data; boundary=x", headers={"accept": "application/json"}
    )
    assert answer.json()["name"] == kept


def test_the_library_knows_a_picture_by_the_name_it_was_sent_with(editor):
    send(editor, picture_file(name="Fish&parade\u202fPM.jpg"))
    assert Image.objects.get().original_name == "Fish&parade\u202fPM.jpg"


def test_the_same_bytes_again_are_a_duplicate_with_the_stories_that_show_it(editor):
    content = picture_bytes(number=70)
    image = uploads.store(ContentFile(content, name="a.jpg"), alt_text="Mine", agency="X").image
    article = publish_article(headline="The pier holds", lead_image=image)
    answer = send(editor, ContentFile(content, name="b.jpg"))
    said = answer.json()
    assert (answer.status_code, said["status"]) == (200, "duplicate")
    assert said["image"]["id"] == str(image.uuid)
    assert said["image"]["uses"] == [
        {"title": "The pier holds", "url": f"/admin/articles/article/{article.pk}/change/"}
    ]
    assert Image.objects.get().alt_text == "Mine"


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (ContentFile(b"<svg xmlns='x'></svg>", name="a.jpg"), "SVG drawings can contain programs"),
        (ContentFile(b"", name="a.jpg"), "empty"),
        (ContentFile(picture_bytes(200, 150)[:1200], name="a.jpg"), "damaged or incomplete"),
        (ContentFile(b"hello", name="a\x00.jpg"), "."),
        ("no file at all", "No file was sent."),
    ],
)
def test_a_refused_file_is_a_sentence_and_a_code(editor, file, sentence):
    answer = send(editor, file)
    assert answer.status_code == 422
    said = answer.json()
    assert said["status"] == "refused"
    assert said["code"]
    assert sentence in said["message"]
    assert not Image.objects.exists()


@pytest.mark.filterwarnings("ignore:Invalid APNG")
@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.stat().st_size < 3_000_000],
    ids=corpora.title,
)
def test_every_collected_file_gets_an_answer(editor, path):
    with path.open("rb") as opened:
        answer = send(editor, File(opened, name=path.name))
    said = answer.json()
    assert (answer.status_code, said["status"]) in {(200, "accepted"), (422, "refused")}
    assert said["message"].endswith(".")
    json.dumps(said, allow_nan=False)


def test_a_full_disk_is_a_sentence_and_leaves_nothing_behind(editor, monkeypatch):
    def full(storage, name, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(PrivateFileStorage, "_save", full)
    answer = editor.post(PAGE, {"file": picture_file()}, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    said = answer.json()
    assert (said["status"], said["code"]) == ("refused", "not_stored")
    assert "Send it again" in said["message"]
    assert not Image.objects.exists()


def test_a_contributor_is_not_told_of_the_drafts_of_others(client, contributor):
    content = picture_bytes(number=77)
    image = uploads.store(
        ContentFile(content), alt_text="The pier", creator="Ana Ruiz", agency="Harbour Wire"
    ).image
    article = publish_article(headline="As readers know it", lead_image=image)
    edit(article, headline="A scoop to come")
    client.force_login(contributor)
    answer = client.post(
        PAGE, {"file": ContentFile(content, name="same.jpg")},
        headers={"Accept": "application/json"},
    )  # fmt: skip
    assert answer.json()["status"] == "duplicate"
    uses = answer.json()["image"]["uses"]
    assert [use["title"] for use in uses] == ["As readers know it"]
    assert "scoop" not in answer.content.decode()
    page = client.post(PAGE, {"file": ContentFile(content, name="same.jpg")}).content.decode()
    assert "already in the library" in page
    assert "scoop" not in page


def test_a_picture_of_a_plan_is_kept_from_contributors_word_for_word(client, contributor):
    content = picture_bytes(number=77)
    image = uploads.store(
        ContentFile(content), alt_text="The pier", creator="Ana Ruiz", agency="Harbour Wire"
    ).image
    article = make_article(headline="A scoop to come", lead_image=image)
    publishing.publish(article, by=None, at=clock.now() + timedelta(hours=1))
    client.force_login(contributor)
    for accept in ("application/json", "text/html"):
        answer = client.post(
            PAGE, {"file": ContentFile(content, name="same.jpg")}, headers={"Accept": accept}
        ).content.decode()
        assert "scoop" not in answer
        assert str(image.uuid) not in answer
    assert Image.objects.count() == 1


def test_who_may_not_add_pictures_gets_neither_the_page_nor_an_answer(client, legal):
    client.force_login(legal)
    assert client.get(PAGE).status_code == 403
    assert send(client, picture_file()).status_code == 403
    assert not Image.objects.exists()


def test_strangers_are_sent_to_the_door(client):
    assert send(client, picture_file()).status_code == 302
    assert not Image.objects.exists()


def test_without_the_token_nothing_is_taken(picture_editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(picture_editor)
    assert send(client, picture_file()).status_code == 403


def test_without_javascript_the_form_takes_many_and_says_what_became_of_each(editor):
    twice = picture_bytes(number=71)
    answer = editor.post(
        PAGE,
        {
            "file": [
                picture_file(300, 200, name="pier.jpg"),
                ContentFile(b"GIF89a", name="broken.gif"),
                ContentFile(twice, name="one.jpg"),
                ContentFile(twice, name="two.jpg"),
            ],
            "credit": "Ana Ruiz/Pool/AFP via Getty Images",
        },
    )
    assert answer.status_code == 200
    assert [result["status"] for result in answer.context["results"]] == [
        "accepted", "refused", "accepted", "duplicate",
    ]  # fmt: skip
    image = Image.objects.get(original_name="pier.jpg")
    assert (image.creator, image.is_pool, image.agency) == ("Ana Ruiz", True, "AFP")
    page = answer.content.decode()
    assert f'<a href="/admin/media/image/{image.pk}/change/">' in page
    assert "broken.gif" in page


def test_fields_are_saved_one_by_one_and_the_others_stay(editor):
    image = make_image(caption="Stays.", is_decorative=True)
    answer = editor.post(quick(image), {"alt_text": "A pier at dusk", "agency": "Harbour Wire"})
    assert answer.status_code == 200
    assert answer.json()["image"]["fields"]["alt_text"] == "A pier at dusk"
    image.refresh_from_db()
    assert (image.alt_text, image.caption, image.is_decorative) == (
        "A pier at dusk", "Stays.", True,
    )  # fmt: skip
    editor.post(quick(image), {"is_decorative": "false"})
    image.refresh_from_db()
    assert not image.is_decorative


@pytest.mark.parametrize("length", [201, 200_000])
def test_a_keyword_that_is_too_long_is_refused_with_a_sentence(editor, length):
    image = make_image()
    answer = editor.post(quick(image), {"keywords": "x" * length})
    assert answer.status_code == 422
    assert "at most 200 characters" in answer.content.decode()


def test_what_was_saved_meanwhile_stays_in_words_that_were_left_alone(editor):
    image = make_image(alt_text="A pier", caption="Corrected meanwhile.", keywords=["pier", "ice"])
    words = {"alt_text": "A pier at dusk", "initial-alt_text": "A pier"}
    alone = {"caption": "Wrong.", "is_decorative": "false", "keywords": "pier", "credit": "Ana"}
    before = {f"initial-{name}": value for name, value in alone.items()}
    answer = editor.post(quick(image), {**words, **alone, **before})
    assert answer.status_code == 200
    fresh = Image.objects.get(pk=image.pk)
    assert (fresh.alt_text, fresh.caption) == ("A pier at dusk", "Corrected meanwhile.")
    assert fresh.keywords == ["pier", "ice"]
    assert fresh.printed_credit == image.printed_credit


@pytest.mark.parametrize(
    ("name", "before", "mine"),
    [("caption", "Wrong.", "Mine."), ("credit", "Ana Ruiz", "Ana Ruiz/AFP")],
)
def test_words_that_two_wrote_are_asked_about_until_one_text_is_chosen(editor, name, before, mine):
    image = make_image(caption="Corrected meanwhile.")
    answer = editor.post(quick(image), {name: mine, f"initial-{name}": before})
    assert answer.status_code == 422
    told = answer.json()
    stored = {"caption": image.caption, "credit": image.printed_credit}[name]
    assert f"“{stored}”" in told["errors"][name]
    assert (told["image"]["fields"]["caption"], told["image"]["printed_credit"]) == (
        image.caption, image.printed_credit,
    )  # fmt: skip
    again = {name: mine, f"initial-{name}": before, **_hidden(told["questions"][name])}
    unchosen = editor.post(quick(image), again)
    assert unchosen.status_code == 422
    assert "choose whose text to keep" in unchosen.json()["errors"][name]
    answer = editor.post(quick(image), again | {f"take-{name}": "theirs"})
    assert _words(answer)[name] == stored
    answer = editor.post(quick(image), again | {f"take-{name}": "mine"})
    assert _words(answer)[name] == mine


def _hidden(question: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', question))


def _words(answer) -> dict[str, str]:
    said = answer.json()["image"]
    return {**said["fields"], "credit": said["printed_credit"]}


def test_a_printed_credit_is_taken_apart(editor):
    image = make_image()
    answer = editor.post(quick(image), {"credit": "Ana Ruiz/Pool/AFP via Getty Images"})
    said = answer.json()["image"]
    assert said["printed_credit"] == "Ana Ruiz/Pool/AFP via Getty Images"
    assert said["fields"]["supplier"] == "Getty Images"
    image.refresh_from_db()
    assert image.is_pool


def test_pictures_are_put_into_a_collection_in_their_order(editor, picture_editor):
    wanted = Permission.objects.filter(codename__in=["add_collection", "change_collection"])
    picture_editor.user_permissions.add(*wanted)
    images = [make_image(), make_image()]
    for image in [*images, images[0]]:
        assert editor.post(quick(image), {"collection": "Storm of March"}).status_code == 200
    collection = Collection.objects.get(name="Storm of March")
    assert [entry.image for entry in collection.entries.all()] == images
    assert '<option value="Storm of March">' in editor.get(PAGE).content.decode()


def test_who_may_fill_no_collection_is_not_asked_for_one_and_saves_nothing_with_it(
    client, contributor
):
    image = make_image(alt_text="Before", by=contributor)
    client.force_login(contributor)
    for group in contributor.groups.all():
        group.permissions.remove(*Permission.objects.filter(codename__endswith="_collection"))
    answer = client.post(quick(image), {"collection": "Mine", "alt_text": "After"})
    assert answer.status_code == 422
    image.refresh_from_db()
    assert image.alt_text == "Before"
    assert "all_collection" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("creator", "x" * 501), ("rights_category", "stolen"), ("keywords", "y" * 201)],
)
def test_a_word_that_does_not_fit_is_said_of_its_field(editor, field, value):
    image = make_image(alt_text="Before")
    answer = editor.post(quick(image), {field: value, "alt_text": "After"})
    assert answer.status_code == 422
    assert answer.json()["errors"][field].endswith(".")
    image.refresh_from_db()
    assert image.alt_text == "Before"


def test_who_may_not_change_the_library_reads_why(client, legal):
    image = make_image(alt_text="Before")
    client.force_login(legal)
    assert client.get(quick(image)).json()["image"]["fields"]["alt_text"] == "Before"
    answer = client.post(quick(image), {"alt_text": "After"})
    assert answer.status_code == 422
    assert "Ask a picture editor" in answer.json()["errors"]["__all__"]
    image.refresh_from_db()
    assert image.alt_text == "Before"


def test_the_credit_is_printed_while_it_is_typed(editor):
    url = reverse("admin:media_image_credit")
    parts = {"creator": "Ana Ruiz", "is_pool": "true", "agency": "AFP"}
    assert editor.get(url, parts).json()["line"] == "Ana Ruiz/Pool/AFP"
    said = editor.get(url, {"credit": "(Jo Li/Harbour Wire via Example Pictures)"}).json()
    assert said["fields"]["supplier"] == "Example Pictures"
    assert said["line"] == "Jo Li/Harbour Wire via Example Pictures"


def street(quality: int) -> ContentFile:
    """A street with enough in it to be known again, pressed more or less hard."""
    draw = random.Random(11)
    picture = PilImage.new("RGB", (640, 480), (150, 180, 210))
    pen = ImageDraw.Draw(picture)
    for _house in range(40):
        x, y, grey = draw.randint(0, 600), draw.randint(0, 400), draw.randint(0, 255)
        pen.rectangle((x, y, x + draw.randint(20, 160), y + 90), fill=(grey, grey // 2, 90))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return ContentFile(out.getvalue(), name=f"street-{quality}.jpg")


def test_a_picture_that_looks_like_one_of_the_library_comes_with_it(editor):
    there = send(editor, street(90)).json()["image"]
    said = send(editor, street(60)).json()
    assert said["status"] == "accepted"
    [near] = said["near"]
    assert (near["id"], near["use_count"]) == (there["id"], 0)


def test_a_source_is_protected_before_anything_is_stored(editor):
    if "protect_source" not in inspect.signature(uploads.keep).parameters:
        pytest.skip("Sources are not protected here yet.")
    said = send(editor, picture_file(), protect_source="on").json()
    assert said["image"]["is_source_protected"]
    assert Image.objects.get().metadata == {}


def test_a_new_copy_gives_way_to_the_picture_that_is_there(editor):
    there, copy = make_image(), make_image()
    url = reverse("admin:media_image_give_way", args=[copy.uuid])
    answer = editor.post(url, {"into": str(there.uuid)})
    assert answer.json()["image"]["id"] == str(there.uuid)
    with copy.original.open("rb") as file:
        again = send(editor, ContentFile(file.read(), name="again.jpg")).json()
    assert (again["status"], again["image"]["id"]) == ("duplicate", str(there.uuid))
    assert editor.post(url, {"into": str(there.uuid)}).status_code == 422
    assert editor.post(url, {"into": "nonsense"}).status_code == 404


def test_a_picture_does_not_give_way_by_just_looking(editor):
    there, copy = make_image(), make_image()
    url = reverse("admin:media_image_give_way", args=[copy.uuid])
    assert editor.get(url, {"into": str(there.uuid)}).status_code == 405
    copy.refresh_from_db()
    assert copy.merged_into is None


@pytest.fixture
def lease(picture_editor):
    """A lease that was read from the file and that nobody has decided on."""
    picture_editor.user_permissions.add(Permission.objects.get(codename="change_lease"))
    return leases.add_lease(
        make_image(), by=None, kind="deny", words="GERMANY OUT", places=["DE"], is_proposed=True
    )


def decide(client, lease, decision):
    url = reverse("admin:media_image_lease_decide", args=[lease.image_id, lease.pk])
    return client.post(url, {"decision": decision}, headers={"Accept": "application/json"})


def test_a_proposed_lease_is_accepted(editor, lease):
    said = decide(editor, lease, "confirm").json()["lease"]
    assert (said["words"], said["places"]) == ("GERMANY OUT", "DE")
    lease.refresh_from_db()
    assert not lease.is_proposed
    assert lease.dismissed_at is None


def test_a_proposed_lease_is_dismissed(editor, lease, picture_editor):
    assert decide(editor, lease, "dismiss").status_code == 200
    lease.refresh_from_db()
    assert lease.dismissed_by == picture_editor


def test_who_may_not_decide_on_a_lease_reads_why(client, lease, contributor, reporter):
    client.force_login(contributor)
    # They may not see the picture: it answers as one that is not there.
    assert decide(client, lease, "confirm").status_code == 404
    client.force_login(reporter)
    for decision in ("confirm", "dismiss"):
        answer = decide(client, lease, decision)
        assert answer.status_code == 422
        assert "Ask a picture editor" in answer.json()["message"]
    assert decide(client, lease, "burn").status_code == 302
    lease.refresh_from_db()
    assert lease.is_proposed


def test_leases_that_wait_for_a_decision_come_with_the_words(editor, lease):
    lease.ends_at = datetime(2026, 12, 1, 6, tzinfo=UTC)
    said = image_json.of_lease(lease)
    assert said["kind"] == "Deny"
    assert said["time"] == "until 1 December 2026, 6:00 AM UTC"
    assert said["reach"] == wording.reach(lease)
    assert said["url"].endswith(f"/{lease.image_id}/leases/{lease.pk}/decide/")


def test_what_the_blocks_of_a_file_disagree_on_stands_side_by_side():
    conflict = {"field": "creators", "xmp": ["Ana Ruiz", "Jo Li"], "iim": "ANA RUIZ"}
    image = Image(creator="ANA RUIZ", metadata={"conflicts": [conflict]})
    [conflict] = image_json.conflicts_of(image)
    assert conflict["values"] == [
        {
            "block": "XMP",
            "value": "Ana Ruiz, Jo Li",
            "is_taken": False,
            "fields": {"creator": "Ana Ruiz, Jo Li"},
        },
        {
            "block": "IPTC/IIM",
            "value": "ANA RUIZ",
            "is_taken": True,
            "fields": {"creator": "ANA RUIZ"},
        },
    ]


def test_blocks_that_say_the_same_are_one_side():
    conflict = {"field": "caption", "xmp": "Leaders.", "iim": "Leaders.", "exif": "123"}
    [shown] = image_json.conflicts_of(Image(metadata={"conflicts": [conflict]}))
    assert [side["block"] for side in shown["values"]] == ["XMP, IPTC/IIM", "EXIF"]


def test_taking_another_credit_line_keeps_the_photographer():
    conflict = {"field": "credit_line", "xmp": "Getty Images", "iim": "AFP"}
    image = Image(
        creator="Benjamin Stone", agency="Getty Images", metadata={"conflicts": [conflict]}
    )
    [shown] = image_json.conflicts_of(image)
    assert [side["is_taken"] for side in shown["values"]] == [True, False]
    assert shown["values"][1]["fields"] == {
        "creator": "Benjamin Stone",
        "is_pool": "false",
        "agency": "AFP",
        "supplier": "",
        "credit_line": "",
    }


def test_every_role_that_may_add_finds_the_page(client):
    client.force_login(person(Role.CONTRIBUTOR))
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert 'enctype="multipart/form-data"' in answer.content.decode()


def test_whoever_may_use_a_picture_sees_what_is_printed_of_it_and_no_more(client, contributor):
    image = make_image(restrictions="Ask twice.")
    client.force_login(contributor)
    assert client.get(quick(image)).status_code == 404
    publish_article(lead_image=image)
    answer = client.get(quick(image)).json()["image"]
    assert answer["may_change"] is False
    assert answer["printed_credit"] == "Jon Reyes/Harbour Wire"
    assert answer["fields"]["alt_text"] == "The sun over the harbour"
    assert answer["fields"]["caption"] == "The harbour on Sunday."
    assert "Ask twice." not in str(answer)
    Image.objects.filter(pk=image.pk).update(retired_at=clock.now())
    assert client.get(quick(image)).status_code == 404
