"""content/hans of a Hugo site -> content/hant, by OpenCC: what a Hugo user has to run before Hugo.

    python -m benchmarks.to_traditional HUGO_FOLDER [FILE ...]

Front matter is JSON; of it, what readers see is converted: title, summary, description, kicker, region, aka. With
FILEs (below content/hans) only these are converted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import opencc

SHOWN = ("title", "summary", "description", "kicker", "region", "aka")


def convert(folder: Path, names: Sequence[str] = ()) -> int:
    """Answers how many files were written."""
    converter = opencc.OpenCC("s2tw")
    source, target = folder / "content" / "hans", folder / "content" / "hant"
    paths = [source / name for name in names] or sorted(source.rglob("*.md"))
    made: set[Path] = set()
    for path in paths:
        text = path.read_text(encoding="utf-8")
        values, end = json.JSONDecoder().raw_decode(text)
        parts = [values.get(key, "") for key in SHOWN] + [text[end:]]
        flat = [part if isinstance(part, str) else "、".join(part) for part in parts]
        *shown, body = converter.convert("\x1f".join(flat)).split("\x1f")
        for key, before, after in zip(SHOWN, parts, shown, strict=False):
            if before:
                values[key] = after if isinstance(before, str) else after.split("、")
        place = target / path.relative_to(source)
        if place.parent not in made:
            place.parent.mkdir(parents=True, exist_ok=True)
            made.add(place.parent)
        place.write_text(json.dumps(values, ensure_ascii=False) + body, encoding="utf-8")
    return len(paths)


if __name__ == "__main__":
    convert(Path(sys.argv[1]), sys.argv[2:])
