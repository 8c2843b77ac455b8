"""What the tests of the search share: the library as a site, and pages whose console must keep silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from library_search import sites
from library_site import of_two_years, publish, served
from playwright.sync_api import Browser, Page

Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("search"), sites())


@pytest.fixture(scope="session")
def library(published: Path) -> Iterator[str]:
    with served(published) as address:
        yield address


@pytest.fixture(scope="session")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The library with articles of two years."""
    with served(publish(tmp_path_factory.mktemp("years"), of_two_years())) as address:
        yield address


@pytest.fixture
def reader(browser: Browser) -> Iterator[Opener]:
    """Opens a URL in a browser of its own; at the end of the test its console must have kept silent."""
    complaints: list[str] = []
    contexts = []

    def opened(url: str, width: int = 1280, script: str = "", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def visit(reader: Opener, library: str) -> Opener:
    """Opens the search page of an edition with a question."""

    def opened(edition: str = "", text: str = "", width: int = 1280, **options: Any) -> Page:
        return reader(f"{library}{edition}search/" + (f"?q={quote(text)}" if text else ""), width, **options)

    return opened
