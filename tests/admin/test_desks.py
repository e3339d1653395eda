"""Desks in the admin: who edits them, what their people are offered, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import desk_sections
from articles.models import Article
from newsroom.accounts.models import Desk, User
from newsroom.accounts.roles import Role
from newsroom.editorial.acts import publishing
from newsroom.editorial.clock import now
from newsroom.editorial.rules import workflow
from tests.bulk import multiply_article
from tests.conftest import person
from tests.factories import make_article, make_post, make_section, publish_article
from tests.plans import asked_by, assert_narrow

from .pages import change_url, form_values, step_url, text_of

pytestmark = pytest.mark.django_db
LIST, ADD = "/admin/accounts/desk/", "/admin/accounts/desk/add/"
HISTORY = "/admin/accounts/desk/{}/history/"


@pytest.fixture
def city(db) -> Desk:
    return _desk("City", "Port")


@pytest.fixture
def world(db) -> Desk:
    return _desk("World", "Abroad")


def _desk(name: str, section: str) -> Desk:
    made = Desk.objects.create(name=name)
    make_section(section, desk=made)
    return made


def of_city(city: Desk, role: Role = Role.DESK_EDITOR) -> User:
    user = person(role)
    city.members.add(user)
    return user


def url(desk: Desk) -> str:
    return f"/admin/accounts/desk/{desk.pk}/change/"


def typed(client, desk: Desk) -> dict[str, object]:
    """What the form would send, with the boxes that are ticked."""
    people = [str(pk) for pk in desk.members.values_list("pk", flat=True)]
    sections = [str(pk) for pk in desk.sections.values_list("pk", flat=True)]
    values: dict[str, object] = dict(form_values(client.get(url(desk)), "desk_form"))
    return values | {
        "people": people, "initial-people": people, "sections": sections,
        "initial-sections": sections,
    }  # fmt: skip


def test_a_managing_editor_makes_a_desk_and_its_history_tells_of_it(client, chief, reporter):
    port = make_section("Port")
    client.force_login(chief)
    sent = {"name": "City", "sections": [port.pk], "people": [reporter.pk, chief.pk]}
    assert client.post(ADD, sent).status_code == 302
    desk = Desk.objects.get()
    assert (set(desk.sections.all()), set(desk.members.all())) == ({port}, {reporter, chief})
    values = typed(client, desk) | {"name": "Town", "people": [chief.pk]}
    assert client.post(url(desk), values).status_code == 302
    said = text_of(client.get(HISTORY.format(desk.pk)))
    for sentence in ("Added the section Port.", "Renamed to Town.", "Took out reporter."):
        assert sentence in said
    assert "Port" in text_of(client.get(LIST))


@pytest.mark.parametrize("role", set(Role) - {Role.MANAGING_EDITOR})
def test_nobody_else_opens_desks(client, city, role):
    client.force_login(person(role))
    for path in (LIST, ADD, url(city)):
        assert client.get(path).status_code in (302, 403), path
    sent = {"name": "Mine", "people": [User.objects.get().pk]}
    assert client.post(url(city), sent).status_code in (302, 403)
    assert list(Desk.objects.values_list("name", "members")) == [("City", None)]


def test_two_who_edit_a_desk_at_once_keep_what_the_other_ticked(client, chief, city, reporter):
    legal, docks = person(Role.LEGAL), make_section("Docks")
    client.force_login(chief)
    first, second = typed(client, city), typed(client, city)
    client.post(url(city), first | {"people": [reporter.pk], "name": "Town"})
    client.post(url(city), second | {"people": [legal.pk], "sections": [docks.pk]})
    city.refresh_from_db()
    assert city.name == "Town"
    assert set(city.members.all()) == {reporter, legal}
    assert set(city.sections.all()) == {docks}


def test_a_section_that_another_desk_has_is_named_so_and_moves(client, chief, city, world):
    client.force_login(chief)
    assert "Abroad (World)" in text_of(client.get(url(city)))
    values = typed(client, city)
    client.post(
        url(city), values | {"sections": [s.pk for d in (city, world) for s in d.sections.all()]}
    )
    assert not world.sections.exists()
    assert city.sections.count() == 2


def test_a_desk_that_is_deleted_narrows_nobody(client, chief, city, world):
    user, story = of_city(city), make_article(section=world.sections.get())
    client.force_login(chief)
    assert client.post(f"/admin/accounts/desk/{world.pk}/delete/", {"post": "yes"}).status_code
    assert list(Desk.objects.all()) == [city]
    client.force_login(user)
    assert "id_headline" in client.get(change_url(story)).content.decode()


# --- What its people are offered ---


def test_the_form_of_another_desks_story_is_read_only_and_says_whom_to_ask(client, city, world):
    editor = of_city(city)
    client.force_login(editor)
    story = make_article(section=world.sections.get(), headline="Talks go on")
    shown = client.get(change_url(story))
    assert "belongs to the desk “World”" in text_of(shown)
    assert "Talks go on" in text_of(shown)
    assert "headline" not in form_values(shown)
    client.post(change_url(story), {"headline": "Forged", "revision": "1"})
    assert Article.objects.get().headline == "Talks go on"
    for name in ("publish", "spike", "send_to_copy"):
        refused = client.post(step_url(story, name), {"note": "x"})
        assert refused.status_code == 403, name
        assert "Ask a desk editor of that desk or a managing editor." in text_of(refused)
    assert Article.objects.get().state == "draft"


def test_the_list_of_sections_is_edited_in_place_by_each_sections_own_desk(client, city, world):
    client.force_login(of_city(city))
    rows = client.get("/admin/articles/section/").context["cl"].result_list
    sent = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "_save": "Save"}
    for number, section in enumerate(rows):
        sent |= {f"form-{number}-id": section.pk, f"form-{number}-position": 7}
    assert client.post("/admin/articles/section/", sent).status_code == 302
    assert city.sections.get().position == 7
    assert (world.sections.get().position, world.sections.get().is_in_navigation) == (0, True)


def test_a_story_that_is_moved_and_published_in_one_click_is_moved_alone(client, city, world):
    editor = of_city(city)
    client.force_login(editor)
    story = make_article(section=city.sections.get())
    values = form_values(client.get(change_url(story)))
    values |= {"section": str(world.sections.get().pk), "_step": "publish"}
    said = text_of(client.post(change_url(story), values, follow=True))
    assert "belongs to the desk “World”" in said
    story.refresh_from_db()
    assert (story.section, story.state) == (world.sections.get(), "draft")


def test_the_start_page_lists_the_work_of_ones_own_desk(client, city, world, chief):
    waiting = {
        "ours": make_article(section=city.sections.get()), "nobodys": make_article(),
        "theirs": make_article(section=world.sections.get()),
    }  # fmt: skip
    for article in waiting.values():
        workflow.transition(article, "submit", by=None)
        planned = make_article(section=article.section)
        publishing.publish(planned, by=None, at=now().replace(year=2031))
    make_post(article=waiting["theirs"])

    def listed(user) -> dict[str, set]:
        client.force_login(user)
        shown = client.get("/admin/").context["desk"]
        return {each.heading: {row.item.section for row in each.rows} for each in shown}

    ours = {waiting["ours"].section, waiting["nobodys"].section}
    found = listed(of_city(city))
    assert found["In review at your desk"] == found["Scheduled at your desk"] == ours
    everything = ours | {waiting["theirs"].section}
    found = listed(chief)
    assert found["In review"] == found["Scheduled"] == everything


def walked(client, path: str) -> list[int]:
    keys: list[int] = []
    while path:
        changelist = client.get(path).context["cl"]
        keys += [row.pk for row in changelist.result_list]
        path = changelist.next_url and path.partition("?")[0] + changelist.next_url
    return keys


def test_the_list_of_a_desk_is_walked_across_its_sections(client, city, world):
    editor = of_city(city)
    desk_sections.change_sections(city, add=[make_section("Docks")], by=None)
    for section in city.sections.all():
        multiply_article(publish_article(section=section), 60)
    publish_article(section=world.sections.get()), publish_article()
    client.force_login(editor)
    keys = walked(client, f"/admin/articles/article/?desk={city.pk}")
    ours = Article.objects.filter(section__desk=city).order_by("-saved_at", "-pk")
    assert keys == list(ours.values_list("pk", flat=True))
    assert len(keys) == 122
    spiked = make_article(section=city.sections.first())
    workflow.transition(spiked, "spike", by=None)
    path = f"/admin/articles/article/?desk={city.pk}&state__exact=spiked"
    assert walked(client, path) == [spiked.pk]
    found = walked(client, f"/admin/articles/article/?desk={city.pk}&q=harbour")
    assert found == [spiked.pk, *keys]
    desk_sections.change_sections(city, remove=city.sections.all(), by=None)
    assert walked(client, f"/admin/articles/article/?desk={city.pk}") == []


def test_only_people_of_desks_are_offered_the_filter_and_only_their_own(client, city, world, chief):
    client.force_login(chief)
    assert "desk=" not in client.get("/admin/articles/article/").content.decode()
    client.force_login(of_city(city))
    shown = client.get("/admin/articles/article/").content.decode()
    assert f"?desk={city.pk}" in shown
    assert f"?desk={world.pk}" not in shown
    for value in (world.pk, "x", "9" * 400, ""):
        assert client.get(f"/admin/articles/article/?desk={value}").status_code == 200


def test_lists_and_forms_ask_no_more_of_a_desk_with_many_people_and_sections(client, city, world):
    editor = of_city(city)
    client.force_login(editor)
    mine = make_article(section=city.sections.get())
    others = make_article(section=world.sections.get())
    paths = (
        "/admin/", "/admin/articles/article/", f"/admin/articles/article/?desk={city.pk}",
        change_url(mine), change_url(others),
    )  # fmt: skip

    def asked() -> list[int]:
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            found.append(len(queries))
        return found

    asked()
    small = asked()
    for number in range(12):
        for desk in (city, world):
            section = make_section(f"{desk} {number}", desk=desk)
            desk.members.add(person(Role.REPORTER, username=f"{desk}-{number}"))
            make_article(section=section)
    large = asked()
    # A list of one section is one range of its index; that of several asks for their keys first.
    assert [more - less for more, less in zip(large, small, strict=True)] == [0, 0, 1, 0, 0]


@pytest.mark.usefixtures("served_plans")
@pytest.mark.postgres  # it explains its plans
def test_the_list_of_a_desk_reads_no_more_rows_than_about_a_page_of_each_section(client, city):
    editor = of_city(city)
    docks = make_section("Docks", desk=city)
    for section in (city.sections.exclude(pk=docks.pk).get(), make_section("Elsewhere")):
        multiply_article(publish_article(section=section), 2000)
    multiply_article(publish_article(section=docks), 60)
    client.force_login(editor)
    found = []
    first = f"/admin/articles/article/?desk={city.pk}"
    second = "/admin/articles/article/" + client.get(first).context["cl"].next_url
    for path in ("/admin/", first, second):
        answer, more = asked_by(client.get, path, 700)
        assert answer.status_code == 200
        found += more
    published = Article.objects.filter(state="published").first()
    assert_narrow(found, bloat=lambda: multiply_article(published, 3000))
