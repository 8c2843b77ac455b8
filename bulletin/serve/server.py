"""A handler and an address -> a server that answers in threads of its own for as long as it is needed."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bulletin.errors import BulletinError
from bulletin.serve.limits import Server
from bulletin.serve.live import Live
from bulletin.serve.preview import Handler, Shown
from bulletin.serve.rooms import Room


@contextmanager
def serving(
    output: Path, host: str, port: int, shown: Shown, live: Live, rooms: Mapping[str, Room] | None = None
) -> Iterator[str]:
    """Answers in threads of its own, and gives the address, without a path. ``rooms`` answer what is asked of their own
    paths, such as "/_review/". Raises BulletinError E903 where the port is taken."""
    handler = partial(Handler, output, "/", host, rooms=rooms or {}, shown=shown, live=live)
    try:
        server = Server((host, port), handler)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", "") or str(error)
        raise BulletinError("E903", host=host, port=str(port), reason=reason) from error
    threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    try:
        name = f"[{host}]" if ":" in host else host
        yield f"http://{name}:{server.server_address[1]}"
    finally:
        live.close()
        server.shutdown()
        server.server_close()
