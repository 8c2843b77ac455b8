"""``.ci/materials``: what it lets pass and what it stops, with stand-ins for all that asks the network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

MATERIALS = Path(__file__).parent.parent / ".ci" / "materials"
WHEEL = "bulletin-9.8.7-py3-none-any.whl"
# pip: makes the wheel; fills the environment, or fails where PIP_FAILS is set
PIP = f"""
import os, pathlib, sys
words = sys.argv[1:]
if os.environ.get("PIP_FAILS") in words:
    sys.exit(7)
if words[0] == "wheel":
    pathlib.Path(words[words.index("-w") + 1], "{WHEEL}").write_bytes(b"wheel")
else:
    assert words[0] == "--python" and "install" in words, words
    wheel, _, extras = words[-1].partition("[")
    assert pathlib.Path(wheel).exists() and "sftp" in extras, words
"""
# cyclonedx_py: lists what the test says
LISTS = """
import os, pathlib, sys
words = sys.argv[1:]
assert words[0] == "environment" and "--output-reproducible" in words, words
pathlib.Path(words[words.index("-o") + 1]).write_text(os.environ["LISTED"], "utf-8")
"""
SCHEMA = """
class SchemaVersion:
    from_version = staticmethod(str)
"""
VALIDATION = """
import json
class JsonStrictValidator:
    def __init__(self, version):
        assert version == "1.6", version
    def validate_str(self, text):
        return None if all("name" in one for one in json.loads(text)["components"]) else "a component without a name"
"""


def library(name: str, *licences: str) -> dict[str, object]:
    return {"name": name, "licenses": [{"license": {"name": one}} for one in licences]}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with nothing but the script, and what it calls."""
    for path, text in {
        ".ci/materials": MATERIALS.read_text("utf-8"),
        "pyproject.toml": "",
        "fake/pip/__init__.py": "",
        "fake/pip/__main__.py": PIP,
        "fake/cyclonedx_py/__init__.py": "",
        "fake/cyclonedx_py/__main__.py": LISTS,
        "fake/cyclonedx/__init__.py": "",
        "fake/cyclonedx/schema.py": SCHEMA,
        "fake/cyclonedx/validation/__init__.py": "",
        "fake/cyclonedx/validation/json.py": VALIDATION,
        "dist/bulletin-0.0.1-py3-none-any.whl": "of an earlier release",
        "dist/other.txt": "kept",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


def run(project: Path, components: Sequence[object], **more: str) -> subprocess.CompletedProcess[str]:
    table = {"specVersion": "1.6", "metadata": {"component": {"name": "bulletin"}}, "components": components}
    environment = os.environ | {"PYTHONPATH": str(project / "fake"), "LISTED": json.dumps(table), **more}
    command = [sys.executable, str(project / ".ci" / "materials")]
    return subprocess.run(command, env=environment, check=False, capture_output=True, text=True)


def test_the_list_says_which_release_it_is_of(project: Path) -> None:
    done = run(project, [library("jinja2", "BSD License"), library("paramiko", "LGPL-2.1")])
    assert (done.returncode, done.stdout) == (0, f"{WHEEL}: 2 libraries\n"), done.stderr
    first = (project / "dist" / "sbom.json").read_bytes()
    table = json.loads(first)
    assert table["metadata"]["component"] == {"name": "bulletin", "version": "9.8.7"}
    assert [one["name"] for one in table["components"]] == ["jinja2", "paramiko"]
    assert {path.name for path in (project / "dist").iterdir()} == {WHEEL, "sbom.json", "other.txt"}
    run(project, [library("jinja2", "BSD License"), library("paramiko", "LGPL-2.1")])
    assert (project / "dist" / "sbom.json").read_bytes() == first


STOP = (
    "GPL-3.0-only", "GPL-2.0+", "AGPL-3.0-or-later", "GPLv3", "GPLv2+", "AGPLv3", "GNU GPL", "MIT OR GPL-2.0-only",
    "GNU General Public License v3 (GPLv3)", "GNU Affero General Public License v3", "Affero", "gpl",
)  # fmt: skip
PASS = (
    "LGPL-2.1", "LGPLv3", "GNU Lesser General Public License v3 (LGPLv3)", "MIT", "BSD-3-Clause", "Apache-2.0",
    "GNU Library or Lesser General Public License (LGPL)", "HPND", "MPL-2.0", "PSF-2.0",
)  # fmt: skip


def test_licences_that_stop_a_release(project: Path) -> None:
    done = run(project, [library(f"has {licence}", licence) for licence in (*PASS, *STOP)])
    assert done.returncode == 1
    assert done.stdout.splitlines()[1:] == [f"licence: has {licence}" for licence in STOP]
    assert run(project, [library("two", "MIT", "GPL-3.0-only")]).returncode == 1


def test_licences_that_may_be_there(project: Path) -> None:
    assert run(project, [library("a", licence) for licence in PASS]).returncode == 0


def test_a_list_that_is_none(project: Path) -> None:
    """Nothing in it: the environment was not filled, and nothing was looked at."""
    assert run(project, []).returncode == 1
    done = run(project, [{"type": "library", "licenses": []}])
    assert done.returncode == 1
    assert "schema" in done.stdout


@pytest.mark.parametrize("step", ["wheel", "install"])
def test_what_can_not_be_built_is_no_release(project: Path, step: str) -> None:
    done = run(project, [library("a", "MIT")], PIP_FAILS=step)
    assert done.returncode != 0
    assert not (project / "dist" / "sbom.json").exists()
