"""Theme -> what has to be known of all its templates, those of pages that are not made included, and the environments
that take them. It follows from their texts alone, so whoever has a cache may remember it, and nothing is parsed but
what is compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateSyntaxError, nodes

from bulletin.errors import BulletinError, ThemeError
from bulletin.model.content import Theme
from bulletin.model.digest import digest_of
from bulletin.model.making import frozen
from bulletin.render.constant import CompiledTemplates, constant_parts
from bulletin.render.filters import FILTERS
from bulletin.render.walking import walked

AnyEnvironment = TypeVar("AnyEnvironment", bound=Environment)


@frozen
class Anatomy:
    """What the templates of a theme are made of."""

    families: tuple[tuple[str, str], ...]  # template -> digest of it and of all it extends and includes
    references: tuple[tuple[str, tuple[str, ...]], ...]  # template -> those that it extends and includes itself
    constant: tuple[str, ...]  # see ``bulletin.render.constant``


Codes = Mapping[str, bytes]  # compiled templates, as Python marshals code
Told = tuple[Anatomy | None, Codes]  # what one process of ours tells another of a theme


def bare(theme: Theme) -> Theme:
    """The theme without its assets: all that templates need, and little to send to another process."""
    return replace(theme, assets=())


@lru_cache(maxsize=2)
def anatomy_of(theme: Theme) -> Anatomy:
    """Of a bare theme. Raises ThemeError where a template does not parse or names one that is not there."""
    if told := take(theme):
        return told
    sources = dict(theme.templates)
    parts = {name: references_of(name, tree) for name, tree in _all_trees(theme).items()}
    families = tuple((name, digest_of(_family(name, parts, sources))) for name in sources)
    return Anatomy(families, tuple(parts.items()), constant_of(theme))


@lru_cache(maxsize=2)
def constant_of(theme: Theme) -> tuple[str, ...]:
    return tuple(sorted(constant_parts(_all_trees(theme))))


class _Trees:
    """A text -> its tree, parsed when it is first asked for; once, though the nearest theme's templates have two names.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._known: dict[str, nodes.Template] = {}

    def __call__(self, source: str, name: str) -> nodes.Template:
        """Raises TemplateSyntaxError."""
        if source not in self._known:
            self._known[source] = self._environment.parse(source, name)
        return self._known[source]


@lru_cache(maxsize=2)
def trees_of(theme: Theme) -> _Trees:
    return _Trees(environment_for(theme))


def _all_trees(theme: Theme) -> Mapping[str, nodes.Template]:
    parsed = trees_of(theme)
    found = {}
    for name, source in theme.templates:
        try:
            found[name] = parsed(source, name)
        except TemplateSyntaxError as error:
            raise unreadable(error, name) from error
    return found


def unreadable(error: TemplateSyntaxError, template: str) -> ThemeError:
    return ThemeError("E501", template=template, line=str(error.lineno), reason=str(error.message))


def references_of(name: str, tree: nodes.Template) -> tuple[str, ...]:
    found = walked(tree).references
    if None in found:
        raise ThemeError("E502", template=name)
    return tuple(sorted(set(filter(None, found))))


def _family(name: str, parts: Mapping[str, tuple[str, ...]], sources: Mapping[str, str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    todo = [name]
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        if one not in sources:
            raise ThemeError("E503", template=name, missing=one)
        seen[one] = sources[one]
        todo.extend(parts[one])
    return tuple(f"{key}\0{seen[key]}" for key in sorted(seen))


@contextmanager
def expect(theme: Theme, told: Callable[[], Told]) -> Iterator[None]:
    """What a process of ours tells of the same theme, asked when it is needed first. It is code: it must come from
    nowhere else. Of a process that has failed nothing is taken: whatever is needed is worked out here then."""
    compiled = compiled_of(bare(theme))
    compiled.expected = told
    try:
        yield
    finally:
        compiled.expected = None


def take(theme: Theme) -> Anatomy | None:
    """What is expected, now: before other processes are forked that need it."""
    compiled = compiled_of(bare(theme))
    anatomy: Anatomy | None = None
    told, compiled.expected = compiled.expected, None
    if told is not None:
        with suppress(BulletinError):
            anatomy, codes = told()
            compiled.learn(codes)
    return anatomy


@lru_cache(maxsize=2)
def environment_for(theme: Theme) -> Environment:
    """Autoescape everywhere, an undefined name is an error, no globals: a template sees its context and filters.

    Remembered, since compiling a theme's templates costs more than rendering a hundred pages with them.
    """
    return environment_of(Environment, theme, None)


def environment_of(kind: type[AnyEnvironment], theme: Theme, compiled: CompiledTemplates | None) -> AnyEnvironment:
    sources = dict(theme.templates)

    def load(name: str) -> tuple[str, str, None] | None:
        return (sources[name], name, None) if name in sources else None

    environment = kind(
        loader=FunctionLoader(load),  # unlike DictLoader it gives templates a file name, for tracebacks
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.loopcontrols"],
        bytecode_cache=compiled,
    )
    environment.globals = {"range": range, "namespace": environment.globals["namespace"]}
    environment.filters.update(FILTERS)
    return environment


@lru_cache(maxsize=2)
def compiled_of(theme: Theme) -> CompiledTemplates:  # noqa: ARG001 - what the codes belong to
    return CompiledTemplates()
