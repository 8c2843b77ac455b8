"""The templates of a theme -> those parts that look at nothing but the chrome, and an environment that makes them once.

Jinja makes a part anew for every page that includes or imports it with context, since the part might look at the page.
One that reads no name but ``chrome``, and whose own parts read none, is the same on every page of an edition: footer,
macros. It is then taken without context, with ``chrome`` as a global, and Jinja keeps what it made. Its macros depend
on nothing but what they are given, so what they made of it is kept as well (``bulletin.render.remembering``).
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping, MutableMapping
from types import CodeType
from typing import Any, TypeVar

from jinja2 import BytecodeCache, Environment, Template, Undefined, meta, nodes
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import escape

from bulletin.render.generating import Generator, Joined, Take, chrome_apart, target_of
from bulletin.render.remembering import quick_macro, remembering_macro
from bulletin.render.walking import walked
from bulletin.render.xml import escaped

_CHROME = "chrome"
_ANYWHERE = {_CHROME, "loop", "caller", "varargs", "kwargs", "self", "super"}  # names that Jinja may give a meaning
_OF_DICTS = frozenset(dir(dict))
Value = TypeVar("Value")


class _Template(Template):
    """Makes the module of a constant part so that it is quick to use again."""

    @classmethod
    def _from_namespace(
        cls, environment: Environment, namespace: MutableMapping[str, Any], globals: MutableMapping[str, Any]
    ) -> Template:
        """With the names that our code takes for granted, where Jinja's looks them up for each page."""
        if isinstance(environment, EditionEnvironment):
            namespace.update(environment.names)
        return super()._from_namespace(environment, namespace, globals)

    def make_module(
        self, vars: dict[str, Any] | None = None, shared: bool = False, locals: Mapping[str, Any] | None = None
    ) -> TemplateModule:
        module = super().make_module(vars, shared, locals)
        if vars is None and isinstance(self.environment, EditionEnvironment) and self.name in self.environment.constant:
            module._body_stream = [str(module)]
        return module

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """The one that was made, without Jinja's comparing the globals of all templates at every import: they are those
        of the environment."""
        return super()._get_default_module(ctx) if self._module is None else self._module


class _Known(dict[str, Value]):
    """What a function gives for a name, asked once for each; what is undefined is asked again."""

    def __init__(self, find: Callable[[str], Value]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, name: str) -> Value:
        value = self._find(name)
        if not isinstance(value, Undefined):
            self[name] = value
        return value


class EditionEnvironment(Environment):
    """Takes the templates named in ``constant`` without context, whatever the template that takes them says."""

    code_generator_class = Generator
    template_class = _Template
    constant: frozenset[str] = frozenset()
    parsed: Callable[[str, str], nodes.Template]  # a text and its name -> its tree

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._loaded: dict[str, Template] = {}
        self.modules: Mapping[str, TemplateModule] = _Known(self._module)
        of_chrome = _Known(self._of_chrome)
        self.names: Mapping[str, Any] = {  # see ``bulletin.render.generating``
            "undefined": self.undefined,
            "concat": self.concat,
            "cond_expr_undefined": Undefined,
            "of_chrome": of_chrome,
            "escaped_of_chrome": _Known(lambda path: escape(of_chrome[path])),
            "escaped": escaped,
            "joined": Joined,
            "quick_Macro": quick_macro,
            "remembering_Macro": remembering_macro,
        }

    def _of_chrome(self, path: str) -> Any:
        """What ``chrome.words.source`` is, by "words.source"."""
        value: Any = self.globals[_CHROME]
        for name in path.split("."):
            found = getattr(value, name, missing)
            value = self.getattr(value, name) if found is missing else found
        return value

    def _module(self, name: str) -> TemplateModule:
        return self.get_template(name)._get_default_module()

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """No template has names of its own: those of the environment need not be looked for twice."""
        return super().make_globals(d) if d else self.globals

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As Jinja's, but that a dict (of words, of places) is first asked for what it holds."""
        if type(obj) is dict and attribute in obj and attribute not in _OF_DICTS:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """As Jinja's, without its way through the loader for one that was loaded."""
        if globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        if name not in self._loaded:
            self._loaded[name] = super().get_template(name, parent)
        return self._loaded[name]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:  # noqa: ARG002 - Jinja's
        return self.parsed(source, name or "")

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        for node in walked(source).takes:
            if target_of(node) in self.constant:
                node.with_context = False
        if self.constant:  # ``chrome`` is the same wherever a template says it
            chrome_apart(source)
        return super()._generate(source, name, filename, defer_init)


class CompiledTemplates(BytecodeCache):
    """The code of one theme's templates, for its environments in one process: compiling them takes a quarter second."""

    def __init__(self) -> None:
        self._codes: dict[str, CodeType] = {}
        self._learnt: Mapping[str, bytes] = {}
        self.expected: Callable[[], Any] | None = None  # gives what to learn: see ``anatomy.expect``

    def told(self) -> dict[str, bytes]:
        """All of them, for another process."""
        return {key: marshal.dumps(code) for key, code in self._codes.items()}

    def learn(self, codes: Mapping[str, bytes]) -> None:
        """What another process of ours told."""
        self._learnt = codes

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key not in self._codes and bucket.key in self._learnt:
            self._codes[bucket.key] = marshal.loads(self._learnt[bucket.key])
        bucket.code = self._codes.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key] = bucket.code


def constant_parts(trees: Mapping[str, nodes.Template]) -> frozenset[str]:
    """Names of the included and imported templates that are the same on every page of an edition.

    None where some template gives ``chrome`` another meaning.
    """
    takes: set[Take] = set()
    for tree in {id(tree): tree for tree in trees.values()}.values():
        if _CHROME in walked(tree).given:
            return frozenset()
        takes.update(walked(tree).takes)
    taken = {target_of(node) for node in takes}
    plain: dict[str, bool] = {}
    return frozenset(name for name in taken if name in trees and _is_constant(name, trees, plain))


def _is_constant(name: str, trees: Mapping[str, nodes.Template], plain: dict[str, bool]) -> bool:
    seen = {name}
    todo = [name]
    while todo:
        one = todo.pop()
        if one not in trees:
            return False
        if one not in plain:
            plain[one] = _is_plain(trees[one])
        if not plain[one]:
            return False
        for other in walked(trees[one]).references:
            if other is None:  # worked out while the page is made
                return False
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return True


def _is_plain(tree: nodes.Template) -> bool:
    """Reads ``chrome`` alone, and keeps nothing that a page could change and the next one see."""
    if any(isinstance(node, nodes.Assign | nodes.AssignBlock) for node in tree.body):
        return False
    found = walked(tree)
    if "namespace" in found.read | found.given or not found.read - found.given <= _ANYWHERE:
        return False
    return meta.find_undeclared_variables(tree) <= {_CHROME}
