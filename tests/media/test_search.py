"""The library's search finds pictures by how their words begin, without accents."""

import pytest
from django.core.management import call_command

from media.library import editing, search, search_index
from media.models import Image

from .factories import make_image

pytestmark = pytest.mark.django_db


def found(q: str) -> list[Image]:
    return list(search.matching(Image.objects.order_by("pk"), q))


@pytest.mark.parametrize(
    "q",
    ["harb", "HARBOUR", "lev-3", "lev_3.jpg", "marta leon", "Léon", "leon harb", "aero", "o'brien",
     "obri", "brien"],
)  # fmt: skip
def test_a_picture_is_found_by_the_beginnings_of_its_words(q):
    image = make_image(
        title="The Harbour at Ærø", creator="Marta Léon", supplier="O'Brien", caption="Obrien's.",
    )  # fmt: skip
    Image.objects.filter(pk=image.pk).update(original_name="lev_3.jpg")
    search.index(Image.objects.get(pk=image.pk))
    other = make_image(title="A quay", caption="", alt_text="Boats", agency="Nordlys")
    Image.objects.filter(pk=other.pk).update(original_name="quay.jpg")
    search.index(Image.objects.get(pk=other.pk))
    assert found(q) == [image], q


def test_every_field_that_people_know_a_picture_by_is_searched():
    image = make_image(caption="zebra1", alt_text="zebra2", agency="zebra3")
    Image.objects.filter(pk=image.pk).update(
        keywords=["zebra4"], city="zebra5", restrictions="zebra6", house_credit="zebra7"
    )
    search.index(Image.objects.get(pk=image.pk))
    for number in range(1, 8):
        assert found(f"zebra{number}") == [image], number


def test_all_words_must_be_there_and_a_search_for_none_finds_none():
    image = make_image(title="Fog", caption="Two boats")
    assert found("fog boats") == [image]
    assert found("fog trains") == []
    assert found("...") == found("\x00") == []


@pytest.mark.parametrize("q", ['"', "fog OR", "fog*", "NEAR(a b)", "' & |", "fog:*", "\\", "()!"])
def test_nothing_typed_is_an_operator(q):
    make_image(title="Sun")
    assert found(q) == []


def test_new_words_take_the_place_of_the_old_ones():
    image = make_image(title="Aardvark")
    image.title = "Buffalo"
    editing.save(image)
    assert found("aardvark") == []
    assert found("buffalo") == [image]


def test_the_index_is_made_anew_by_a_command(capsys):
    image = make_image(title="Heron")
    search_index.write(image.pk, title="", names="", text="")
    assert found("heron") == []
    call_command("rebuild_library_index")
    assert found("heron") == [image]
    assert "1 pictures indexed." in capsys.readouterr().out
