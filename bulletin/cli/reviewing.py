"""``bulletin review``: what the conversion of a site decided, doubtful places first; what an upgrade changes; and
"always so", written into the glossary."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bulletin.cli.clock import stated_time
from bulletin.errors import BulletinError
from bulletin.jobs.review import GLOSSARY, Reviewed, accept, compare, forms_for, open_site, report, review
from bulletin.model.review import Changes, Doubt, Place, Review
from bulletin.words import Language, phrase

_MOST_PLACES = 5  # of one word on a terminal


def run(arguments: Namespace, language: Language) -> int:
    """0, or 1 where --since-report finds something that reads otherwise. Raises BulletinError."""
    one = open_site(arguments.site, stated_time(None))
    if arguments.accept:
        return _accept(one, arguments, language)
    if arguments.report is not None:
        return _report(one, arguments, language)
    if arguments.since_report is not None:
        return _since_report(compare(one, arguments.since_report), arguments, language)
    found = review(one, arguments.edition or "", arguments.limit)
    if arguments.json:
        print(json.dumps(_review_json(found), ensure_ascii=False, indent=2))
        return 0
    for doubt in found.doubts:
        print("\n".join(_doubt_lines(doubt, language)))
    values = {
        "edition": found.edition, "characters": str(found.characters), "found": str(found.found),
        "shown": str(len(found.doubts)),
    }  # fmt: skip
    print(phrase("Say_doubts", language, values), file=sys.stderr)
    return 0


def _accept(one: Reviewed, arguments: Namespace, language: Language) -> int:
    """Each ``WORD=FORM``, or ``WORD`` alone for one that stays as it is."""
    editions = [edition for edition in one.bulletin.config.editions if edition.script == "Hant"]
    told: list[dict[str, str]] = []
    for stated in arguments.accept:
        word, mark, form = (part.strip() for part in stated.partition("="))
        if not word or bool(mark) != bool(form):
            raise BulletinError("E936", value=stated)
        form = form or word
        if arguments.edition and len(editions) > 1:
            chosen = [edition for edition in editions if edition.tag == arguments.edition]
            if not chosen:
                raise BulletinError("E937", tag=arguments.edition, known=" ".join(edition.tag for edition in editions))
            forms = forms_for(editions, form, word, chosen[0])
        else:
            forms = () if form == word else (("zh-Hant", form),)
        line = accept(one.site, word, forms)
        told.append({"word": word, "line": line})
        values = {"path": f"content/{GLOSSARY}", "line": line, "word": word}
        if not arguments.json:
            print(phrase("Say_accepted" if line else "Say_known", language, values))
    if arguments.json:
        print(json.dumps({"accepted": told}, ensure_ascii=False, indent=2))
    return 0


def _report(one: Reviewed, arguments: Namespace, language: Language) -> int:
    text, items = report(one)
    path: Path = arguments.report
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise BulletinError("E938", path=str(path), reason=error.strerror or str(error)) from error
    if arguments.json:
        print(json.dumps({"report": str(path), "items": items}, ensure_ascii=False, indent=2))
    else:
        print(phrase("Say_reported", language, {"items": str(items), "path": str(path)}))
    return 0


def _since_report(found: Changes, arguments: Namespace, language: Language) -> int:
    if arguments.json:
        print(json.dumps(_changes_json(found), ensure_ascii=False, indent=2))
        return 1 if found.changes else 0
    for change in found.changes:
        values = {
            "edition": change.edition, "word": change.word, "old": change.old, "new": change.new,
            "count": str(len(change.places)),
        }  # fmt: skip
        print(phrase("Say_change", language, values))
        for place in change.places:
            shown = f"{place.shown_before}【{change.old} → {change.new}】{place.shown_after}"
            print(f"  {_where(place)} {shown}")
    lines = [
        phrase("Say_changed_version", language, {"name": name, "old": old or "—", "new": new or "—"})
        for name, old, new in found.versions
    ]
    counts = {"found": str(len(found.changes)), "edited": str(len(found.edited))}
    for line in (*lines, phrase("Say_changes", language, counts)):
        print(line, file=sys.stderr)
    return 1 if found.changes else 0


def _doubt_lines(doubt: Doubt, language: Language) -> Sequence[str]:
    values = {
        "word": doubt.word, "form": doubt.form, "count": str(doubt.count),
        "others": "、".join(option.form for option in doubt.options[1:]) or "—",
    }  # fmt: skip
    lines = [phrase("Say_name" if doubt.kind == "name" else "Say_doubt", language, values)]
    for place in doubt.places[:_MOST_PLACES]:
        source = f"{place.before}【{doubt.word}】{place.after}"
        shown = f"{place.shown_before}【{doubt.form}】{place.shown_after}"
        lines.append(f"  {_where(place)} {source} → {shown}")
    if doubt.count > _MOST_PLACES:
        lines.append(f"  … (+{doubt.count - _MOST_PLACES})")
    return lines


def _where(place: Place) -> str:
    return f"content/{place.path}" + (f":{place.line}:{place.column}" if place.line else "")


def _review_json(found: Review) -> dict[str, object]:
    return {
        "edition": found.edition,
        "editions": found.editions,
        "characters": found.characters,
        "found": found.found,
        "doubts": [
            asdict(doubt) | {"options": [{"form": one.form, "forms": dict(one.forms)} for one in doubt.options]}
            for doubt in found.doubts
        ],
    }


def _changes_json(found: Changes) -> dict[str, object]:
    return {
        "versions": [{"name": name, "old": old, "new": new} for name, old, new in found.versions],
        "edited": found.edited,
        "changes": [asdict(change) for change in found.changes],
    }
