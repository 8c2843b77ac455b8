"""A parsed template -> what it reads, names and takes, in one walk through it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from jinja2 import meta, nodes

from bulletin.model.making import frozen
from bulletin.render.generating import Take


@frozen
class Walked:
    read: frozenset[str]  # names
    given: frozenset[str]  # names that get a meaning somewhere in it
    takes: tuple[Take, ...]
    references: tuple[str | None, ...]  # names of templates; None: worked out while a page is made


@lru_cache(maxsize=512)
def walked(tree: nodes.Template) -> Walked:
    """Remembered: what a theme's pages are made of, and which of it is constant, is asked of the same trees."""
    read: set[str] = set()
    given: set[str] = set()
    taking: list[nodes.Node] = []
    for node in _walk(tree):
        if isinstance(node, nodes.Name):
            (read if node.ctx == "load" else given).add(node.name)
        elif isinstance(node, nodes.Macro):
            given.add(node.name)
        elif isinstance(node, nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport):
            taking.append(node)
            if isinstance(node, nodes.Import):
                given.add(node.target)
            elif isinstance(node, nodes.FromImport):
                given.update(one if isinstance(one, str) else one[1] for one in node.names)
    references = tuple(meta.find_referenced_templates(nodes.Template(taking)))
    takes = tuple(node for node in taking if isinstance(node, Take))
    return Walked(frozenset(read), frozenset(given), takes, references)


def _walk(tree: nodes.Node) -> Iterator[nodes.Node]:
    """As ``tree.find_all``, which asks each node for its fields by three generators."""
    todo: list[nodes.Node] = [tree]
    while todo:
        node = todo.pop()
        yield node
        for name in node.fields:
            value = getattr(node, name, None)
            if isinstance(value, nodes.Node):
                todo.append(value)
            elif isinstance(value, list):
                todo += [one for one in value if isinstance(one, nodes.Node)]
