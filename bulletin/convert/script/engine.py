"""OpenCC, the one place that calls it: which dictionaries lead from a script to an edition. Text in, text out.

Every dictionary used keeps the number of characters, so a position before is the same position after; who relies on
that checks it. The presets whose names end in ``p`` swap vocabulary and are never used, nor are the dictionaries
whose characters few fonts hold.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import opencc

from bulletin.convert.script.choices import Choice, choices, choose, load
from bulletin.convert.script.styles import style_of
from bulletin.model.content import Edition, Script
from bulletin.model.late import regex

RULES_VERSION = "8"  # of the rules in this package: raise it whenever they give another result for some text

Step = Callable[[str], str]

# Hong Kong forms that nobody writes in Taiwan -> the form of OpenCC's standard that the Taiwan tables know. Not the
# whole of HKVariantsRev: that would also correct what writers in Taiwan choose, 台灣 to 臺灣.
_HONG_KONG = str.maketrans(
    "悦愠户捝揾榅氲涚温脱腽葱藴蜕説輼醖鈎鋭閲鰛敍枱税粧糭綫緼兑卧囱媪蒀衞衹",
    "悅慍戶挩搵榲氳涗溫脫膃蔥蘊蛻說轀醞鉤銳閱鰮敘檯稅妝粽線縕兌臥囪媼蒕衛只",
)
# What OpenCC leaves as Taiwan writes it, and nobody does in simplified Chinese: 帳 is 账 wherever it is no tent. Not
# 身分 for 身份: in 本身分为 it is no word.
_TAIWAN = regex(
    "帳(?<![蚊營帷紗幔羅虎氈軍床牀升]帳)(?![篷幕棚子下中頂簾幔])|賸|甚(?=麼)|澈(?<![清澄]澈)(?=底(?![部下色層]))"
)
_USUAL = {"帳": "賬", "賸": "剩", "甚": "什", "澈": "徹"}
_SURROGATE = regex("[\ud800-\udfff]")
_HAS_HONG_KONG = regex(f"[{''.join(map(chr, _HONG_KONG))}]")


def steps(source: Script, edition: Edition) -> tuple[Step, ...]:
    """The functions to apply one after the other; none where the source's script is the edition's."""
    forms = _forms(source, edition)
    style = style_of(edition)
    return (*forms, style) if forms and style is not None else forms


def _forms(source: Script, edition: Edition) -> tuple[Step, ...]:
    if source == "Hans":
        variants = to_hong_kong if edition.region == "HK" else to_taiwan
        return () if edition.script == "Hans" else (to_traditional, variants)
    if edition.script == "Hans":
        return (_from_hong_kong, to_simplified)
    by_region: dict[str, tuple[Step, ...]] = {
        "HK": (_from_taiwan, to_hong_kong),
        "TW": (_from_hong_kong, to_taiwan),
    }
    return by_region.get(edition.region, ())


@lru_cache(maxsize=32)
def to_traditional(text: str) -> str:
    """Simplified to OpenCC's standard of traditional, doubtful characters decided by their neighbours.

    Remembered: all traditional editions of a text begin here.
    """
    return choose(text, _convert("s2t", text))


def choices_of(text: str) -> list[Choice]:
    """How ``to_traditional`` decided the doubtful characters of ``text``."""
    return choices(text, _convert("s2t", text))


@lru_cache(maxsize=32)  # an edition for Taiwan and one for no region have the same forms
def to_taiwan(text: str) -> str:
    return _convert("t2tw", text)


def to_hong_kong(text: str) -> str:
    return _convert("t2hk", text)


def to_simplified(text: str) -> str:
    """Traditional to simplified. ``tw2s``, because plain ``t2s`` leaves 看著 as it is."""
    return _convert("tw2s", _TAIWAN.sub(lambda match: _USUAL[match[0]], text))


def _from_hong_kong(text: str) -> str:
    return text.translate(_HONG_KONG) if _HAS_HONG_KONG.search(text) else text


def _from_taiwan(text: str) -> str:
    return _convert("tw2t", text)


@lru_cache(maxsize=1)
def versions() -> tuple[tuple[str, str], ...]:
    """OpenCC's version, digests of its dictionaries and of our table: for cache keys and the build report."""
    digest = blake2b(digest_size=8)
    for file in sorted(Path(opencc.__file__).parent.joinpath("clib", "share", "opencc").iterdir()):
        if file.suffix in (".ocd2", ".json"):
            data = file.read_bytes()
            digest.update(f"{file.name} {len(data)}\n".encode() + data)
    return (
        ("opencc", str(opencc.__version__)),
        ("opencc-dictionaries", digest.hexdigest()),
        ("conversion-choices", load().digest),
    )


def _convert(config: str, text: str) -> str:
    try:
        return str(_opencc(config).convert(text))
    except UnicodeEncodeError:  # half a surrogate pair, which an escape in YAML can make
        return str(_opencc(config).convert(_SURROGATE.sub("\ufffd", text)))


@lru_cache(maxsize=8)
def _opencc(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config, include_tofu_risk_dictionaries=False)
