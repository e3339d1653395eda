from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "newsroom.delivery"
    label = "delivery"

    def ready(self) -> None:
        from . import registration

        registration.register()
