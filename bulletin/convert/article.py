"""``Item`` -> ``Article`` in every edition: Markdown is rendered once, then its text converted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields as fields_of
from dataclasses import replace
from datetime import datetime, time
from operator import attrgetter
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bulletin.convert.context import Context, EditionNames, prepare
from bulletin.convert.facets import named_links, section_link, union_links
from bulletin.convert.fields import captions, convert_fields, name_fields, with_title, with_variant
from bulletin.convert.markup.containers import UNTITLED_ANNEX
from bulletin.convert.markup.render import Markup
from bulletin.convert.markup.targets import at_home
from bulletin.convert.markup.text import plain_text, running_text
from bulletin.convert.script.converter import Converter
from bulletin.convert.script.lexicon import fallback
from bulletin.convert.source import (
    Source,
    convert_markup,
    filled_fields,
    forms_in,
    read_source,
    ruled,
    variant_problems,
)
from bulletin.convert.standing import moments_of, standing_of
from bulletin.convert.summary import length_of, summarise
from bulletin.model.altered import altered
from bulletin.model.article import Article, Card, Link
from bulletin.model.body import body_to_bytes
from bulletin.model.content import Edition
from bulletin.model.digest import digest_of_plain
from bulletin.model.item import WORKED_OUT, Attachment, Item
from bulletin.model.making import frozen
from bulletin.model.pickling import quick_to_pickle
from bulletin.model.problem import Problem

__all__ = ["Context", "Converted", "convert_item", "convert_items"]

_worked_out = attrgetter(*WORKED_OUT)
_NOTHING = _worked_out(Item("", "news", "", "", 0, ""))  # of most items
# Of a card and of an article, what is plain: links and moments are made so. The text follows from the HTML
_CARD_APART = ("date", "updated", "section", "sources", "authors", "digest")
_CARD_SAID = attrgetter(*(one.name for one in fields_of(Card) if one.name not in _CARD_APART))
_APART = ("card", "html", "text", "tags", "digest", "kept", "standing")
_SAID = attrgetter(*(one.name for one in fields_of(Article) if one.name not in _APART))
_link_said = attrgetter(*(one.name for one in fields_of(Link)))
_UNCHANGED = Converter("Hans", Edition("zh-Hans", "", "", "curly"))


@quick_to_pickle
@frozen
class Converted:
    """``articles`` has one for each edition, in the order of ``Config.editions``."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]


def convert_item(item: Item, context: Context) -> Converted:
    """The article of ``item`` in every edition, and what is doubtful about its body or its script.

    A withdrawn item keeps its title, its place and its notice; its text goes nowhere.
    """
    source = read_source(item, context)
    variants = {tag: read_source(variant, context) for tag, variant in item.variants}
    editions = prepare(context)
    articles = tuple(
        _article(source, fallback(variants, names.edition.tag), names, context) for names in editions
    )
    problems = [problem for one in (source, *variants.values()) for problem in one.problems]
    problems += variant_problems(variants)
    problems += _attachment_problems(source, articles[0])
    return Converted(articles, tuple(dict.fromkeys(problems)))


def convert_items(context: Context, items: Sequence[Item]) -> list[Converted]:
    return [convert_item(item, context) for item in items]


def without_bodies(one: Converted) -> tuple[Converted, list[tuple[str, bytes]]]:
    """Without the bodies of its articles, and these, each under the digest of its article."""
    bodies = [(article.digest, body_to_bytes(article.html, article.text)) for article in one.articles if article.html]
    slim = (altered(a, html="", text="", kept=a.digest) if a.html else a for a in one.articles)
    return altered(one, articles=tuple(slim)), bodies


def key_of(context: str, item: Item) -> str:
    """Says all that the articles of ``item`` depend on; ``context`` is that of ``Context.digest``."""
    worked_out = _worked_out(item)
    return item.digest + context if worked_out == _NOTHING else digest_of_plain(context, item.digest, *worked_out)


