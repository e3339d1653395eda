from django.apps import AppConfig


class FirstRunConfig(AppConfig):
    name = "newsroom.first_run"
    label = "first_run"

    def ready(self) -> None:
        from newsroom.editorial.admin import desk

        from . import next_steps

        desk.register_notices(next_steps.notices)
