from django.apps import AppConfig


class PublicationMailConfig(AppConfig):
    name = "publication_mail"

    def ready(self) -> None:
        from newsroom.delivery import followers, worker

        from . import mails

        followers.register(mails.FOLLOWER)
        worker.register_job("publication mail", mails.send_next)
