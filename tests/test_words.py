"""The catalogue is whole: every entry in three languages with the same slots, every code that is used has an entry."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bulletin import words
from bulletin.model.problem import Problem
from bulletin.words import catalogue, interface, message, phrase

PACKAGE = Path(__file__).parent.parent / "bulletin"
SLOT = re.compile(r"\{(\w+)\}")
# Characters that only simplified Chinese writes, and would be noticed in a traditional message.
SIMPLIFIED_ONLY = set("这为发个们时国会说对开关书长门问间头见贝车东马鱼鸟语话请让设计认识试词该误读没产业义乐习单买卖")


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_entry_is_whole(name: str) -> None:
    entry = catalogue()[name]
    for texts in filter(None, (entry, entry.get("fix"))):
        slots = {language: set(SLOT.findall(texts[language])) for language in ("hans", "hant", "en")}
        assert slots["hans"] == slots["hant"] == slots["en"], slots
        assert not SIMPLIFIED_ONLY & set(texts["hant"]), texts["hant"]


def test_entries_are_those_of_the_files() -> None:
    """Read one by one, between their heads, they are what TOML says the files hold."""
    tables: dict[str, object] = {}
    for path in (PACKAGE / "catalogue").glob("*.toml"):
        tables |= tomllib.loads(path.read_text(encoding="utf-8"))
    assert dict(catalogue()) == tables


def test_a_name_defined_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text('[Twice]\nhans = "甲"\n', encoding="utf-8")
    monkeypatch.setattr(words, "_FOLDER", tmp_path)
    with pytest.raises(ValueError, match="Twice"):
        catalogue.__wrapped__()


def test_every_code_in_use_has_words() -> None:
    used = {
        code
        for path in PACKAGE.rglob("*.py")
        for code in re.findall(r'"([EWI]\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert used, "no code found: the pattern is out of date"
    assert used <= catalogue().keys(), sorted(used - catalogue().keys())


def test_no_code_without_use() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    unused = [name for name in catalogue() if re.fullmatch(r"[EWI]\d{3}", name) and f'"{name}"' not in text]
    assert not unused


@pytest.mark.parametrize(
    ("line", "column", "place"), [(3, 5, "a/b.md:3:5"), (3, 0, "a/b.md:3"), (0, 0, "a/b.md")]
)  # fmt: skip
def test_message_names_the_place(line: int, column: int, place: str) -> None:
    text = message(Problem("a/b.md", line, column, "E802", (("path", "x"),)), "hans")
    assert text.startswith(f"{place} [E802] ")
    assert "“x”" in text


def test_values_are_never_read_as_slots() -> None:
    assert "{path}{0}" in phrase("E802", "en", {"path": "{path}{0}"})


def test_pages_get_only_interface_words() -> None:
    assert all(name[0].islower() for name in interface("hant"))


@pytest.mark.parametrize(
    ("value", "shown_as"),
    [
        ("甲\x1b[2J乙", "甲\\u001b[2J乙"),
        ("a\u202eb", "a\\u202eb"),
        ("one\r\n::error::two", "one ::error::two"),
        ("\udcff", "\\udcff"),
        ("甲\u3000乙 {path}", "甲\u3000乙 {path}"),
        ("\x9b31m\u2066\ufeff", "\\u009b31m\\u2066\\ufeff"),
    ],
)
def test_a_value_colours_nothing_and_begins_no_line(value: str, shown_as: str) -> None:
    assert phrase("E951", "en", {"path": value, "reason": ""}).startswith(f"The target failed: {shown_as} ")
    assert message(Problem(value, 3, 1, "E226", ()), "en").startswith(f"{shown_as}:3:1 [E226]")
