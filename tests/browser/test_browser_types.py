"""The scripts of the theme are typed by JSDoc: TypeScript's compiler reads them and finds no fault."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
THEME = ROOT / "themes" / "plain"
SERVE = ROOT / "bulletin" / "serve"
COMPILER = ["--yes", "--prefer-offline", "-p", "typescript@5", "tsc"]


@pytest.fixture(scope="session")
def npx() -> str:
    """The program, with the compiler at hand. Skipped without node, and where no registry answers."""
    found = shutil.which("npx")
    if found is None:
        pytest.skip("no npx on this machine")
    try:
        tried = subprocess.run([found, *COMPILER, "--version"], capture_output=True, timeout=90, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("the registry of npm does not answer")
    if tried.returncode:
        pytest.skip("TypeScript can't be had: " + tried.stderr.decode()[-200:])
    return found


@pytest.mark.parametrize("project", ["jsconfig.json", "jsconfig.worker.json"])
def test_types(npx: str, project: str) -> None:
    told = subprocess.run([npx, *COMPILER, "-p", str(THEME / project)], capture_output=True, text=True, check=False)
    assert told.stdout.strip() == ""
    assert told.returncode == 0


def test_every_script_is_read() -> None:
    """None stands outside both projects, none may switch the compiler off, and each is short enough to be read."""
    scripts = sorted((THEME / "assets").glob("*.js"))
    assert len(scripts) > 10
    for script in (*scripts, *SERVE.glob("*.js")):
        text = script.read_text(encoding="utf-8")
        assert "@ts-" not in text, script.name
        assert text.count("\n") < 300, script.name


def test_no_script_writes_markup_or_makes_code() -> None:
    for script in (THEME / "assets").glob("*.js"):
        text = script.read_text(encoding="utf-8")
        for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
            assert forbidden not in text, (script.name, forbidden)