def _article(source: Source, variant: Source | None, names: EditionNames, context: Context) -> Article:
    """One edition. A variant's words stay exactly as they were written by hand."""
    item = source.written
    tag = names.edition.tag
    converter = converter_of(source, names)
    forms = forms_in(source, names)
    fields = filled_fields(convert_fields(source.item, converter), source, forms, tag)
    gallery = captions(item, converter)
    markup = _markup(source, converter, names.edition, forms)
    lang = _own_language(source, names.edition)
    if variant is not None:
        hand = forms_in(variant, names)
        fields = with_variant(fields, filled_fields(variant.item, variant, hand, tag))
        gallery = captions(variant.item, _UNCHANGED) or gallery
        markup = convert_markup(variant.markup, _UNCHANGED, hand) if variant.item.body.strip() else markup
        lang = "" if variant.item.title else lang
    if fallback(dict(fields.titles), tag) is not None:
        fields, lang = with_title(fields, tag), ""
    html = at_home(markup.html, names.root)
    text = plain_text(html)
    authors = variant.written.author if variant is not None and variant.item.author else item.author
    card = Card(
        path=item.path,
        url=names.root + item.url,
        title=fields.title,
        kind=item.kind,
        date=item.date,
        has_time=item.has_time,
        updated=_updated(fields, context),
        kicker=fields.kicker,
        summary="" if item.withdrawn else fields.summary or summarise(running_text(html, text)),
        section=section_link(item.section, names),
        sources=union_links(item.source, names, converter, _sources(source, converter, forms)),
        authors=named_links("authors", authors, fields.author, names),
        region=fields.region,
        cover=None if item.withdrawn else fields.cover or markup.first_photo or next(iter(fields.gallery), None),
        pinned=item.pinned,
        is_withdrawn=bool(item.withdrawn),
        lang=lang,
    )
    card = altered(card, digest=digest_of_card(card))
    article = Article(
        card=card,
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
    return altered(article, digest=digest_of_article(article), standing=standing_of(article, names.root))


def digest_of_card(card: Card) -> str:
    """Says all of it."""
    section = (card.section,) if card.section else ()
    links = [list(map(_link_said, some)) for some in (section, card.sources, card.authors)]
    return digest_of_plain(moments_of(card), links, *_CARD_SAID(card))


def digest_of_article(article: Article) -> str:
    """Says all of it but its place."""
    html = article.html.encode("utf-16-le", "surrogatepass")
    return digest_of_plain(article.card.digest, html, list(map(_link_said, article.tags)), *_SAID(article))


def _own_language(source: Source, edition: Edition) -> str:
    """The script of a text that is not to be converted, where it is not the edition's: "zh-Hans"; else ""."""
    return "" if source.item.convert or source.script == edition.script else f"zh-{source.script}"


def converter_of(source: Source, names: EditionNames) -> Converter:
    """With the names of the item protected in all its text, and the rules of its author."""
    if not source.item.convert:
        return _UNCHANGED
    converter = ruled(names.converters[source.script], source)
    if converter.changes_nothing:  # nor does it any name
        return converter
    unlisted = (one for one in source.written.source if one not in names.unions)
    return converter.protecting(converter.names_in((*name_fields(source.written), *unlisted)))


def _sources(source: Source, converter: Converter, forms: Mapping[int, str]) -> dict[str, str]:
    """Names with an author's mark: as they read in the item's own script -> in the edition."""
    pairs = zip(source.written.source, source.item.source, strict=True)
    return {own: converter.organisation(one).translate(forms) for own, one in pairs if own != one}


def _markup(source: Source, converter: Converter, edition: Edition, forms: Mapping[int, str]) -> Markup:
    """The body in the edition; what is not to be converted says which script it is in, so that it gets its font."""
    markup = convert_markup(source.markup, converter, forms)
    lang = _own_language(source, edition)
    return replace(markup, html=f'<div lang="{lang}">{markup.html}</div>') if lang and markup.html else markup


def _tag_names(source: Source, fields: Item, names: EditionNames) -> tuple[str, ...]:
    """Converted even where the item is not: a tag is the name of a list that others are in."""
    if source.item.convert:
        return fields.tags
    return tuple(names.converters[source.script].texts(source.written.tags))


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


def _attachment_problems(source: Source, article: Article) -> Iterator[Problem]:
    """A notice lists what is sent on paper; elsewhere a name that leads nowhere is not shown."""
    if source.item.kind != "notice":
        for typed, shown in zip(source.written.attachments, article.attachments, strict=False):
            if not shown.url:
                yield Problem(source.item.path, 0, 0, "W703", (("name", typed.name),))
