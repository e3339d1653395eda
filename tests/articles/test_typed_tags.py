"""One topic is one tag, however its name is written; what is nearly the same is told."""

import unicodedata
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from articles import typed_tags
from articles.models import Author, Tag
from newsroom.editorial.acts import shared_things
from newsroom.lib.folded_field import second_key
from tests.admin.pages import change_url, form_values, text_of
from tests.factories import make_article, make_author, make_tag

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/tag/add/"


def typed(names: list[str], by) -> list[Tag]:
    return typed_tags.save_new(typed_tags.find_or_new(names, by=by))


SAME = [
    ("Café", "Cafe\u0301"),
    ("New York", "New\u00a0York"),
    ("New York", " new  york "),
    ("Élections", "élections"),
    ("Valentine's Day", "Valentine\u2019s day"),
    ("Covid-19", "COVID\u201119"),
    ("Straße", "STRASSE"),
]


@pytest.mark.parametrize(("stored", "again"), SAME)
def test_a_name_that_is_written_otherwise_is_the_same_tag(desk, stored, again):
    (tag,) = typed([stored], desk)
    assert typed([again], desk) == [tag]
    assert typed([again, stored], desk) == [tag]
    assert Tag.objects.count() == 1


@pytest.mark.parametrize(("stored", "again"), SAME)
def test_no_path_stores_one_topic_twice(stored, again):
    make_tag(stored, slug="first")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(name=again, slug="second")
    assert Tag(name=again).name == again


def test_two_new_names_of_one_topic_make_one_tag(desk):
    assert len(typed(["Café", "Cafe\u0301", "CAFÉ"], desk)) == 1


def test_the_form_refuses_a_name_that_is_there_and_says_which(admin_client):
    make_tag("Café", slug="cafe")
    values = form_values(admin_client.get(ADD), "tag_form")
    response = admin_client.post(ADD, {**values, "name": "CAFE\u0301"})
    assert "The tag “Café” already has the name “CAFÉ”." in unicodedata.normalize(
        "NFC", text_of(response)
    )


def test_an_alias_leads_whoever_types_it_to_the_tag(admin_client, desk):
    values = form_values(admin_client.get(ADD), "tag_form")
    sent = {**values, "name": "New York City", "aliases": "NYC, Big Apple, new york  city"}
    assert admin_client.post(ADD, sent).status_code == 302
    tag = Tag.objects.get()
    assert [alias.name for alias in tag.aliases.all()] == ["Big Apple", "NYC"]
    assert typed(["nyc", "big apple"], desk) == [tag]
    choices = admin_client.get("/admin/pick/tag/?q=nyc").json()["results"]
    assert [each["title"] for each in choices] == ["New York City"]
    assert "New York City" in admin_client.get("/admin/articles/tag/?q=apple").content.decode()
    values = form_values(admin_client.get(change_url(tag)), "tag_form")
    assert values["aliases"] == "Big Apple, NYC"
    admin_client.post(change_url(tag), {**values, "aliases": "NYC"})
    assert [alias.name for alias in tag.aliases.all()] == ["NYC"]
    make_tag("Gotham", slug="gotham")
    response = admin_client.post(change_url(tag), {**values, "aliases": "gotham"})
    assert "The tag “Gotham” already has the name “gotham”." in text_of(response)


def test_the_name_of_a_merged_tag_leads_to_its_survivor(desk):
    old, new = make_tag("Corona", slug="corona"), make_tag("Covid-19", slug="covid")
    shared_things.merge(old, into=new)
    assert typed(["CORONA"], desk) == [new]


NEAR = [("Élections", "Elections"), ("Covid-19", "covid 19"), ("Housing crisis", "Housing crisi"),
        ("Playground", "Playgrounds"), ("Parliament", "Parliment")]  # fmt: skip


@pytest.mark.parametrize(("stored", "new"), NEAR)
def test_near_names_are_shown_before_a_tag_is_made(admin_client, desk, stored, new):
    make_tag(stored, slug="stored")
    with pytest.raises(typed_tags.NearTag, match=stored):
        typed_tags.find_or_new([new], by=desk)
    values = form_values(admin_client.get(ADD), "tag_form")
    response = admin_client.post(ADD, {**values, "name": new})
    assert f"“{stored}” already exists." in text_of(response)
    assert Tag.objects.count() == 1
    assert admin_client.post(ADD, {**values, "name": new, "is_another": "on"}).status_code == 302
    assert len(typed([new], desk)) == 1


@pytest.mark.parametrize(("stored", "new"), [("Iran", "Iraq"), ("Topic 2023", "Topic 2024"),
                                             ("Harbour", "Library"), ("Bus", "Bust")])  # fmt: skip
def test_other_names_are_other_tags(desk, stored, new):
    make_tag(stored)
    assert len(typed([stored, new], desk)) == 2


def test_the_article_s_form_says_what_is_near(client, desk):
    client.force_login(desk)
    make_tag("Élections", slug="elections")
    article = make_article(by=desk)
    values = form_values(client.get(change_url(article)))
    response = client.post(change_url(article), {**values, "tag_list": "Elections"})
    assert "There is no tag “Elections”, but there is “Élections”." in text_of(response)


def test_a_tag_longer_than_any_reader_of_lists_takes_is_refused_in_its_field(client, desk):
    client.force_login(desk)
    article = make_article(by=desk)
    values = form_values(client.get(change_url(article)))
    response = client.post(change_url(article), {**values, "tag_list": "x" * 200_000})
    assert response.context["adminform"].form.errors["tag_list"]


def test_two_authors_may_share_a_name_and_the_form_says_so(admin_client):
    other = make_author("Ana Ruiz", slug="ana-ruiz")
    values = form_values(admin_client.get("/admin/articles/author/add/"), "author_form")
    sent = {**values, "name": "ANA  Ruiz"}
    response = admin_client.post("/admin/articles/author/add/", sent, follow=True)
    assert "Another author has the same name: Ana Ruiz (ana-ruiz)." in text_of(response)
    assert Author.objects.filter(key=other.key).count() == 2


def test_tags_that_were_one_before_there_were_keys_are_listed_and_merged():
    first, second = make_tag("Café", slug="cafe"), make_tag("x", slug="cafe-2")
    name = "Cafe\u0301"
    Tag.objects.filter(pk=second.pk).update(name=name, key=second_key(name, second.pk))
    second.refresh_from_db()
    second.description = "It can be saved."
    second.save()
    assert second.key == second_key(name, second.pk)
    told = StringIO()
    call_command("duplicate_tags", stdout=told)
    assert "has the name of" in told.getvalue()
    call_command("duplicate_tags", "--merge", stdout=told)
    second.refresh_from_db()
    assert second.merged_into == first
    told = StringIO()
    call_command("duplicate_tags", stdout=told)
    assert told.getvalue() == ""


def test_who_may_not_change_a_tag_reads_its_other_names(client, reporter):
    client.force_login(reporter)
    tag = make_tag("New York", slug="ny")
    tag.aliases.create(name="NYC")
    page = text_of(client.get(change_url(tag)))
    assert "Other names: NYC" in page
    assert "a different topic" not in page
