"""Theme and Chrome -> pages with their keys, and page -> text. Jinja is at home here and in the modules around."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import TracebackType

from jinja2 import Environment, TemplateSyntaxError

from bulletin.errors import ThemeError
from bulletin.model.content import Theme
from bulletin.model.digest import digest_of
from bulletin.model.making import frozen
from bulletin.model.page import Page, view_of
from bulletin.render.anatomy import (
    Anatomy,
    Told,
    anatomy_of,
    bare,
    compiled_of,
    constant_of,
    environment_of,
    references_of,
    trees_of,
    unreadable,
)
from bulletin.render.constant import EditionEnvironment
from bulletin.render.keys import Keys
from bulletin.render.views import Chrome


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
    constant = anatomy.constant if anatomy else constant_of(plain)
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
    environment = environment_of(EditionEnvironment, theme, compiled_of(theme))
    environment.constant = constant
    environment.parsed = trees_of(theme)
    return environment


def prepare(edition: EditionTheme, names: Iterable[str]) -> None:
    """Compiles templates with all that they extend and include: processes forked from this one need not. Raises
    ThemeError."""
    _compile(edition_environment(edition), edition.theme, names, edition.references)


def prepare_all(
    theme: Theme, process: int = 0, anatomy: Anatomy | None = None, names: frozenset[str] = frozenset()
) -> Told:
    """The same for all editions to come, of templates with these ``names`` or, if there are none, of all; what it gives
    is for another process, to ``expect``. Of what is wrong nothing is said: it will be where it is needed. Nothing is
    done in ``process``, where each is compiled when it is needed. ``anatomy`` where it is known."""
    if process == os.getpid():
        return None, {}
    plain, made = bare(theme), anatomy
    with suppress(Exception):
        made = made or anatomy_of(plain)
        layers = tuple(f"{name}/" for name in theme.names)
        all_of_them = (name for name, _ in plain.templates if not name.startswith(layers))
        wanted = [name for name in all_of_them if name in names or not names]
        _compile(_compiling(plain, frozenset(made.constant)), plain, wanted, dict(made.references))
    return made, compiled_of(plain).told()


def _compile(
    environment: Environment, theme: Theme, names: Iterable[str], references: Mapping[str, tuple[str, ...]]
) -> None:
    """Parses what is not compiled yet, and that of which no ``references`` are known."""
    sources, parsed = dict(theme.templates), trees_of(theme)
    todo = list(names)
    seen = set(todo)
    while todo:
        name = todo.pop()
        try:
            environment.get_template(name)
        except TemplateSyntaxError as error:
            raise unreadable(error, str(error.name)) from error
        found = references[name] if name in references else references_of(name, parsed(sources[name], name))
        more = [one for one in found if one not in seen]
        seen.update(more)
        todo += more


def render(environment: Environment, page: Page, view: object, chrome: Chrome) -> str:
    """``view`` is ``page.view`` with its head.

    Raises ThemeError, with the template and the line where it failed and the page it was to make.
    """
    try:
        return environment.get_template(page.template).render(chrome=chrome, page=view)
    except TemplateSyntaxError as error:
        raise unreadable(error, str(error.name)) from error
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
