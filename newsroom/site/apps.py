from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "newsroom.site"
    label = "site"
    verbose_name = _("Site")

    def ready(self) -> None:
        from newsroom.delivery import followers
        from newsroom.lib import surrogate_keys

        from . import search
        from .search import index

        followers.register(search.FOLLOWER)
        post_migrate.connect(index.after_migrate, sender=self, dispatch_uid="newsroom.site.search")
        # Feed column, navigation and footer.
        surrogate_keys.shell_shows("post", "section", "page")
