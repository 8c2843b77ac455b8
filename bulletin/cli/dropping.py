"""What was dropped into content/ -> imported, and a line for each file, for ``serve`` and ``build --import``."""

from __future__ import annotations

from pathlib import Path

from bulletin.cli.show import complain, problem_lines
from bulletin.jobs.dropping import import_dropped
from bulletin.jobs.importing import ImportReport
from bulletin.words import Language, phrase


def import_and_tell(site: Path, language: Language) -> ImportReport:
    """Raises BulletinError."""
    report = import_dropped(site)
    for one in report.sources:
        if one.status == "imported":
            items = "  ".join(f"content/{path}" for path in one.items)
            complain([phrase("Drop_imported", language, {"source": f"content/{one.source}", "items": items})])
        elif one.status == "failed":
            complain([phrase("Drop_failed", language, {"source": f"content/{one.source}"})])
        complain(problem_lines(one.reading.problems, language))
    return report
