"""site.yaml, unions.yaml and glossary.yaml of content/ -> Settings: the house rules of a site, all checked."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bulletin.errors import BulletinError, ConfigError
from bulletin.model.content import Config, Glossary, Union
from bulletin.model.digest import digest_of
from bulletin.model.making import frozen
from bulletin.model.problem import Problem
from bulletin.read.block import read_settings_text
from bulletin.read.folder import read_bytes
from bulletin.read.glossary import read_glossary
from bulletin.read.nodes import Mapping, Node
from bulletin.read.site import read_site
from bulletin.read.text import decode
from bulletin.read.unions import read_unions
from bulletin.read.values import Reader

LONGEST = 1_000_000  # bytes of one file


@frozen
class Settings:
    config: Config
    unions: tuple[Union, ...]
    glossary: Glossary
    problems: tuple[Problem, ...]  # warnings: unknown keys, doubtful values
    digest: str  # of config, unions and glossary


def read_settings(site: Path) -> Settings:
    """Of the site's content/. Raises ConfigError as ``settings_of``, and E311 where there is no such folder."""
    content = site / "content"
    if not content.is_dir():
        raise ConfigError("E311", folder=str(content))

    def read(name: str) -> bytes | None:
        return read_bytes(site, name, LONGEST) if os.path.lexists(content / name) else None

    return settings_of(str(content), read)


def settings_of(folder: str, read: Callable[[str], bytes | None]) -> Settings:
    """``read`` gives the bytes of a file of ``folder``, None for none, or raises BulletinError with a reason.

    Only site.yaml must be there. Raises ConfigError: E313 no site.yaml, E315 with every fault of all three files, so
    that an editor mends them in one sitting (but the first alone that can't be read at all).
    """
    readers: list[Reader] = []
    opened = partial(_open, folder, read, readers)
    config = read_site(*opened("site.yaml"))
    unions = read_unions(*opened("unions.yaml"))
    glossary = read_glossary(*opened("glossary.yaml"))
    problems = tuple(sorted(problem for reader in readers for problem in reader.problems))
    faults = tuple(problem for problem in problems if problem.severity == "error")
    if faults:
        raise ConfigError("E315", problems, count=str(len(faults)))
    return Settings(config, unions, glossary, problems, digest_of(config, unions, glossary.entries))


def _open(
    folder: str, read: Callable[[str], bytes | None], readers: list[Reader], name: str
) -> tuple[Reader, Node]:
    """A reader that knows what is wrong with the text, and the text's nodes; an empty mapping for a missing file."""
    reader = Reader(name)
    readers.append(reader)
    try:
        data = read(name)
    except BulletinError as error:
        fault = Problem(name, 0, 0, "E213", (("reason", error.values["reason"]),))
        raise ConfigError("E315", (fault,), count="1") from error
    if data is None:
        if name == "site.yaml":
            raise ConfigError("E313", folder=folder)
        return reader, Mapping(0, 0)
    decoded = decode(data)
    if not decoded.text.strip() and decoded.codes:
        faults = tuple(Problem(name, 0, 0, finding.code, finding.values) for finding in decoded.codes)
        raise ConfigError("E315", faults, count=str(len(faults)))
    node, findings = read_settings_text(decoded.text)
    for finding in (*decoded.codes, *findings):
        # A line that fits nowhere may be the setting that somebody relies on
        code = "E104" if finding.code == "W104" else finding.code
        reader.problems.append(Problem(name, finding.line, finding.column, code, finding.values))
    return reader, node
