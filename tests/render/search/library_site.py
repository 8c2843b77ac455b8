"""The library of the search tests as a site on disk, with the theme plain, and a server for it. Photos are left out."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from library_search import index_of, sites, to_hant

from bulletin.model.article import Site
from bulletin.read.theme import read_theme
from bulletin.render import offline
from bulletin.render.chrome import make_chrome
from bulletin.render.files import asset_pages
from bulletin.render.pages import site_pages
from bulletin.render.produce import Producer
from bulletin.render.search.index import FOLDER
from bulletin.render.templates import templates_for
from bulletin.words import interface

ROOT = Path(__file__).parent.parent.parent.parent
_RANGE = re.compile(r"bytes=(\d+)-(\d+)")
OLD = 20  # articles of the first year in ``of_two_years``


class Quiet(SimpleHTTPRequestHandler):
    """Files of a folder, and parts of them, as common hosts send them."""

    sends_parts = True

    def do_GET(self) -> None:
        part = _RANGE.fullmatch(self.headers.get("Range", "")) if self.sends_parts else None
        path = Path(self.translate_path(self.path))
        if part is None or not path.is_file():
            return super().do_GET()
        data = path.read_bytes()
        begin, end = int(part[1]), min(int(part[2]) + 1, len(data))
        self.send_response(HTTPStatus.PARTIAL_CONTENT)
        self.send_header("Content-Range", f"bytes {begin}-{end - 1}/{len(data)}")
        self.send_header("Content-Length", str(end - begin))
        self.end_headers()
        with suppress(ConnectionError):  # a reader may have left
            self.wfile.write(data[begin:end])

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test's output is for its failures."""


class Whole(Quiet):
    """As a host that knows nothing of parts: it sends the whole file."""

    sends_parts = False


@contextmanager
def served(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """URL of the folder, ends with "/"."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def publish(folder: Path, bulletin: tuple[Site, ...]) -> Path:
    bulletin = (bulletin[0], _named_in_hant(bulletin[1]))
    theme = read_theme(ROOT, "plain")
    languages: tuple[Any, ...] = ("hans", "hant")
    chromes = tuple(
        make_chrome(site, theme, interface(language), "1.0") for site, language in zip(bulletin, languages, strict=True)
    )
    producer = Producer(theme, chromes)
    planned = [*asset_pages(theme), *offline.worker_pages(bulletin, theme)]
    for site, chrome in zip(bulletin, chromes, strict=True):
        planned += site_pages(site, templates_for(theme, chrome))
    files = {page.path: producer.bytes_of(page) for page in planned}
    files |= {FOLDER + name: data for name, data in index_of(bulletin).items()}
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def of_two_years() -> tuple[Site, ...]:
    """The oldest articles are listed under the year before."""
    return tuple(replace(site, listings=tuple(_split(site))) for site in sites())


def with_offline(is_on: bool) -> tuple[Site, ...]:
    return tuple(replace(site, config=replace(site.config, offline=is_on)) for site in sites())


def _named_in_hant(site: Site) -> Site:
    listings = tuple(replace(one, name=to_hant().text(one.name)) for one in site.listings)
    return replace(site, listings=listings)


def _split(site: Site) -> Iterator[Any]:
    for listing in site.listings:
        if listing.kind != "year":
            yield listing
            continue
        url, path = (text.replace("2026", "2025") for text in (listing.url, listing.path))
        yield replace(listing, cards=listing.cards[:-OLD])
        yield replace(listing, id="2025", name="2025年", url=url, path=path, cards=listing.cards[-OLD:])
