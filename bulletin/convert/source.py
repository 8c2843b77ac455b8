"""``Item`` -> ``Source``: its script, its body as HTML, and what its author wrote for each edition by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from bulletin.convert.context import Context, EditionNames, default_script
from bulletin.convert.fields import all_texts, change_texts, convert_fields
from bulletin.convert.manual.forms import fill_html, shown_forms, title, words, written_forms
from bulletin.convert.manual.scan import NO_MARKS, Manual, Scanner
from bulletin.convert.markup.render import Markup, render_markup
from bulletin.convert.script.converter import Converter
from bulletin.convert.script.direction import Leftover, detect, leftovers
from bulletin.model.altered import altered
from bulletin.model.content import Edition, Script
from bulletin.model.item import Item
from bulletin.model.making import frozen
from bulletin.model.problem import Problem

REMADE = "Remade"  # Item.script of a text that was converted character by character and is to be made anew
_NOTHING = Markup("")
_TO_REMAKE = Converter("Hant", Edition("zh-Hans", "", "", "curly"))


@frozen
class Source:
    """One text to publish from: the item's own, or a hand-written variant's.

    ``item`` and ``markup`` hold one character for each mark ``-{ … }-``, which ``manual`` explains; ``written`` is the
    item with the marks as they read in its own script: for addresses and names, the same in all editions.
    """

    item: Item
    written: Item
    script: Script
    markup: Markup
    manual: Manual
    problems: tuple[Problem, ...]


def read_source(item: Item, context: Context) -> Source:
    """Never raises. A withdrawn item has no body."""
    marked, manual = read_marks(item)
    script: Script = detect(marked.title + "\n" + marked.body, default_script(context))
    if item.script in ("Hans", "Hant"):
        script = "Hant" if item.script == "Hant" else "Hans"
    markup = _NOTHING if item.withdrawn else _render(marked, manual, script, context)
    if item.script == REMADE and item.convert:
        script = "Hans"
        marked, markup = convert_fields(marked, _TO_REMAKE), convert_markup(markup, _TO_REMAKE)
    written = marked
    if manual:
        forms = written_forms(manual, script)
        written = change_texts(marked, lambda _, text: text.translate(forms))
    problems = (*markup.problems, *mark_problems(item.path, manual), *_script_problems(marked, script))
    return Source(marked, written, script, markup, manual, problems)


def read_marks(item: Item) -> tuple[Item, Manual]:
    """The item with one character for each mark."""
    texts = tuple(all_texts(item))
    if "-{" not in item.body and "-{" not in "\n".join(texts):
        return item, NO_MARKS
    scanner = Scanner((item.body, *texts))
    lines = dict(item.lines)
    changed = change_texts(item, lambda name, text: scanner.field(text, lines.get(name, 0)) if "-{" in text else text)
    return replace(changed, body=scanner.body(item.body, item.body_line)), scanner.manual()


def mark_body(body: str, line: int) -> tuple[str, Manual]:
    """Markdown that belongs to no item, with one character for each mark."""
    if "-{" not in body:
        return body, NO_MARKS
    scanner = Scanner([body])
    return scanner.body(body, line), scanner.manual()


def mark_problems(path: str, manual: Manual) -> Iterator[Problem]:
    """What is wrong with marks; those stay as typed."""
    return (Problem(path, one.line, 0, one.fault.code, one.fault.values) for one in manual.told)


def convert_marked(text: str, converter: Converter, names: EditionNames) -> str:
    """A text that belongs to no item."""
    scanner = Scanner([text])
    marked = scanner.field(text, 0)
    return converter.text(marked).translate(forms_of(scanner.manual(), names))


def ruled(converter: Converter, source: Source) -> Converter:
    """With the rules that the author gave for the page."""
    return converter.ruled(words(source.manual, converter.edition.tag)) if source.manual.rules else converter


def forms_of(manual: Manual, names: EditionNames) -> dict[int, str]:
    """What each mark reads in an edition, for ``str.translate``."""
    if not manual:
        return {}
    return shown_forms(manual, names.edition.tag, lambda text, script: names.converters[script].text(text))


def forms_in(source: Source, names: EditionNames) -> dict[int, str]:
    return forms_of(source.manual, names)


def filled_fields(fields: Item, source: Source, forms: Mapping[int, str], tag: str) -> Item:
    """Every mark in a text of the front matter replaced; the title as a mark ``-{T|…}-`` says."""
    if not source.manual:
        return fields
    own = title(source.manual, tag)
    fields = fields if own is None else replace(fields, title=own)
    filled = change_texts(fields, lambda _, text: text.translate(forms).strip())
    return filled if filled.title or not source.item.title else replace(filled, title=_least_title(source))


def _least_title(source: Source) -> str:
    """Of an item whose title has no word in this edition: nothing may be published without one."""
    return source.written.title.strip() or PurePosixPath(source.item.path).name.partition(".")[0]


def convert_markup(markup: Markup, converter: Converter, forms: Mapping[int, str] | None = None) -> Markup:
    """HTML, headings and the names of printed attachments in the converter's edition."""
    if converter.changes_nothing and not forms:
        return markup
    html = converter.html(markup.html)
    headings = converter.texts([heading.text for heading in markup.headings])
    names = converter.texts([file.name for file in markup.attachments])
    if forms:
        html = fill_html(html, forms)
        headings = [text.translate(forms) for text in headings]
        names = [text.translate(forms) for text in names]
    return altered(
        markup,
        html=html,
        headings=tuple(altered(one, text=text) for one, text in zip(markup.headings, headings, strict=True)),
        attachments=tuple(altered(one, name=name) for one, name in zip(markup.attachments, names, strict=True)),
    )


def variant_problems(variants: Mapping[str, Source]) -> Iterator[Problem]:
    """Of texts written by hand for an edition, those in the other script."""
    for tag, variant in variants.items():
        said: Script = "Hant" if "Hant" in tag else "Hans"
        if detect(variant.item.title + variant.item.body, said) != said:
            yield _problem(variant.item, 0, "W702", (("tag", tag),))


def _render(item: Item, manual: Manual, script: Script, context: Context) -> Markup:
    return render_markup(
        item.path,
        item.body,
        first_line=item.body_line,
        links={target: url for target, url in item.links if not url.startswith("@")},  # of an item not published
        photos=dict(item.photos),
        image_hosts=context.config.image_hosts,
        manual=manual,
        script=script,
    )


def _script_problems(item: Item, script: Script) -> Iterator[Problem]:
    """What the author says of a script, and the text does not bear out; what a machine left in the other script."""
    if item.script in ("Hans", "Hant") and detect(item.body, script) != item.script:
        yield _problem(item, 0, "W701", (("stated", f"zh-{item.script}"),))
    if script == "Hant" and (found := leftovers(item.title + "\n" + item.body)) is not None:
        line = item.body_line + max(item.body.count("\n", 0, item.body.find(found.word)), 0)
        yield _problem(item, line if found.word in item.body else 0, "W727", _values(found))


def _values(found: Leftover) -> tuple[tuple[str, str], ...]:
    return (("left", str(found.left)), ("count", str(found.count)), ("examples", found.examples))


def _problem(item: Item, line: int, code: str, values: tuple[tuple[str, str], ...]) -> Problem:
    return Problem(item.path, line, 0, code, values)
