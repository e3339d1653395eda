"""What public requests cost without the newsroom's middleware, and would cost with it.

``DATABASE_URL=sqlite://:memory: python -m tests.site.measuring`` prints CPU time for each request.
"""

import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

PLAIN = {
    "StaffSessions": "django.contrib.sessions.middleware.SessionMiddleware",
    "StaffCsrf": "django.middleware.csrf.CsrfViewMiddleware",
    "StaffLogin": "django.contrib.auth.middleware.AuthenticationMiddleware",
    "StaffMessages": "django.contrib.messages.middleware.MessageMiddleware",
}
ROUNDS, REQUESTS = 5, 40


def cpu_ms(client: Client, path: str, cookie: str) -> float:
    client.get(path)
    start = time.process_time()
    for _ in range(REQUESTS):
        client.get(path, headers={"cookie": cookie} if cookie else {})
    return (time.process_time() - start) * 1000 / REQUESTS


def main() -> None:
    call_command("migrate", verbosity=0)
    for_everybody = [PLAIN.get(each.rpartition(".")[2], each) for each in settings.MIDDLEWARE]
    stacks = {"before": for_everybody, "after": settings.MIDDLEWARE}
    print(f"{'address':24}{'cookie':14}{'before ms':>10}{'after ms':>10}{'ratio':>8}")  # noqa: T201
    for path in ("/robots.txt", "/api/v1/articles", "/"):
        for cookie in ("", "csrftoken=x", "sessionid=x"):
            best: dict[str, float] = {}
            for _ in range(ROUNDS):
                for name, stack in stacks.items():
                    with override_settings(MIDDLEWARE=stack, ALLOWED_HOSTS=["*"]):
                        spent = cpu_ms(Client(), path, cookie)
                    best[name] = min(best.get(name, spent), spent)
            ratio = best["after"] / best["before"]
            print(f"{path:24}{cookie:14}{best['before']:10.3f}{best['after']:10.3f}{ratio:8.2f}")  # noqa: T201


if __name__ == "__main__":
    main()
