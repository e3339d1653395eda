"""Two people have the same shared thing open: what each of them wrote is kept."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from articles.models import Author
from media.models import Agency, Image, Video
from media.videos import video_records
from tests.factories import make_author, make_section, make_tag, publish_article
from tests.media.factories import make_agency, make_image, make_video
from tests.requirements import need

from .pages import form_values, text_of

pytestmark = pytest.mark.django_db

CONFLICT = "somebody else saved"


def page_of(thing) -> str:
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk])


def typed_into(client, thing, **words) -> dict[str, str]:
    """What a browser would send: the form of the page as it stands, with these words typed."""
    values = form_values(client.get(page_of(thing)), f"{thing._meta.model_name}_form")
    assert values.keys() >= words.keys()
    return values | words


def fresh(thing):
    return type(thing)._base_manager.get(pk=thing.pk)


THINGS = [
    (make_author, "job_title", "bio"),
    (make_tag, "description", "name"),
    (make_section, "description", "name"),
    (make_image, "creator", "alt_text"),
    (make_video, "summary", "title"),
    (make_agency, "restrictions", "copyright_notice"),
]
BY_KIND = pytest.mark.parametrize(
    ("make", "theirs", "mine"), THINGS, ids=[make.__name__ for make, *_ in THINGS]
)


@pytest.fixture
def editor(client, admin_user):
    client.force_login(admin_user)
    return client


@BY_KIND
def test_who_changed_other_fields_meanwhile_keeps_them(editor, make, theirs, mine):
    thing = make()
    typed = typed_into(editor, thing, **{mine: "My word"})
    editor.post(page_of(thing), typed_into(editor, thing, **{theirs: "Typed meanwhile"}))
    answer = editor.post(page_of(thing), typed, follow=True)
    now = fresh(thing)
    assert (getattr(now, theirs), getattr(now, mine)) == ("Typed meanwhile", "My word")
    assert "Somebody else saved these fields in the meantime, and their text was kept: " in text_of(
        answer
    )


@BY_KIND
def test_a_field_that_both_changed_is_asked_about_and_both_texts_are_shown(
    editor, make, theirs, mine
):
    thing = make()
    typed = typed_into(editor, thing, **{mine: "My second word", theirs: "My other word"})
    editor.post(page_of(thing), typed_into(editor, thing, **{mine: "My word"}))
    answer = editor.post(page_of(thing), typed)
    assert answer.status_code == 200
    assert CONFLICT in text_of(answer)
    assert "“My word”" in text_of(answer)
    assert getattr(fresh(thing), mine) == "My word"
    again = form_values(answer, f"{thing._meta.model_name}_form")
    assert (again[mine], again[theirs]) == ("My second word", "My other word")
    # Nothing is chosen beforehand, and a second save without a choice says which one is missing.
    assert not [name for name in again if name.startswith("take-")]
    asked = editor.post(page_of(thing), again)
    assert "Nothing was saved: choose whose text to keep in “" in text_of(asked)
    assert getattr(fresh(thing), mine) == "My word"
    editor.post(page_of(thing), again | {f"take-{mine}": "mine"})
    now = fresh(thing)
    assert (getattr(now, mine), getattr(now, theirs)) == ("My second word", "My other word")


@BY_KIND
def test_theirs_is_taken_where_the_writer_chooses_it(editor, make, theirs, mine):
    thing = make()
    typed = typed_into(editor, thing, **{mine: "My second word", theirs: "My other word"})
    editor.post(page_of(thing), typed_into(editor, thing, **{mine: "My first word"}))
    answer = editor.post(page_of(thing), typed)
    assert "<del>first</del>" in answer.content.decode()
    assert "<ins>second</ins>" in answer.content.decode()
    again = form_values(answer, f"{thing._meta.model_name}_form") | {f"take-{mine}": "theirs"}
    assert editor.post(page_of(thing), again).status_code == 302
    now = fresh(thing)
    assert (getattr(now, mine), getattr(now, theirs)) == ("My first word", "My other word")


def test_a_third_person_or_further_typing_makes_a_choice_for_theirs_void(editor):
    author = make_author(bio="At first.")
    typed = typed_into(editor, author, bio="Mine.")
    editor.post(page_of(author), typed_into(editor, author, bio="Theirs."))
    again = form_values(editor.post(page_of(author), typed), "author_form")
    # The writer goes on typing and takes theirs: what was typed is not dropped unasked.
    further = again | {"take-bio": "theirs", "bio": "Mine, and more."}
    answer = editor.post(page_of(author), further)
    assert answer.status_code == 200
    again = form_values(answer, "author_form")
    assert again["bio"] == "Mine, and more."
    assert "take-bio" not in again
    # A third person saves: the choice was made against another text.
    editor.post(page_of(author), typed_into(editor, author, bio="A third text."))
    for choice in ("theirs", "mine"):
        answer = editor.post(page_of(author), again | {"take-bio": choice})
        assert answer.status_code == 200
        assert "A third text." in text_of(answer)
    assert fresh(author).bio == "A third text."
    again = form_values(answer, "author_form")
    editor.post(page_of(author), again | {"take-bio": "mine", "bio": "Mine, to the end."})
    assert fresh(author).bio == "Mine, to the end."


def test_a_choice_stays_while_another_one_is_missing(editor):
    author = make_author(bio="At first.", job_title="Reporter")
    typed = typed_into(editor, author, bio="Mine.", job_title="Editor")
    editor.post(page_of(author), typed_into(editor, author, bio="Theirs.", job_title="Chief"))
    again = form_values(editor.post(page_of(author), typed), "author_form")
    answer = editor.post(page_of(author), again | {"take-bio": "theirs"})
    again = form_values(answer, "author_form")
    assert again["take-bio"] == "theirs"
    assert again["bio"] == "Mine."
    assert "take-job_title" not in again
    editor.post(page_of(author), again | {"take-job_title": "mine"})
    now = fresh(author)
    assert (now.bio, now.job_title) == ("Theirs.", "Editor")


def test_saving_a_thing_unchanged_says_so(editor):
    tag = make_tag()
    answer = editor.post(page_of(tag), typed_into(editor, tag), follow=True)
    assert "Nothing has changed." in text_of(answer)
    assert "changed successfully" not in text_of(answer)


SECTIONS = "/admin/articles/section/"


def list_values(client) -> dict[str, str]:
    return form_values(client.get(SECTIONS), "changelist-form") | {"_save": "1"}


def test_the_list_of_sections_is_saved_in_place(editor):
    first, second = make_section(position=1), make_section(position=2)
    typed = list_values(editor)
    typed |= {"form-0-position": "7"}
    answer = editor.post(SECTIONS, typed, follow=True)
    assert answer.status_code == 200
    assert "1 section was changed successfully." in text_of(answer)
    assert {fresh(first).position, fresh(second).position} == {7, 2}
    assert "Nothing has changed." in text_of(
        editor.post(SECTIONS, list_values(editor), follow=True)
    )


def test_the_list_of_sections_keeps_what_others_saved_and_asks_where_both_wrote(editor):
    section = make_section(position=1)
    alone, both = list_values(editor), list_values(editor) | {"form-0-position": "9"}
    editor.post(page_of(section), typed_into(editor, section, position="5", name="Renamed"))
    editor.post(SECTIONS, alone)
    assert fresh(section).position == 5
    answer = editor.post(SECTIONS, both)
    assert answer.status_code == 200
    assert CONFLICT in text_of(answer)
    again = form_values(answer, "changelist-form") | {"_save": "1"}
    editor.post(SECTIONS, again | {"take-form-0-position": "mine"})
    now = fresh(section)
    assert (now.position, now.name) == (9, "Renamed")


@pytest.mark.parametrize("make", [make_author, make_tag, make_section, make_image, make_video])
def test_an_old_object_that_is_saved_takes_nothing_back_from_the_ledger(make):
    thing = make()
    old = fresh(thing)
    rows = type(thing)._base_manager.filter(pk=thing.pk)
    rows.update(is_announced=True, announced_hash="0123", version=17)
    old.save()
    now = fresh(thing)
    assert (now.is_announced, now.announced_hash, now.version) == (True, "0123", 17)


@BY_KIND
def test_both_writing_the_same_is_no_conflict(editor, make, theirs, mine):
    thing = make()
    typed = typed_into(editor, thing, **{mine: "My word"})
    editor.post(page_of(thing), typed)
    assert editor.post(page_of(thing), typed).status_code == 302
    assert getattr(fresh(thing), mine) == "My word"


@BY_KIND
def test_saving_the_page_as_it_stands_changes_nothing(editor, make, theirs, mine):
    thing = make(**{mine: "One line\n\nand another"} if mine in {"bio", "alt_text"} else {})
    own = {"updated_at", "files_due_at"}
    columns = [f.attname for f in thing._meta.concrete_fields if f.name not in own]
    before = {name: getattr(fresh(thing), name) for name in columns}
    assert editor.post(page_of(thing), typed_into(editor, thing)).status_code == 302
    assert {name: getattr(fresh(thing), name) for name in columns} == before


def test_lines_as_browsers_send_them_are_no_change(editor):
    author = make_author(bio="A line.\n\nAnother.")
    typed = typed_into(editor, author, job_title="Reporter")
    typed = {name: value.replace("\n", "\r\n") for name, value in typed.items()}
    editor.post(page_of(author), typed_into(editor, author, bio="A line.\n\nMended."))
    assert editor.post(page_of(author), typed).status_code == 302
    assert fresh(author).bio == "A line.\n\nMended."
    assert fresh(author).job_title == "Reporter"


def test_what_was_emptied_meanwhile_stays_empty(editor):
    image = make_image(caption="Wrong from the first word.", keywords=["harbour", "ice"])
    typed = typed_into(editor, image, alt_text="A crane")
    editor.post(page_of(image), typed_into(editor, image, caption="", keywords=""))
    editor.post(page_of(image), typed)
    now = fresh(image)
    assert (now.caption, now.keywords, now.alt_text) == ("", [], "A crane")


def test_a_tick_set_meanwhile_stays_set(editor):
    image = make_image(creator="Ana Ruiz", is_pool=False)
    typed = typed_into(editor, image, alt_text="A crane")
    editor.post(page_of(image), typed_into(editor, image) | {"is_pool": "on"})
    editor.post(page_of(image), typed)
    assert fresh(image).is_pool is True
    assert fresh(image).alt_text == "A crane"


def test_a_portrait_chosen_meanwhile_stays(editor):
    author, portrait = make_author(), make_image(alt_text="A face")
    typed = typed_into(editor, author, bio="Writes about the harbour.")
    editor.post(page_of(author), typed_into(editor, author, portrait=str(portrait.uuid)))
    editor.post(page_of(author), typed)
    assert Author.objects.get(pk=author.pk).portrait == portrait
    assert fresh(author).bio == "Writes about the harbour."


def test_another_name_given_to_an_agency_meanwhile_stays(editor):
    agency = make_agency("Harbour Wire")
    typed = typed_into(editor, agency, restrictions="No sales.")
    editor.post(page_of(agency), typed_into(editor, agency, other_names="HW\nQuay Pictures"))
    editor.post(page_of(agency), typed)
    names = set(Agency.objects.get(pk=agency.pk).aliases.values_list("name", flat=True))
    assert names >= {"HW", "Quay Pictures"}
    assert fresh(agency).restrictions == "No sales."


def test_a_form_that_says_nothing_of_where_it_began_is_saved_as_it_is(editor):
    tag = make_tag(description="Old")
    typed = typed_into(editor, tag, description="")
    typed = {name: value for name, value in typed.items() if not name.startswith("initial-")}
    assert editor.post(page_of(tag), typed).status_code == 302
    assert fresh(tag).description == ""


def test_a_refusal_at_the_last_moment_leaves_what_was_typed_on_the_form(editor, monkeypatch):
    """The name is taken between the form's own look and the writing, as the database sees it."""
    make_agency("Quay Photo")
    agency = make_agency("Harbour Wire")
    typed = typed_into(editor, agency, name="QUAY PHOTO", restrictions="No sales.")
    monkeypatch.setattr("media.admin.agencies.AgencyForm._check_free", lambda form, name: None)
    answer = editor.post(page_of(agency), typed)
    assert answer.status_code == 200
    assert "“QUAY PHOTO” is already a name of Quay Photo. Remove it there first." in text_of(answer)
    again = form_values(answer, "agency_form")
    assert (again["name"], again["restrictions"]) == ("QUAY PHOTO", "No sales.")
    assert fresh(agency).name == "Harbour Wire"


