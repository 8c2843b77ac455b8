"""What is remembered comes back as it was; whatever can't be trusted is dropped, and the step is done again."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.cache import Cache
from bulletin.model.article import Link
from bulletin.pickles import Packing, checked, packed

Spoil = Callable[[Path], object]


def ask(
    path: Path | None, values: list[int], engine: str = "1", step: str = "s"
) -> tuple[list[Link], list[int], list[str]]:
    """What came back, what had to be computed, what was warned of."""
    computed: list[int] = []
    warnings: list[str] = []

    def compute(missing: list[int]) -> list[Link]:
        computed.extend(missing)
        return [Link(f"名{value}", f"/{value}/") for value in missing]

    with Cache(path, engine, warnings.append) as cache:
        return cache.remember(step, values, str, compute), computed, warnings


def links(*values: int) -> list[Link]:
    return [Link(f"名{value}", f"/{value}/") for value in values]


def test_second_time_nothing_is_computed(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "cache.sqlite"
    assert ask(path, [1, 2, 3]) == (links(1, 2, 3), [1, 2, 3], [])
    assert ask(path, [3, 1, 2]) == (links(3, 1, 2), [], [])
    assert ask(path, [4, 1]) == (links(4, 1), [4], [])


def test_equal_inputs_are_computed_once(tmp_path: Path) -> None:
    assert ask(tmp_path / "c", [7, 7, 8, 7]) == (links(7, 7, 8, 7), [7, 8], [])


def test_steps_do_not_share(tmp_path: Path) -> None:
    ask(tmp_path / "c", [1], step="a")
    assert ask(tmp_path / "c", [1], step="b")[1] == [1]


def test_what_is_not_used_is_forgotten(tmp_path: Path) -> None:
    ask(tmp_path / "c", [1, 2])
    ask(tmp_path / "c", [1])
    assert ask(tmp_path / "c", [1, 2])[1] == [2]


def test_without_a_path_nothing_is_remembered() -> None:
    assert ask(None, [1])[1] == ask(None, [1])[1] == [1]


def test_another_engine_starts_anew(tmp_path: Path) -> None:
    ask(tmp_path / "c", [1])
    assert ask(tmp_path / "c", [1], engine="2") == (links(1), [1], ["another version"])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    place = data.index("名1".encode())
    data[place] ^= 1
    path.write_bytes(data)


def forge(path: Path) -> None:
    """A row with a right checksum whose pickle names a function outside the model."""
    data = pickle.dumps(print)
    with sqlite3.connect(path) as rows:
        rows.execute("UPDATE memo SET value = ? WHERE key = '1'", (checked("s", "1", data),))
    rows.close()


SPOILS: list[tuple[str, Spoil]] = [
    ("truncated", lambda path: path.write_bytes(path.read_bytes()[:5000])),
    ("flipped", flip),
    ("emptied", lambda path: path.write_bytes(b"")),
    ("text", lambda path: path.write_text("no database at all " * 100)),
    ("forged", forge),
]


@pytest.mark.parametrize("spoil", [spoil for _, spoil in SPOILS], ids=[name for name, _ in SPOILS])
def test_damage_only_costs_time(tmp_path: Path, spoil: Spoil) -> None:
    path = tmp_path / "c"
    ask(path, [1, 2])
    spoil(path)
    assert ask(path, [1, 2])[0] == links(1, 2)
    assert ask(path, [1, 2])[1:] == ([], [])


def test_a_folder_in_its_place_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    result, computed, warnings = ask(tmp_path / "c", [1])
    assert (result, computed) == (links(1), [1])
    assert warnings


def test_dates_and_plain_values_survive(tmp_path: Path) -> None:
    value = (datetime(2026, 9, 30, tzinfo=UTC), b"x", None, 1.5, ("a",))
    for _ in range(2):
        with Cache(tmp_path / "c", "1", lambda _: None) as cache:
            assert cache.remember("s", [0], str, lambda _: [value]) == [value]


def test_of_equal_zones_there_is_one(tmp_path: Path) -> None:
    """Else each of ten thousand dates has its own, and each is put away with it."""
    dates = [datetime(2026, 9, day, tzinfo=timezone(timedelta(hours=8))) for day in (1, 2)]
    for _ in range(2):
        with Cache(tmp_path / "c", "1", lambda _: None) as cache:
            found: list[datetime] = cache.remember("s", [1, 2], str, lambda _: [packed(date) for date in dates])
            assert found == dates
            assert found[0].tzinfo is found[1].tzinfo


class _Calls:
    """Pickled as a call of ``name`` in ``module`` with ``argument``."""

    def __init__(self, module: str, name: str, argument: str) -> None:
        self.module, self.name, self.argument = module, name, argument

    def pickled(self) -> bytes:
        words = b"".join(
            pickle.SHORT_BINUNICODE + bytes([len(word.encode())]) + word.encode() for word in (self.module, self.name)
        )
        argument = pickle.SHORT_BINUNICODE + bytes([len(self.argument.encode())]) + self.argument.encode()
        return pickle.PROTO + b"\x04" + words + pickle.STACK_GLOBAL + argument + pickle.TUPLE1 + pickle.REDUCE + b"."


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os", "mkdir"),
        ("posix", "mkdir"),
        ("builtins", "eval"),
        ("bulletin.parallel", "os.mkdir"),  # by a dotted name, through a module of ours
        ("bulletin.cache", "Path.mkdir"),
        ("bulletin.cache", "Path"),  # a class, but not one of ours
        ("bulletin.pickles", "packed"),  # of ours, but no class
        ("bulletin.parallel", "Workers"),  # a class of ours, but no value
        ("bulletin.__main__", "main"),
        ("bulletin.model.article", "Article.__init__.__globals__"),
    ],
    ids=lambda value: value,
)
def test_a_cache_that_somebody_else_wrote_runs_nothing(tmp_path: Path, module: str, name: str) -> None:
    path, made = tmp_path / "c", tmp_path / "made"
    ask(path, [1])
    data = _Calls(module, name, str(made)).pickled()
    rows = sqlite3.connect(path)
    rows.execute("UPDATE memo SET value = ?", (checked("s", "1", data),))
    rows.commit()
    rows.close()
    assert ask(path, [1]) == (links(1), [1], ["damaged"])
    assert not made.exists()


def twice(values: list[int]) -> list[Link]:
    return [Link(f"名{value}", f"/{value}/") for value in values]


def test_what_comes_packed_is_the_same(tmp_path: Path) -> None:
    """Packed where it was made, it is put away without being pickled again."""
    packing = pickle.loads(pickle.dumps(Packing(twice)))
    for path in (tmp_path / "c", None):
        with Cache(path, "1", print) as cache:
            assert cache.remember("s", [1, 2], str, packing) == links(1, 2)
    assert ask(tmp_path / "c", [1, 2]) == (links(1, 2), [], [])


def test_what_comes_late_is_put_away_before_the_rest(tmp_path: Path) -> None:
    def compute(missing: list[int]) -> Iterator[Link]:
        yield from links(*missing[:1])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Cache(tmp_path / "c", "1", print) as cache:
        cache.remember("s", [1, 2], str, compute)
    assert ask(tmp_path / "c", [1, 2])[1] == [2]


def test_one_value_can_be_put_away_and_recalled(tmp_path: Path) -> None:
    with Cache(tmp_path / "c", "1", print) as cache:
        cache.remember("s", [1], str, twice)
        cache.put("one", "k", links(5)[0])
    with Cache(tmp_path / "c", "1", print) as cache:
        assert cache.recall("one", "k") == links(5)[0]
        assert cache.recall("one", "other") is None
        cache.keep_all()
    assert ask(tmp_path / "c", [1]) == (links(1), [], [])
    with Cache(tmp_path / "c", "1", print) as cache:
        assert cache.recall("one", "k") is None, "the last one did not need it"


def test_what_is_kept_is_not_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "c"
    ask(path, [1, 2, 3])
    with Cache(path, "1", lambda _: None) as cache:
        cache.remember("s", [1], str, list)
        cache.keep("s", ["2", "no such"])
        cache.forget_unused()
    assert ask(path, [1, 2, 3])[1] == [3]


def test_filled_is_remembered_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "c"
    ask(path, [1])
    asked: list[int] = []

    def compute(missing: list[int]) -> list[Link]:
        asked.extend(missing)
        return links(*missing)

    with Cache(path, "1", lambda _: None) as cache:
        cache.fill("s", [1, 2, 3, 2], str, compute)
        assert asked == [2, 3]
    assert ask(path, [1, 2, 3]) == (links(1, 2, 3), [], [])
    with Cache(None, "1", lambda _: None) as cache:
        cache.fill("s", [4], str, compute)
        assert asked == [2, 3, 4]


@pytest.mark.parametrize("step", ["fill", "remember"])
def test_filling_a_damaged_file(tmp_path: Path, step: str) -> None:
    path = tmp_path / "c"
    ask(path, list(range(600)))
    path.write_bytes(path.read_bytes()[:5000] + b"x" * 5000)
    warnings: list[str] = []
    with Cache(path, "1", warnings.append) as cache:
        getattr(cache, step)("s", list(range(600)), str, lambda missing: links(*missing))
    assert warnings in (["damaged"], ["unusable"])
    assert ask(path, list(range(600))) == (links(*range(600)), [], [])


def asked(path: Path, values: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Which of the values, each with its place, had to be computed."""
    computed: list[tuple[str, int]] = []

    def compute(missing: list[tuple[str, int]]) -> list[list[object]]:
        computed.extend(missing)
        return [[*one] for one in missing]

    with Cache(path, "1", print) as cache:
        assert cache.remember("s", values, str, compute, lambda one: one[0]) == [[*one] for one in values]
    return computed


