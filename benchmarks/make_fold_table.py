"""OpenCC's character dictionaries -> bulletin/render/search/fold.txt: which characters the search takes as one.

    python -m benchmarks.make_fold_table DICTIONARY_FOLDER

DICTIONARY_FOLDER is ``data/dictionary`` of OpenCC's source distribution (``pip download --no-binary :all: opencc``).
Every (key, candidate) pair of single characters in the four dictionaries joins two classes; a class is written as the
simplified character that most of its members turn into, so that any conversion of a text folds to the same characters.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

DICTIONARIES = ("STCharacters", "TSCharacters", "TWVariants", "HKVariants")
TARGET = Path(__file__).parent.parent / "bulletin" / "render" / "search" / "fold.txt"
HEADER = """\
# Characters that search takes as one: the first line's characters, each as the one below it in the second line. The
# third line: traditional characters that are not the first choice for their simplified one (里 beside 裏, 裡), so that
# a text that holds one of them as it was asked for can come first.
# Made by benchmarks/make_fold_table.py from {names} of OpenCC {version} (Apache-2.0).
"""


def pairs(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    for line in (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or "\t" not in line:
            continue
        key, _, candidates = line.partition("\t")
        for candidate in candidates.split():
            if len(key) == 1 and len(candidate) == 1:
                yield key, candidate


def classes(links: list[tuple[str, str]]) -> list[set[str]]:
    member: dict[str, set[str]] = {}
    for a, b in links:
        joined = member.get(a, {a}) | member.get(b, {b})
        for one in joined:
            member[one] = joined
    return [group for one, group in sorted(member.items()) if one == min(group)]


def seconds(folder: Path, table: dict[str, str]) -> str:
    """Traditional characters for which a simplified one seldom stands, with their regional forms; none of them is a
    form of a first choice."""
    variants = [*pairs(folder, "TWVariants"), *pairs(folder, "HKVariants")]
    choices: dict[str, list[str]] = {}
    for key, candidate in pairs(folder, "STCharacters"):
        choices.setdefault(key, []).append(candidate)
    first = {found[0] for found in choices.values()}
    first |= {variant for one, variant in variants if one in first}
    others = {one for found in choices.values() for one in found[1:]}
    others |= {variant for one, variant in variants if one in others}
    return "".join(sorted(one for one in others - first if max(one, table.get(one, one)) < "\U00010000"))


def main(folder: Path, version: str) -> None:
    simplified = dict(reversed(list(pairs(folder, "TSCharacters"))))  # the first candidate wins
    links = [pair for name in DICTIONARIES for pair in pairs(folder, name)]
    table: dict[str, str] = {}
    for group in classes(links):
        votes = Counter(simplified.get(one, one) for one in group)
        best = min(votes, key=lambda one: (-votes[one], one))
        table |= {one: best for one in group if one != best}
    ordered = sorted(table)
    text = HEADER.format(names=", ".join(DICTIONARIES), version=version)
    text += "".join(ordered) + "\n" + "".join(table[one] for one in ordered) + "\n"
    text += seconds(folder, table) + "\n"
    TARGET.write_text(text, encoding="utf-8")
    print(f"{len(table)} characters, {len(text.encode())} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
