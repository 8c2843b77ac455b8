"""pypinyin's readings, OpenCC's characters and clean text -> the two tables of bulletin/mend.

    python -m benchmarks.make_mend_tables PINYIN_DICT_JSON CLEAN_TRADITIONAL_TEXT...

PINYIN_DICT_JSON is ``pypinyin/pinyin_dict.json`` of the wheel (``pip download --no-deps pypinyin``, MIT; its readings
are those of Unihan: kMandarin, kHanyuPinyin, kTGHZ2013, Unicode licence). CLEAN_TRADITIONAL_TEXT (UTF-8, public
domain or CC0: docs/conversion.md names the files) says which characters are so common that nobody tells how they are
read, and which simplified characters well-edited traditional text uses too.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

from opencc import OpenCC

from bulletin.convert.script.names import AMBIGUOUS

FOLDER = Path(__file__).parent.parent / "bulletin" / "mend"
MOST_COMMON = 2_000
OFTEN = 20  # a "simplified" character that stands so often in 10 million traditional ones belongs to both scripts
FIRST, LAST = 0x4E00, 0xA000
TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
READINGS = """\
# How characters are read. Line 1: the characters nobody needs to be told about, both scripts. Then a syllable with its
# tone (5: none), the characters whose first reading it is, and those that have it as a further one.
# Made by benchmarks/make_mend_tables.py from pypinyin (MIT, Copyright (c) 2016 mozillazg, 闲耘), whose data are
# those of the Unihan Database (Copyright (c) Unicode, Inc., Unicode License v3: https://www.unicode.org/license.txt),
# and from public-domain text (docs/conversion.md).
"""
SCRIPTS = """\
# Line 1: characters that only simplified text has; line 2: those that only traditional text has.
# Made by benchmarks/make_mend_tables.py from OpenCC (Apache-2.0), without those that public-domain text
# (docs/conversion.md) proves to be of both.
"""


def numbered(reading: str) -> str:
    """``lǜ`` -> lü4; ``de`` -> de5."""
    tone, letters = "5", ""
    for char in unicodedata.normalize("NFD", reading):
        if char in TONES:
            tone = TONES[char]
        else:
            letters += char
    return unicodedata.normalize("NFC", letters) + tone


def readings(data: dict[str, str], common: str) -> str:
    first: defaultdict[str, str] = defaultdict(str)
    further: defaultdict[str, str] = defaultdict(str)
    for code in range(FIRST, LAST):
        syllables = list(dict.fromkeys(numbered(one) for one in data.get(str(code), "").split(",") if one))
        for place, syllable in enumerate(syllables):
            (further if place else first)[syllable] += chr(code)
    lines = [f"{one}\t{first[one]}\t{further[one]}" for one in sorted({*first, *further})]
    return READINGS + common + "\n" + "\n".join(lines) + "\n"


def scripts(counts: Counter[str]) -> str:
    every = [chr(code) for code in range(FIRST, LAST)]
    up, down = (OpenCC(name).convert("\n".join(every)).split("\n") for name in ("s2t", "t2s"))
    triples = list(zip(every, up, down, strict=True))
    shared = {*AMBIGUOUS, *(char for char in counts if counts[char] >= OFTEN)}
    hans = [char for char, t, s in triples if t != char and s == char and char not in shared]
    hant = [char for char, t, s in triples if s != char and t == char]
    return SCRIPTS + "".join(hans) + "\n" + "".join(hant) + "\n"


def main(pinyin: Path, texts: list[Path]) -> None:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text.read_text(encoding="utf-8"))
    ranked = [char for char, _ in counts.most_common() if FIRST <= ord(char) < LAST][:MOST_COMMON]
    common = "".join(sorted({*ranked, *OpenCC("t2s").convert("".join(ranked))}))
    data = json.loads(pinyin.read_text(encoding="utf-8"))
    for name, table in (("readings.txt", readings(data, common)), ("scripts.txt", scripts(counts))):
        (FOLDER / name).write_text(table, encoding="utf-8")
        print(f"{name}: {len(table.encode())} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
