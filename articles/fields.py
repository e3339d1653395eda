"""Model fields that keep what they store clean, whatever path it came by."""

from django.db import models

from .body.clean import clean


class BodyField(models.TextField):
    """Cleaned HTML as the editor writes it: sanitised on its way into the database, every time."""

    def pre_save(self, model_instance, add):
        cleaned = clean(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, cleaned)
        return cleaned
