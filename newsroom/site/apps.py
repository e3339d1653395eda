from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "newsroom.site"
    label = "site"
    verbose_name = _("Site")

    def ready(self) -> None:
        from newsroom.delivery import followers

        from . import search

        followers.register(search.FOLLOWER)
