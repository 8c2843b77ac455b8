"""Text of known right spelling -> ``bulletin/convert/script/choices.txt``, with the figures on held-out text.

    python -m benchmarks.train_script --laws FILE --sentences FILE --dictionary FOLDER [--without laws|sentences]

LAWS and SENTENCES are traditional text (see docs/conversion.md for their sources and licences), DICTIONARY is
``data/dictionary`` of OpenCC's source distribution (``pip download --no-binary :all: opencc``). Words of our own are in
``benchmarks/script/evidence.txt`` and, by class, in ``patterns.txt`` beside it, the characters in ``candidates.txt``.
The same input gives the same table, byte for byte.

The model is in ``benchmarks/script_model.py``. Words from dictionaries are also shown with a wrong proposal, so that
they hold where OpenCC has cut the text at a wrong place.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import opencc

from benchmarks.script_doubts import doubts, places
from benchmarks.script_model import PRIOR, Example, Group, Run, Weights, learn, runs
from benchmarks.script_patterns import expanded
from bulletin.convert.script.table import SHAPES, read_table

HERE = Path(__file__).parent / "script"
TABLE = Path(__file__).parent.parent / "bulletin" / "convert" / "script" / "choices.txt"

LETTERS = "ABCD"  # of an examination's papers; in running text a letter beside a character says nothing
BLOCK, HELD_OUT = 200, 3  # lines of law; of ten blocks the one that is kept for judging
TEXT = 2.0  # weight of a neighbourhood in running text
OWN, OWN_WRONG = 6.0, 5.0  # of a word of ours, and of the same with a wrong proposal
WORD, WORD_WRONG = 2.0, 0.5  # the same for OpenCC's words

# Spellings that are both in use, 了解 and 瞭解, 答覆 and 答復: how laws write them is no evidence for news.
_BOTH = re.compile("了解(?![决除散雇聘约放释围冻体析])|(?<=[答回函批])复")

_NOTHING: Mapping[Any, Any] = MappingProxyType({})

Row = tuple[str, str, str]  # simplified, right, proposed: equally long


@dataclass(frozen=True, slots=True)
class Candidates:
    """``candidates.txt``; its comments say what the entries are for."""

    groups: Mapping[str, Group]
    same: Mapping[str, str]  # variant -> the form it counts as
    never: Mapping[str, str]  # form of OpenCC's standard that is not printed -> the one that is
    alone: Mapping[str, str]
    mute: frozenset[Run]
    unknown: Mapping[str, tuple[str, int]]  # character -> form, what speaks for it where its neighbours don't


def candidates() -> Candidates:
    found: dict[str, Group] = {}
    pairs: dict[str, dict[str, str]] = {"same": {}, "never": {}, "alone": {}}
    mute: set[Run] = set()
    unknown: dict[str, tuple[str, int]] = {}
    for line in (HERE / "candidates.txt").read_text(encoding="utf-8").splitlines():
        words = line.split()
        if line.startswith("#") or not words:
            continue
        if words[0] in pairs:
            pairs[words[0]][words[1][0]] = words[1][1]
        elif words[0] == "unknown":
            unknown[words[1][0]] = (words[1][1], int(words[2]))
        elif words[0] == "mute":
            before = int(words[2])
            mute.add((SHAPES.index((before, len(words[1]) - 1 - before)), words[1]))
        else:
            mode, character, forms, biases = words
            found[character] = Group(mode, character, forms, tuple(map(int, biases.split(","))))
    return Candidates(found, **pairs, mute=frozenset(mute), unknown=unknown)


def convert(preset: str, text: str) -> str:
    return str(opencc.OpenCC(preset, include_tofu_risk_dictionaries=False).convert(text))


def rows(text: str) -> list[Row]:
    """Lines of traditional text as (what a simplified source has, OpenCC's standard form, OpenCC's proposal)."""
    text = unicodedata.normalize("NFC", text)
    simplified = convert("tw2s", text)
    parts = (simplified, convert("tw2t", text), convert("s2t", simplified))
    lines = zip(*(part.split("\n") for part in parts), strict=True)
    return [row for row in lines if len({len(part) for part in row}) == 1]


class Trainer:
    """Collects examples by character."""

    def __init__(self) -> None:
        self.known = candidates()
        self.examples: dict[str, list[Example]] = {character: [] for character in self.known.groups}

    def places(self, row: Row) -> Iterator[tuple[str, int, int, int]]:
        """(character, position, index of the right candidate, of the proposed one) for each place that is decided."""
        known = self.known
        simplified, right, proposed = row
        for position, character in enumerate(simplified):
            group = known.groups.get(character)
            if group is None:
                continue
            pair = (known.never.get(right[position], right[position]), proposed[position])
            found = [group.candidates.find(known.same.get(written, written)) for written in pair]
            if min(found) >= 0:
                yield character, position, found[0], found[1]

    def weights(self, character: str) -> Weights:
        return learn(self.known.groups[character], self.examples[character], self.known.mute)

    def add_text(self, lines: Iterable[Row]) -> None:
        """Each different neighbourhood counts once, and little more where it is often repeated: law repeats itself."""
        seen: Counter[tuple[str, str, int, int, int]] = Counter()
        for row in lines:
            for character, position, right, proposed in self.places(row):
                if _BOTH.match(row[0], position):
                    continue
                start = max(0, position - 3)
                seen[character, row[0][start : position + 4], position - start, right, proposed] += 1
        for (character, near, position, right, proposed), count in seen.items():
            value = TEXT * min(1 + math.log(count), 4)
            self.examples[character].append(Example(runs(near, position), right, proposed, value))

    def add_words(
        self, words: Iterable[tuple[str, str]], weight: float, wrong: float, shown: Mapping[str, str] = _NOTHING
    ) -> None:
        """Words as they should be, whatever stands around them and whatever OpenCC proposes there.

        Of a word that ``shown`` has only those forms are learnt.
        """
        for simplified, traditional in words:
            for character, position, right, _ in self.places((simplified, traditional, traditional)):
                if simplified in shown and self.known.groups[character].candidates[right] not in shown[simplified]:
                    continue
                near = runs(simplified, position, LETTERS)
                for proposed in range(len(self.known.groups[character].candidates)):
                    value = weight if proposed == right else wrong
                    self.examples[character].append(Example(near, right, proposed, value))


def evidence() -> tuple[dict[str, str], dict[str, str]]:
    """Simplified word -> its right form in OpenCC's standard, and of those from patterns -> the forms they show.

    A word that is given in two forms says nothing. Of one that both files have the form in ``evidence.txt`` holds: a
    pattern is a rule, and rules have exceptions.
    """
    lines = (HERE / "evidence.txt").read_text(encoding="utf-8").splitlines()
    single = _with_one_form(word for line in lines if not line.startswith("#") for word in line.split())
    written = expanded((HERE / "patterns.txt").read_text(encoding="utf-8"))
    turns = {word: form for word, form in _with_one_form(written).items() if word not in single}
    heads = dict(zip(written, convert("tw2t", "\n".join(written.values())).split("\n"), strict=True))
    simplified = dict(zip(written, convert("tw2s", "\n".join(written)).split("\n"), strict=True))
    shown: dict[str, str] = {}
    for word, forms in heads.items():
        if simplified[word] in turns:
            shown[simplified[word]] = shown.get(simplified[word], "") + forms
    return {word: form for word, form in {**turns, **single}.items() if form}, shown


def _with_one_form(words: Iterable[str]) -> dict[str, str]:
    """Simplified word -> its right form in OpenCC's standard; "" for a word that is given in two forms."""
    text = "\n".join(dict.fromkeys(words))
    forms: dict[str, set[str]] = {}
    for word, form in zip(convert("tw2s", text).split("\n"), convert("tw2t", text).split("\n"), strict=True):
        forms.setdefault(word, set()).add(form)
    return {word: "" if others else form for word, (form, *others) in forms.items()}


