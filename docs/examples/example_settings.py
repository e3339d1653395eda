"""A newsroom with the samples: the product's settings, the apps of its own, their addresses."""

from newsroom.settings import *  # noqa: F403
from newsroom.settings import INSTALLED_APPS

INSTALLED_APPS = ["publication_mail", "cdn_purge", "events", "timeline", *INSTALLED_APPS]
ROOT_URLCONF = "example_urls"
CDN_PURGE_URL = "https://api.cdn.example/services/42/purge"
CDN_TOKEN = ""
PUBLICATION_MAIL_TO = ["desk@news.example"]
