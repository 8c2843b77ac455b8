"""``Item`` -> ``Article`` in every edition: Markdown is rendered once, then its text converted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bulletin.convert.context import Context, EditionNames, default_script, prepare
from bulletin.convert.facets import named_links, section_link, union_links
from bulletin.convert.fields import captions, convert_fields, name_fields, with_title, with_variant
from bulletin.convert.markup.containers import UNTITLED_ANNEX
from bulletin.convert.markup.render import Markup, render_markup
from bulletin.convert.markup.targets import at_home
from bulletin.convert.markup.text import plain_text, running_text
from bulletin.convert.script.converter import Converter
from bulletin.convert.script.direction import detect
from bulletin.convert.script.lexicon import fallback
from bulletin.convert.summary import length_of, summarise
from bulletin.model.article import Article, Card
from bulletin.model.content import Edition, Script
from bulletin.model.digest import digest_of
from bulletin.model.item import Attachment, Item
from bulletin.model.problem import Problem

__all__ = ["Context", "Converted", "convert_item"]

_UNCHANGED = Converter("Hans", Edition("zh-Hans", "", "", "curly"))
_NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class Converted:
    """``articles`` has one for each edition, in the order of ``Config.editions``."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """One text to publish from: the item's own, or a hand-written variant's."""

    item: Item
    script: Script
    markup: Markup


def convert_item(item: Item, context: Context) -> Converted:
    """The article of ``item`` in every edition, and what is doubtful about its body or its script.

    A withdrawn item keeps its title, its place and its notice; its text goes nowhere.
    """
    source = _source(item, context)
    variants = {tag: _source(variant, context) for tag, variant in item.variants}
    editions = prepare(context)
    articles = tuple(
        _article(source, fallback(variants, names.edition.tag), names, context) for names in editions
    )
    problems = [problem for one in (source, *variants.values()) for problem in one.markup.problems]
    problems += _script_problems(source, variants)
    problems += _attachment_problems(source, articles[0])
    return Converted(articles, tuple(dict.fromkeys(problems)))


def _source(item: Item, context: Context) -> _Source:
    script: Script = detect(item.title + "\n" + item.body, default_script(context))
    if item.script in ("Hans", "Hant"):
        script = "Hant" if item.script == "Hant" else "Hans"
    return _Source(item, script, _NOTHING if item.withdrawn else _render(item, context))


def _render(item: Item, context: Context) -> Markup:
    return render_markup(
        item.path,
        item.body,
        first_line=item.body_line,
        links={target: url for target, url in item.links if not url.startswith("@")},  # of an item not published
        photos=dict(item.photos),
        image_hosts=context.config.image_hosts,
    )


def _article(source: _Source, variant: _Source | None, names: EditionNames, context: Context) -> Article:
    """One edition. A variant's words stay exactly as they were written by hand."""
    item = source.item
    converter = _converter(source, names)
    fields = convert_fields(item, converter)
    gallery = captions(item, converter)
    markup = _convert_markup(source, converter, names.edition)
    if variant is not None:
        fields = with_variant(fields, variant.item)
        gallery = captions(variant.item, _UNCHANGED) or gallery
        markup = variant.markup if variant.item.body.strip() else markup
    fields = with_title(fields, names.edition.tag)
    html = at_home(markup.html, names.root)
    text = plain_text(html)
    authors = variant.item.author if variant is not None and variant.item.author else item.author
    article = Article(
        card=Card(
            path=item.path,
            url=names.root + item.url,
            title=fields.title,
            kind=item.kind,
            date=item.date,
            has_time=item.has_time,
            updated=_updated(fields, context),
            kicker=fields.kicker,
            summary="" if item.withdrawn else fields.summary or summarise(running_text(html)),
            section=section_link(item.section, names),
            sources=union_links(item.source, names, converter),
            authors=named_links("authors", authors, fields.author, names),
            region=fields.region,
            cover=None if item.withdrawn else fields.cover or markup.first_photo or next(iter(fields.gallery), None),
            pinned=item.pinned,
            is_withdrawn=bool(item.withdrawn),
        ),
        html=html,
        text=text,
        digest="",
        headings=markup.headings,
        subtitle=fields.subtitle,
        tags=named_links("tags", item.tags, _tag_names(source, fields, names), names),
        addressee=fields.addressee,
        signature=fields.signature,
        signed_on=item.signed_on,
        document_number=fields.document_number,
        contact=fields.contact,
        phone=fields.phone,
        attachments=_attachments(fields, markup, names.root + item.url),
        reprint=fields.reprint,
        contributor=fields.contributor,
        photographer=fields.photographer,
        editor=fields.editor,
        gallery=() if item.withdrawn else gallery,
        corrections=fields.corrections,
        withdrawn=fields.withdrawn,
        views=item.views,
        length=length_of(text),
    )
    return replace(article, digest=digest_of(article))


