"""Most CDNs purge by key over HTTPS: a POST with the keys and a token.

The outbox does the rest: at once after the commit, again two seconds later, until the CDN has
answered. As it is purged by key it is sent ``Surrogate-Control``: set the CDN up to take that
header off, and check that no reader sees it.
"""

from __future__ import annotations

import json

from django.conf import settings

from newsroom.delivery.outbox import http_client, purging

#: What the CDN takes in one request.
MOST_KEYS = 256


def purge(target: str, keys: list[str]) -> str:
    """Send the keys; returns what was answered, for the log. Raises if any were not taken."""
    answers = []
    for first in range(0, len(keys), MOST_KEYS):
        answer = http_client.send(
            "POST",
            settings.CDN_PURGE_URL,
            headers={
                "Authorization": f"Bearer {settings.CDN_TOKEN}",
                "Content-Type": "application/json",
            },
            body=json.dumps({"surrogate_keys": keys[first : first + MOST_KEYS]}).encode(),
            seconds=10,
        )
        if not answer.is_good:
            raise purging.Unpurged(str(answer))
        answers.append(str(answer))
    return ", ".join(answers)


# The target is only a name for the log: the address is in the settings, the token never in a row.
CHANNEL = purging.by_keys("cdn", ["cdn"], purge)
