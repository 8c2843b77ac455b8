"""A socket -> a reader that gives up at a deadline; and a server with so many connections and no more.

A timeout alone bounds one read: a client that sends a byte now and then would hold its thread for ever.
"""

from __future__ import annotations

import io
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseServer

LONGEST_REQUEST = 15.0  # seconds from the first wait for it to its last byte
MOST_CONNECTIONS = 64


class Reader(io.RawIOBase):
    """Reads from a socket until the deadline. Raises TimeoutError then, which http.server takes as the end."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._end = 0.0
        self.start(LONGEST_REQUEST)

    def start(self, seconds: float) -> None:
        """A new request may take ``seconds``."""
        self._end = time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # Buffer is new in 3.12
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        before = self._connection.gettimeout()
        self._connection.settimeout(left)
        try:
            return self._connection.recv_into(buffer)
        finally:
            self._connection.settimeout(before)


class Server(ThreadingHTTPServer):
    """A thread for each connection, up to MOST_CONNECTIONS; a further one is closed at once. What goes wrong with one
    connection, such as a reader that closed its window, is nobody's business: no traceback on an editor's screen."""

    daemon_threads = True
    request_queue_size = MOST_CONNECTIONS

    def __init__(
        self, address: tuple[str, int], handler: Callable[[object, object, BaseServer], BaseHTTPRequestHandler]
    ) -> None:
        self._room = threading.BoundedSemaphore(MOST_CONNECTIONS)
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, handler)

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        if not self._room.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Silent."""
