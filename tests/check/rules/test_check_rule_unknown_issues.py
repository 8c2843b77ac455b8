from __future__ import annotations

import pytest
from check.factory_check import bulletin, said, text


@pytest.mark.parametrize("front", ["", "期: 42", "期: 2025-01", "期: 2026-53", "期: 增刊1", "期: 无", "期: 2026-99"])
def test_quiet(front: str) -> None:
    files = {"issues/2026-42.md": "---\n期: 99\n---\n"}
    assert not said(bulletin({"a.md": text("甲", front), **files}).problems, "W492")


@pytest.mark.parametrize(
    ("front", "issue"), [("期: 54", "2026-54"), ("期: 2025-53", "2025-53"), ("期: 100", "2026-100")]
)
def test_speaks(front: str, issue: str) -> None:
    found = bulletin({"a.md": text("甲", front)})
    assert [(p.path, p.line, p.code, dict(p.values)) for p in found.problems] == [
        ("a.md", 4, "W492", {"issue": issue, "used": "2026-42"})
    ]
    assert [(one.id, one.items) for one in found.issues] == [("2026-42", ("a.md",))]
