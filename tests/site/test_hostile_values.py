"""No address answers 500, whatever stands in its path or behind its question mark.

Every route is found through the resolver, and each of its parameters takes hostile values by turns,
others for each commit. A storm (``make soak``) lets each parameter take all of them.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client

from articles.models import Redirect
from newsroom.editorial.acts import publishing
from tests.architecture.walking import _CONVERTED, patterns
from tests.factories import make_page, make_tag, publish_article, publish_post
from tests.media.factories import make_image

pytestmark = pytest.mark.django_db

#: What every parameter gets, all of a route's together.
NUL = "a%00b"
WORDS = quote(" ".join(f"w{n}" for n in range(2_000)))
#: What they get by turns: already escaped, as they stand in an address.
BY_TURNS = [
    *map(
        quote,
        [
            "\x00", "0", "-1", "00", str(2**31), str(2**63), str(10**40), "1e999", "nan", "inf",
            "1.5", "²", "½", "٣", "é", "e\u0301", "🚢" * 30, "x" * 3_000, "'", '"><script>', "\\",
            "{0}", "%s", "%", "%zz", " ", "\u202e", "\ufdd0", "\ufffe", "..", ".", "None", "null",
            "[]", "{}", "true", ";", ",", "a,b", "__", "a__b", "*", "(", "9999-12", "0000-00-00",
            "9999-12-31", "0001-01-01", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-23:59",
            "2026-02-30", "00000000-0000-0000-0000-000000000000", "-", "--", "=", "AAAA", "////",
            "a" * 80 + "/" * 80, "javascript:x", "/" * 30, "/a\x00", "//x", "\t", "\r\nX: 1",
        ],
    ),
    "%FF", "%ED%A0%80", "%C0%80", "%E9", "%25%30%30", WORDS, "_" * 22, "x" * 300 + "%00",
    # Places in lists that are well formed and far away: both ends of two numbers.
    "f_________9__________w", "gAAAAAAAAACAAAAAAAAAAA", "WyJcdTAwMDAiLCAxXQ", "Wzk5OTldWzFd",
    "WyI5OTk5LTEyLTMxVDIzOjU5OjU5WiIsIDFd", "W251bGwsIG51bGxd", "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5XQ",
]  # fmt: skip
#: Of parameters that only digits may fill.
DIGITS = {
    "year": ["0000", "0001", "9999"],
    "month": ["00", "01", "12", "13", "99"],
    "day": ["00", "31", "32", "99"],
}
PUBLIC_QUERY = ("q", "before", "after")
STAFF_QUERY = ("q", "p", "o", "e", "id", "path", "at", "revision", "slug", "headline", "_popup",
               "_to_field", "_changelist_filters", "next", "app_label", "field_name", "a", "b",
               "model_name", "term", "no_such__lookup", "pk__in", "id__exact")  # fmt: skip
#: So many of the newsroom's pages without parameters of their own are asked with some all the same.
_SHARE = 0.2


@pytest.fixture
def good(db) -> dict[str, str]:
    """A site with one of most things, and values that lead to them."""
    tag = make_tag("Harbour", slug="harbour")
    article = publish_article(slug="bridge", tags=[tag], lead_image=make_image())
    page = make_page(slug="about")
    publishing.publish(page, by=None)
    publish_post()
    Redirect.objects.create(old_path="/old/", target="/feed/")
    path = article.editions.get().path
    _empty, year, month, *_rest = path.split("/")
    return {
        "slug": "harbour", "public_id": str(article.uuid), "key": "harbour", "year": year,
        "month": month, "day": "01", "file": "rss.xml", "code": "not_found", "path": "x.jpg",
        "name": "publish", "object_id": str(article.pk), "pk": str(article.pk), "id": "1",
        "uuid": str(article.uuid), "kind": "tag", "app_label": "articles", "url": "x",
        "size": "300", "lease_pk": "1", "number": "1", "type_name": "article",
        "content_type_id": "1", "uidb64": "MQ", "token": "abc-def",
    }  # fmt: skip


def turns(values: list[str], *, all_of_them: bool) -> list[str]:
    return values if all_of_them else random.sample(values, 1)


def hostile_paths(good: dict[str, str], *, all_of_them: bool) -> Iterator[str]:
    for route, _pattern in patterns():
        names = dict.fromkeys(_CONVERTED.findall(route))
        for hostile in names:
            known = DIGITS.get(hostile)
            for value in known or turns(BY_TURNS, all_of_them=all_of_them):
                yield _filled(route, {**good, hostile: value})
        if names:
            yield _filled(route, {**good, **dict.fromkeys(names.keys() - DIGITS.keys(), NUL)})


def hostile_queries(good: dict[str, str], *, all_of_them: bool) -> Iterator[str]:
    for route, pattern in patterns():
        path = _filled(route, good)
        names = list(dict.fromkeys(_query_names(route, pattern)))
        if not names and not (all_of_them or random.random() < _SHARE):
            continue
        names = names or random.sample(STAFF_QUERY, 2)
        for name in names:
            values = turns(BY_TURNS, all_of_them=all_of_them)
            yield from (f"{path}?{name}={value}" for value in values)
        yield f"{path}?{'&'.join(f'{name}={NUL}' for name in names)}&a%00=1&%FF=%FF&=&&a[]=1"


def _query_names(route: str, pattern) -> Iterable[str]:
    view = getattr(pattern.callback, "view_class", None) or getattr(pattern.callback, "cls", None)
    if route.startswith("api/"):
        told = getattr(pattern.callback, "view_initkwargs", None)
        asked = view(**(told or {})).parameters if hasattr(view, "parameters") else ()
        return [parameter.name for parameter in asked]
    if not route.startswith(("admin/", "preview/")):
        return PUBLIC_QUERY
    if route.endswith("/"):
        for model, model_admin in admin.site._registry.items():
            if route == f"admin/{model._meta.app_label}/{model._meta.model_name}/":
                return [*_filters(model_admin), "q", "p", "o", "pk__in", "x__y"]
    return ["q", "id"] if "pick" in route else ()


def _filters(model_admin) -> Iterator[str]:
    for each in model_admin.list_filter:
        name = each[0] if isinstance(each, tuple) else each
        if isinstance(name, str):
            yield from (f"{name}__exact", f"{name}__id__exact")
        else:
            yield name.parameter_name


def _filled(route: str, values: dict[str, str]) -> str:
    path = "/" + route
    for name in _CONVERTED.findall(route):
        assert name in values, (
            f"The walk has no value for {name!r} of {route!r}: add one to good()."
        )
        path = _CONVERTED.sub(lambda _found, value=values[name]: value, path, count=1)
    return path


def failures(paths: Iterable[str]) -> list[str]:
    """The addresses that answer 5xx, asked as a reader and, of the newsroom's pages, as staff."""
    root = get_user_model().objects.create_superuser(username="walker")
    reader, staff = Client(raise_request_exception=False), Client(raise_request_exception=False)
    staff.force_login(root)
    found = []
    for path in dict.fromkeys(paths):
        if path.startswith(("/admin/logout", "/admin/jsi18n")):
            continue
        client = staff if path.startswith(("/admin/", "/preview/")) else reader
        asked, _sign, query = path.partition("?")
        # As a server hands it on: the path in bytes, unescaped.
        response = client.get(asked, QUERY_STRING=query)
        if response.status_code >= 500 and asked != "/healthz":
            found.append(f"{response.status_code} {path[:200]}")
    return found


