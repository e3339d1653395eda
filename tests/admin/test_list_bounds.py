"""The admin's lists cost the same in a small newsroom and in a large one, whoever asks."""

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags import admin_list
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Author, Redirect, Tag
from feed.models import Post
from media.models import Image, Lease, LeaseKind, ReprintRequest
from newsroom.accounts.models import User
from newsroom.accounts.roles import Role
from newsroom.editorial.acts import publishing
from newsroom.editorial.admin import autocomplete
from newsroom.editorial.clock import now
from newsroom.editorial.drafts import desk_words
from newsroom.editorial.models import LogEntry
from newsroom.editorial.rules import workflow
from newsroom.editorial.templatetags import keyed_rows
from newsroom.lib import instants
from tests.bulk import multiply_article, multiply_post
from tests.conftest import person
from tests.factories import (
    make_article,
    make_author,
    make_page,
    make_post,
    make_section,
    make_tag,
    publish_article,
    publish_post,
)
from tests.media.factories import make_agency, make_image
from tests.plans import Asked, asked_by, assert_narrow

pytestmark = pytest.mark.django_db
START, LIST, PICKER, OTHER = 15, 12, 4, 10
#: What a search of articles and posts asks beside: which of them hold the words.
WORDS = 9
ROLES = [Role.MANAGING_EDITOR, Role.DESK_EDITOR, Role.REPORTER, Role.CONTRIBUTOR]
#: No list reads more rows of a table than this, whatever the newsroom holds.
MOST_ROWS = 700


def newsroom(size: int) -> dict[Role, object]:
    """Everything that lists show, of everybody, and this many live articles and posts."""
    people = {role: person(role) for role in ROLES}
    section, tag = make_section("Port"), make_tag("Cranes")
    for role, user in people.items():
        names = [make_author(f"{role} name", user=user), make_author(f"Second of {role}")]
        about = {"by": user, "section": section, "tags": [tag], "authors": names}
        make_article(**about), make_post(by=user, tags=[tag]), make_page(by=user)
        workflow.transition(make_article(**about), "submit", by=people[Role.MANAGING_EDITOR])
        for planned in (make_article(**about), make_post(by=user), make_page(by=user)):
            publishing.publish(planned, by=None, at=now() + timedelta(hours=2))
        late = make_article(**about)
        publishing.publish(late, by=None, at=now() + timedelta(hours=1))
        Article.objects.filter(pk=late.pk).update(next_due_at=now() - timedelta(minutes=5))
        publishing.publish(make_page(by=user), by=None)
    _give_notice()
    article = publish_article(section=section, tags=[tag], authors=[make_author("Ines Falk")])
    multiply_article(article, size)
    multiply_post(publish_post(by=people[Role.REPORTER], tags=[tag]), size)
    Tag.objects.bulk_create(Tag(name=f"Tag {n}", slug=f"tag-{n}") for n in range(size))
    Author.objects.bulk_create(Author(name=f"Name {n}", slug=f"name-{n}") for n in range(size))
    Redirect.objects.bulk_create(
        Redirect(old_path=f"/old/{n}/", target="/new/") for n in range(size)
    )
    LogEntry.objects.bulk_create(
        LogEntry(at=now(), item_type="article", item_uuid=article.uuid, act="edited")
        for _n in range(size)
    )
    while desk_words.catch_up():
        pass
    return people


def _give_notice() -> None:
    """Something of each kind that the desk's start page tells of pictures."""
    ending, bare = make_image(), make_image()
    until = now() + timedelta(hours=3)
    Image.objects.filter(pk=ending.pk).update(
        rights_due_at=until, windows=[[None, instants.to_text(until)]]
    )
    Lease.objects.create(image=ending, kind=LeaseKind.ALLOW, ends_at=until, is_proposed=True)
    publish_article(lead_image=bare)
    Image.objects.filter(pk=bare.pk).update(creator="", agency="")
    ReprintRequest.objects.create(agency=make_agency("Nordlys"), requested_at=now())


def lists() -> dict[str, int]:
    bounds = {"/admin/": START}
    for model in admin.site._registry:
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        bounds[path] = LIST if model in (Article, Post) else OTHER
    for kind in autocomplete.kinds():
        bounds[f"/admin/pick/{kind}/?q="] = PICKER
        bounds[f"/admin/pick/{kind}/?q=an"] = PICKER + (WORDS if kind in ("article", "post") else 0)
    for path in ("/admin/articles/article/", "/admin/feed/post/"):
        for q in ("harbour", "an", "bridge+nosuchword"):
            bounds[f"{path}?q={q}"] = LIST + WORDS
    return bounds


@pytest.mark.parametrize("size", [5, 400])
def test_no_list_asks_more_of_a_large_newsroom(client, size, admin_user):
    # In their first fortnight they are told what to do next, which is one more query.
    User.objects.filter(pk=admin_user.pk).update(date_joined=now() - timedelta(days=15))
    for user in [*newsroom(size).values(), admin_user]:
        client.force_login(user)
        for path, bound in lists().items():
            with CaptureQueriesContext(connection) as queries:
                status = client.get(path).status_code
            assert status in (200, 403, 404), path
            said = [query["sql"] for query in queries]
            assert len(said) <= bound, (str(user), path, len(said), said)
            if path.startswith("/admin/pick/"):
                continue
            # A collection's line counts its own pictures.
            counts = [s for s in said if re.search("COUNT|DISTINCT", s) and "_collection" not in s]
            assert counts == [], (str(user), path)


