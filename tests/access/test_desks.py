"""Several desks: what reporters and desk editors may do with another desk's stories."""

import pytest
from django.db import transaction

from articles.models import Article
from feed.models import Post
from newsroom.accounts.models import Desk, User
from newsroom.accounts.roles import Role
from newsroom.editorial.acts import publishing, shared_things
from newsroom.editorial.clock import now
from newsroom.editorial.drafts import revisions
from newsroom.editorial.refusals import NotAllowed
from newsroom.editorial.rules import access, visibility, workflow
from tests.conftest import person
from tests.factories import edit, make_article, make_page, make_post, make_section, publish_article
from tests.media.factories import make_image

pytestmark = pytest.mark.django_db

C, R, CE, PE, D, L, M = Role
OWN_DESK, OTHER_DESK, NO_DESK, OWN = "own desk", "other desk", "no desk", "own, at another desk"
EVERYWHERE = {OWN_DESK, OTHER_DESK, NO_DESK, OWN}
AT_HOME = {OWN_DESK, NO_DESK}
#: Act → role → where they may take it. A role that is missing may take it nowhere.
ARTICLES = {
    "headline": {C: {OWN}, R: {OWN}, CE: EVERYWHERE, D: {*AT_HOME, OWN}, M: EVERYWHERE},
    "lead_image": {C: {OWN}, R: {OWN}, PE: EVERYWHERE, D: {*AT_HOME, OWN}, M: EVERYWHERE},
    "section": {C: {OWN}, R: {OWN}, CE: EVERYWHERE, D: {*AT_HOME, OWN}, M: EVERYWHERE},
    "assign": {D: AT_HOME, M: EVERYWHERE},
    "submit": {C: {OWN}, R: {OWN}, CE: EVERYWHERE, D: {*AT_HOME, OWN}, M: EVERYWHERE},
    "approve": {CE: EVERYWHERE, D: AT_HOME, M: EVERYWHERE},
    "publish": {D: AT_HOME, M: EVERYWHERE},
    "schedule": {D: AT_HOME, M: EVERYWHERE},
    "set_embargo": {D: AT_HOME, M: EVERYWHERE},
    "spike": {R: {OWN}, D: {*AT_HOME, OWN}, M: EVERYWHERE},
}
POSTS = {
    "headline": {C: {OWN}, R: {*AT_HOME, OWN}, CE: EVERYWHERE, D: {*AT_HOME, OWN}, M: EVERYWHERE},
    "submit": {C: {OWN}, R: {*AT_HOME, OWN}, CE: EVERYWHERE, D: {*AT_HOME, OWN}, M: EVERYWHERE},
    "publish": {R: {*AT_HOME, OWN}, CE: EVERYWHERE, D: {*AT_HOME, OWN}, M: EVERYWHERE},
    "spike": {C: {OWN}, R: {OWN}, D: {*AT_HOME, OWN}, M: EVERYWHERE},
}
STEPS = {"submit", "approve", "publish", "schedule", "set_embargo", "spike"}


@pytest.fixture
def home(db) -> Desk:
    desk = Desk.objects.create(name="City")
    make_section("Port", desk=desk)
    return desk


@pytest.fixture
def away(db) -> Desk:
    desk = Desk.objects.create(name="World")
    make_section("Abroad", desk=desk)
    return desk


def section_of(desk: Desk):
    return desk.sections.get()


def member(role: Role, *desks: Desk, **more) -> User:
    user = person(role, **more)
    user.desks.add(*desks)
    return user


def stories(home: Desk, away: Desk, user: User) -> dict[str, Article]:
    return {
        OWN_DESK: make_article(section=section_of(home)),
        OTHER_DESK: make_article(section=section_of(away)),
        NO_DESK: make_article(),
        OWN: make_article(section=section_of(away), by=user),
    }


def takes(act: str, item, user: User) -> bool:
    """Whether the act goes through; nothing of it stays."""
    reason = ""
    with transaction.atomic():
        try:
            _take(act, type(item).objects.get(pk=item.pk), user)
        except NotAllowed as refusal:
            reason = str(refusal)
            assert reason.endswith(".")
        transaction.set_rollback(True)
    return not reason


def _take(act: str, item, user: User) -> None:
    if act == "assign":
        if reason := access.why_not_assign(item, user):
            raise NotAllowed(reason)
    elif act in STEPS:
        if act == "approve":
            workflow.transition(item, "submit", by=None)
        more = {"at": now().replace(year=2031)} if act == "schedule" else {}
        more |= {"until": now().replace(year=2031)} if act == "set_embargo" else {}
        workflow.transition(item, act, by=user, **more)
    elif act == "section":
        edit(item, by=user, section=make_section("Anywhere"))
    elif act == "lead_image":
        edit(item, by=user, lead_image=make_image())
    else:
        edit(item, by=user, **{act: "Other words"})


@pytest.mark.parametrize("role", Role)
def test_who_does_what_with_whose_story(role, home, away):
    user = member(role, home)
    found = stories(home, away, user)
    for act, by_role in ARTICLES.items():
        for where, story in found.items():
            expected = where in by_role.get(role, set())
            assert takes(act, story, user) == expected, (act, where)
            if act in STEPS - {"approve"}:
                offers = workflow.allowed(story, user, now=visibility.standing(story, now()))
                offered = {o.transition.name: o.is_allowed for o in offers}
                assert offered[act] == expected, (act, where)
            elif act not in ("assign", "approve"):
                assert access.may_change(story, user, field=act) == expected, (act, where)
            # Reading stays as it is.
            assert access.may_see(story, user) == (role != C or where == OWN)


