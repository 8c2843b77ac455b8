"""What the preview server shows besides the published folder: a request in, an answer out, no socket in between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

from bulletin.model.late import regex
from bulletin.model.making import frozen

LARGEST_FORM = 64_000  # bytes
_MOST_FIELDS = 50
_HOST = regex(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::[0-9]{1,5})?")


@frozen
class Request:
    method: str
    path: str  # with the query
    host: str  # as the browser sent it, with the port
    origin: str = ""
    fetch_site: str = ""
    body: bytes = b""
    peer: str = ""  # number of the machine that it came from

    def query(self) -> Mapping[str, str]:
        return _fields(urlsplit(self.path).query)

    def form(self) -> Mapping[str, str]:
        return _fields(self.body.decode("utf-8", "replace"))

    @property
    def is_local(self) -> bool:
        """Whether it came from this very machine, whatever name was asked for."""
        try:
            peer = ip_address(self.peer)
        except ValueError:
            return False
        mapped = getattr(peer, "ipv4_mapped", None)  # ::ffff:127.0.0.1, of a server that listens to both
        return (mapped or peer).is_loopback

    @property
    def is_from_here(self) -> bool:
        """Whether a page of this very server sent it. Browsers say so in Sec-Fetch-Site and Origin, and no page
        elsewhere can change either; a name that is bound to this machine meanwhile is refused by its Host."""
        if not is_address(host_name(self.host)):
            return False
        if self.fetch_site not in ("", "same-origin"):
            return False
        return self.origin == f"http://{self.host}"


@frozen
class Answer:
    status: HTTPStatus
    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = field(default=())


Room = Callable[[Request], Answer]


def host_name(host: str) -> str:
    """Of ``name:port`` the name, in lower case and without brackets; "" for anything that is no name and no number."""
    match = _HOST.fullmatch(host)
    return (match[1] or match[2]).lower() if match else ""


def see_other(url: str) -> Answer:
    return Answer(HTTPStatus.SEE_OTHER, headers=(("Location", url),))


def _fields(text: str) -> dict[str, str]:
    """Of fields with one name the first."""
    try:
        return {name: values[0] for name, values in parse_qs(text, max_num_fields=_MOST_FIELDS).items()}
    except ValueError:
        return {}


def is_address(host: str) -> bool:
    """A number, or localhost, which browsers never ask a name server for."""
    try:
        ip_address(host)
    except ValueError:
        return host == "localhost"
    return True
