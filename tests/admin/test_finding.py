"""The newsroom's pickers and lists find names without their accents and in any case."""

import pytest

from tests.factories import make_article, make_author, make_post, make_section, make_tag
from tests.media.factories import make_video

pytestmark = pytest.mark.django_db

FOUND = [
    ("Zoë Zürich", "zurich"),
    ("Zoë Zürich", "ZOE zür"),
    ("ÅLESUND", "ålesund"),
    ("ÅLESUND", "alesund"),
    ("Łódź is old", "lodz"),
    ("Straße", "STRASSE"),
    ("Don’t look", "don't"),
    ("Cafe\u0301", "café"),
    ("ΑΘΗΝΑ", "αθηνα"),
    ("МОСКВА", "москва"),
    ("100% sure_", "100% sure_"),
]
MADE = {
    "article": lambda name: make_article(headline=name, slug="x"),
    "post": lambda name: make_post(headline=name),
    "author": lambda name: make_author(name, slug="x"),
    "tag": lambda name: make_tag(name, slug="x"),
    "section": lambda name: make_section(name, slug="x"),
    "video": lambda name: make_video(title=name, slug="x"),
}
APPS = {"post": "feed", "video": "media"}


@pytest.mark.parametrize("kind", MADE)
def test_pickers_and_lists_find_what_is_typed_without_accents(client, chief, kind):
    client.force_login(chief)
    thing = MADE[kind]("placeholder")
    field = "headline" if hasattr(thing, "headline") else "title" if kind == "video" else "name"
    changelist = f"/admin/{APPS.get(kind, 'articles')}/{kind}/"
    for name, asked in FOUND:
        setattr(thing, field, name)
        thing.save()
        found = client.get(f"/admin/pick/{kind}/", {"q": asked}).json()["results"]
        assert [each["id"] for each in found] == [str(thing.uuid)], asked
        listed = client.get(changelist, {"q": asked}).content.decode()
        assert f"{kind}/{thing.pk}/change/" in listed, asked
    for asked in ("%", "_x_", "nothing-like-it", "a%b"):
        assert client.get(f"/admin/pick/{kind}/", {"q": f"{asked}zz"}).json()["results"] == []


def test_a_typed_name_is_taken_without_its_accents_and_the_exact_one_first(chief):
    from newsroom.editorial.admin import autocomplete

    zoe = make_author("Zoë Zürich", slug="zoe")
    plain = make_author("Zoe Zurich", slug="zoe-2")
    assert autocomplete.resolve("author", chief, "Zoe Zurich") == plain
    assert autocomplete.resolve("author", chief, "Zoë Zürich") == zoe
    assert autocomplete.resolve("author", chief, "ZOË zürich") in (zoe, plain)
