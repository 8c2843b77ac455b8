"""Who is asked to stop stops at once, or where what is not to be cut in two ends."""

from __future__ import annotations

import threading

import pytest

from bulletin.stopping import stop, undivided


def test_at_once() -> None:
    with pytest.raises(KeyboardInterrupt):
        stop(KeyboardInterrupt())


def test_at_the_end_of_what_is_not_cut_in_two() -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        whole(done)
    assert done == ["inner", "outer"]
    with undivided():  # it was asked once
        pass


def whole(done: list[str]) -> None:
    with undivided():
        with undivided():
            stop(KeyboardInterrupt())
            done.append("inner")
        done.append("outer")


def test_also_where_that_fails() -> None:
    with pytest.raises(KeyboardInterrupt) as caught:
        fails()
    assert isinstance(caught.value.__context__, ValueError)


def fails() -> None:
    with undivided():
        stop(KeyboardInterrupt())
        raise ValueError


def test_another_thread_is_not_stopped() -> None:
    begun, ended = threading.Event(), threading.Event()

    def work() -> None:
        with undivided():
            begun.set()
            ended.wait()

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait()
    try:
        with pytest.raises(KeyboardInterrupt):
            stop(KeyboardInterrupt())
    finally:
        ended.set()
        thread.join()
