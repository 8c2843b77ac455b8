"""What tests share: a browser, and a hypothesis profile that finds the same examples on every machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

settings.register_profile("steady", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("nightly", deadline=None, print_blob=True, max_examples=2000)  # other examples each time
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

_QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. Without one the test is skipped, unless BULLETIN_BROWSER=required, as in CI."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        if os.environ.get("BULLETIN_BROWSER") == "required":
            pytest.fail("no Chromium on this machine, and BULLETIN_BROWSER=required")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=program, args=_QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def forkable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes are forked though other tests have left threads behind in this one, which work on nothing of ours."""
    monkeypatch.setattr("bulletin.beside.threading.active_count", lambda: 1)
