"""A WSGI application that gives ``BYTES`` constant bytes: what the server itself costs."""

import os

_BODY = b"x" * int(os.environ.get("BYTES", "1000"))


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(_BODY)))])
    return [_BODY]
