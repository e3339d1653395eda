"""The WSGI application that every server (granian, gunicorn) runs."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from newsroom.lib import database_limits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

_django = get_wsgi_application()
# Before the first connection, so that nobody waits minutes for a form.
database_limits.limit(settings.DATABASES["default"])

# Its modules hold models, so Django comes first.
from articles import redirect_hits  # noqa: E402
from newsroom.site.page_cache import PublicSite  # noqa: E402

redirect_hits.begin()

# In development, every answer is rendered again, so that changes to templates show.
application = _django if settings.DEBUG else PublicSite(_django, is_watched=True)
