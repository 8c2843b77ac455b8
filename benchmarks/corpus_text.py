"""Files of real text -> that many news items cut from it, in simplified Chinese; always the same ones.

    python -m benchmarks.corpus_text SITE --text FILE… [--items 10000]      writes a site of them

The files are given by their paths and are no part of this repository: lines of UTF-8, a paragraph a line, in either
script. What belongs to an item besides title and text (date, union, section, authors, tags) is that of the generated
story of the same number, so that sites and questions are made of both alike.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from opencc import OpenCC

from benchmarks.corpus import Story, han, stories
from benchmarks.sites import write_bulletin

LENGTH = 1000  # Han characters of an item, about: whole paragraphs
_TITLE = 24  # characters at most
_RUN = re.compile("[\u4e00-\u9fff]+")
_SIGNS = str.maketrans(dict.fromkeys("【】#*_`<>[]|\\"))  # headings of laws; what Markdown would read otherwise


def cut_stories(paths: Sequence[Path], count: int) -> Iterator[Story]:
    """Newest first. Where the text is too short for so many, items share what stands at their ends with the next."""
    convert = OpenCC("tw2s").convert
    lines = [line for path in paths for line in convert(path.read_text(encoding="utf-8")).translate(_SIGNS).split("\n")]
    lines = [line.strip() for line in lines if line.strip()]
    for number, made in enumerate(stories(count)):
        begin = number * len(lines) // count
        body: list[str] = []
        done = 0
        while done < LENGTH and begin + len(body) < len(lines):
            body.append(lines[begin + len(body)])
            done += han(body[-1])
        title = max(_RUN.findall("\n".join(body[:3])), key=len, default="")[:_TITLE] or made.title
        yield replace(made, title=title, kicker="", summary=body[0][:80], body="\n\n".join(body) + "\n")


def chosen_stories(count: int, texts: Sequence[Path]) -> tuple[Story, ...]:
    """Cut from ``texts``, or generated ones where none are given."""
    return tuple(cut_stories(texts, count) if texts else stories(count))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus_text")
    parser.add_argument("site", type=Path)
    parser.add_argument("--text", type=Path, action="append", required=True)
    parser.add_argument("--items", type=int, default=10_000)
    options = parser.parse_args(arguments)
    write_bulletin(cut_stories(options.text, options.items), options.site)
    return 0


if __name__ == "__main__":
    sys.exit(main())
