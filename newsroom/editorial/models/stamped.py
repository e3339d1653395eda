"""A column that says when its row was first written."""

from typing import Any

from django.db import models

from newsroom.editorial import clock


class StampedField(models.DateTimeField):
    """Filled by the clock when the row is first saved, unless it is already filled.

    It is not a default: creating an object would then ask the database for the time. Migrations see
    a plain field.
    """

    def get_default(self) -> None:
        return None

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001
        if add and getattr(model_instance, self.attname) is None:
            setattr(model_instance, self.attname, clock.now())
        return getattr(model_instance, self.attname)

    def deconstruct(self) -> Any:
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.DateTimeField", arguments, options
