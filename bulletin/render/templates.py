"""Theme and Chrome -> pages with their keys, and page -> text: the only home of jinja2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import TracebackType

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateSyntaxError, meta

from bulletin.errors import ThemeError
from bulletin.model.content import Theme
from bulletin.model.digest import digest_of
from bulletin.model.page import Page
from bulletin.render.filters import FILTERS
from bulletin.render.keys import Keys
from bulletin.render.views import Chrome


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


@lru_cache(maxsize=2)
def environment_for(theme: Theme) -> Environment:
    """Autoescape everywhere, an undefined name is an error, no globals: a template sees its context and filters.

    Remembered, since compiling a theme's templates costs more than rendering a hundred pages with them.
    """
    sources = dict(theme.templates)

    def load(name: str) -> tuple[str, str, None] | None:
        return (sources[name], name, None) if name in sources else None

    environment = Environment(
        loader=FunctionLoader(load),  # unlike DictLoader it gives templates a file name, for tracebacks
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.loopcontrols"],
    )
    environment.globals = {"range": range, "namespace": environment.globals["namespace"]}
    environment.filters.update(FILTERS)
    return environment


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
    environment = environment_for(theme)
    sources = dict(theme.templates)
    parts = {name: _references(environment, name, source) for name, source in sources.items()}
    return {name: _family(name, parts, sources) for name in sources}


def _references(environment: Environment, name: str, source: str) -> tuple[str, ...]:
    try:
        tree = environment.parse(source, name)
    except TemplateSyntaxError as error:
        raise ThemeError("E501", template=name, line=str(error.lineno), reason=str(error.message)) from error
    found = tuple(meta.find_referenced_templates(tree))
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
