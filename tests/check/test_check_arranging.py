"""An editor's wish for an issue -> its lists; what the issue then shows is what was wished for."""

from __future__ import annotations

import pytest
from check.factory_check import bulletin, text
from hypothesis import given
from hypothesis import strategies as st

from bulletin.check.arranging import Lists, Named, arranged

NAMES = "abcdef"
PATHS = [f"{name}.md" for name in NAMES]
SHOWN = tuple(PATHS)


def named(*names: str) -> tuple[Named, ...]:
    """``a`` is the item a.md; ``?x`` one that is not there."""
    return tuple((one, "" if one[0] == "?" else f"{one[0]}.md") for one in names)


def names(listed: tuple[Named, ...]) -> str:
    return " ".join(name for name, _ in listed)


@pytest.mark.parametrize(
    ("items", "wish", "path", "before", "after"),
    [
        pytest.param("", "up", "c", "", "a.md c.md", id="no longer than needed"),
        pytest.param("", "down", "a", "", "b.md a.md", id="down"),
        pytest.param("", "move", "f", "a", "f.md", id="to the head"),
        pytest.param("", "move", "a", "", "b.md c.md d.md e.md f.md a.md", id="to the end"),
        pytest.param("a b c", "up", "c", "", "a c b", id="names as typed"),
        pytest.param("a b c", "up", "e", "", "a b c e.md", id="behind those that are listed"),
        pytest.param("a b c", "move", "e", "b", "a e.md b c", id="among them"),
        pytest.param("?x a ?y b ?z", "up", "b", "", "?x b ?z a ?y", id="what is unknown stays behind what it was"),
        pytest.param("a b a1 c", "down", "a", "", "b a c", id="named twice"),
    ],
)
def test_lists(items: str, wish: str, path: str, before: str, after: str) -> None:
    found = arranged(SHOWN, Lists(named(*items.split())), wish, f"{path}.md", before and f"{before}.md")
    assert found is not None
    assert names(found.items) == after
    assert (found.pinned, found.omitted) == ((), ())


@pytest.mark.parametrize(
    ("lists", "wish", "path", "after"),
    [
        pytest.param(Lists(), "pin", "c", Lists(pinned=(("c.md", "c.md"),)), id="pin"),
        pytest.param(Lists(pinned=named("a", "b")), "pin", "b",
                     Lists(pinned=(("b.md", "b.md"), *named("a"))), id="pin before others"),
        pytest.param(Lists(named("a", "b")), "pin", "c",
                     Lists((("c.md", "c.md"), *named("a", "b")), (("c.md", "c.md"),)), id="pin before listed ones"),
        pytest.param(Lists(named("a", "b"), named("a")), "unpin", "a", Lists(named("b")), id="unpin"),
        pytest.param(Lists(named("a", "b"), named("a"), named("x")), "omit", "a",
                     Lists(named("b"), (), (*named("x"), ("a.md", "a.md"))), id="omit"),
        pytest.param(Lists(omitted=named("x", "?y")), "include", "x", Lists(omitted=named("?y")), id="include"),
    ],
)  # fmt: skip
def test_other_lists(lists: Lists, wish: str, path: str, after: Lists) -> None:
    assert arranged(SHOWN, lists, wish, f"{path}.md") == after


@pytest.mark.parametrize(
    ("wish", "path"),
    [
        ("up", "a"), ("down", "f"), ("unpin", "a"), ("include", "a"), ("up", "x"), ("omit", "x"), ("", "a"),
        ("drop", "a"),
    ],
)  # fmt: skip
def test_nothing_to_do(wish: str, path: str) -> None:
    assert arranged(SHOWN, Lists(), wish, f"{path}.md") is None


def test_already_first_of_those_pinned() -> None:
    assert arranged(SHOWN, Lists(pinned=named("a")), "pin", "a.md") is None


def documents(lists: Lists) -> dict[str, str]:
    """Items that are in the order a to f as long as the file says nothing."""
    found = {path: text(path, f"日期: 2026-10-1{6 - number}") for number, path in enumerate(PATHS)}
    rows = ["---", "期: 2026-42"]
    for key, listed in (("篇目", lists.items), ("置顶", lists.pinned), ("不收", lists.omitted)):
        rows += [f"{key}:", *(f"  - {name}" for name, _ in listed)] if listed else []
    return found | {"issues/2026-42.md": "\n".join([*rows, "---", ""])}


def shown_by(lists: Lists) -> tuple[str, ...]:
    return next((issue.items for issue in bulletin(documents(lists)).issues if issue.id == "2026-42"), ())


some = st.lists(st.sampled_from(PATHS), unique=True, max_size=4).map(lambda paths: tuple((p, p) for p in paths))
wishes = st.sampled_from(["up", "down", "move", "pin", "unpin", "omit", "include"])


@given(some, some, wishes, st.sampled_from(PATHS), st.sampled_from([*PATHS, ""]))
def test_the_issue_shows_what_was_wished_for(
    items: tuple[Named, ...], pinned: tuple[Named, ...], wish: str, path: str, before: str
) -> None:
    lists = Lists(items, pinned)
    shown = shown_by(lists)
    after = arranged(shown, lists, wish, path, before)
    others = [one for one in shown if one != path]
    at = shown.index(path)
    found = shown_by(after or lists)
    if after is None or wish == "include":
        assert found == shown
        return
    assert [one for one in found if one != path] == others, "the others keep their order"
    place = {"up": at - 1, "down": at + 1, "pin": 0, "move": others.index(before) if before in others else len(others)}
    if wish == "omit":
        assert path not in found
    elif wish in place:
        assert found.index(path) == place[wish]


@given(some, some, st.sampled_from(PATHS))
def test_left_out_and_taken_in_again(items: tuple[Named, ...], pinned: tuple[Named, ...], path: str) -> None:
    lists = Lists(items, pinned)
    without = arranged(shown_by(lists), lists, "omit", path)
    assert without is not None
    again = arranged(shown_by(without), without, "include", path)
    assert again is not None
    assert path in shown_by(again)
