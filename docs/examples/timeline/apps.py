from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "timeline"

    def ready(self) -> None:
        from articles.body import part

        from .moment import Moment

        part.register(Moment)
