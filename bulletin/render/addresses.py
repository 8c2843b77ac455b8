"""Path of a page below its edition -> its URL in each edition, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import unquote

from bulletin.model.content import Config, Edition
from bulletin.model.slug import AS_IT_IS, quote_path
from bulletin.render.views import Alternate

X_DEFAULT = "x-default"


def quoted(path: str) -> str:
    """A path as URLs have it, whether it came percent-encoded or not: no name of ours holds a per cent sign."""
    return path if AS_IT_IS.fullmatch(path) else _encoded(path)


def all_quoted(paths: Iterable[str]) -> Mapping[str, str]:
    """Path -> the same ``quoted``. Of those in which nothing seems encoded it is asked once whether nothing need be."""
    found = {path: path if "%" not in path else quoted(path) for path in paths}
    if not AS_IT_IS.fullmatch("".join([path for path in found if "%" not in path])):
        found = {path: quoted(path) for path in found}
    return found


@lru_cache(maxsize=4096)
def _encoded(path: str) -> str:
    return quote_path(unquote(path))


def local(config: Config, edition: Edition, path: str) -> str:
    """Root-relative URL of a path below the edition."""
    return config.base + edition.path + quoted(path)


def absolute(config: Config, edition: Edition, path: str) -> str:
    return config.url + edition.path + quoted(path)


def below(config: Config, edition: Edition, url: str) -> str:
    """Path below the edition, percent-encoded, of a root-relative or absolute URL of the edition."""
    return url.removeprefix(config.url.removesuffix(config.base)).removeprefix(config.base + edition.path)


def alternates(
    config: Config, current: Edition, path: str, in_editions: tuple[str, ...] | None = None
) -> tuple[Alternate, ...]:
    """The page in each edition that has it, and x-default = the first of them, absolute as hreflang demands."""
    url, base, where = config.url, config.base, quoted(path)
    found = [
        Alternate(one.tag, one.name, url + one.path + where, base + one.path + where, one.tag == current.tag)
        for one in config.editions
        if in_editions is None or one.tag in in_editions
    ]
    if found:
        first = found[0]
        found.append(Alternate(X_DEFAULT, first.name, first.url, first.path, False))
    return tuple(found)
