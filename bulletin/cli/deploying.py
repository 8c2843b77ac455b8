"""``bulletin deploy``: the published site -> the same files at a target of ``deploy.toml``."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path

from bulletin.cli import show
from bulletin.deploy.sending import Told, send
from bulletin.deploy.target import Target
from bulletin.deploy.targets import target_of
from bulletin.errors import BulletinError, WriteError
from bulletin.words import Language, phrase
from bulletin.write.lock import locked


def run(arguments: Namespace, language: Language) -> int:
    """0. Raises BulletinError; what has arrived until then is whole, and a further call goes on."""
    output = arguments.site / "public"
    target = target_of(arguments.site, arguments.target, output)
    progress = _progress(language, is_shown=not arguments.json)
    with nullcontext() if arguments.dry_run else _alone(arguments.site, target):
        sent = send(output, target, arguments.dry_run, progress, arguments.thorough)
    if sent.left_out:
        values = {"count": str(len(sent.left_out)), "path": sent.left_out[0]}
        show.complain([phrase("Say_deploy_left_out", language, values)])
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


@contextmanager
def _alone(site: Path, target: Target) -> Iterator[None]:
    """One run at a time for one site and target on this machine; those of other machines find each other at the target.
    Where nothing can be written beside the site, that has to do. Raises BulletinError E974."""
    name = f"deploy-{blake2b(target.place.encode('utf-8', 'surrogateescape'), digest_size=4).hexdigest()}.lock"
    with ExitStack() as stack:
        try:
            with suppress(OSError):
                (site / ".bulletin").mkdir(exist_ok=True)
                stack.enter_context(locked(site / ".bulletin" / name))
        except WriteError as error:
            raise BulletinError("E974", path=target.place) from error
        yield


def _progress(language: Language, *, is_shown: bool) -> Told:
    def told(action: str, path: str, done: int, steps: int) -> None:
        if is_shown and sys.stderr.isatty():
            text = phrase(f"Say_deploy_{action}", language, {"path": path})
            end = "" if done < steps else "\n"
            print(f"\r\033[K{done}/{steps} {text}", end=end, file=sys.stderr, flush=True)

    return told
