"""What all items share -> the converters and facet names of every edition, made once a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from bulletin.convert.script.converter import Converter
from bulletin.convert.script.direction import detect
from bulletin.convert.script.lexicon import fallback
from bulletin.model.content import Config, Edition, Glossary, Script, Section, Union
from bulletin.model.digest import digest_of
from bulletin.model.making import frozen

_SCRIPTS: tuple[Script, ...] = ("Hans", "Hant")


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What the conversion of an item depends on besides the item; ``digest`` says all of that, and is its identity."""

    config: Config
    unions: tuple[Union, ...] = ()
    glossary: Glossary = field(default_factory=Glossary)
    digest: str = field(init=False, default="")

    def __post_init__(self) -> None:
        used = (self.config.base, self.config.editions, self.config.sections, self.config.image_hosts)
        digest = digest_of(used, self.config.timezone, _site_script(self.config), self.unions, self.glossary.entries)
        object.__setattr__(self, "digest", digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Context) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@frozen
class EditionNames:
    """An edition with its converters and the names of what the configuration lists, in its script."""

    edition: Edition
    root: str  # URL of the edition's home page, ends with "/"
    converters: Mapping[Script, Converter]  # by the script of the source
    sections: Mapping[str, Section]  # by id
    unions: Mapping[str, str]  # id -> name
    aliases: Mapping[str, tuple[str, ...]]  # id of a union -> its other names
    regions: Mapping[str, str]  # id of a union -> its region


@lru_cache(maxsize=4)
def prepare(context: Context) -> tuple[EditionNames, ...]:
    """One for each edition, in their order."""
    return tuple(_edition_names(context, edition) for edition in context.config.editions)


def default_script(context: Context) -> Script:
    """What a text too short to tell is taken for: the script of the site's own texts."""
    return _site_script(context.config)


def converters_for(edition: Edition, unions: tuple[Union, ...], glossary: Glossary) -> dict[Script, Converter]:
    """By the script of the source. Names of unions have one form in fields and texts."""
    found: dict[Script, Converter] = {}
    for source in _SCRIPTS:
        plain = Converter(source, edition, glossary)
        found[source] = Converter(source, edition, glossary, _union_forms(plain, unions))
    return found


def union_name(union: Union, converters: Mapping[Script, Converter], default: Script = "Hans") -> str:
    """As the editor fixed it for this edition (or a more general tag), else converted as the name of a body."""
    converter = converters[detect(union.name, default)]
    fixed = fallback(dict(union.names), converter.edition.tag)
    return converter.organisation(union.name) if fixed is None else fixed


def _edition_names(context: Context, edition: Edition) -> EditionNames:
    converters = converters_for(edition, context.unions, context.glossary)
    default = default_script(context)
    return EditionNames(
        edition=edition,
        root=context.config.base + edition.path,
        converters=converters,
        sections={one.id: convert_section(one, converters[default]) for one in context.config.sections},
        unions={union.id: union_name(union, converters, default) for union in context.unions},
        aliases={union.id: tuple(converters[default].texts(union.aliases)) for union in context.unions},
        regions={union.id: converters[default].organisation(union.region) for union in context.unions},
    )


def convert_section(section: Section, converter: Converter) -> Section:
    """All but the id."""
    return Section(
        id=section.id,
        name=converter.text(section.name),
        description=converter.text(section.description),
        keywords=tuple(converter.texts(section.keywords)),
        aliases=tuple(converter.texts(section.aliases)),
    )


def _union_forms(converter: Converter, unions: tuple[Union, ...]) -> dict[str, str]:
    """Names as written in the converter's source script -> in its edition."""
    forms: dict[str, str] = {}
    for union in unions:
        names = dict(union.names)
        written = [union.name] if detect(union.name, converter.source) == converter.source else []
        written += [name for tag, name in union.names if tag.startswith(f"zh-{converter.source}")]
        fixed = fallback(names, converter.edition.tag)
        for name in written:
            forms.setdefault(name, converter.organisation(name) if fixed is None else fixed)
    return forms


def _site_script(config: Config) -> Script:
    """Of the title and the sections; where they don't tell, that of the first edition."""
    first: Script = config.editions[0].script if config.editions else "Hans"
    return detect(config.title + "".join(section.name for section in config.sections), first)
