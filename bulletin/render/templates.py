"""Theme and Chrome -> pages with their keys, and page -> text: the only home of jinja2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import DictLoader, Environment, StrictUndefined, TemplateSyntaxError, meta

from bulletin.errors import ThemeError
from bulletin.model.content import Theme
from bulletin.model.digest import digest_of
from bulletin.model.page import Page
from bulletin.render.filters import FILTERS
from bulletin.render.views import Chrome


@dataclass(frozen=True, slots=True)
class Templates:
    """Makes the pages of one edition: their keys now, their bytes later, in any process."""

    chrome: Chrome
    families: Mapping[str, str]  # template -> digest of it, of all it extends and includes, and of the chrome

    def page(self, path: str, template: str, view: object) -> Page:
        """``path`` is below the edition; ``view`` is what the template sees as ``page``."""
        where = self.chrome.edition.path + path
        return Page(where, digest_of(self.families[template], view), template=template, context=view)


def templates_for(theme: Theme, chrome: Chrome) -> Templates:
    """Raises ThemeError where a template does not parse or names one that is not there."""
    environment = environment_for(theme)
    sources = dict(theme.templates)
    parts = {name: _references(environment, name, source) for name, source in sources.items()}
    shared = digest_of(chrome)
    return Templates(chrome, {name: digest_of(shared, _family(name, parts, sources)) for name in sources})


def environment_for(theme: Theme) -> Environment:
    """Autoescape everywhere, an undefined name is an error, no globals: a template sees its context and filters."""
    environment = Environment(
        loader=DictLoader(dict(theme.templates)),
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
    """All sources that a template's text can come from, itself first."""
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
