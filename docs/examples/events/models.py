from django.db import models

from newsroom.editorial.models import Edition, Item, Revision


class Event(Item):
    headline = models.CharField(max_length=300)
    takes_place_on = models.DateField("date", null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.headline


class EventRevision(Revision):
    item = models.ForeignKey(Event, models.PROTECT, related_name="revisions")


class EventEdition(Edition):
    item = models.ForeignKey(Event, models.PROTECT, related_name="editions")
    revision = models.ForeignKey(EventRevision, models.PROTECT, related_name="+")
    language = models.CharField(max_length=12)
