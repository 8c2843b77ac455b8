"""The lock of the CI: every dependency of pyproject.toml is in it, in a version that is allowed, with hashes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCK = ROOT / ".ci" / "requirements.txt"
RENEW = (
    "uv pip compile pyproject.toml .ci/build.in --extra test --extra docx --extra web --extra dask "
    "--python-version 3.11 --universal --generate-hashes --no-annotate "
    "--custom-compile-command 'see docs/releasing.md' -q -o .ci/requirements.txt"
)
_PIN = re.compile(r"(?m)^([A-Za-z0-9._-]+)==([^\s;\\]+)[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n?)+)")


def locked() -> dict[str, str]:
    return {canonicalize_name(match[1]): match[2] for match in _PIN.finditer(LOCK.read_text("utf-8"))}


def asked() -> list[Requirement]:
    """Of the package, of the extras that the tests use, and of building it. ``bulletin[s3]`` is an extra of ours."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = table["project"]["optional-dependencies"]
    texts = [*table["project"]["dependencies"], *table["build-system"]["requires"]]
    texts += [*extras["docx"], *extras["web"], *extras["dask"]]
    for text in extras["test"]:
        own = Requirement(text) if text.startswith("bulletin[") else None
        texts += [text] if own is None else [inner for name in sorted(own.extras) for inner in extras[name]]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize("one", asked(), ids=lambda one: one.name)
def test_what_is_asked_for_is_locked(one: Requirement) -> None:
    version = locked().get(canonicalize_name(one.name))
    assert version is not None, f"{one.name} is not in the lock: {RENEW}"
    assert one.specifier.contains(version, prereleases=True), f"{one} is locked at {version}: {RENEW}"


def test_every_line_has_a_hash_and_no_address() -> None:
    text = LOCK.read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", " "))]
    assert len(locked()) == len({line.partition("==")[0] for line in lines}) > 50
    assert "://" not in text
    assert "--index" not in text


def test_the_documented_command_is_this_one() -> None:
    pages = (ROOT / "docs" / "releasing.md").read_text("utf-8")
    assert " ".join(RENEW.split()) in " ".join(pages.replace("\\\n", " ").split())
