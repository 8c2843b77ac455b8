"""``bulletin serve``: builds, serves, and builds again whenever content or themes change, until Ctrl+C."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from urllib.parse import urljoin

from bulletin.cli import show
from bulletin.cli.clock import stated_time
from bulletin.cli.desk import review_room
from bulletin.errors import BulletinError
from bulletin.pipeline import Options, build
from bulletin.serve.preview import preview
from bulletin.serve.review_page import PATH
from bulletin.words import Language, phrase


def run(arguments: Namespace, language: Language) -> int:
    """0, after Ctrl+C. Raises BulletinError."""
    room = review_room(arguments.site, lambda: stated_time(None), language)

    def rebuild() -> tuple[Path, str]:
        room.forget()
        options = Options(site=arguments.site, now=stated_time(None), has_drafts=arguments.drafts)
        try:
            report = build(options, lambda *_: None, show.cache_warning(language))
        except BulletinError as error:  # what was published before stays in view
            show.complain(show.error_lines(error, language))
            return arguments.site / "public", "/"
        show.complain(show.problem_lines(report.problems, language))
        values = {"rendered": str(report.rendered), "pages": str(report.pages)}
        show.complain([phrase("Say_rebuilt", language, values)])
        return Path(report.output), report.base

    def ready(url: str) -> None:
        print(phrase("Say_serving", language, {"url": url}), flush=True)
        print(phrase("Say_reviewing", language, {"url": urljoin(url, PATH)}), flush=True)

    preview(arguments.site, arguments.host, arguments.port, arguments.poll, rebuild, ready, {PATH: room})
    return 0
