"""``bulletin import``: files of others -> items in content/, and what was taken, mended, left out, doubtful."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator

from bulletin.cli.show import problems_json
from bulletin.ingest.draft import Draft, Mended
from bulletin.jobs.importing import Imported, ImportReport, import_files
from bulletin.words import Language, message, phrase

_SAID = frozenset({"W961", "W962", "I960"})  # beside the item already
_SHOWN = 8  # places of a kind; --json has all


def run(arguments: Namespace, language: Language) -> int:
    """0 all imported or known, 1 some file could not be (named), 2 none could."""
    report = import_files(arguments.site, arguments.files, arguments.split, arguments.dry_run)
    if arguments.json:
        print(json.dumps(report_data(report, language), ensure_ascii=False, indent=2))
    else:
        print("\n".join(line for one in report.sources for line in _lines(one, report.is_dry, language)))
    for one in report.sources:
        for problem in one.reading.problems:
            if problem.code in _SAID and not arguments.json:
                continue
            print(message(problem, language), file=sys.stderr)
    if report.passed_over and not arguments.json:
        print(phrase("Say_passed_over", language, {"count": str(len(report.passed_over))}), file=sys.stderr)
    if not arguments.json:
        print(phrase("Say_import_dry" if report.is_dry else "Say_imported", language, _totals(report)), file=sys.stderr)
    return 0 if not report.failed and report.sources else 2 if report.failed == len(report.sources) else 1


def report_data(report: ImportReport, language: Language) -> dict[str, object]:
    """The object of ``--json``: a contract."""
    return {
        "site": report.site,
        "dry_run": report.is_dry,
        **{name: int(count) for name, count in _totals(report).items()},
        "passed_over": list(report.passed_over),
        "files": [_file_data(one, language) for one in report.sources],
    }


def _totals(report: ImportReport) -> dict[str, str]:
    done = [one for one in report.sources if one.status == "imported"]
    return {
        "sources": str(len(report.sources)),
        "items": str(sum(len(one.items) for one in done)),
        "known": str(sum(one.status == "known" for one in report.sources)),
        "failed": str(report.failed),
    }


def _file_data(one: Imported, language: Language) -> dict[str, object]:
    reading = one.reading
    return {
        "source": one.source,
        "status": one.status,
        "kind": reading.kind,
        "items": [
            {
                "path": path, "title": draft.title, "line": draft.line, "fields": dict(draft.fields),
                "missing": missing(draft),
            }
            for path, draft in zip(one.items, reading.drafts, strict=False)
        ] or [{"path": path} for path in one.items],
        "index": one.index,
        "files": list(one.files),
        "could_split": reading.could_split,
        "is_split": reading.is_split,
        "taken": [
            {"field": taken.field, "value": taken.value, "line": taken.line.number, "text": taken.line.text}
            for taken in reading.taken
        ],
        "left_out": [
            {"line": left.line.number, "text": left.line.text, "why": left.why} for left in reading.left_out
        ],
        "repaired": _counts(reading.mended),
        "places": [
            {
                "kind": place.repair.kind, "line": place.line, "column": place.column, "before": place.repair.before,
                "after": place.repair.after, "is_made": place.repair.is_certain,
            }
            for place in reading.mended
        ],
        "punctuation": reading.punctuation,
        "joined": list(reading.joined),
        "tables": list(reading.tables),
        "problems": problems_json(reading.problems, language),
    }  # fmt: skip


def missing(draft: Draft) -> list[str]:
    """What was looked for in vain."""
    return [*([] if draft.title else ["标题"]), *(key for key, value in draft.fields if not value)]


def _counts(mended: tuple[Mended, ...]) -> dict[str, dict[str, int]]:
    made = Counter(place.repair.kind for place in mended if place.repair.is_certain)
    left = Counter(place.repair.kind for place in mended if not place.repair.is_certain)
    return {kind: {"made": made[kind], "left": left[kind]} for kind in sorted({*made, *left})}


def _lines(one: Imported, is_dry: bool, language: Language) -> Iterator[str]:
    """Of one source: each item with what is known of it, then what was done to the text."""
    reading = one.reading
    name = {"imported": "Import_would" if is_dry else "Import_done"}.get(one.status, f"Import_{one.status}")
    yield phrase(name, language, {"source": one.source, "count": str(len(one.items))})
    if one.status != "imported":
        return
    for path, draft in zip(one.items, reading.drafts, strict=True):
        yield f"  content/{path}"
        known = "  ".join(f"{key}: {draft.field(key)}" for key, value in draft.fields if value)
        lacking = "、".join(missing(draft))
        rest = [known, *([phrase("Import_missing", language, {"names": lacking})] if lacking else [])]
        yield "    " + "  ".join(part for part in rest if part)
    if one.index:
        yield f"  content/{one.index}"
    yield from (f"  {line}" for line in _done(one, language))


def _done(one: Imported, language: Language) -> Iterator[str]:
    reading = one.reading
    for kind, counts in _counts(reading.mended).items():
        values = {name: str(count) for name, count in counts.items()}
        yield phrase(f"Import_{kind.replace(' ', '_')}", language, values)
        places = [place for place in reading.mended if place.repair.kind == kind]
        shown = places if kind != "pinyin" else []
        for place in shown[:_SHOWN]:
            after = place.repair.after or "…"
            arrow = "→" if place.repair.is_certain else "→?"
            yield f"  {place.line}:{place.column}  {place.repair.before} {arrow} {after}"
    if reading.punctuation:
        yield phrase("Import_punctuation", language, {"count": str(reading.punctuation)})
    if reading.joined:
        yield phrase("Import_joined", language, {"lines": " ".join(map(str, reading.joined[:20]))})
    if reading.tables:
        yield phrase("Import_tables", language, {"sizes": "  ".join(reading.tables[:_SHOWN])})
    if reading.left_out:
        yield phrase("Import_left_out", language, {"count": str(len(reading.left_out))})
        for left in reading.left_out[:_SHOWN]:
            yield f"  {left.line.number}  {left.line.text.strip()[:60]}"
