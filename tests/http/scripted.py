"""A loopback server that answers what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """A request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    at: float


@dataclass
class Reply:
    """An answer. `cut`: leave out this many bytes of the body. `drop`: hang up without a word. `delay_s`: be slow."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    drop: bool = False
    delay_s: float = 0.0

    def content(self) -> bytes:
        """The body as bytes; anything but text is sent as JSON."""
        if self.body is None:
            return b""
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


Script = Callable[[Asked], Reply]


class Server(ThreadingHTTPServer):
    """Answers by `script`; `asked` holds every request in order of arrival."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script: Script = lambda _: Reply(body={})
        self.asked: list[Asked] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    def answers(self, *replies: Reply) -> None:
        """Give these answers in turn, the last one for ever."""
        turns = iter(replies)
        self.script = lambda _: next(turns, replies[-1])


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:
            # Whoever asked died while speaking: to a real server that is no request.
            self.close_connection = True
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, parts.path, query, headers, body, time.monotonic())
        with self.server.lock:
            self.server.asked.append(asked)
            reply = self.server.script(asked)
        time.sleep(reply.delay_s)
        self._send(reply)

    def _send(self, reply: Reply) -> None:
        if reply.drop:
            self.close_connection = True
            return
        content = reply.content()
        self.send_response_only(reply.status)
        for name, value in {"Content-Type": "application/json", **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) - reply.cut])
        self.close_connection = self.close_connection or bool(reply.cut)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def scripted_server() -> Iterator[Server]:
    """A running server."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def dawdling(server: Server) -> Iterator[list[Asked]]:
    """Within, the server has answered nobody unless somebody waited ten seconds for it; what it answered."""
    go, answered = threading.Event(), list[Asked]()

    def answer(asked: Asked) -> Reply:
        go.wait(10)
        answered.append(asked)
        return Reply()

    server.script = answer
    try:
        yield answered
    finally:
        go.set()
