"""``bulletin rollback``: the release before this one in the place of the site -> what is published now."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from dataclasses import asdict
from datetime import datetime

from bulletin.words import Language, phrase
from bulletin.write.release import Restored, roll_back


def run(arguments: Namespace, language: Language) -> int:
    """0. Raises BulletinError E807 where there is nothing to go back to."""
    restored = roll_back(arguments.output or arguments.site / "public")
    if arguments.json:
        data = {"published": True, **asdict(restored), "made": _made(restored)}
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        values = {name: str(value) for name, value in asdict(restored).items()}
        print(phrase("Say_rolled_back", language, values | {"made": _made(restored).replace("T", " ")}))
        print(phrase("Say_after_rollback", language, {}), file=sys.stderr)
    return 0


def _made(restored: Restored) -> str:
    """In the zone of whoever looks at the screen."""
    return datetime.fromtimestamp(restored.made / 1e9).astimezone().isoformat(timespec="seconds")
