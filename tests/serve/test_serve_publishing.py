"""What is shown is written behind it by another process: once for a burst, again for what came meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sites.make_site import write_site

from bulletin.model.page import Report
from bulletin.pipeline import Options
from bulletin.serve import publishing as module
from bulletin.serve.publishing import Fault, Publisher
from bulletin.write.lock import locked

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


class Ended:
    """What a publisher told of."""

    def __init__(self) -> None:
        self.all: list[Report | Fault] = []
        self._news = threading.Condition()

    def __call__(self, one: Report | Fault) -> None:
        with self._news:
            self.all.append(one)
            self._news.notify_all()

    def until(self, is_true: Callable[[], bool]) -> None:
        with self._news:
            assert self._news.wait_for(is_true, 60), self.all


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path, 3)


@pytest.fixture
def ended() -> Ended:
    return Ended()


@pytest.fixture
def publisher(site: Path, ended: Ended) -> Iterator[Publisher]:
    one = Publisher(lambda: Options(site, NOW, output=site / "preview", jobs=1), ended)
    yield one
    one.close()


def test_a_burst_is_written_once_and_a_fault_is_told(site: Path, publisher: Publisher, ended: Ended) -> None:
    for _ in range(5):
        publisher.wanted(0.3)
    ended.until(lambda: bool(ended.all))
    assert (site / "preview" / "index.html").is_file()
    (site / "content" / "site.yaml").unlink()
    publisher.wanted(0)
    ended.until(lambda: len(ended.all) == 2)
    first, second = ended.all
    assert isinstance(first, Report)
    assert isinstance(second, Fault)
    assert second.error().code == second.code
    assert (site / "preview" / "index.html").is_file()


def test_another_build_at_work_is_waited_for(
    site: Path, publisher: Publisher, ended: Ended, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_AGAIN", 0.2)
    (site / ".preview.releases").mkdir()
    with locked(site / ".preview.releases" / "lock"):
        publisher.wanted(0)
        threading.Event().wait(1.5)
        assert ended.all == []
    ended.until(lambda: bool(ended.all))
    assert isinstance(ended.all[0], Report)


def test_closing_ends_a_build(publisher: Publisher, ended: Ended) -> None:
    publisher.wanted(0)
    publisher.close()
    assert ended.all == []
    publisher.wanted(0)  # nothing any more
    assert not publisher._thread.is_alive()
