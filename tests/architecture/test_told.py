"""Whatever public pages read, a change of it raises the ledger's number or that of plans.

Nothing is listed by hand: the tables are those that the pages' queries name, the columns those that
somebody may change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import models, transaction

from newsroom.editorial import clock, registry
from newsroom.editorial.models import (
    SHARED_COLUMNS,
    Edition,
    EditionRelation,
    Item,
    LedgerHead,
    Shared,
)
from newsroom.editorial.publication import recompilation
from tests import settling
from tests.media.factories import make_image

from . import living, reading

pytestmark = pytest.mark.django_db

#: Tables that only the kernel's acts write, at whose end the ledger is told.
BY_ACTS = {
    "editorial.correction", "editorial.ledgerentry", "editorial.ledgerhead", "editorial.takedown",
}  # fmt: skip
#: Other tables that pages read, and who tells of their changes.
TOLD = {
    "editorial.address": "the act or form that moves what had the address",
    "articles.redirect": "the admin's list of redirects, and imports: test_plan_number",
    "editorial.namingauthority": "nobody: migrate writes it once, and it never changes",
    "editorial.mention": "nobody: it is read to look for the files of what was taken down",
    "media.rendition": "media.renditions.image_files, which recompiles whatever shows the image",
    "site_settings.settingsfile": "nobody: under its name a file never changes",
    "site_settings.settingsrevision": "site_settings.saving, the one act that writes them",
    "site.searchentry": "the follower of the ledger; answers to a search are never kept",
    "site.storedpage": "nobody: whether a stored page holds is asked of its edition",
}
#: For monitors; never kept.
NOT_KEPT = "/healthz"


@pytest.fixture
def site(chief):
    planted = living.plant(chief)
    # What has changed in this very second has no Last-Modified yet.
    with time_machine.travel(clock.now() + timedelta(seconds=10), tick=False):
        yield planted


def numbers() -> int:
    return sum(LedgerHead.objects.values_list("seq", "plans").get())


def answers(client, paths: Iterable[str]) -> dict[str, Any]:
    return {path: living.answer(client.get(path)) for path in paths}


def pages(site) -> list[str]:
    return [path for path in living.one_of_each(site.paths()) if path != NOT_KEPT]


def untold(tables: Iterable[str]) -> set[str]:
    """The tables of whose changes nobody is known to tell."""
    by_label = {model._meta.label_lower: model for model in apps.get_models()}
    # Of drafts the standing is read; that no word of them is printed, the tests of leaks prove.
    kinds = (Edition, EditionRelation, Item, Shared)
    return {
        label
        for label in tables
        if not issubclass(by_label[label], kinds) and label not in {*BY_ACTS, *TOLD}
    }


def test_of_every_table_that_a_public_page_reads_somebody_tells(client, site):
    with reading.statements() as asked:
        answers(client, pages(site))
    read = {label for label, _column in reading.columns(asked)}
    assert {"articles.section", "articles.articleedition", "articles.redirect"} <= read
    assert untold(read) == set()


def test_a_page_that_reads_another_table_is_found(client, site, chief):
    with reading.statements() as asked:
        list(type(chief).objects.all())
    assert untold(label for label, _column in reading.columns(asked)) == {"accounts.user"}


def test_a_change_of_a_shared_thing_is_told_or_shows_on_no_page(client, site):
    asked = pages(site)
    before = answers(client, asked)
    quiet = list(quietly_changed(site, recompilation.changed))
    for thing, column, value in quiet:
        _set(thing, column, value)
    assert [path for path, told in answers(client, asked).items() if told != before[path]] == []


def test_a_change_that_nobody_tells_of_is_found(client, site):
    asked = ["/"]
    before = answers(client, asked)
    section = next(thing for thing in site.things if thing._meta.model_name == "section")
    quiet = list(quietly_changed(site, lambda thing: None, only=[section]))
    assert {"name", "position", "is_in_navigation"} <= {column for _t, column, _v in quiet}
    _set(section, "name", "Never told")
    assert answers(client, asked) != before


def quietly_changed(site, tell: Callable[[Any], object], only: list | None = None):
    """The changes (thing, column, value) that somebody may make without raising a number."""
    things = only or [*site.things, site.image, site.video]
    for thing in {type(each): each for each in things if isinstance(each, Shared)}.values():
        thing.refresh_from_db()
        for column in _columns(thing):
            value = another(thing, column)
            with transaction.atomic():
                raised = numbers()
                _set(thing, column, value)
                tell(thing)
                settling.recompile_all()
                raised = numbers() - raised
                transaction.set_rollback(True)
            thing.refresh_from_db()
            if not raised:
                yield thing, column, value


def _columns(thing) -> list[str]:
    """What a form may change; the kernel's acts tell of their own columns."""
    kind, keys = registry.type_of_shared(thing), {"id", "uuid", "merged_into", *SHARED_COLUMNS}
    names = [field.name for field in thing._meta.concrete_fields if field.name not in keys]
    return [name for name in names if kind.part(name)]


def _set(thing, column: str, value: Any) -> None:
    setattr(thing, column, value)
    thing.save()


def another(thing, column: str) -> Any:
    """A value that the column does not have, and may have."""
    field = thing._meta.get_field(column)
    value = getattr(thing, column)
    if field.choices:
        return next(key for key, _label in field.flatchoices if key != value)
    if isinstance(field, models.ForeignKey):
        return None if value else _another_row(field.related_model)
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateField):
        return None
    if isinstance(field, models.IntegerField | models.FloatField):
        return (value or 0) + 0.125 if isinstance(field, models.FloatField) else (value or 0) + 1
    if isinstance(field, models.JSONField):
        return []
    if isinstance(field, models.URLField):
        return "https://another.example/"
    return "another"[: field.max_length or 7]


def _another_row(model):
    return make_image() if model._meta.label_lower == "media.image" else model.objects.first()
