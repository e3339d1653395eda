from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    label = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        from . import checks, registration  # noqa: F401 - checks register themselves

        registration.register()
