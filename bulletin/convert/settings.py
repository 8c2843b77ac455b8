"""``Config`` -> the same in the script of an edition: what pages print of it."""

from __future__ import annotations

from dataclasses import replace

from bulletin.convert.context import Context, convert_section, default_script, prepare
from bulletin.convert.script.converter import Converter
from bulletin.model.content import Config, Edition, Glossary, IssueRules, Union


def convert_config(
    config: Config, edition: Edition, unions: tuple[Union, ...] = (), glossary: Glossary | None = None
) -> Config:
    """Texts and names converted, words of the glossary and names of unions as fixed there.

    URLs, mail, phone, ids and the filing numbers stay: 浙ICP备… is a number as the authority issued it.
    """
    context = Context(config, unions, glossary or Glossary())
    names = next(one for one in prepare(context) if one.edition == edition)
    converter = names.converters[default_script(context)]
    title, tagline, description, address = converter.texts(
        (config.title, config.tagline, config.description, config.address)
    )
    return replace(
        config,
        title=title,
        tagline=tagline,
        description=description,
        address=address,
        keywords=tuple(converter.texts(config.keywords)),
        sections=tuple(convert_section(section, converter) for section in config.sections),
        issues=_issue_rules(config.issues, converter),
        owner=converter.name(config.owner),
        builder=converter.name(config.builder),
    )


def _issue_rules(rules: IssueRules, converter: Converter) -> IssueRules:
    return replace(
        rules,
        name=converter.text(rules.name),
        publisher=converter.name(rules.publisher),
        compiler=converter.name(rules.compiler),
        chief_editor=converter.name(rules.chief_editor),
        editor=converter.name(rules.editor),
    )
