"""System checks: forms are protected against forgery, and ``REQUIRE_2FA`` names roles."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.utils.module_loading import import_string

from .signin import requirement
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


@register(Tags.security)
def required_second_factors_are_of_roles(app_configs, **kwargs) -> list[Error]:
    """A misspelt role would leave its people without a second factor, silently."""
    return [
        Error(
            f"REQUIRE_2FA names {name!r}, which is no role.",
            hint="Give all, or names of roles with commas between, such as managing editor.",
            id="accounts.E002",
        )
        for name in requirement.unknown_names()
    ]