def test_every_row_is_printed_as_django_prints_it(client, admin_user):
    newsroom(1)
    client.force_login(admin_user)
    compared = 0
    for model in admin.site._registry:
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        shown = client.get(f"{path}?q=e").context
        if shown is None or "cl" not in shown or shown["cl"].formset:
            continue
        changelist = shown["cl"]
        ours = [row for (row,) in keyed_rows.keyed_result_list(changelist)["results"]]
        assert ours == ["".join(cells) for cells in admin_list.results(changelist)], path
        compared += len(ours)
    assert compared > 20


def test_the_start_page_shows_every_list_within_its_bound(client, django_assert_max_num_queries):
    client.force_login(newsroom(5)[Role.MANAGING_EDITOR])
    with django_assert_max_num_queries(START):
        page = client.get("/admin/")
    assert [shown.name for shown in page.context["desk"] if shown.rows] == [
        "overdue", "mine", "review", "scheduled", "published",
    ]  # fmt: skip
    assert len(page.context["notices"]) == 4


def walked(client, path: str) -> list[int]:
    keys: list[int] = []
    while path:
        changelist = client.get(path).context["cl"]
        keys += [row.pk for row in changelist.result_list]
        path = changelist.next_url and path.partition("?")[0] + changelist.next_url
    return keys


@pytest.mark.parametrize("query", ["", "?o=7", "?o=-7", "?state__exact=published", "?q=e"])
def test_walking_a_list_by_its_links_meets_every_row_once(client, desk, query):
    # Copies were all saved at one instant, as after an import; and one was never saved.
    articles = multiply_article(publish_article(by=desk), 120)
    Article.objects.filter(pk=articles[7].item_id).update(saved_at=None)
    make_article(by=desk, headline="Newest draft")
    client.force_login(desk)
    keys = walked(client, f"/admin/articles/article/{query}")
    assert len(keys) == len(set(keys)) >= 121


def test_lists_of_other_orders_are_walked_to_their_end(client, chief):
    Author.objects.bulk_create(Author(name="Same name", slug=f"same-{n}") for n in range(120))
    Tag.objects.bulk_create(Tag(name=f"Tag {n}", slug=f"tag-{n}") for n in range(120))
    uuid = make_article(by=chief).uuid
    LogEntry.objects.bulk_create(
        LogEntry(at=now(), item_type="article", item_uuid=uuid, act="edited") for _n in range(120)
    )
    client.force_login(chief)
    for path, model in (
        ("/admin/articles/author/", Author),
        ("/admin/articles/tag/", Tag),
        ("/admin/editorial/logentry/", LogEntry),
    ):
        keys = walked(client, path)
        assert sorted(keys) == sorted(model.objects.values_list("pk", flat=True)), path


def test_a_row_saved_meanwhile_moves_no_other_to_another_page(client, desk):
    multiply_article(publish_article(by=desk), 60)
    client.force_login(desk)
    first = client.get("/admin/articles/article/").context["cl"]
    Article.objects.filter(pk=first.result_list[3].pk).update(saved_at=now())
    second = client.get(f"/admin/articles/article/{first.next_url}").context["cl"]
    assert not {row.pk for row in first.result_list} & {row.pk for row in second.result_list}
    assert len(first.result_list) + len(second.result_list) == 61


@pytest.mark.parametrize("place", ["x", "AAAA", "%00", "W10", "WyJhIl0", "9" * 500])
def test_a_place_that_no_list_gave_leads_to_its_beginning(client, desk, place):
    make_article(by=desk, headline="Here it begins")
    client.force_login(desk)
    answer = client.get(f"/admin/articles/article/?p={place}", follow=True)
    assert answer.status_code == 200


@pytest.mark.usefixtures("served_plans")
@pytest.mark.postgres  # it explains its plans
def test_no_list_reads_more_rows_than_about_a_page(client):
    client.force_login(newsroom(3000)[Role.MANAGING_EDITOR])
    article, post, log = (
        f"/admin/{name}/" for name in ("articles/article", "feed/post", "editorial/logentry")
    )
    second = article + client.get(article).context["cl"].next_url
    paths = [
        article, second, f"{article}?o=7",
        f"{article}?state__exact=in_review", f"{article}?state__exact=spiked",
        f"{article}?readers=live", f"{article}?readers=never", f"{article}?readers=update",
        f"{article}?readers=scheduled", f"{article}?kind__exact=review", f"{article}?tag=cranes",
        f"{article}?language__exact=de", post, f"{post}?is_pinned__exact=1",
        f"{post}?is_breaking__exact=1", "/admin/articles/author/", "/admin/articles/tag/",
        "/admin/articles/redirect/", log,
        f"{log}?act=publish", "/admin/editorial/ledgerentry/", "/admin/pick/article/?q=",
        "/admin/pick/author/?q=", "/admin/", f"{post}?readers=scheduled", f"{post}?readers=never",
    ]  # fmt: skip
    # What a search reads: test_desk_words.py.

    def asked(paths: list[str]) -> list[Asked]:
        found: list[Asked] = []
        for path in paths:
            answer, more = asked_by(client.get, path, MOST_ROWS)
            assert answer.status_code == 200, path
            found += more
        return found

    published = Article.objects.filter(state="published").first()
    assert_narrow(asked(paths), bloat=lambda: multiply_article(published, 3000))
