"""``.ci/audit``: an audit that looked nothing up is none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

AUDIT = Path(__file__).parent.parent / ".ci" / "audit"
GOOD = {"name": "a", "version": "1", "vulns": []}
BAD = {"name": "b", "version": "2", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["3"]}]}
PASSED_OVER = {"name": "c", "skip_reason": "not found on PyPI"}
ANSWERS: dict[str, tuple[str, int]] = {
    "all looked up": (json.dumps({"dependencies": [GOOD]}), 0),
    "a fault": (json.dumps({"dependencies": [GOOD, BAD, PASSED_OVER]}), 1),
    "one passed over": (json.dumps({"dependencies": [GOOD, PASSED_OVER]}), 3),
    "all passed over": (json.dumps({"dependencies": [PASSED_OVER]}), 3),
    "nothing in it": (json.dumps({"dependencies": []}), 3),
    "no answer": ("", 3),
    "another answer": ("[]", 3),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_it_ends_with(tmp_path: Path, name: str) -> None:
    answer, code = ANSWERS[name]
    (tmp_path / "pip_audit").mkdir()
    program = f"import sys; assert '--require-hashes' in sys.argv; print({answer!r})"
    (tmp_path / "pip_audit" / "__main__.py").write_text(program, "utf-8")
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, AUDIT], env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == code, done.stderr
    assert ("CVE-2026-1" in done.stdout) == (code == 1)