def test_a_video_that_is_saved_while_its_file_is_on_the_way_is_asked_about(editor, monkeypatch):
    """The form has been looked at, without a lock; then somebody else saves the same word."""
    video = make_video(title="At first")
    typed = typed_into(editor, video, title="Mine")
    store = video_records._store

    def overtaken(mine, file):
        Video.objects.filter(pk=video.pk).update(title="Theirs")
        store(mine, file)

    monkeypatch.setattr(video_records, "_store", overtaken)
    answer = editor.post(page_of(video), typed)
    assert answer.status_code == 200
    assert "Somebody else saved this video at the same moment." in text_of(answer)
    assert CONFLICT in text_of(answer)
    assert fresh(video).title == "Theirs"
    again = form_values(answer, "video_form") | {"take-title": "mine"}
    assert editor.post(page_of(video), again).status_code == 302
    assert fresh(video).title == "Mine"


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_in_one_moment_none_buries_the_other(client, admin_user):
    need("postgres")
    client.force_login(admin_user)
    image, video = make_image(), make_video()
    for thing, first, second in (
        (image, "creator", "alt_text"),
        (video, "summary", "title"),
    ):
        forms = [typed_into(client, thing, **{name: "Typed at once"}) for name in (first, second)]
        start = Barrier(2)

        def post(typed, thing=thing, start=start):
            person = Client()
            person.force_login(admin_user)
            start.wait()
            try:
                return person.post(page_of(thing), typed).status_code
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as threads:
            assert list(threads.map(post, forms)) == [302, 302]
        now = fresh(thing)
        assert {getattr(now, first), getattr(now, second)} == {"Typed at once"}
    assert (Image.objects.count(), Video.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_list_the_page_and_the_ledger_write_one_section_at_once_and_all_is_kept(
    client, admin_user
):
    """On two connections each; whoever comes second has read what the first one wrote."""
    need("postgres")
    client.force_login(admin_user)
    section = make_section(position=1)
    in_list = list_values(client) | {"form-0-position": "9"}
    on_page = typed_into(client, section, description="Typed at once")
    start = Barrier(3)

    def post(path, typed):
        person = Client()
        person.force_login(admin_user)
        start.wait()
        try:
            return person.post(path, typed).status_code
        finally:
            connections.close_all()

    def publish():
        start.wait()
        try:
            publish_article(section=section)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as threads:
        saved = [threads.submit(post, SECTIONS, in_list)]
        saved.append(threads.submit(post, page_of(section), on_page))
        threads.submit(publish).result()
        assert [one.result() for one in saved] == [302, 302]
    now = fresh(section)
    assert (now.position, now.description) == (9, "Typed at once")
    assert (now.is_announced, now.version > 0) == (True, True)
