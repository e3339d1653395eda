"""Addresses that a browser would run, in rows and stored documents, are printed nowhere."""

import json
import re
from collections.abc import Iterator
from itertools import cycle

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client

from articles.models import Redirect
from media.renditions import image_files
from newsroom.accounts.models import User
from newsroom.editorial import registry
from newsroom.editorial.models import Edition, Revision, Shared
from newsroom.editorial.publication import stored_documents
from newsroom.lib import address_fields, urls
from newsroom.lib.address_fields import DocumentField

from . import living

pytestmark = pytest.mark.django_db
MARK = "xyzzy4711"
BAD = [
    f"javascript:{MARK}", f"JavaScript:{MARK}", f"java\tscript:{MARK}", f" \x01javascript:{MARK}",
    f"java\nscript:{MARK}", f"java&#115;cript:{MARK}", f"javascript&colon;{MARK}",
    f"vbscript:{MARK}", f"data:text/html,{MARK}", f"//{MARK}.example/", f"/\\{MARK}.example/",
    f"file:///{MARK}", f"blob:https://{MARK}.example/x", f"view-source:{MARK}",
]  # fmt: skip
OURS = ("articles", "feed", "media", "editorial", "site", "accounts")
#: Columns that hold an address by their name; what is only a name of a file or a path is none.
_IN_HTML = re.compile(r'((?:href|src|poster|data-player|data-url|data-embed)=)"[^"]*"')
_NAMED_SO = re.compile(r"(?:.*_)?(?:url|website|statement|target|redirect_to|href|link)")


def columns() -> list[tuple[type[models.Model], models.Field]]:
    """Every column of ours that holds an address."""
    return [
        (model, field)
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.URLField)
        or (isinstance(field, models.CharField) and _NAMED_SO.fullmatch(field.name))
    ]


def write(model: type[models.Model], field: models.Field, text: str) -> int:
    """Past every validation and field, as a database tool does."""
    quote = connection.ops.quote_name
    table, column = quote(model._meta.db_table), quote(field.column)
    with connection.cursor() as cursor:
        where = f"WHERE {column} <> ''" if isinstance(field, models.CharField) else ""
        cursor.execute(f"UPDATE {table} SET {column} = %s {where}", [text])
        return cursor.rowcount


def spoil_rows(turn: Iterator[str]) -> None:
    for model, field in columns():
        rows = write(model, field, next(turn))
        assert rows, f"The site of this test has no {model.__name__} with a {field.name}."
    # Bodies of drafts too. Whoever types two slashes there means the web, and gets it.
    typed = [bad for bad in BAD if not bad.startswith("/")]
    spoiled = "".join(f'<p>W. <a href="{bad}">x</a></p>' for bad in typed)
    for model in (registry.item_type(name).model for name in ("article", "post", "page")):
        model._base_manager.update(body=spoiled)


def spoil_documents(turn: Iterator[str]) -> None:
    """Every address of every stored document and revision, in members and in HTML."""
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            if not issubclass(model, Edition | Revision):
                continue
            for field in model._meta.concrete_fields:
                if isinstance(field, DocumentField):
                    for row in model._base_manager.all():
                        spoiled = json.dumps(spoil(getattr(row, field.name), turn))
                        quote = connection.ops.quote_name
                        with connection.cursor() as cursor:
                            cursor.execute(
                                f"UPDATE {quote(model._meta.db_table)} SET "
                                f"{quote(field.column)} = %s WHERE id = %s",
                                [spoiled, row.pk],
                            )


def spoil(value, turn: Iterator[str], name: str = ""):
    if isinstance(value, dict):
        return {key: spoil(each, turn, key) for key, each in value.items()}
    if isinstance(value, list):
        return [spoil(each, turn, name) for each in value]
    if not isinstance(value, str) or name in ("path", "self"):
        return value
    if "<" in value and name in ("html", "body"):
        return _IN_HTML.sub(lambda found: f'{found[1]}"{next(turn)}"', value)
    return next(turn) if re.match(r"https?://", value) or name.endswith("url") else value


@pytest.fixture
def site(chief) -> living.Living:
    return living.plant(chief)


def assert_nothing_prints_it(site: living.Living, client) -> None:
    told = living.answers(client, site.paths())
    leaks = [
        path for path, (_status, headers, content) in told.items()
        if MARK.encode() in content or MARK in str(headers)
    ]  # fmt: skip
    assert leaks == []
    statuses = [status for status, _headers, _content in told.values()]
    assert statuses.count(200) > 60
    assert {500}.isdisjoint(statuses)


def test_an_address_that_runs_is_printed_nowhere(site, client):
    turn = cycle(BAD)
    spoil_documents(turn)
    spoil_rows(turn)
    assert_nothing_prints_it(site, client)
    # Documents are made again of the rows, and of the revisions.
    assert stored_documents.rebuild().wrong == []
    assert_nothing_prints_it(site, client)


def test_neither_the_newsroom_s_pages_nor_picture_files_carry_it(site):
    spoil_rows(cycle(BAD))
    client = Client()
    client.force_login(User.objects.create_superuser(username="root"))
    for thing in [*site.things, Redirect.objects.first()]:
        meta = thing._meta
        page = client.get(f"/admin/{meta.app_label}/{meta.model_name}/{thing.pk}/change/")
        assert page.status_code == 200
        attributes = re.findall(r'(?:href|src|action)="([^"]*)"', page.content.decode())
        assert not [each for each in attributes if MARK in each]
        if not isinstance(thing, Shared | Redirect):
            preview = client.get(f"/preview/{meta.model_name}/{thing.uuid}/")
            assert MARK not in preview.content.decode()
    site.image.refresh_from_db()
    image_files.make(site.image)
    for rendition in site.image.renditions.all()[:3]:
        answer = client.get(f"/files/{rendition.file_name}")
        assert MARK.encode() not in b"".join(answer.streaming_content)


def test_every_member_that_holds_an_address_is_known_by_its_name(site):
    """Whoever adds one to a document is told here to name it in ``address_fields``."""
    unknown = set()

    def look(value, name=""):
        if isinstance(value, dict):
            for key, each in value.items():
                look(each, key)
        elif isinstance(value, list):
            for each in value:
                look(each, name)
        elif re.match(r"https?://", str(value)) and not address_fields.is_address(name):
            unknown.add(name)

    for name in ("article", "post", "page"):
        for edition in registry.item_type(name).editions.all():
            look(edition.document)
            look(edition.revision.snapshot)
            assert not address_fields.is_doubtful(json.dumps(edition.document))
    assert unknown == set()


@pytest.mark.parametrize("bad", BAD)
def test_an_address_that_runs_is_not_printable_and_a_usual_one_stays_as_it_is(bad):
    assert urls.printable(bad) == ""
    for good in ("https://a.example/x?b=1&copy=2#d", "http://[::1]:8000/", "/a/", "#part",
                 "mailto:a@b.example", "tel:+4722334455", "https://ø.example/å"):  # fmt: skip
        assert urls.printable(good) == good
