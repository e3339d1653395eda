from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "newsroom.site"
    label = "site"
    verbose_name = _("Site")

    def ready(self) -> None:
        from newsroom.delivery import followers, worker
        from newsroom.lib import surrogate_keys

        from . import page_storing, search
        from .search import index

        followers.register(search.FOLLOWER)
        followers.register(page_storing.FOLLOWER)
        worker.register_job("pages", page_storing.Printing().run_once)
        post_migrate.connect(index.after_migrate, sender=self, dispatch_uid="newsroom.site.search")
        # Feed column, navigation and footer.
        surrogate_keys.shell_shows("post", "section", "page")
