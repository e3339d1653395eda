"""The tests of the samples need their apps installed: ``test_samples`` runs them so."""

from django.conf import settings

collect_ignore = [] if "events" in settings.INSTALLED_APPS else ["with_samples"]
