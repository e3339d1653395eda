from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "newsroom.people"
    label = "people"
