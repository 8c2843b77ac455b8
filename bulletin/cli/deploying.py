"""``bulletin deploy``: the published site -> the same files at a target of ``deploy.toml``."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from dataclasses import asdict

from bulletin.deploy.sending import Told, send
from bulletin.deploy.targets import target_of
from bulletin.words import Language, phrase


def run(arguments: Namespace, language: Language) -> int:
    """0. Raises BulletinError; what has arrived until then is whole, and a further call goes on."""
    output = arguments.site / "public"
    target = target_of(arguments.site, arguments.target, output)
    progress = _progress(language, is_shown=not arguments.json)
    sent = send(output, target, arguments.dry_run, progress, arguments.thorough)
    if arguments.json:
        print(json.dumps(asdict(sent), ensure_ascii=False, indent=2))
        return 0
    if arguments.dry_run:
        for action, paths in (("send", sent.sent), ("delete", sent.deleted)):
            for path in paths:
                print(phrase(f"Say_deploy_{action}", language, {"path": path}))
    values = {
        "target": sent.target, "sent": str(len(sent.sent)), "deleted": str(len(sent.deleted)), "same": str(sent.same),
    }  # fmt: skip
    print(phrase("Say_deployed" if sent.is_done else "Say_would_deploy", language, values))
    return 0


def _progress(language: Language, *, is_shown: bool) -> Told:
    def told(action: str, path: str, done: int, steps: int) -> None:
        if is_shown and sys.stderr.isatty():
            text = phrase(f"Say_deploy_{action}", language, {"path": path})
            end = "" if done < steps else "\n"
            print(f"\r\033[K{done}/{steps} {text}", end=end, file=sys.stderr, flush=True)

    return told
