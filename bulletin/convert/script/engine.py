"""OpenCC, the one place that calls it: which dictionaries lead from a script to an edition. Text in, text out.

Every dictionary used keeps the number of characters, so a position before is the same position after; who relies on
that checks it. The presets whose names end in ``p`` swap vocabulary and are never used, nor are the dictionaries
whose characters few fonts hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files

import opencc

from bulletin.model.content import Edition, Script

RULES_VERSION = "1"  # of the rules in this package: raise it whenever they give another result for some text

Step = Callable[[str], str]

# Hong Kong forms that the Taiwan tables, which otherwise read both standards, do not know.
_HONG_KONG = {"敍": "敘", "枱": "檯", "粧": "妝", "糭": "粽", "衞": "衛", "衹": "只"}
_HAS_HONG_KONG = re.compile(f"[{''.join(_HONG_KONG)}]")


def steps(source: Script, edition: Edition) -> tuple[Step, ...]:
    """The functions to apply one after the other; none where the source's script is the edition's."""
    variants = to_hong_kong if edition.region == "HK" else to_taiwan
    if source == "Hans":
        return () if edition.script == "Hans" else (to_traditional, variants)
    if edition.script == "Hans":
        return (to_simplified,)
    return (variants,) if edition.region else ()


@lru_cache(maxsize=16)
def to_traditional(text: str) -> str:
    """Simplified to OpenCC's standard of traditional. Remembered: all traditional editions of a text begin here."""
    return _convert("s2t", text)


def to_taiwan(text: str) -> str:
    return _convert("t2tw", text)


def to_hong_kong(text: str) -> str:
    return _convert("t2hk", text)


def to_simplified(text: str) -> str:
    """Traditional of any region to simplified. ``tw2s``, because plain ``t2s`` leaves 看著 as it is."""
    if _HAS_HONG_KONG.search(text):
        text = _HAS_HONG_KONG.sub(lambda m: _HONG_KONG[m[0]], text)
    return _convert("tw2s", text)


@lru_cache(maxsize=1)
def versions() -> tuple[tuple[str, str], ...]:
    """OpenCC's version and a digest of its dictionaries, for cache keys and the build report."""
    digest = blake2b(digest_size=8)
    for file in sorted(files("opencc").joinpath("clib", "share", "opencc").iterdir(), key=lambda f: f.name):
        if file.name.endswith((".ocd2", ".json")):
            data = file.read_bytes()
            digest.update(f"{file.name} {len(data)}\n".encode() + data)
    return (("opencc", str(opencc.__version__)), ("opencc-dictionaries", digest.hexdigest()))


def _convert(config: str, text: str) -> str:
    return str(_opencc(config).convert(text))


@lru_cache(maxsize=8)
def _opencc(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config, include_tofu_risk_dictionaries=False)
