from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EditorialConfig(AppConfig):
    name = "newsroom.editorial"
    label = "editorial"
    verbose_name = "Editorial"

    def ready(self) -> None:
        # Importing them registers the acts under their names, the checks and the lookups.
        from newsroom.lib import parts, whole_numbers  # noqa: F401

        from . import checks, monitoring, setup  # noqa: F401
        from .acts import procedure, publishing, takedowns  # noqa: F401

        monitoring.register()
        post_migrate.connect(setup.after_migrate, dispatch_uid="newsroom.editorial.setup")
