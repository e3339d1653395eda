"""One's profile: byline name, portrait and language; editors edit those of others."""

import pytest

from newsroom.accounts.roles import Role
from newsroom.people import acts
from tests.admin.pages import text_of
from tests.conftest import person
from tests.factories import make_author, publish_article
from tests.media.factories import make_image

pytestmark = [pytest.mark.django_db, pytest.mark.files]

MINE = "/admin/accounts/user/me/"


@pytest.fixture
def author(reporter):
    return make_author("Mara Lind", user=reporter)


def test_somebody_changes_their_byline_name_portrait_and_language(
    client, reporter, author, django_capture_on_commit_callbacks
):
    article, image = publish_article(authors=[author]), make_image(alt_text="Mara Lind")
    client.force_login(reporter)
    typed = {"name": "Mara  Lindqvist", "portrait": str(image.uuid), "language": "de"}
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(MINE, typed)
    assert response.status_code == 302
    author.refresh_from_db()
    reporter.refresh_from_db()
    assert (author.name, author.key, author.portrait) == (
        "Mara Lindqvist", "mara lindqvist", image,
    )  # fmt: skip
    assert reporter.language == "de"
    assert article.editions.get().card["authors"][0]["name"] == "Mara Lindqvist"
    assert "The profile is saved." in text_of(client.get(MINE))


def test_a_profile_has_no_password_to_ask_and_nothing_of_what_one_may_do(client, reporter, author):
    client.force_login(reporter)
    sent = {"name": "Mara Lind", "slug": "taken", "user": "1", "is_superuser": "on", "bio": "Me."}
    client.post(MINE, sent)
    author.refresh_from_db()
    reporter.refresh_from_db()
    assert (author.slug, author.bio, reporter.is_superuser) == ("mara-lind", "", False)


def test_a_picture_that_one_may_not_see_is_no_portrait(client, contributor, chief):
    make_author("Casimir", user=contributor)
    hidden = make_image(alt_text="Hidden")
    client.force_login(contributor)
    response = client.post(MINE, {"name": "Casimir", "portrait": str(hidden.uuid)})
    assert response.status_code == 422
    assert contributor.author.portrait is None


def test_two_who_change_different_fields_of_a_profile_both_keep_theirs(
    client, reporter, author, chief
):
    image = make_image(alt_text="Mara Lind")
    client.force_login(reporter)
    opened = {"initial-name": "Mara Lind", "initial-portrait": "", "initial-language": ""}
    acts.change_profile(reporter, by=chief, values={"name": "Mara Lindqvist"})
    client.post(MINE, {"name": "Mara Lind", "portrait": str(image.uuid), "language": ""} | opened)
    author.refresh_from_db()
    assert (author.name, author.portrait) == ("Mara Lindqvist", image)
    # Both changed the name: nothing is written before one of them chooses.
    response = client.post(MINE, {"name": "M. Lind", "portrait": str(image.uuid), "language": ""}
                           | opened)  # fmt: skip
    assert response.status_code == 422
    author.refresh_from_db()
    assert author.name == "Mara Lindqvist"


def test_a_name_that_another_author_has_is_told(client, reporter, author):
    make_author("Ines Falk")
    client.force_login(reporter)
    said = text_of(client.post(MINE, {"name": "Ines Falk", "language": ""}, follow=True))
    assert "Another author has the same name: Ines Falk (ines-falk)" in said


def test_a_login_without_an_author_has_a_language_alone(client, legal):
    client.force_login(legal)
    page = client.get(MINE)
    assert "has no author yet" in text_of(page)
    assert 'name="portrait"' not in page.content.decode()
    client.post(MINE, {"name": "X", "language": "de"})
    legal.refresh_from_db()
    assert legal.language == "de"


def test_managing_editors_edit_the_profiles_of_others_and_others_do_not(
    client, reporter, author, chief, desk
):
    path = f"/admin/accounts/user/{reporter.pk}/profile/"
    for user, status in ((desk, 403), (chief, 302)):
        client.force_login(user)
        assert client.post(path, {"name": f"By {user}", "language": ""}).status_code == status
    author.refresh_from_db()
    assert author.name == f"By {chief}"
    with pytest.raises(acts.NotAllowed):
        acts.change_profile(reporter, by=desk, values={"name": "No"})


def test_whoever_has_no_role_has_no_profile(client, reporter, author):
    reporter.groups.clear()
    client.force_login(reporter)
    assert "no role yet" in text_of(client.get(MINE))
    assert client.post(MINE, {"name": "X"}).status_code == 403


def test_a_profile_costs_a_bounded_number_of_queries(client, author, reporter,
                                                    django_assert_max_num_queries):  # fmt: skip
    for n in range(30):
        person(Role.REPORTER, username=f"more-{n}")
    client.force_login(reporter)
    with django_assert_max_num_queries(10):
        client.get(MINE)
