"""Author's marks -> what they are in an edition: text to be shown, words to be replaced in the page, its title."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from itertools import chain

from bulletin.convert.manual.grammar import Meaning
from bulletin.convert.manual.scan import Manual
from bulletin.convert.markup.limits import shorten_runs
from bulletin.convert.markup.tokens import Tag, Token
from bulletin.convert.script.lexicon import fallback
from bulletin.model.content import Script

# What an edition without a region prints; the forms of Taiwan are OpenCC's and ours for zh-Hant.
_NEAR = {"zh-Hans": ("zh-Hans-CN", "zh-Hans-SG"), "zh-Hant": ("zh-Hant-TW",)}
_CODE = frozenset(("code", "pre", "kbd", "samp"))
_READ_BY_PEOPLE = frozenset(("alt", "title"))

Convert = Callable[[str, Script], str]  # a text, and the script it is written in -> in the script of the edition


def shown_forms(manual: Manual, tag: str, convert: Convert) -> dict[int, str]:
    """For ``str.translate``: the character of each mark -> plain text for the edition ``tag``."""
    return {ord(char): _shown(mark.meaning, tag, convert) for char, mark in manual.marks}


def written_forms(manual: Manual, script: Script) -> dict[int, str]:
    """The same for what is equal in all editions, such as ids: in the script of the source, as typed."""
    return shown_forms(manual, f"zh-{script}", lambda text, _: text)


def words(manual: Manual, tag: str) -> dict[str, str]:
    """The rules of the page: word -> its form in the edition ``tag``."""
    found: dict[str, str] = {}
    for rule in manual.rules:
        target = rule.plain if rule.plain is not None else _for_edition(dict(rule.forms), tag)
        if target is not None:
            found |= dict.fromkeys([text for _, text in rule.forms if text], target)
            if target:
                found[target] = target
        arrows: dict[str, dict[str, str]] = {}
        for word, edition, text in rule.one_way:
            arrows.setdefault(word, {})[edition] = text
        for word, forms in arrows.items():
            form = _for_edition(forms, tag)
            if form is not None:
                found[word] = form
    return found


def title(manual: Manual, tag: str) -> str | None:
    """None where the author gives none for this edition."""
    meaning = manual.title
    if meaning is None or meaning.plain is not None:
        return meaning.plain if meaning else None
    return _for_edition(dict(meaning.forms), tag)


def fill_html(html: str, forms: Mapping[int, str]) -> str:
    """Every mark in text or in an attribute replaced by its text, escaped; paragraphs of hidden rules dropped."""
    filled = html.translate({char: escape(form) for char, form in forms.items()})
    return shorten_runs(filled)[0].replace("<p></p>\n", "").replace("<p></p>", "")


def restore_raw(tokens: list[Token], raws: Mapping[int, str]) -> None:
    """In code, addresses and ids stands what was typed. Changes the tokens in place."""
    in_code = 0
    shown = {char: escape(raw, quote=False) for char, raw in raws.items()}
    for index, token in enumerate(tokens):
        if isinstance(token, str):
            if in_code:
                tokens[index] = token.translate(shown)
            continue
        if token.name in _CODE:
            in_code += -1 if token.is_end else 1
        _restore_attributes(token, raws)


def _restore_attributes(tag: Tag, raws: Mapping[int, str]) -> None:
    for name, value in tag.attributes.items():
        if name not in _READ_BY_PEOPLE and not value.isascii():
            tag.attributes[name] = value.translate(raws)


def _shown(meaning: Meaning, tag: str, convert: Convert) -> str:
    if meaning.flag in ("H", "T"):
        return ""
    if meaning.plain is not None:
        return meaning.plain
    forms = dict(meaning.forms)
    for _, edition, text in meaning.one_way:
        forms.setdefault(edition, text)
    exact = _for_edition(forms, tag)
    if exact is not None:
        return exact
    script = tag[:7]
    near = next((text for one, text in meaning.forms if one.startswith(script)), None)
    if near is not None:
        return near
    if meaning.one_way:
        forms = {"zh": meaning.one_way[0][0]}
    first, text = next(chain(((one, text) for one, text in forms.items() if one == "zh"), forms.items()))
    return text if first == "zh" and not meaning.one_way else convert(text, _script(first, script))


def _script(tag: str, edition: str) -> Script:
    """Of a text: as its tag says; a word before an arrow is in the other script than the edition."""
    if tag == "zh":
        return "Hans" if edition == "zh-Hant" else "Hant"
    return "Hant" if tag.startswith("zh-Hant") else "Hans"


def _for_edition(forms: Mapping[str, str], tag: str) -> str | None:
    """zh-Hant-HK, then zh-Hant; zh-Hant, then zh-Hant-TW; never a region's for another region."""
    fitting = {one: text for one, text in forms.items() if one != "zh"}
    found = fallback(fitting, tag)
    return found if found is not None else next((forms[one] for one in _NEAR.get(tag, ()) if one in forms), None)
