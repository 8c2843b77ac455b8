"""``bulletin convert``: text from standard input or files -> the converted text on standard output, UTF-8 both ways.

Loads no more than it needs, and that late: a filter is started often, and for little.
"""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from pathlib import Path

from bulletin.errors import BulletinError
from bulletin.jobs.convert_text import (
    Converters,
    Doubtful,
    Understood,
    converted,
    converters_to,
    doubtful,
    edition_of,
    understood,
)
from bulletin.model.content import Edition
from bulletin.words import Language, message, phrase

_SHOWN = 40  # doubtful places of a text


def run(arguments: Namespace, language: Language) -> int:
    """0 all converted, 1 some file can't be read (named), 2 none can."""
    try:
        edition, converters = _converters(arguments)
        results = [_file(name, arguments, edition, converters, language) for name in arguments.files or ["-"]]
        if arguments.json:
            _write(json.dumps({"to": edition.tag, "files": results}, ensure_ascii=False, indent=2) + "\n")
    except BulletinError as error:
        _complain([message(problem, language) for problem in error.problems])
        _complain([f"[{error.code}] {phrase(error.code, language, error.values)}"])
        return 2
    except BrokenPipeError:  # whoever reads our output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        return 130
    failed = results.count(None)
    return 0 if not failed else 2 if failed == len(results) else 1


def _converters(arguments: Namespace) -> tuple[Edition, Converters]:
    if arguments.site is None:
        edition = edition_of(arguments.to or "zh-Hant", arguments.style)
        return edition, converters_to(edition)
    from bulletin.jobs.convert_site import site_converters

    return site_converters(arguments.site, arguments.to or "", arguments.style)


def _file(
    name: str, arguments: Namespace, edition: Edition, converters: Converters, language: Language
) -> dict[str, object] | None:
    """Writes one text, or answers it for JSON; None where it can't be read."""
    try:
        text = _read(name)
    except BulletinError as error:
        _complain([message(problem, language) for problem in error.problems])
        _complain([f"[{error.code}] {phrase(error.code, language, error.values)}"])
        return None
    one = _understood(text, name, arguments, edition, converters, language)
    found = doubtful(one.text, one.converter, name, _SHOWN, one.marks) if arguments.review else []
    answer: dict[str, object] = {"path": name, "from": f"zh-{one.source}"}
    if arguments.json:
        answer["text"] = "".join(converted(one.text, one.converter, one.marks))
    else:
        for part in converted(one.text, one.converter, one.marks):
            _write(part)
        _complain([_doubtful_line(place) for place in found])
    if arguments.review:
        answer["doubtful"] = [_doubtful_json(place) for place in found]
    return answer


def _understood(
    text: str, name: str, arguments: Namespace, edition: Edition, converters: Converters, language: Language
) -> Understood:
    if "-{" not in text:
        return understood(text, edition, converters, arguments.source or "")
    from bulletin.jobs.convert_site import understood_with_marks

    one, problems = understood_with_marks(text, name, edition, converters, arguments.source or "")
    _complain([message(problem, language) for problem in problems])
    return one


def _read(name: str) -> str:
    """Raises BulletinError E930 for a file that can't be opened, E931 for bytes that are no text."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise BulletinError("E930", path=name, reason=error.strerror or str(error)) from error
    if 10 * data.count(0) <= len(data):  # else rather UTF-16, which without Chinese is good UTF-8 as well
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    from bulletin.jobs.convert_site import read_text

    return read_text(name, data)


def _doubtful_line(one: Doubtful) -> str:
    place, chosen, alternatives, margin = one
    shown = f"{place.shown_before}【{chosen}】{place.shown_after}"
    return f"{place.path}:{place.line}:{place.column} {shown} ({'/'.join(alternatives)}? {margin})"


def _doubtful_json(one: Doubtful) -> dict[str, object]:
    place, chosen, alternatives, margin = one
    return {
        "line": place.line, "column": place.column, "chosen": chosen, "alternatives": alternatives, "margin": margin,
        "before": place.shown_before, "after": place.shown_after,
    }  # fmt: skip


def _write(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _complain(lines: list[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)
