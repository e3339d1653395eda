from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "newsroom.accounts"
    label = "accounts"

    def ready(self) -> None:
        # Importing them registers the checks with Django.
        from . import checks  # noqa: F401
