"""Theme and Chrome -> pages with their keys, and page -> text: the only home of jinja2.

What has to be known of all templates, those of pages that are not made included, is their ``Anatomy``: it follows from
their texts alone, so whoever has a cache may remember it, and nothing is parsed but what is compiled.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from types import TracebackType
from typing import TypeVar

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateSyntaxError, nodes

from bulletin.errors import BulletinError, ThemeError
from bulletin.model.content import Theme
from bulletin.model.digest import digest_of
from bulletin.model.making import frozen
from bulletin.model.page import Page, view_of
from bulletin.render.constant import CompiledTemplates, EditionEnvironment, constant_parts
from bulletin.render.filters import FILTERS
from bulletin.render.keys import Keys
from bulletin.render.views import Chrome
from bulletin.render.walking import walked

Codes = Mapping[str, bytes]  # compiled templates, as Python marshals code

AnyEnvironment = TypeVar("AnyEnvironment", bound=Environment)


@frozen
class Anatomy:
    """What the templates of a theme are made of."""

    families: tuple[tuple[str, str], ...]  # template -> digest of it and of all it extends and includes
    references: tuple[tuple[str, tuple[str, ...]], ...]  # template -> those that it extends and includes itself
    constant: tuple[str, ...]  # see ``bulletin.render.constant``


@frozen
class Templates:
    """Makes the pages of one edition: their keys now, their bytes later, in any process."""

    chrome: Chrome
    families: Mapping[str, str]  # template -> digest of it, of all it extends and includes, and of the chrome
    keys: Keys = field(default_factory=Keys)

    def page(self, path: str, template: str, context: object, day: date | None = None) -> Page:
        """``path`` is below the edition; ``context`` is what the template sees as ``page``, with or without its head,
        or Deferred; ``day`` as in ``Page``. Raises ThemeError where no theme has ``template``.
        """
        if template not in self.families:
            raise ThemeError("E517", template=template)
        edition = self.chrome.edition.path
        key = self.keys.of(self.families[template], view_of(context))
        return Page(edition + path, key, template=template, context=context, edition=edition, day=day)


def templates_for(theme: Theme, chrome: Chrome, anatomy: Anatomy | None = None) -> Templates:
    """``anatomy`` where it is known. Raises ThemeError where a template does not parse or names one that is not there.
    """
    shared = digest_of(chrome)
    families = (anatomy or anatomy_of(bare(theme))).families
    return Templates(chrome, {name: digest_of(shared, family) for name, family in families})


def bare(theme: Theme) -> Theme:
    """The theme without its assets: all that templates need, and little to send to another process."""
    return replace(theme, assets=())


@dataclass(frozen=True, slots=True, eq=False)
class EditionTheme:
    """A theme in the chrome of one edition. ``digest`` is its identity: a process makes its environment once."""

    theme: Theme  # bare
    chrome: Chrome
    constant: frozenset[str]  # see ``bulletin.render.constant``
    references: Mapping[str, tuple[str, ...]]  # as in ``Anatomy``; none where nothing is known
    digest: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EditionTheme) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)


def edition_theme(theme: Theme, chrome: Chrome, anatomy: Anatomy | None = None) -> EditionTheme:
    """``anatomy`` where it is known. Raises ThemeError where a template does not parse."""
    plain = bare(theme)
    constant = anatomy.constant if anatomy else _constant(plain)
    references = dict(anatomy.references if anatomy else ())
    return EditionTheme(plain, chrome, frozenset(constant), references, digest_of(plain, chrome))


@lru_cache(maxsize=8)
def edition_environment(edition: EditionTheme) -> Environment:
    """For the pages of one edition: templates also see ``chrome`` where they are taken without context."""
    environment = _compiling(edition.theme, edition.constant)
    environment.globals["chrome"] = edition.chrome
    return environment


def _compiling(theme: Theme, constant: frozenset[str]) -> EditionEnvironment:
    """Whose code is that of all editions."""
    environment = _environment(EditionEnvironment, theme, _compiled(theme))
    environment.constant = constant
    environment.parsed = _trees(theme)
    return environment


def prepare(edition: EditionTheme, names: Iterable[str]) -> None:
    """Compiles templates with all that they extend and include: processes forked from this one need not. Raises
    ThemeError."""
    _compile(edition_environment(edition), edition.theme, names, edition.references)


def prepare_all(
    theme: Theme, process: int = 0, anatomy: Anatomy | None = None, names: frozenset[str] = frozenset()
) -> Codes:
    """The same for all editions to come, of templates with these ``names`` or, if there are none, of all; what it gives
    is for another process, to ``take``. Of what is wrong nothing is said: it will be where it is needed. Nothing is
    done in ``process``, where each is compiled when it is needed. ``anatomy`` where it is known."""
    if process == os.getpid():
        return {}
    plain = bare(theme)
    with suppress(Exception):
        made = anatomy or anatomy_of(plain)
        layers = tuple(f"{name}/" for name in theme.names)
        all_of_them = (name for name, _ in plain.templates if not name.startswith(layers))
        wanted = [name for name in all_of_them if name in names or not names]
        _compile(_compiling(plain, frozenset(made.constant)), plain, wanted, dict(made.references))
    return _compiled(plain).told()


def take(theme: Theme, compiled: Callable[[], Codes]) -> None:
    """What a process of ours has compiled, from the same theme. It is code: it must come from nowhere else. Of a
    process that has failed nothing is taken: whatever is needed is compiled here then."""
    with suppress(BulletinError):
        _compiled(bare(theme)).learn(compiled())


def _compile(
    environment: Environment, theme: Theme, names: Iterable[str], references: Mapping[str, tuple[str, ...]]
) -> None:
    """Parses what is not compiled yet, and that of which no ``references`` are known."""
    sources, parsed = dict(theme.templates), _trees(theme)
    todo = list(names)
    seen = set(todo)
    while todo:
        name = todo.pop()
        try:
            environment.get_template(name)
        except TemplateSyntaxError as error:
            raise _unreadable(error, str(error.name)) from error
        found = references[name] if name in references else _references(name, parsed(sources[name], name))
        more = [one for one in found if one not in seen]
        seen.update(more)
        todo += more


@lru_cache(maxsize=2)
def environment_for(theme: Theme) -> Environment:
    """Autoescape everywhere, an undefined name is an error, no globals: a template sees its context and filters.

    Remembered, since compiling a theme's templates costs more than rendering a hundred pages with them.
    """
    return _environment(Environment, theme, None)


def _environment(kind: type[AnyEnvironment], theme: Theme, compiled: CompiledTemplates | None) -> AnyEnvironment:
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
def _compiled(theme: Theme) -> CompiledTemplates:  # noqa: ARG001 - what the codes belong to
    return CompiledTemplates()


def render(environment: Environment, page: Page, view: object, chrome: Chrome) -> str:
    """``view`` is ``page.view`` with its head.

    Raises ThemeError, with the template and the line where it failed and the page it was to make.
    """
    try:
        return environment.get_template(page.template).render(chrome=chrome, page=view)
    except TemplateSyntaxError as error:
        raise _unreadable(error, str(error.name)) from error
    except Exception as error:  # a template can call anything its view offers, and anything can go wrong there
        name, line = _place(error.__traceback__, page.template)
        reason = f"{type(error).__name__}: {error}"
        raise ThemeError("E511", template=name, line=str(line), page=page.path, reason=reason) from error


def _place(traceback: TracebackType | None, template: str) -> tuple[str, int]:
    """The innermost template and line on the way to the error: jinja2 puts them into the traceback as frames."""
    place = (template, 0)
    while traceback:
        if "__jinja_exception__" in traceback.tb_frame.f_globals:
            place = (traceback.tb_frame.f_code.co_filename, traceback.tb_lineno)
        traceback = traceback.tb_next
    return place


@lru_cache(maxsize=2)
def anatomy_of(theme: Theme) -> Anatomy:
    """Of a bare theme. Raises ThemeError where a template does not parse or names one that is not there."""
    sources = dict(theme.templates)
    parts = {name: _references(name, tree) for name, tree in _all_trees(theme).items()}
    families = tuple((name, digest_of(_family(name, parts, sources))) for name in sources)
    return Anatomy(families, tuple(parts.items()), _constant(theme))


@lru_cache(maxsize=2)
def _constant(theme: Theme) -> tuple[str, ...]:
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
def _trees(theme: Theme) -> _Trees:
    return _Trees(environment_for(theme))


def _all_trees(theme: Theme) -> Mapping[str, nodes.Template]:
    parsed = _trees(theme)
    found = {}
    for name, source in theme.templates:
        try:
            found[name] = parsed(source, name)
        except TemplateSyntaxError as error:
            raise _unreadable(error, name) from error
    return found


def _unreadable(error: TemplateSyntaxError, template: str) -> ThemeError:
    return ThemeError("E501", template=template, line=str(error.lineno), reason=str(error.message))


def _references(name: str, tree: nodes.Template) -> tuple[str, ...]:
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
