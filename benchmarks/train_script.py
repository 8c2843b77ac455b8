"""Text of known right spelling -> ``bulletin/convert/script/choices.txt``, with the figures on held-out text.

    python -m benchmarks.train_script --laws FILE --sentences FILE --dictionary FOLDER [--without laws|sentences]

LAWS and SENTENCES are traditional text (see docs/conversion.md for their sources and licences), DICTIONARY is
``data/dictionary`` of OpenCC's source distribution (``pip download --no-binary :all: opencc``). Words of our own are in
``benchmarks/script/evidence.txt``, the characters in ``benchmarks/script/candidates.txt``. The same input gives the
same table, byte for byte.

The model: for each character a multinomial logistic regression over the runs of text around it, with OpenCC's proposal
and the numbers of ``candidates.txt`` as fixed offsets and an L1 penalty, by stochastic gradient descent. Words from
dictionaries are also shown with a wrong proposal, so that they hold where OpenCC has cut the text at a wrong place.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import opencc

from bulletin.convert.script.table import SHAPES

HERE = Path(__file__).parent / "script"
TABLE = Path(__file__).parent.parent / "bulletin" / "convert" / "script" / "choices.txt"

PRIOR = 1.0  # nats for OpenCC's proposal. Of 0.5 to 3, best on text of another kind than was learnt from
PENALTY = 0.02
ROUNDS, RATE, DECAY = 8, 0.5, 0.8
BLOCK, HELD_OUT = 200, 3  # lines of law; of ten blocks the one that is kept for judging
TEXT = 2.0  # weight of a neighbourhood in running text
OWN, OWN_WRONG = 6.0, 5.0  # of a word of ours, and of the same with a wrong proposal
WORD, WORD_WRONG = 2.0, 0.5  # the same for OpenCC's words

# Spellings that are both in use, 了解 and 瞭解, 答覆 and 答復: how laws write them is no evidence for news.
_BOTH = re.compile("了解(?![决除散雇聘约放释围冻体析])|(?<=[答回函批])复")

Row = tuple[str, str, str]  # simplified, right, proposed: equally long
Run = tuple[int, str]  # index of its shape, text


@dataclass(frozen=True, slots=True)
class Group:
    mode: str
    character: str
    candidates: str
    biases: tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Example:
    runs: tuple[Run, ...]
    right: int
    proposed: int
    weight: float


Weights = list[dict[Run, int]]  # for each candidate, in tenths of a nat


def groups() -> tuple[dict[str, Group], dict[str, str], dict[str, str], frozenset[Run]]:
    """The characters to decide, the variants that count as one, the forms of those that stand alone, the runs that say
    nothing."""
    found: dict[str, Group] = {}
    same: dict[str, str] = {}
    alone: dict[str, str] = {}
    mute: set[Run] = set()
    for line in (HERE / "candidates.txt").read_text(encoding="utf-8").splitlines():
        words = line.split()
        if line.startswith("#") or not words:
            continue
        if words[0] == "same":
            same[words[1][0]] = words[1][1]
        elif words[0] == "alone":
            alone[words[1][0]] = words[1][1]
        elif words[0] == "mute":
            before = int(words[2])
            mute.add((SHAPES.index((before, len(words[1]) - 1 - before)), words[1]))
        else:
            mode, character, candidates, biases = words
            found[character] = Group(mode, character, candidates, tuple(map(int, biases.split(","))))
    return found, same, alone, frozenset(mute)


def convert(preset: str, text: str) -> str:
    return str(opencc.OpenCC(preset, include_tofu_risk_dictionaries=False).convert(text))


def rows(text: str) -> list[Row]:
    """Lines of traditional text as (what a simplified source has, OpenCC's standard form, OpenCC's proposal)."""
    text = unicodedata.normalize("NFC", text)
    simplified = convert("tw2s", text)
    parts = (simplified, convert("tw2t", text), convert("s2t", simplified))
    lines = zip(*(part.split("\n") for part in parts), strict=True)
    return [row for row in lines if len({len(part) for part in row}) == 1]


def runs(text: str, position: int) -> tuple[Run, ...]:
    """The runs of Chinese characters and digits around ``position`` that the table may know."""
    before = after = 0
    while before < 3 and position - before > 0 and _counts(text[position - before - 1]):
        before += 1
    while after < 3 and position + after + 1 < len(text) and _counts(text[position + after + 1]):
        after += 1
    within = ((index, a, b) for index, (a, b) in enumerate(SHAPES) if a <= before and b <= after)
    return tuple((index, text[position - a : position + b + 1]) for index, a, b in within)


def _counts(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "0" <= character <= "9"


class Trainer:
    """Collects examples by character."""

    def __init__(self) -> None:
        self.groups, self.same, self.alone, self.mute = groups()
        self.examples: dict[str, list[Example]] = {character: [] for character in self.groups}

    def places(self, row: Row) -> Iterator[tuple[str, int, int, int]]:
        """(character, position, index of the right candidate, of the proposed one) for each place that is decided."""
        simplified, right, proposed = row
        for position, character in enumerate(simplified):
            group = self.groups.get(character)
            if group is None:
                continue
            pair = (text[position] for text in (right, proposed))
            found = [group.candidates.find(self.same.get(written, written)) for written in pair]
            if min(found) >= 0:
                yield character, position, found[0], found[1]

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

    def add_words(self, words: Iterable[tuple[str, str]], weight: float, wrong: float) -> None:
        """Words as they should be, whatever stands around them and whatever OpenCC proposes there."""
        for simplified, traditional in words:
            for character, position, right, _ in self.places((simplified, traditional, traditional)):
                near = runs(simplified, position)
                for proposed in range(len(self.groups[character].candidates)):
                    value = weight if proposed == right else wrong
                    self.examples[character].append(Example(near, right, proposed, value))

    def weights(self, character: str) -> Weights:
        """Descent with the cumulative L1 penalty of Tsuruoka, Tsujii and Ananiadou (2009)."""
        group = self.groups[character]
        examples = sorted(_without_singles(self.examples[character], self.mute))
        offsets = [bias / 10 for bias in group.biases]
        learnt: list[dict[Run, float]] = [{} for _ in offsets]
        paid: list[dict[Run, float]] = [{} for _ in offsets]
        order = random.Random(1)
        rate, due = RATE, 0.0
        for _ in range(ROUNDS):
            order.shuffle(examples)
            for example in examples:
                due += rate * PENALTY * 6 / len(examples)
                chances = _chances(example, offsets, learnt)
                if chances[example.right] > 0.998:
                    continue
                step = rate * example.weight * 2 / (1 + len(example.runs))
                for k, chance in enumerate(chances):
                    change = ((k == example.right) - chance) * step
                    for run in example.runs if abs(change) > 1e-4 else ():
                        _update(learnt[k], paid[k], run, change, due)
            rate *= DECAY
        for k, table in enumerate(learnt):
            for run in table:
                _update(table, paid[k], run, 0.0, due)
        return [{run: tenths for run, value in table.items() if (tenths := round(value * 10))} for table in learnt]


def _without_singles(examples: Sequence[Example], mute: frozenset[Run]) -> list[Example]:
    """A run seen once proves nothing. (A word of a dictionary comes at least twice.)"""
    counts = Counter(run for example in examples for run in example.runs)
    kept = {run for run, count in counts.items() if count > 1} - mute
    return [
        Example(tuple(run for run in example.runs if run in kept), example.right, example.proposed, example.weight)
        for example in examples
    ]


def _chances(example: Example, offsets: Sequence[float], learnt: Sequence[Mapping[Run, float]]) -> list[float]:
    pairs = zip(offsets, learnt, strict=True)
    scores = [offset + sum(table.get(run, 0.0) for run in example.runs) for offset, table in pairs]
    scores[example.proposed] += PRIOR
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    return [power / sum(powers) for power in powers]


def _update(table: dict[Run, float], paid: dict[Run, float], run: Run, change: float, due: float) -> None:
    owed = due - paid.get(run, due)
    value = table.get(run, 0.0) + change
    table[run] = max(0.0, value - owed) if value > 0 else min(0.0, value + owed)
    paid[run] = due


def evidence() -> dict[str, str]:
    """Simplified word -> its right form in OpenCC's standard; a word that is given in two forms says nothing."""
    lines = (HERE / "evidence.txt").read_text(encoding="utf-8").splitlines()
    words = "\n".join(dict.fromkeys(word for line in lines if not line.startswith("#") for word in line.split()))
    forms: dict[str, set[str]] = {}
    for word, form in zip(convert("tw2s", words).split("\n"), convert("tw2t", words).split("\n"), strict=True):
        forms.setdefault(word, set()).add(form)
    return {word: form for word, (form, *others) in forms.items() if not others}


