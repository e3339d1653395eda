from django.apps import AppConfig


class CdnPurgeConfig(AppConfig):
    name = "cdn_purge"

    def ready(self) -> None:
        from newsroom.delivery.outbox import channels

        from . import purging

        channels.register(purging.CHANNEL)
