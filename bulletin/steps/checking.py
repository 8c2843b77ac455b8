"""A part of the pipeline: settings, documents, files -> each document checked by itself, and what else ``read`` found.

What they are as a whole is for ``check.bulletin`` to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from operator import attrgetter

from bulletin.cache import Cache
from bulletin.check.checked import Checked, without_body
from bulletin.check.item import check_document
from bulletin.convert.settings import in_both_scripts
from bulletin.model.content import Config, Content, Glossary, Union
from bulletin.model.options import Options
from bulletin.parallel import Workers
from bulletin.parts import PART
from bulletin.pickles import Packing
from bulletin.read.again import opened
from bulletin.read.document import parse_document
from bulletin.read.folder import Folder, key_of_text
from bulletin.read.settings import Settings
from bulletin.steps.bodies import streamed
from bulletin.steps.elsewhere import AtAddress, measure_all
from bulletin.stopwatch import Stopwatch

Known = tuple[Config, tuple[Union, ...], Glossary]


def checked_documents(
    options: Options, settings: Settings, folder: Folder, cache: Cache, workers: Workers, watch: Stopwatch,
    read: AtAddress | None = None,
) -> tuple[Content, tuple[Checked, ...]]:  # fmt: skip
    """Without their bodies, which are put away; see ``steps.bodies``. ``read``: where files are not on our disk."""
    with watch("read"):
        measured = measure_all(options.site, read, folder.files, cache, workers)
    with watch("check"):
        packing = Packing(partial(_check, known_to(settings)), without_body)
        checked: list[Checked] = cache.remember(
            "document",
            folder.documents,
            partial(key_of_text, settings.digest),
            partial(streamed, workers, "check", partial(opened, options.site), packing),
            attrgetter("path"),
        )
        cache.keep(PART, (one.item.kept for one in checked if one.item and one.item.kept))
    files = tuple(file for file, _ in measured if file is not None)
    problems = (*settings.problems, *folder.problems, *(problem for _, found in measured for problem in found))
    return Content(settings.config, settings.unions, settings.glossary, files, problems), tuple(checked)


def known_to(settings: Settings) -> Known:
    """What a document is checked by."""
    return (*in_both_scripts(settings.config, settings.unions), settings.glossary)


def _check(known: Known, documents: Sequence[tuple[str, bytes]]) -> list[Checked]:
    """Run in worker processes, a chunk at a time."""
    return [check_document(parse_document(*document), *known) for document in documents]
