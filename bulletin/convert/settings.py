"""``Config`` -> the same in the script of an edition: what pages print of it."""

from __future__ import annotations

from dataclasses import replace

from bulletin.convert.context import Context, convert_section, default_script, prepare
from bulletin.convert.script.converter import Converter
from bulletin.model.content import Config, Edition, Glossary, IssueRules, Script, Union

_OTHERS: tuple[tuple[Script, Edition], ...] = (
    ("Hans", Edition("zh-Hant", "", "", "corner")),
    ("Hans", Edition("zh-Hant-HK", "", "", "corner")),
    ("Hant", Edition("zh-Hans", "", "", "curly")),
)


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


def in_both_scripts(config: Config, unions: tuple[Union, ...]) -> tuple[Config, tuple[Union, ...]]:
    """The same with each section's and union's names in the other script among its aliases, so that 欄目: 要聞 in a
    traditional item is the section 要闻. For reading what authors wrote, not for showing."""
    forms = tuple(Converter(*pair) for pair in _OTHERS)

    def aliases(name: str, known: tuple[str, ...], fixed: tuple[str, ...] = ()) -> tuple[str, ...]:
        names = (name, *known, *fixed)
        found = dict.fromkeys([*known, *fixed, *(form.text(one) for form in forms for one in names)])
        return tuple(one for one in found if one != name)

    sections = tuple(replace(one, aliases=aliases(one.name, one.aliases)) for one in config.sections)
    bodies = (replace(one, aliases=aliases(one.name, one.aliases, tuple(n for _, n in one.names))) for one in unions)
    return replace(config, sections=sections), tuple(bodies)


def _issue_rules(rules: IssueRules, converter: Converter) -> IssueRules:
    return replace(
        rules,
        name=converter.text(rules.name),
        publisher=converter.name(rules.publisher),
        compiler=converter.name(rules.compiler),
        chief_editor=converter.name(rules.chief_editor),
        editor=converter.name(rules.editor),
    )
