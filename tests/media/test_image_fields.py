"""Each field of an image that people change is declared once."""

from media import checks, image_fields
from media.models import Image


def test_every_field_is_declared_and_stands_in_a_group_of_the_form():
    assert checks.image_fields_are_declared(None) == []
    assert {field.group for field in image_fields.IMAGE} == {*image_fields.GROUPS, ""}


def test_a_field_that_is_not_declared_fails_the_check(monkeypatch):
    fields = [field for field in image_fields.IMAGE if field.name != "caption"]
    monkeypatch.setattr(image_fields, "IMAGE", tuple(fields))
    (error,) = checks.image_fields_are_declared(None)
    assert error.id == "media.E001"
    assert "caption" in error.msg


def test_a_declaration_names_a_column():
    columns = {field.name for field in Image._meta.fields}
    assert {field.name for field in image_fields.IMAGE} <= columns
