"""A build with clocks in it -> where its time went: by stage, template, rule and step, and the slowest items and pages.

Nothing of this exists in a build that is not asked for it. Where it is, ``Profiler`` takes the stopwatch's place: each
value that a stage shares out is timed where it is worked on, in this process or in a worker, and the clock's figures
come back with the results. Rules and steps are found by the names under which their rooms call them (``_PROBES``);
while ``clocked`` lasts, a clock stands around each. The bytes are the same.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial, wraps
from time import perf_counter
from types import ModuleType
from typing import Any, Generic, TypeVar, cast

from bulletin.check import body, facts
from bulletin.check import bulletin as whole
from bulletin.convert import article, source
from bulletin.convert.markup import anchors, engine, lines, render
from bulletin.model.page import Page
from bulletin.parallel import Function, Workers
from bulletin.stopwatch import Stopwatch

Input = TypeVar("Input")
Output = TypeVar("Output")
Opened = TypeVar("Opened")
Spent = tuple[int, float]  # times, seconds

_RULES = ((body, "TEXT_RULES"), (facts, "ITEM_RULES"), (whole, "RULES"))  # tuples of functions that give problems
_STEPS: tuple[tuple[ModuleType, str], ...] = (  # functions: none calls another one of them
    (lines, "prepare"),
    (engine, "to_html"),
    (render, "sanitise"),
    (anchors, "set_anchors"),
    (render, "set_targets"),
    (article, "convert_fields"),
    (article, "convert_markup"),
    (article, "summarise"),
    (source, "detect"),
)
_JOINED = "join"  # what is worked out beside the stages
_MOST = 10  # slowest items and pages


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    times: int
    seconds: float


@dataclass(frozen=True, slots=True)
class StageFigure:
    name: str
    wall: float  # seconds
    times: int  # values that were worked on
    seconds: float  # that took, over all processes


@dataclass(frozen=True, slots=True)
class Profile:
    """Each by seconds, most first, but the stages as they came. What was remembered took no time and is not counted."""

    stages: tuple[StageFigure, ...]
    templates: tuple[Figure, ...]  # also "@atom" and the like, which no theme writes, and "@photo": in all sizes
    rules: tuple[Figure, ...]
    steps: tuple[Figure, ...]
    items: tuple[Figure, ...]  # the slowest, by path: checked, converted, read for the search
    pages: tuple[Figure, ...]  # the slowest, by path


class Profiler(Stopwatch):
    """A stopwatch that also looks into the stages. Use it with ``clocked``."""

    def __init__(self, measured: Sequence[tuple[str, float]] = ()) -> None:
        super().__init__(measured)
        _tally.spent = {}
        self._stages: dict[str, Spent] = {}
        self._by_kind: dict[str, dict[str, Spent]] = defaultdict(dict)

    def around(self, workers: Opened) -> Opened:
        return cast(Opened, self._around(cast(AbstractContextManager[Workers], workers)))

    @contextmanager
    def _around(self, opened: AbstractContextManager[Workers]) -> Iterator[Workers]:
        with opened as workers:
            yield _ClockedWorkers(workers, self)

    def note(self, stage: str, value: object, seconds: float, spent: dict[tuple[str, str], Spent]) -> None:
        _add(self._stages, stage, 1, seconds)
        for (kind, name), (times, taken) in spent.items():
            _add(self._by_kind[kind], name, times, taken)
        if pages := _pages(value):
            _add(self._by_kind["template"], _family(pages[0]), 1, seconds)
            _add(self._by_kind["page"], pages[0].path if len(pages) == 1 else pages[0].source, 1, seconds)
        elif path := _path(value):
            _add(self._by_kind["item"], path, 1, seconds)

    def profile(self) -> Profile:
        here = self._by_kind
        for (kind, name), (times, taken) in _tally.spent.items():  # the rules for the whole bulletin
            _add(here[kind], name, times, taken)
        _tally.spent = {}
        walls = dict(self.seconds)
        walls |= {name: 0.0 for name in self._stages if name not in walls}
        return Profile(
            stages=tuple(StageFigure(name, wall, *self._stages.get(name, (0, 0.0))) for name, wall in walls.items()),
            templates=_figures(here["template"]),
            rules=_figures(here["rule"]),
            steps=_figures(here["step"]),
            items=_figures(here["item"])[:_MOST],
            pages=_figures(here["page"])[:_MOST],
        )


def _figures(spent: dict[str, Spent]) -> tuple[Figure, ...]:
    ordered = sorted(spent.items(), key=lambda one: (-one[1][1], one[0]))
    return tuple(Figure(name, times, seconds) for name, (times, seconds) in ordered)


def _pages(value: object) -> tuple[Page, ...]:
    """One of a template, or a photo in all its sizes."""
    return value if isinstance(value, tuple) and value and isinstance(value[0], Page) else ()


def _family(page: Page) -> str:
    return page.template or ("@photo" if page.resize else "@file")


def _path(value: object) -> str:
    """Of a document, an item, or an item's articles."""
    while isinstance(value, tuple) and value:
        value = value[0]
    card = getattr(value, "card", value)
    path = value if isinstance(value, str) else getattr(card, "path", "")
    return path if isinstance(path, str) else ""


