from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "newsroom.backups"
    label = "backups"

    def ready(self) -> None:
        # Importing it registers the check with Django.
        from . import checks  # noqa: F401
