"""A newsroom with secrets for all tests of a module: planted once, and taken back at the end."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django.test import override_settings

from tests.conftest import storages_in

from . import secret_things
from .canaries import Newsroom


@contextmanager
def planted_room(folder: Path) -> Iterator[Newsroom]:
    settings = override_settings(STORAGES=storages_in(folder), ALLOWED_HOSTS=["*"])
    loggers = [logging.getLogger(name) for name in ("django.request", "django.security")]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    with settings, transaction.atomic():
        yield secret_things.plant()
        transaction.set_rollback(True)
    for logger in loggers:
        logger.setLevel(logging.NOTSET)
