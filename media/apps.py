from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "media"
    label = "media"
    verbose_name = _("Pictures and videos")

    def ready(self) -> None:
        from newsroom.delivery import followers

        from . import checks, registration  # noqa: F401
        from .rights import taken_down_files

        registration.register()
        followers.register(taken_down_files.FOLLOWER)
