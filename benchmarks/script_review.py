"""How many of our hard errors are among the places that ``Converter.doubtful`` names first.

    python -m benchmarks.script_review [--pairs FOLDER] [--per-ten-thousand 40]

Prints for each ``NAME.REGION.hans[.xz]`` the share found in that many places of 10,000 Han characters, how many places
it takes to find 85 and 97 of 100, and how many errors no list would name, since their characters have one form only
in ``choices.txt``. Lines are ranked together, as if they were one site.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.script_eval import PAIRS, converter, errors, pairs

Place = tuple[int, int]  # line, position in it


@dataclass(frozen=True, slots=True)
class Review:
    characters: int
    ranks: tuple[int, ...]  # of the errors that are named, from 0, ascending
    unnamed: int

    def found(self, per_ten_thousand: float) -> float:
        """The share of all errors among the first places."""
        limit = per_ten_thousand * self.characters / 10_000
        total = len(self.ranks) + self.unnamed
        return sum(rank < limit for rank in self.ranks) / total if total else 1.0

    def needed(self, share: float) -> float:
        """Places per 10,000 characters in which that share of all errors is found; infinite where it never is."""
        count = math.ceil(share * (len(self.ranks) + self.unnamed))
        if count > len(self.ranks):
            return math.inf
        return (self.ranks[count - 1] + 1) / self.characters * 10_000 if count else 0.0


def review(simplified: Sequence[str], right: Sequence[str], region: str) -> Review:
    ours = converter(region)
    written = ours.text("\n".join(simplified)).split("\n")
    named = [
        (choice.certainty, line, choice.position)
        for line, text in enumerate(simplified)
        for choice in ours.doubtful(text)
    ]
    rank = {(line, position): number for number, (_, line, position) in enumerate(sorted(named))}
    wrong = [(error.line, error.position) for error in errors(right, written, region) if error.kind == "hard"]
    ranks = sorted(rank[place] for place in wrong if place in rank)
    characters = sum("\u3400" <= character <= "\u9fff" for character in "".join(right))
    return Review(characters, tuple(ranks), len(wrong) - len(ranks))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, default=PAIRS)
    parser.add_argument("--per-ten-thousand", type=float, default=40)
    options = parser.parse_args(arguments)
    print(f"{'':24}{'errors':>8}{'found':>8}{'85 %':>8}{'97 %':>8}{'unnamed':>9}")
    for path in sorted(options.pairs.glob("*.hans*")):
        name, region = path.name.split(".")[:2]
        result = review(*pairs(name, options.pairs), region)
        total = len(result.ranks) + result.unnamed
        figures = f"{result.found(options.per_ten_thousand):8.1%}{result.needed(0.85):8.1f}{result.needed(0.97):8.1f}"
        print(f"{name:24}{total:8}{figures}{result.unnamed:9}")


if __name__ == "__main__":
    main()
