"""The rule itself, asked of things: who may see, name and change them."""

import pytest
from django.contrib.auth.models import Group

from articles.draft_fields import parts_that_differ
from articles.models import Article, Author, Section, Tag
from media.models import Image, Video
from newsroom.accounts.models import User
from newsroom.accounts.roles import Role
from newsroom.editorial import refusals
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.drafts import revisions
from newsroom.editorial.rules import access, workflow
from tests.architecture.rights_table import ANY, TABLE
from tests.conftest import person
from tests.factories import edit, make_article, make_author, make_section, make_tag
from tests.media.factories import make_image, make_video

pytestmark = [pytest.mark.django_db, pytest.mark.files]

#: Role → the parts of somebody else's story that they may change.
OTHERS_STORY = {
    role: {part for part in ("text", "captions", "pictures") if cells[part] == ANY}
    for role, cells in TABLE.items()
}
FIELDS = {
    "text": ("headline", "slug", "byline", "tag_list", "assigned_to"),
    "captions": ("lead_caption",),
    "pictures": ("lead_image", "lead_crop", "video_list"),
}


@pytest.mark.parametrize("role", Role)
def test_which_fields_of_a_story_of_others_a_role_may_change(role):
    story, user = make_article(), person(role)
    for part, fields in FIELDS.items():
        for field in fields:
            may = access.may_change(story, user, field=field)
            assert may == (part in OTHERS_STORY[role]), field
    assert access.may_change(story, user, field="body") == bool(OTHERS_STORY[role])
    assert access.may_change(story, user) == bool(OTHERS_STORY[role])
    assert not access.may_change(story, user, field="no_such_field")


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.REPORTER])
def test_writers_change_all_of_their_own_story(role):
    user = person(role)
    story = make_article(by=user)
    assert all(access.may_change(story, user, field=f) for fs in FIELDS.values() for f in fs)
    workflow.transition(story, "submit", by=user)
    assert access.may_change(story, user, field="headline") == (role == Role.REPORTER)


def test_several_roles_allow_what_any_of_them_allows(reporter):
    reporter.groups.add(Group.objects.get(name=Role.PICTURE_EDITOR.value))
    both = User.objects.get(pk=reporter.pk)
    story, own = make_article(), make_article(by=both)
    assert access.may_change(story, both, field="lead_image")
    assert not access.may_change(story, both, field="headline")
    assert access.may_change(own, both, field="headline")


def test_somebody_without_a_role_sees_and_changes_nothing(db):
    nobody = User.objects.create_user("nobody", is_staff=True)
    story = make_article(by=nobody)
    assert not access.may_see(story, nobody)
    assert not access.may_change(story, nobody)
    for thing in (story, make_image(), make_video(), make_tag(), make_author(), make_section()):
        assert not access.known(type(thing).objects.all(), nobody).exists()


def test_a_permission_that_a_site_took_away_stays_away(copy_editor):
    group = Group.objects.get(name=Role.COPY_EDITOR.value)
    group.permissions.remove(*group.permissions.filter(codename="see_all_article"))
    copy_editor = User.objects.get(pk=copy_editor.pk)
    assert not access.may_see(make_article(), copy_editor)
    assert not access.sees_other_times(copy_editor)


def test_a_permission_that_a_site_added_goes_no_further_than_the_table(contributor):
    group = Group.objects.get(name=Role.CONTRIBUTOR.value)
    chief = Group.objects.get(name=Role.MANAGING_EDITOR.value)
    group.permissions.add(*chief.permissions.all())
    contributor = User.objects.get(pk=contributor.pk)
    secret = make_article(tags=[make_tag("Scoop")])
    assert not access.may_see(secret, contributor)
    assert not access.may_change(secret, contributor)
    assert not access.may_know(Tag.objects.get(), contributor)
    assert not access.sees_other_times(contributor)


