"""A system check: the newsroom's forms are protected against forgery."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.utils.module_loading import import_string

from .staff_middleware import StaffCsrf


@register(Tags.security)
def forms_are_protected(app_configs, **kwargs) -> list[Error]:
    """Replaces Django's security.W003, which knows its own middleware by name alone."""
    if StaffCsrf in map(import_string, settings.MIDDLEWARE):
        return []
    return [
        Error(
            "Nothing protects the newsroom's forms against cross-site request forgery.",
            hint=f"Add {StaffCsrf.__module__}.{StaffCsrf.__name__} to MIDDLEWARE.",
            id="accounts.E001",
        )
    ]
