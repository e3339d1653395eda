"""What django-allauth asks of the newsroom."""

from allauth.mfa.adapter import DefaultMFAAdapter

from newsroom.lib import site_settings


class Adapter(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        """The name that an app shows beside the codes."""
        return site_settings.current().name
