"""``serve --open``: a port that is free, for whoever double-clicks twice, and the desk in the reader's browser."""

from __future__ import annotations

import socket
import webbrowser
from contextlib import suppress
from urllib.parse import urljoin

from bulletin.serve.desk_frame import DESK

_TRIED = 20


def free_port(host: str, port: int) -> int:
    """``port``, or the first after it that nobody listens at; ``port`` if there is none, so that its fault is told."""
    for one in range(port, min(port + _TRIED, 65_536)):
        with suppress(OSError), socket.create_server((host, one), reuse_port=False):
            return one
    return port


def open_desk(url: str) -> None:
    """``url`` is where the site is shown. A machine without a browser has been told the address anyway."""
    with suppress(webbrowser.Error):
        webbrowser.open(urljoin(url, DESK))
