from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "newsroom.site"
    label = "site"
    verbose_name = _("Site")

    def ready(self) -> None:
        from newsroom.delivery import followers
        from newsroom.lib import surrogate_keys

        from . import search

        followers.register(search.FOLLOWER)
        # Feed column, navigation and footer.
        surrogate_keys.shell_shows("post", "section", "page")
