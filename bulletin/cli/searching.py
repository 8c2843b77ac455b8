"""``bulletin search``: a question -> the articles that the search page lists, best first, on standard output."""

from __future__ import annotations

import sys
from argparse import Namespace

from bulletin.jobs.lookup import Answer, answer_json, look_up
from bulletin.words import Language, phrase


def run(arguments: Namespace, language: Language) -> int:
    """0 found, 1 nothing found. Raises BulletinError."""
    text = " ".join(arguments.words)
    answer = look_up(arguments.site / "public", text, arguments.edition, arguments.limit, arguments.all)
    if arguments.json:
        print(answer_json(text, answer))
    else:
        _show(answer)
        values = {"count": str(answer.count), "text": answer.spelling, "among": str(answer.among)}
        kind = "newest" if answer.among else answer.how
        print(phrase(f"Say_search_{kind}", language, values), file=sys.stderr)
    return 0 if answer.hits else 1


def _show(answer: Answer) -> None:
    for place, hit in enumerate(answer.hits, 1):
        print(f"{place}. {hit.about.title}  {hit.about.date[:10]}".rstrip())
        print(f"   {hit.url}")
        if hit.about.text:
            print(f"   {hit.about.text}")