def test_no_path_answers_500(good):
    assert failures(hostile_paths(good, all_of_them=False)) == []


def test_no_query_answers_500(good):
    assert failures(hostile_queries(good, all_of_them=False)) == []


ONCE_FAILED = [
    "/tag/%00/", "/2026/01/a%00/", "/%00/", "/%00", "/no/such/%00/", "/sitemap/9999-12.xml",
    "/sitemap/0000-01.xml", "/feed/9999/12/31/", "/feed/0001/01/01/", "/api/v1/tags/%00",
    "/api/v1/articles/by-slug/%00", "/files/%00", "/tag/%00/rss.xml", "/videos/%00/",
    "/author/x/?before=%00", "/old/?x=%00", "/admin/articles/author/?pk__in=9223372036854775808",
]  # fmt: skip
SEARCHES = [
    "/admin/articles/article/", "/admin/articles/tag/", "/admin/articles/redirect/",
    "/admin/feed/post/", "/admin/media/image/", "/admin/media/video/", "/admin/accounts/user/",
    "/admin/pick/article/", "/admin/pick/tag/", "/admin/pick/image/", "/search/",
]  # fmt: skip


def test_what_once_failed_is_answered(good):
    long = quote("w" * 60_000)
    searches = [f"{path}?q={words}" for path in SEARCHES for words in (WORDS, long)]
    assert failures([*ONCE_FAILED, *searches]) == []


def test_a_storm_of_all_values_answers_500_nowhere(good, storm):
    if not storm.is_long:
        pytest.skip("make soak")
    paths = [*hostile_paths(good, all_of_them=True), *hostile_queries(good, all_of_them=True)]
    assert failures(paths) == []
