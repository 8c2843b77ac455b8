"""A template's syntax tree -> Python that makes the same text as Jinja's own, with fewer calls.

What Jinja asks of everything that a template says, most of it can't need: whether what is called wants the context,
whether a part of the chrome has changed since the page before, whether a text is one. Each place where it can matter
goes Jinja's way.
"""

from __future__ import annotations

from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef, optimizeconst
from jinja2.visitor import NodeTransformer

Take = nodes.Include | nodes.Import | nodes.FromImport
_CHROME = "chrome"


class Generator(CodeGenerator):
    """For ``bulletin.render.constant.EditionEnvironment``, whose attributes the code written here reads."""

    environment: Any

    def write_commons(self) -> None:
        """All else that Jinja would look up here for each page is there: ``EditionEnvironment.names``."""
        self.writeline("resolve = context.resolve_or_missing")
        self.writeline("if 0: yield None")

    @optimizeconst
    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        is_plain = not (forward_caller or node.dyn_args or node.dyn_kwargs)
        if not is_plain or any(iskeyword(one.key) for one in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """What is no attribute (an item of a dict, what is undefined) goes Jinja's way."""
        of, found = self.temporary_identifier(), self.temporary_identifier()
        self.write(f"({found} if ({found} := getattr({of} := (")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing else environment.getattr({of}, {node.attr!r}))")

    def visit_EnvironmentAttribute(self, node: nodes.EnvironmentAttribute, _: Frame) -> None:
        """A part of the chrome: see ``chrome_apart``. It is looked up once."""
        self.write(f"of_chrome[{node.name!r}]")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        """What stands together in one piece: each would pass through all that include and extend one another."""
        if frame.buffer is None and len(node.nodes) > 1:
            frame.buffer = "yield joined"  # Jinja writes ``.extend((…))`` behind it
            super().visit_Output(node, frame)
            frame.buffer = None
        else:
            super().visit_Output(node, frame)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:
        """As one piece, likewise."""
        if frame.buffer is not None or node.ignore_missing or not node.with_context or not target_of(node):
            super().visit_Include(node, frame)
            return
        self.writeline("template = environment.get_template(", node)
        self.write(f"{target_of(node)!r}, {self.name!r})")
        known = f"context.get_all(), True, {self.dump_local_context(frame)}"
        self.writeline(f"yield concat(template.root_render_func(template.new_context({known})))")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if target_of(node) in self.environment.constant and not node.with_context:
            self.write(f"environment.modules[{target_of(node)!r}]")
        else:
            super()._import_common(node, frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        is_kept = frame.parent and frame.parent.toplevel and self.name in self.environment.constant
        self.write("remembering_" if is_kept else "quick_")  # Jinja writes ``Macro(…)`` behind it
        super().macro_def(macro_ref, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if isinstance(node, nodes.EnvironmentAttribute) and _is_escaped(frame, finalize):
            self.write("escaped_")  # ``visit`` writes ``of_chrome[…]`` behind it
        elif _is_escaped(frame, finalize):
            self.write("(escaped(one) if (kind := type(one := (")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        """Texts, which most are, are escaped without a call of Python's own."""
        if isinstance(node, nodes.EnvironmentAttribute) and _is_escaped(frame, finalize):
            return
        if _is_escaped(frame, finalize):
            self.write("))) is str else one if kind is Markup else escape(one))")
        else:
            super()._output_child_post(node, frame, finalize)


def chrome_apart(tree: nodes.Template) -> None:
    """Puts an attribute of the environment in the place of each part of the chrome that ``tree`` says, so that nothing
    of it is taken for a name that has to be looked up."""
    _Chrome().visit(tree)


class _Chrome(NodeTransformer):
    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:
        if path := _path(node):
            return nodes.EnvironmentAttribute(path, lineno=node.lineno, environment=node.environment)
        return self.generic_visit(node)


class Joined:
    """What ``yield joined.extend((…))`` needs."""

    append = staticmethod(str)
    extend = staticmethod("".join)


def target_of(node: Take) -> str:
    """The name of the template that is taken, "" where it is worked out."""
    template = node.template
    return template.value if isinstance(template, nodes.Const) and isinstance(template.value, str) else ""


def _is_escaped(frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> bool:
    return bool(frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None)


def _path(node: nodes.Getattr) -> str:
    """"words.source" of ``chrome.words.source``; "" for an attribute of anything else."""
    names: list[str] = []
    one: nodes.Node = node
    while isinstance(one, nodes.Getattr):
        names.append(one.attr)
        one = one.node
    return ".".join(reversed(names)) if isinstance(one, nodes.Name) and one.name == _CHROME else ""