def _add(spent: dict[Any, Spent], name: Any, times: int, seconds: float) -> None:
    before, taken = spent.get(name, (0, 0.0))
    spent[name] = before + times, taken + seconds


# --- in whichever process the work is done ----------------------------------------------------------------------------


class _Tally(threading.local):
    """What the clocks of this thread showed: (kind, name) -> times and seconds."""

    def __init__(self) -> None:
        self.spent: dict[tuple[str, str], Spent] = {}


_tally = _Tally()
_lock = threading.Lock()
_depth = 0  # how many ``clocked`` last in this process
_bare: list[tuple[ModuleType, str, Any]] = []  # what stands where clocks stand now


@contextmanager
def clocked() -> Iterator[None]:
    """Meanwhile a clock stands around every rule and step of this process."""
    global _depth
    with _lock:
        if not _depth:
            _put_clocks()
        _depth += 1
    try:
        yield
    finally:
        with _lock:
            _depth -= 1
            if not _depth:
                while _bare:
                    setattr(*_bare.pop())


def _put_clocks() -> None:
    for module, name in _RULES:
        rules = getattr(module, name)
        _bare.append((module, name, rules))
        setattr(module, name, tuple(_clocked_rule(rule) for rule in rules))
    for module, name in _STEPS:
        step = getattr(module, name)
        _bare.append((module, name, step))
        setattr(module, name, _clocked_step(name, step))


def _clocked_rule(rule: Callable[[Any], Iterable[Any]]) -> Callable[[Any], list[Any]]:
    @wraps(rule)
    def work(value: Any) -> list[Any]:
        begin = perf_counter()
        found = list(rule(value))  # many rules give their problems one by one: the time is in the asking
        _add(_tally.spent, ("rule", rule.__name__), 1, perf_counter() - begin)
        return found

    return work


def _clocked_step(name: str, step: Callable[..., Output]) -> Callable[..., Output]:
    @wraps(step)
    def work(*given: Any, **named: Any) -> Output:
        begin = perf_counter()
        try:
            return step(*given, **named)
        finally:
            _add(_tally.spent, ("step", name), 1, perf_counter() - begin)

    return work


@dataclass(frozen=True, slots=True)
class _Timed(Generic[Output]):
    output: Output
    seconds: float
    spent: dict[tuple[str, str], Spent]


@dataclass(frozen=True, slots=True)
class _Each(Generic[Input, Output]):
    """``function``, which takes a chunk of values, given them one by one: sent to workers in its place."""

    function: Callable[[Sequence[Input]], list[Output]]

    def __call__(self, values: Sequence[Input]) -> list[_Timed[Output]]:
        kept, _tally.spent = _tally.spent, {}  # a forked process inherits what its parent had counted
        try:
            with clocked():
                return [self._one(value) for value in values]
        finally:
            _tally.spent = kept

    def _one(self, value: Input) -> _Timed[Output]:
        _tally.spent = {}
        begin = perf_counter()
        (output,) = self.function([value])
        return _Timed(output, perf_counter() - begin, _tally.spent)


class _ClockedWorkers(Workers):
    """Hands everything on to ``workers``, each function with a clock."""

    def __init__(self, workers: Workers, profiler: Profiler) -> None:
        self._workers = workers
        self._profiler = profiler

    @property
    def are_ours(self) -> bool:
        return self._workers.are_ours

    def run(
        self, stage: str, function: Function[Input, Output], values: Sequence[Input], needs_disk: bool = False
    ) -> list[Output]:
        return list(self._noted(stage, values, self._workers.run(stage, _Each(function), values, needs_disk)))

    def stream(
        self,
        stage: str,
        function: Function[Input, Output],
        values: Sequence[Input],
        sent: Callable[[Sequence[Input]], Function[Input, Output]] | None = None,
        worth: int = 1,
    ) -> Iterator[Output]:
        each = (lambda chunk: _Each(sent(chunk))) if sent else None
        yield from self._noted(stage, values, self._workers.stream(stage, _Each(function), values, each, worth))

    def _noted(self, stage: str, values: Sequence[Input], timed: Iterable[_Timed[Output]]) -> Iterator[Output]:
        for value, one in zip(values, timed, strict=True):
            self._profiler.note(stage, value, one.seconds, one.spent)
            yield one.output

    @contextmanager
    def beside(self, function: Callable[[], Output]) -> Iterator[Callable[[], Output]]:
        with self._workers.beside(function) as answer:
            yield answer

    @contextmanager
    def waiting(self, function: Callable[[Input], Output]) -> Iterator[Callable[[Input], Callable[[], Output]]]:
        def work(value: Input) -> tuple[Output, float]:
            begin = perf_counter()
            return function(value), perf_counter() - begin

        def told(answer: Callable[[], tuple[Output, float]], is_joined: bool) -> Output:
            output, seconds = answer()
            if is_joined:
                self._profiler.note(_JOINED, None, seconds, {})
            return output

        with self._workers.waiting(work) as begin:  # of those that get nothing nobody waits for long
            yield lambda value: partial(told, begin(value), value is not None)

    def close(self) -> None:
        self._workers.close()
