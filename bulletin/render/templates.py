"""Theme and Chrome -> pages with their keys, and page -> text: the only home of jinja2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import TracebackType
from typing import TypeVar

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateSyntaxError, nodes

from bulletin.errors import ThemeError
from bulletin.model.content import Theme
from bulletin.model.digest import digest_of
from bulletin.model.page import Page
from bulletin.render.constant import CompiledTemplates, EditionEnvironment, constant_parts
from bulletin.render.filters import FILTERS
from bulletin.render.keys import Keys
from bulletin.render.views import Chrome
from bulletin.render.walking import walked

AnyEnvironment = TypeVar("AnyEnvironment", bound=Environment)


@dataclass(frozen=True, slots=True)
class Templates:
    """Makes the pages of one edition: their keys now, their bytes later, in any process."""

    chrome: Chrome
    families: Mapping[str, str]  # template -> digest of it, of all it extends and includes, and of the chrome
    keys: Keys = field(default_factory=Keys)

    def page(self, path: str, template: str, view: object) -> Page:
        """``path`` is below the edition; ``view`` is what the template sees as ``page``, with or without its head.

        Raises ThemeError where no theme has ``template``.
        """
        if template not in self.families:
            raise ThemeError("E517", template=template)
        edition = self.chrome.edition.path
        key = self.keys.of(self.families[template], view)
        return Page(edition + path, key, template=template, context=view, edition=edition)


def templates_for(theme: Theme, chrome: Chrome) -> Templates:
    """Raises ThemeError where a template does not parse or names one that is not there."""
    shared = digest_of(chrome)
    return Templates(chrome, {name: digest_of(shared, family) for name, family in _families(bare(theme)).items()})


def bare(theme: Theme) -> Theme:
    """The theme without its assets: all that templates need, and little to send to another process."""
    return replace(theme, assets=())


@dataclass(frozen=True, slots=True, eq=False)
class EditionTheme:
    """A theme in the chrome of one edition. ``digest`` is its identity: a process makes its environment once."""

    theme: Theme  # bare
    chrome: Chrome
    constant: frozenset[str]  # see ``bulletin.render.constant``
    digest: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EditionTheme) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)


def edition_theme(theme: Theme, chrome: Chrome) -> EditionTheme:
    """Raises ThemeError where a template does not parse."""
    plain = bare(theme)
    return EditionTheme(plain, chrome, _constant(plain), digest_of(plain, chrome))


@lru_cache(maxsize=8)
def edition_environment(edition: EditionTheme) -> Environment:
    """For the pages of one edition: templates also see ``chrome`` where they are taken without context."""
    environment = _compiling(edition.theme)
    environment.globals["chrome"] = edition.chrome
    return environment


def _compiling(theme: Theme) -> EditionEnvironment:
    """Whose code is that of all editions."""
    environment = _environment(EditionEnvironment, theme, _compiled(theme))
    environment.constant = _constant(theme)
    environment.trees = _trees(theme)
    return environment


def prepare(edition: EditionTheme, names: Iterable[str]) -> None:
    """Compiles templates with all that they extend and include: processes forked from this one need not."""
    _compile(edition_environment(edition), _parts(edition.theme), names)


def prepare_all(theme: Theme) -> None:
    """The same for all editions to come. Of what is wrong nothing is said: it will be where it is needed."""
    plain = bare(theme)
    with suppress(Exception):
        _families(plain)
        layers = tuple(f"{name}/" for name in theme.names)
        names = [name for name, _ in plain.templates if not name.startswith(layers)]
        _compile(_compiling(plain), _parts(plain), names)


def _compile(environment: Environment, parts: Mapping[str, tuple[str, ...]], names: Iterable[str]) -> None:
    todo = list(names)
    seen = set(todo)
    while todo:
        name = todo.pop()
        environment.get_template(name)
        more = [one for one in parts[name] if one not in seen]
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
    """``view`` is ``page.context`` with its head.

    Raises ThemeError, with the template and the line where it failed and the page it was to make.
    """
    try:
        return environment.get_template(page.template).render(chrome=chrome, page=view)
    except TemplateSyntaxError as error:
        raise ThemeError("E501", template=str(error.name), line=str(error.lineno), reason=str(error.message)) from error
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
def _families(theme: Theme) -> Mapping[str, tuple[str, ...]]:
    """Template -> all sources that its text can come from."""
    sources = dict(theme.templates)
    return {name: _family(name, _parts(theme), sources) for name in sources}


@lru_cache(maxsize=2)
def _parts(theme: Theme) -> Mapping[str, tuple[str, ...]]:
    """Template -> what it names."""
    found: dict[int, tuple[str, ...]] = {}  # of one tree under two names once
    trees = _trees(theme)
    for name, tree in trees.items():
        if id(tree) not in found:
            found[id(tree)] = _references(name, tree)
    return {name: found[id(tree)] for name, tree in trees.items()}


@lru_cache(maxsize=2)
def _constant(theme: Theme) -> frozenset[str]:
    return constant_parts(_trees(theme))


@lru_cache(maxsize=2)
def _trees(theme: Theme) -> Mapping[str, nodes.Template]:
    """Each text is parsed once, though the nearest theme's templates have two names."""
    environment = environment_for(theme)
    parsed: dict[str, nodes.Template] = {}
    for name, source in theme.templates:
        if source not in parsed:
            parsed[source] = _parsed(environment, name, source)
    return {name: parsed[source] for name, source in theme.templates}


def _parsed(environment: Environment, name: str, source: str) -> nodes.Template:
    try:
        return environment.parse(source, name)
    except TemplateSyntaxError as error:
        raise ThemeError("E501", template=name, line=str(error.lineno), reason=str(error.message)) from error


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
