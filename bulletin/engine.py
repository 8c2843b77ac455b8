"""This installation -> a digest that names the code and the libraries which make values and pages."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib import import_module

from bulletin.model.page import Page

_LIBRARIES = ("chardet", "jinja2", "markdown", "nh3", "opencc", "pillow", "pyyaml")
_PACKAGE = os.path.dirname(__file__)
_CODE = (".py", ".toml", ".txt", ".json", ".tsv")


@cache
def engine_digest() -> str:
    """Names the code and the libraries that make values and pages: a change of either makes everything anew."""
    return _engine(sorted(_code("")), _LIBRARIES)


@cache
def photo_digest() -> str:
    """Names the code and the library that make the sizes of photos, which cost most: a new release of ours that changed
    neither makes none of them anew."""
    return _engine(["render/photos.py"], ("pillow",))


def made_by(page: Page) -> str:
    """What makes the bytes of ``page``, which its key does not tell."""
    return (photo_digest if page.resize else engine_digest)()[:12]


def _engine(paths: Iterable[str], libraries: Iterable[str]) -> str:
    digest = blake2b(sys.version.encode(), digest_size=16)
    for name in libraries:
        digest.update(f"{name} {_installed().get(name) or import_module('importlib.metadata').version(name)}".encode())
    for path in paths:
        digest.update(path.encode())
        with open(os.path.join(_PACKAGE, path), "rb", buffering=0) as file:
            digest.update(file.read())
    return digest.hexdigest()


def _code(folder: str) -> Iterator[str]:
    """Paths below the package, with "/"."""
    with os.scandir(os.path.join(_PACKAGE, folder)) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _code(f"{folder}{entry.name}/")
            elif entry.name.endswith(_CODE):
                yield folder + entry.name


@cache
def _installed() -> Mapping[str, str]:
    """Libraries and their versions, by the names of their records (NAME-VERSION.dist-info). ``importlib.metadata``,
    which opens the records and knows other kinds as well, takes longer to load than a build of nothing new takes."""
    found: dict[str, str] = {}
    for place in sys.path:
        with suppress(OSError):
            for name in sorted(os.listdir(place or ".")):
                if name.endswith(".dist-info"):
                    library, _, version = name.removesuffix(".dist-info").partition("-")
                    found.setdefault(library.lower(), version)
    return found