def rows_of(path: Path, step: str) -> set[str]:
    with closing(sqlite3.connect(path)) as rows:
        return {key for (key,) in rows.execute("SELECT key FROM memo WHERE step = ?", (step,))}


def test_neighbours_lie_in_one_row(tmp_path: Path) -> None:
    path = tmp_path / "c"
    values = [(f"2026/{number}.md", 0) for number in range(1000)]
    assert asked(path, values) == values
    bundles = rows_of(path, "ss")
    assert 5 < len(bundles) < 50
    changed = [*values[:500], ("2026/500.md", 1), *values[501:]]
    assert asked(path, changed) == [("2026/500.md", 1)]
    more = [*changed[:100], ("2026/new.md", 0), *changed[101:]]  # one comes, one goes
    assert asked(path, more) == [("2026/new.md", 0)]
    assert len(rows_of(path, "ss") - bundles) in (2, 3)
    with closing(sqlite3.connect(path)) as rows:  # all is known without those that are in bundles
        rows.execute("DELETE FROM memo WHERE step = 's'")
        rows.commit()
    assert asked(path, more) == []


@given(st.lists(st.lists(st.tuples(st.sampled_from([f"{n}" for n in range(300)]), st.integers(0, 2)), max_size=200)))
def test_bundles_never_tell_in_what_is_remembered(builds: list[list[tuple[str, int]]]) -> None:
    with TemporaryDirectory() as folder:
        known: set[tuple[str, int]] = set()
        for values in builds:
            assert not known & set(asked(Path(folder) / "c", values))
            known = set(values)


def test_garbage_does_not_pile_up(tmp_path: Path) -> None:
    path = tmp_path / "c"
    for turn in range(60):
        asked(path, [*((f"{n}", 0) for n in range(100)), ("x", turn)])
    assert len(rows_of(path, "s")) < 120