def phrases(folder: Path, own: Mapping[str, str]) -> list[tuple[str, str]]:
    """OpenCC's phrases that have one form only and don't contradict ours."""
    lines = (folder / "STPhrases.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if "\t" in line and not line.startswith("#")]
    return [
        (word, form)
        for word, form in pairs
        if len(word) == len(form) and " " not in form and own.get(word, form) == form
    ]


def table_text(
    trainer: Trainer, weights: Mapping[str, Weights], doubted: Mapping[tuple[str, int], int] = _NOTHING
) -> str:
    lines = [
        "# Which traditional character stands for a simplified one. Made by benchmarks/train_script.py; don't edit.",
        "# Learnt from laws and regulations of Taiwan (public domain: Taiwan Copyright Act, article 9; text by way of",
        "# github.com/kong0107/mojLawSplitJSON), github.com/moztw/cc0-sentences (CC0), the phrases of OpenCC 1.4.2",
        "# (Apache-2.0) and words written for this project, some after sources named in benchmarks/script/evidence.txt",
        "# Numbers are tenths of a nat. See docs/conversion.md.",
        f"prior {round(PRIOR * 10)}",
        *(f"same {variant}{standard}" for variant, standard in trainer.known.same.items()),
        *(f"alone {character}{form}" for character, form in trainer.known.alone.items()),
    ]
    for group in trainer.known.groups.values():
        doubt = ",".join(str(doubted.get((group.character, k), 0)) for k in range(len(group.candidates)))
        beforehand = _beforehand(trainer.known, group)
        lines.append(f"{group.mode} {group.character} {group.candidates} {beforehand} {doubt}")
        tables = weights[group.character]
        for k in range(1, len(tables)):
            said = _with_shorter(_differences(tables[k], tables[0]))
            for index, (before, after) in enumerate(SHAPES):
                runs_here = sorted((text, value) for (shape, text), value in said.items() if shape == index)
                if runs_here:
                    lines.append(f"{k} {before} {after} " + " ".join(f"{text} {value}" for text, value in runs_here))
    return "\n".join(lines) + "\n"


def _beforehand(known: Candidates, group: Group) -> str:
    """What each candidate has in the table. What holds for the unknown is added when all else is learnt: known
    neighbours are then as sure as they would be without it."""
    form, extra = known.unknown.get(group.character, ("", 0))
    pairs = zip(group.candidates, group.biases, strict=True)
    return ",".join(str(bias + extra * (candidate == form)) for candidate, bias in pairs)


def _differences(one: Mapping[Run, int], other: Mapping[Run, int]) -> dict[Run, int]:
    every = one.keys() | other.keys()
    return {run: value for run in every if (value := one.get(run, 0) - other.get(run, 0))}


def _with_shorter(said: dict[Run, int]) -> dict[Run, int]:
    """With each run the shorter ones of the same character, so that a reader may stop at the first that is missing."""
    complete = dict(said)
    for index, text in said:
        before, after = SHAPES[index]
        for shorter, (b, a) in enumerate(SHAPES):
            if b <= before and a <= after:
                complete.setdefault((shorter, text[before - b : before + a + 1]), 0)
    return complete


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--laws", type=Path, required=True)
    parser.add_argument("--sentences", type=Path, required=True)
    parser.add_argument("--dictionary", type=Path, required=True)
    parser.add_argument("--without", choices=("laws", "sentences"), help="leave one kind of text out, to judge on it")
    parser.add_argument("--output", type=Path, default=TABLE)
    options = parser.parse_args(arguments)
    every = rows(options.laws.read_text(encoding="utf-8"))
    laws = [row for n, row in enumerate(every) if n // BLOCK % 10 != HELD_OUT]
    sentences = rows(options.sentences.read_text(encoding="utf-8"))[::2]
    if options.without == "sentences":
        sentences = []
    trainer = Trainer()
    without_laws = table_text(trainer, learnt(trainer, (sentences,), options.dictionary))
    text = without_laws if options.without == "laws" else _with_laws(laws, sentences, options.dictionary, without_laws)
    options.output.write_text(text, encoding="utf-8")
    sys.stderr.write(f"{len(text.encode())} bytes\n")


def learnt(trainer: Trainer, texts: Iterable[Sequence[Row]], dictionary: Path) -> Mapping[str, Weights]:
    own, shown = evidence()
    for lines in texts:
        trainer.add_text(lines)
    trainer.add_words(own.items(), OWN, OWN_WRONG, shown)
    trainer.add_words(phrases(dictionary, own), WORD, WORD_WRONG)
    return {character: trainer.weights(character) for character in trainer.known.groups}


def _with_laws(laws: Sequence[Row], sentences: Sequence[Row], dictionary: Path, without: str) -> str:
    """The table learnt from both, with what the one without laws got wrong in them as its doubts."""
    trainer = Trainer()
    weights = learnt(trainer, (laws, sentences), dictionary)
    known = (
        (character, row[0], position, row[2][position], right)
        for row in laws
        for character, position, right, _ in trainer.places(row)
    )
    return table_text(trainer, weights, doubts(places(read_table(without), known)))


if __name__ == "__main__":
    main()