def phrases(folder: Path, own: Mapping[str, str]) -> list[tuple[str, str]]:
    """OpenCC's phrases that have one form only and don't contradict ours."""
    lines = (folder / "STPhrases.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if "\t" in line and not line.startswith("#")]
    return [
        (word, form)
        for word, form in pairs
        if len(word) == len(form) and " " not in form and own.get(word, form) == form
    ]


def table_text(trainer: Trainer, weights: Mapping[str, Weights]) -> str:
    lines = [
        "# Which traditional character stands for a simplified one. Made by benchmarks/train_script.py; don't edit.",
        "# Learnt from laws and regulations of Taiwan (public domain: Taiwan Copyright Act, article 9; text by way of",
        "# github.com/kong0107/mojLawSplitJSON), github.com/moztw/cc0-sentences (CC0), the phrases of OpenCC 1.4.2",
        "# (Apache-2.0) and words written for this project, some after sources named in benchmarks/script/evidence.txt",
        "# Numbers are tenths of a nat. See docs/conversion.md.",
        f"prior {round(PRIOR * 10)}",
        *(f"same {variant}{standard}" for variant, standard in trainer.same.items()),
        *(f"alone {character}{form}" for character, form in trainer.alone.items()),
    ]
    for group in trainer.groups.values():
        lines.append(f"{group.mode} {group.character} {group.candidates} {','.join(map(str, group.biases))}")
        tables = weights[group.character]
        for k in range(1, len(tables)):
            said = _with_shorter(_differences(tables[k], tables[0]))
            for index, (before, after) in enumerate(SHAPES):
                runs_here = sorted((text, value) for (shape, text), value in said.items() if shape == index)
                if runs_here:
                    lines.append(f"{k} {before} {after} " + " ".join(f"{text} {value}" for text, value in runs_here))
    return "\n".join(lines) + "\n"


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
    laws = rows(options.laws.read_text(encoding="utf-8"))
    sentences = rows(options.sentences.read_text(encoding="utf-8"))
    own = evidence()
    trainer = Trainer()
    if options.without != "laws":
        trainer.add_text(row for n, row in enumerate(laws) if n // BLOCK % 10 != HELD_OUT)
    if options.without != "sentences":
        trainer.add_text(sentences[::2])
    trainer.add_words(own.items(), OWN, OWN_WRONG)
    trainer.add_words(phrases(options.dictionary, own), WORD, WORD_WRONG)
    weights = {character: trainer.weights(character) for character in trainer.groups}
    options.output.write_text(table_text(trainer, weights), encoding="utf-8")
    size = sum(len(table) for tables in weights.values() for table in tables)
    sys.stderr.write(f"{size} weights, {options.output.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