@pytest.mark.parametrize("role", Role)
def test_a_post_is_of_the_desk_of_the_story_that_it_points_at(role, home, away):
    user = member(role, home)
    posts = {
        OWN_DESK: make_post(article=make_article(section=section_of(home))),
        OTHER_DESK: make_post(article=make_article(section=section_of(away))),
        NO_DESK: make_post(),
        OWN: make_post(article=make_article(section=section_of(away)), by=user),
    }
    for act, by_role in POSTS.items():
        for where, post in posts.items():
            assert takes(act, post, user) == (where in by_role.get(role, set())), (act, where)


@pytest.mark.parametrize("role", [R, D])
def test_whoever_belongs_to_no_desk_is_not_narrowed(role, home, away):
    user = person(role)
    for item in (make_article(section=section_of(away)), make_post(), make_page()):
        assert access.may_change(item, user) == (role == D or isinstance(item, Post))
    assert takes("publish", make_article(section=section_of(away)), user) == (role == D)


def test_roles_that_no_desk_narrows_count_as_before(home, away):
    user = member(D, home)
    for name in (CE, L):
        user.groups.add(person(name, username=f"other-{name}").groups.get())
    both, story = User.objects.get(pk=user.pk), make_article(section=section_of(away))
    assert access.may_change(story, both, field="headline")
    assert not access.may_change(story, both, field="lead_image")
    assert takes("submit", story, both)
    assert not takes("publish", story, both)
    chief = member(M, home)
    assert takes("publish", story, chief)
    root = User.objects.create_superuser("root")
    root.desks.add(home)
    assert takes("publish", story, root)


def test_several_desks_count_together(home, away):
    user = member(D, home, away)
    for where, story in stories(home, away, user).items():
        assert takes("publish", story, user), where


def test_a_refusal_names_the_desk_and_whom_to_ask(home, away):
    user, story = member(D, home), make_article(section=section_of(away))
    told = (
        "It belongs to the desk “World”, and you do not. Ask a desk editor of that desk or "
        "a managing editor."
    )
    assert access.why_not_change(story, user) == told
    assert access.why_not_assign(story, user) == told
    with pytest.raises(NotAllowed, match="desk “World”"):
        workflow.transition(story, "publish", by=user)
    offers = workflow.allowed(story, user, now=visibility.standing(story, now()))
    assert {o.why_not for o in offers if o.transition.name in ("publish", "spike")} == {told}
    # What the role would not allow anywhere is still said of the role.
    assert "managing editor" in workflow.why_not(story, workflow.find(story, "reinstate"), user)
    assert "World" not in workflow.why_not(story, workflow.find(story, "reinstate"), user)


def test_a_story_that_is_moved_is_the_other_desks_and_stays_its_writers(home, away):
    editor, writer = member(D, home), member(R, home)
    story = make_article(section=section_of(home), by=writer)
    edit(story, by=editor, section=section_of(away))
    with pytest.raises(access.NotYours):
        edit(Article.objects.get(), by=editor, section=section_of(home))
    with pytest.raises(NotAllowed):
        publishing.publish(Article.objects.get(), by=editor)
    edit(story, by=writer, headline="Still mine")
    edit(story, by=writer, section=section_of(home))
    publishing.publish(story, by=editor)


def test_a_story_is_not_taken_by_restoring_where_it_was_filed(home, away):
    editor = member(D, home)
    story = make_article(section=section_of(home))
    edit(story, by=None, section=section_of(away))
    with pytest.raises(NotAllowed):
        revisions.restore(story, 1, by=editor)
    assert Article.objects.get().section == section_of(away)


def test_until_the_move_is_published_either_desk_takes_it_down(home, away):
    editor = member(D, home)
    story = publish_article(section=section_of(home))
    edit(story, by=editor, section=section_of(away))
    assert not takes("publish", story, editor)
    workflow.transition(story, "withhold", by=editor, note="Names a minor.")
    assert visibility.standing(story, now()).is_withheld


def test_a_section_is_changed_merged_and_retired_by_its_own_desk(home, away):
    editor, port, abroad = member(D, home), section_of(home), section_of(away)
    free = make_section("Weather")
    for section, may in ((port, True), (abroad, False), (free, True)):
        assert access.may_change(section, editor, field="name") == may
        assert (not access.why_not_retire(section, editor)) == may
    for thing, into in ((abroad, port), (port, abroad)):
        with pytest.raises(NotAllowed, match="desk “World”"):
            shared_things.merge(thing, into=into, by=editor)
    assert not access.may_change(port, editor, field="desk")


def test_without_desks_nothing_more_is_asked(desk, django_assert_num_queries):
    story = Article.objects.get(pk=make_article().pk)
    desk = User.objects.get(pk=desk.pk)
    # What the person holds, and whether the story was killed.
    with django_assert_num_queries(2):
        assert access.may_change(story, desk, field="headline")
        workflow.allowed(story, desk, now=visibility.Standing())


def test_a_story_of_another_desk_costs_two_queries_however_many_people_and_sections(
    home, away, django_assert_max_num_queries
):
    user = member(D, home)
    for number in range(12):
        away.members.add(person(R, username=f"reporter-{number}"))
        make_section(f"Abroad {number}", desk=away)
    story = make_article(section=away.sections.first())
    story, user = Article.objects.get(pk=story.pk), User.objects.get(pk=user.pk)
    user.has_perm("x.y"), workflow.is_own(story, user)
    # The section and its desk; and whether it is the user's own, where a step asks that.
    with django_assert_max_num_queries(3):
        access.barred(story, user)
        access.why_not_assign(story, user)
