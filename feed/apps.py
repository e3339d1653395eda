from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedConfig(AppConfig):
    name = "feed"
    label = "feed"
    verbose_name = _("Feed")

    def ready(self) -> None:
        from . import registration

        registration.register()
