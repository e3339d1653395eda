"""Servers that deliveries go to, in threads of the test's process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Received:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Remembers what it was sent; ``answer`` says what it answers, and may wait."""

    url: str = ""
    answer: Callable[[Received], int] = lambda received: 200
    headers: Callable[[str], dict[str, str]] = lambda path: {
        "Location": "http://127.0.0.1:1/elsewhere"
    }
    received: list[Received] = field(default_factory=list)
    #: Ends it before the block does.
    stop: Callable[[], None] = lambda: None

    @property
    def keys(self) -> list[set[str]]:
        return [set(each.headers["Surrogate-Key"].split()) for each in self.received]


@contextmanager
def receiving(answer: Callable[[Received], int] = lambda received: 200) -> Iterator[Receiver]:
    receiver = Receiver(answer=answer)

    class Handler(BaseHTTPRequestHandler):
        def handle_all(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            received = Received(self.command, self.path, dict(self.headers), body)
            receiver.received.append(received)
            self.send_response(receiver.answer(received))
            for name, value in receiver.headers(self.path).items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_PURGE = do_POST = do_GET = do_HEAD = handle_all

        def log_message(self, *args) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_port}"

    def stop() -> None:
        server.shutdown()
        server.server_close()

    receiver.stop = stop
    try:
        yield receiver
    finally:
        stop()
