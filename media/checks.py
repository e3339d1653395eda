"""Django system checks: is every field of an image declared?"""

from django.core.checks import Error, Tags, register

from . import image_fields
from .models import Image


@register(Tags.models)
def image_fields_are_declared(app_configs, **kwargs) -> list[Error]:
    """An undeclared field would be in no form, for nobody to change, and out of every search."""
    declared = {field.name for field in image_fields.IMAGE}
    typed = {field.name for field in Image._meta.fields if field.editable and not field.primary_key}
    return [
        Error(
            f"Image.{name} is not declared.",
            hint="Declare it in media/image_fields.py, or make it editable=False.",
            obj=Image,
            id="media.E001",
        )
        for name in sorted(typed - declared)
    ]
