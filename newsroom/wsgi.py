"""The WSGI application that every server (granian, gunicorn) runs."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from newsroom.lib import database_limits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_wsgi_application()
# Before the first connection, so that nobody waits minutes for a form.
database_limits.limit(settings.DATABASES["default"])
