"""A field that somebody adds to an item is in its history, or the system check says so."""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import models

from articles.models import Article, Author, Page
from feed.models import Post
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import publishing
from newsroom.editorial.drafts import completeness, revisions
from newsroom.editorial.fields import Field
from newsroom.editorial.models.states import State
from newsroom.editorial.publication import compilation
from tests.factories import make_article, make_page, make_post


@contextmanager
def added(model, name, field):
    """The model with one more field, as a migration would leave it."""
    field.contribute_to_class(model, name)
    try:
        yield
    finally:
        for fields in (model._meta.local_fields, model._meta.local_many_to_many):
            if field in fields:
                fields.remove(field)
        delattr(model, name)
        model._meta.apps.clear_cache()


def test_every_field_of_every_item_is_kept_today():
    assert {t.name: completeness.missing(t) for t in registry.item_types()} == {
        "article": [], "page": [], "post": [],
    }  # fmt: skip


@pytest.mark.parametrize("model", [Article, Page, Post])
@pytest.mark.parametrize(
    "field",
    [
        lambda: models.CharField(max_length=80, blank=True),
        lambda: models.BooleanField(default=False),
        lambda: models.JSONField(default=dict),
        lambda: models.ForeignKey(Author, models.PROTECT, null=True, related_name="+"),
    ],
    ids=["text", "flag", "json", "reference"],
)
def test_a_new_column_fails_the_check_by_name_and_says_where_to_declare_it(model, field):
    with added(model, "tide", field()), pytest.raises(SystemCheckError) as error:
        call_command("check")
    said = str(error.value)
    assert f"{model._meta.label}.tide is a part of the draft that no revision keeps." in said
    assert "Declare it in the app's item_fields.py." in said
    assert "outside_history" in said


@pytest.mark.parametrize("group", ["", "weather"])
def test_a_field_that_stands_nowhere_in_the_form_fails_the_check(monkeypatch, group):
    item_type = registry.item_type("post")
    tide = Field("tide", group=group)
    changed = replace(item_type, fields=(*item_type.fields, tide))
    monkeypatch.setitem(registry._items, "post", changed)
    with pytest.raises(SystemCheckError, match=r"post\.tide is in no group of the form"):
        call_command("check")


def test_new_rows_of_an_item_fail_the_check():
    class Place(models.Model):
        post = models.ForeignKey(Post, models.CASCADE, related_name="places")

        class Meta:
            app_label = "feed"

    try:
        assert completeness.missing(registry.item_type("post")) == ["places"]
    finally:
        del apps.all_models["feed"]["place"]
        delattr(Post, "places")
        apps.clear_cache()


def test_what_a_type_excuses_is_not_asked_for(monkeypatch):
    item_type = registry.item_type("post")
    with added(Post, "desk_remark", models.CharField(max_length=80)):
        assert completeness.missing(item_type) == ["desk_remark"]
        monkeypatch.setitem(
            registry._items,
            "post",
            replace(item_type, outside_history=frozenset({"desk_remark"})),
        )
        assert completeness.missing(registry.item_type("post")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_article, make_page, make_post])
def test_restoring_writes_back_every_word_that_the_snapshot_keeps(make):
    item = make()
    item_type = registry.type_of(item)
    typed = {}
    for field in item._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField)
        if (
            not is_text
            or field.choices
            or field.name in ("slug", "lead_crop", "image_crop", "body")
        ):
            continue
        if field.name in item_type.snapshot(item):
            typed[field.name] = (
                "pt" if field.name == "language" else f"https://x.example/{field.name}"
            )
    for name, value in typed.items():
        setattr(item, name, value)
    revisions.save(item, by=None)
    for name in typed:
        setattr(item, name, "en" if name == "language" else "https://y.example/")
    revisions.save(item, by=None)
    revisions.restore(item, 2, by=None)
    item.refresh_from_db()
    assert {name: getattr(item, name) for name in typed} == typed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "name", "blank"),
    [
        (make_article, "dateline", ""),
        (make_article, "lead_image", None),
        (make_article, "videos", []),
        (make_post, "is_breaking", False),
    ],
)
def test_a_revision_from_before_a_field_existed_has_it_empty(desk, make, name, blank):
    """So what was published before is compiled again, and saving it unchanged records nothing."""
    item = make(by=desk)
    publishing.publish(item, by=desk)
    stored = item.revisions.get()
    old = {key: value for key, value in stored.snapshot.items() if key != name}
    models.QuerySet(type(stored)).filter(pk=stored.pk).update(snapshot=old)
    assert revisions.snapshot_of(item, item.revisions.get())[name] == blank
    edition = item.editions.get()
    assert compilation.is_current(edition, compilation.compile_again(edition, at=clock.now()))
    revisions.save(item, by=desk)
    assert item.revisions.count() == 1
    assert item.state == State.PUBLISHED


def test_a_new_member_of_documents_makes_stored_ones_due_to_be_rebuilt(monkeypatch):
    """``check --database`` says so by this hash."""
    before = compilation.settings_hash()
    item_type = registry.item_type("post")
    fields = (*item_type.fields, Field("tide", member="tide", group="place"))
    monkeypatch.setitem(registry._items, "post", replace(item_type, fields=fields))
    assert compilation.settings_hash() != before