def test_superusers_go_through_the_same_guards(db):
    admin = User.objects.create_superuser("admin")
    story = make_article()
    assert access.may_change(story, admin, field="headline")
    workflow.transition(story, "spike", by=admin)
    assert not access.may_change(story, admin, field="headline")
    assert not access.may_change(story, admin, field="no_such_field")


@pytest.mark.parametrize("role", Role)
def test_who_may_change_authors_tags_and_sections(role):
    user, keeps = person(role), role in (Role.DESK_EDITOR, Role.MANAGING_EDITOR)
    for thing in (make_tag(), make_author(), make_section()):
        assert access.may_change(thing, user) == keeps
        assert access.may_change(thing, user, field="name") == keeps
        assert not access.may_change(thing, user, field="no_such_field")
        assert (not access.why_not_retire(thing, user)) == keeps
    adds = keeps or role in (Role.REPORTER, Role.COPY_EDITOR)
    assert (not access.why_not_add(Tag, user)) == adds
    assert (not access.why_not_add(Author, user)) == keeps
    assert (not access.why_not_add(Section, user)) == keeps


#: Role → what of somebody else's picture and video they may change.
OTHERS_LIBRARY = {
    Role.COPY_EDITOR: {"caption", "summary"},
    Role.PICTURE_EDITOR: {"caption", "restrictions", "focal_x", "summary", "url"},
    Role.DESK_EDITOR: {"caption", "restrictions", "focal_x", "summary", "url"},
    Role.MANAGING_EDITOR: {"caption", "restrictions", "focal_x", "summary", "url"},
}


@pytest.mark.parametrize("role", Role)
def test_which_fields_of_the_library_a_role_may_change(role):
    user, image, video = person(role), make_image(), make_video()
    allowed = OTHERS_LIBRARY.get(role, set())
    for thing, fields in ((image, ("caption", "restrictions", "focal_x")),
                          (video, ("summary", "url"))):  # fmt: skip
        for field in fields:
            assert access.may_change(thing, user, field=field) == (field in allowed), field
        assert not access.may_change(thing, user, field="uploaded_by")
        retires = role in (Role.PICTURE_EDITOR, Role.DESK_EDITOR, Role.MANAGING_EDITOR)
        assert (not access.why_not_retire(thing, user)) == retires


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.REPORTER])
def test_writers_change_their_own_picture_until_a_live_story_shows_it(role):
    user = person(role)
    image, video = make_image(), make_video(created_by=user)
    Image.objects.update(uploaded_by=user)
    image.refresh_from_db()
    story = make_article(by=user, lead_image=image)
    edit(story, body=f'<p>Here.</p><div data-video="{video.uuid}"></div>')
    assert access.may_change(image, user, field="caption")
    assert access.may_change(video, user, field="url")
    publishing.publish(story, by=None)
    for thing, field in ((image, "caption"), (video, "url")):
        thing.refresh_from_db()
        assert "live story" in access.why_not_change(thing, user, field=field)


def test_contributors_know_what_is_live_what_is_theirs_and_what_their_drafts_name(contributor):
    shown, mine, hidden = make_tag("Shown"), make_tag("Mine"), make_tag("Hidden")
    publishing.publish(make_article(tags=[shown]), by=None)
    make_article(by=contributor, tags=[mine])
    make_article(tags=[hidden])
    assert set(access.known(Tag.objects.all(), contributor)) == {shown, mine}
    live = Article.objects.filter(state="published")
    assert set(access.known(Section.objects.all(), contributor)) == {
        live.get().section, Article.objects.get(created_by=contributor).section,
    }  # fmt: skip
    own = make_author("Their own name", user=contributor)
    assert own in access.known(Author.objects.all(), contributor)
    assert access.name_for(hidden, contributor) == "something that you may not see"


def test_what_was_killed_for_privacy_is_known_no_more(contributor, chief):
    tag, story = make_tag("A name"), make_article(headline="Secret name")
    edit(story)
    publishing.publish(story, by=None)
    takedowns.kill(story, by=chief, kind="privacy", note="x", confirmation="kill")
    assert not access.may_know(story, contributor)
    assert not access.may_know(tag, contributor)
    assert access.name_for(story, contributor) == "something that you may not see"


