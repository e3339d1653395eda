"""A column that says when its row was first written."""

from typing import Any

from django.db import models

from .. import clock


class StampedField(models.DateTimeField):
    """Filled by the clock when the row is first saved, unless somebody has filled it before.

    Not a default: to make an object would be to ask the database the time. Migrations know it as
    the plain field that it is.
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