def _converter(source: _Source, names: EditionNames) -> Converter:
    """With the names of the item protected in all its text."""
    if not source.item.convert:
        return _UNCHANGED
    converter = names.converters[source.script]
    unlisted = (one for one in source.item.source if one not in names.unions)
    return converter.protecting(converter.names_in((*name_fields(source.item), *unlisted)))


def _convert_markup(source: _Source, converter: Converter, edition: Edition) -> Markup:
    """The body in the edition; what is not to be converted says which script it is in, so that it gets its font."""
    markup = source.markup
    html = converter.html(markup.html)
    if html and not source.item.convert and source.script != edition.script:
        html = f'<div lang="zh-{source.script}">{html}</div>'
    headings = converter.texts([heading.text for heading in markup.headings])
    names = converter.texts([file.name for file in markup.attachments])
    return replace(
        markup,
        html=html,
        headings=tuple(replace(one, text=text) for one, text in zip(markup.headings, headings, strict=True)),
        attachments=tuple(replace(one, name=name) for one, name in zip(markup.attachments, names, strict=True)),
    )


def _tag_names(source: _Source, fields: Item, names: EditionNames) -> tuple[str, ...]:
    """Converted even where the item is not: a tag is the name of a list that others are in."""
    if source.item.convert:
        return fields.tags
    return tuple(names.converters[source.script].texts(source.item.tags))


def _attachments(fields: Item, markup: Markup, url: str) -> tuple[Attachment, ...]:
    """Those of the front matter, one that is printed in the body with its place there; then the others of the body.

    A printed one without a title of its own is the first of the front matter that is neither a file nor found by name.
    """
    if fields.withdrawn:
        return ()
    printed = [replace(file, url=url + quote(file.url, safe="#")) for file in markup.attachments]
    named = _placed(fields.attachments, {file.name: file for file in printed})
    untitled = [file for file in printed if file.name == UNTITLED_ANNEX and file.url not in {one.url for one in named}]
    lacking = [file.name for file in named if not file.url]
    named = _placed(named, dict(zip(lacking, untitled, strict=False)))
    found = {one.url for one in named} | {one.name for one in named}
    return (*named, *(file for file in printed if not found & {file.url, file.name}))


def _placed(files: tuple[Attachment, ...], places: Mapping[str, Attachment]) -> tuple[Attachment, ...]:
    """``files`` by their own names, those without an URL with that of ``places``."""
    return tuple(
        replace(file, url=places[file.name].url) if not file.url and file.name in places else file for file in files
    )


def _updated(item: Item, context: Context) -> datetime | None:
    """The day of the last correction, from midnight, or the item's own date where that is later."""
    zone = item.date.tzinfo if item.date else ZoneInfo(context.config.timezone)
    moments = [datetime.combine(one.date, time(), zone) for one in item.corrections]
    return max([*moments, item.date] if item.date else moments, default=None)


def _attachment_problems(source: _Source, article: Article) -> Iterator[Problem]:
    """A notice lists what is sent on paper; elsewhere a name that leads nowhere is not shown."""
    if source.item.kind != "notice":
        for typed, shown in zip(source.item.attachments, article.attachments, strict=False):
            if not shown.url:
                yield Problem(source.item.path, 0, 0, "W703", (("name", typed.name),))


def _script_problems(source: _Source, variants: Mapping[str, _Source]) -> Iterator[Problem]:
    """What the author says of a script, and the text does not bear out."""
    stated = source.item.script
    if stated in ("Hans", "Hant") and detect(source.item.body, source.script) != stated:
        yield Problem(source.item.path, 0, 0, "W701", (("stated", f"zh-{stated}"),))
    for tag, variant in variants.items():
        said: Script = "Hant" if "Hant" in tag else "Hans"
        if detect(variant.item.title + variant.item.body, said) != said:
            yield Problem(variant.item.path, 0, 0, "W702", (("tag", tag),))