def test_knowing_takes_one_query_however_many_there_are(contributor, django_assert_max_num_queries):
    for number in range(12):
        make_article(by=contributor, tags=[make_tag(f"Topic of mine {number}")])
    for model in (Tag, Section, Author, Image, Video):
        contributor.has_perm("x.y"), access.may_see(make_article(), contributor)
        with django_assert_max_num_queries(1):
            list(access.known(model.objects.all(), contributor))


FIGURE = '<figure data-image="{}" data-alt="{}"><figcaption>{}</figcaption></figure>'


def figure(image="0a0a0a0a-0000-4000-8000-000000000001", alt="Pier", caption="The pier."):
    return FIGURE.format(image, alt, caption)


OTHER = "0a0a0a0a-0000-4000-8000-000000000002"
CARD = '<div data-card="link" data-url="https://a.example/" data-title="A"{}></div>'


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("<p>One.</p>", "<p>One!</p>", ["text"]),
        ("<p>One.</p>", "<p>One.</p>" + figure(alt="", caption=""), ["pictures"]),
        ("<p>One.</p><p>Two.</p>" + figure(), "<p>One.</p>" + figure() + "<p>Two.</p>", []),
        (figure(), figure(caption="Other."), ["captions"]),
        (figure(), figure(alt="Other"), ["captions"]),
        (figure(), figure(OTHER), ["captions", "pictures"]),
        (figure(alt="", caption=""), figure(OTHER, "", ""), ["pictures"]),
        (figure(), figure().replace("<figure", '<figure data-crop="0,0,0.5,0.5"'), ["pictures"]),
        ("<p>One.</p>", f'<p>One.</p><div data-video="{OTHER}"></div>', ["pictures"]),
        (CARD.format(""), CARD.format(f' data-image="{OTHER}"'), ["pictures"]),
        (CARD.format(""), CARD.format("").replace('"A"', '"B"'), ["text"]),
        ("<p>One</p>", '<p>One</p><div data-embed="https://a.example/"></div>', ["text"]),
        ("<p>One</p>", f'<p>One</p><div data-post="{OTHER}"></div>', ["text"]),
        ("<p>One <b>two</b></p>", "<p>One two</p>", ["text"]),
        ("<p>One</p>", "<p>One</p><script>x</script>", []),
        ('<p><a href="https://a.example/">One</a></p>', "<p>One</p>", ["text"]),
    ],
)
def test_which_parts_of_a_story_two_bodies_differ_in(before, after, parts):
    assert parts_that_differ(before, after) == parts


def test_a_save_is_refused_where_it_changes_what_is_not_theirs(picture_editor, copy_editor, legal):
    image = make_image()
    story = make_article(body="<p>One.</p>" + figure(image.uuid))
    words = "<p>Two.</p>" + figure(image.uuid)
    for user, changed in (
        (picture_editor, {"headline": "Another"}),
        (picture_editor, {"body": words}),
        (copy_editor, {"lead_image": image}),
        (copy_editor, {"body": "<p>One.</p>"}),
        (legal, {"headline": "Another"}),
    ):
        with pytest.raises(access.NotYours) as refused:
            edit(Article.objects.get(), by=user, **changed)
        assert refused.value.field in changed
    edit(story, by=picture_editor, body="<p>One.</p>", lead_image=image)
    edit(story, by=copy_editor, headline="Another", lead_caption="Words")


def test_restoring_an_old_revision_changes_no_more_than_its_restorer_may(picture_editor, desk):
    story = make_article(headline="First")
    edit(story, by=desk, headline="Second")
    with pytest.raises(access.NotYours):
        revisions.restore(story, 1, by=picture_editor)
    edit(story, by=desk, headline="First", lead_image=make_image())
    revisions.restore(story, 1, by=picture_editor)
    with pytest.raises(refusals.NotAllowed):
        revisions.restore(story, 2, by=picture_editor)
