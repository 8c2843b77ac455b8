"""What the preview server shows besides the site: the rooms, each told how to look and how to write."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from bulletin.desk import overview, publication
from bulletin.desk.item import make_ready
from bulletin.errors import BulletinError
from bulletin.jobs.review import accept, forms_for, open_site, review, traditional_editions
from bulletin.model.desk import Desk, Publication, Twin
from bulletin.model.page import Report
from bulletin.model.problem import Problem
from bulletin.model.review import Review
from bulletin.pipeline import Options, build
from bulletin.serve.desk_frame import Tell
from bulletin.serve.desk_opening import open_in_editor
from bulletin.serve.desk_room import Deeds, DeskRoom
from bulletin.serve.review_page import PATH, Say
from bulletin.serve.review_room import ReviewRoom
from bulletin.serve.rooms import Room
from bulletin.words import Language, phrase, text_and_fix

PREVIEW = Path(".bulletin") / "preview"
_LANGUAGES: tuple[Language, ...] = ("hans", "hant", "en")


class Rooms:
    """The review and the desk of one site. ``forget`` has to be called after each change."""

    def __init__(
        self, site: Path, now: Callable[[], datetime], language: Language, is_shown: Callable[[str], bool]
    ) -> None:
        """``is_shown``: whether the preview has a page at this path below the output."""
        self._site = site
        self._now = now
        self._is_shown = is_shown
        self._opened: overview.Opened | None = None
        self._opening = threading.Lock()
        self.review = review_room(site, now, language)
        words: dict[str, tuple[Say, Tell]] = {
            name: (partial(_say, name), partial(_tell, name)) for name in _LANGUAGES
        }
        self.desk = DeskRoom(self._deeds(), words, language, self.forget)

    def all(self) -> dict[str, Room]:
        """By the paths that they answer."""
        return {PATH: self.review, **dict.fromkeys(self.desk.paths, self.desk)}

    def forget(self) -> None:
        self.review.forget()
        self._opened = None

    def _deeds(self) -> Deeds:
        return Deeds(
            look=self._look,
            arrange=self._arrange,
            create=partial(overview.create, self._site),
            make_ready=partial(make_ready, self._site),
            twin=self._twin,
            place=partial(overview.place_of_file, self._site),
            launch=open_in_editor,
            plan=self._plan,
            publish=self._publish,
            has_target=lambda: (self._site / "deploy.toml").is_file(),
            review=self.review.found,
            accept=partial(_accept, self._site),
        )

    def _open(self) -> overview.Opened:
        with self._opening:
            if self._opened is None:
                self._opened = overview.open_site(self._site, self._now())
            return self._opened

    def _look(self, issue: str) -> Desk:
        return overview.desk_of(self._open(), issue)

    def _arrange(self, issue: str, digest: str, wish: str, path: str, before: str) -> bool:
        return overview.arrange(self._open(), issue, digest, wish, path, before)

    def _twin(self, path: str) -> Twin:
        return overview.twin(self._open(), path, self._is_shown)

    def _plan(self) -> Publication:
        return publication.plan(self._open().bulletin, self._build, *self._places())

    def _publish(self, digest: str) -> Report:
        return publication.publish(self._open().bulletin, self._build, *self._places(), digest)

    def _places(self) -> tuple[Path, Path]:
        return self._site / PREVIEW, self._site / "public"

    def _build(self, output: Path) -> Report:
        """Whether a site may lose so many items is asked where readers would lose them."""
        may_shrink = output == self._site / PREVIEW
        options = Options(self._site, self._now(), output=output, may_shrink=may_shrink)
        return build(options, lambda *_: None, lambda _: None)


def review_room(site: Path, now: Callable[[], datetime], language: Language) -> ReviewRoom:
    """Looks at the site as it is on disk whenever it is asked and has forgotten."""

    def look(tag: str, limit: int) -> Review:
        return review(open_site(site, now(), jobs=1), tag, limit)

    return ReviewRoom(look, partial(_accept, site), {name: partial(_say, name) for name in _LANGUAGES}, language)


def _accept(site: Path, word: str, form: str, tag: str, digest: str) -> object:
    editions = traditional_editions(site)
    edition = next((one for one in editions if one.tag == tag), None)
    if edition is None:
        raise BulletinError("E937", tag=tag, known=" ".join(one.tag for one in editions))
    return accept(site, word, forms_for(editions, form, word, edition), digest)


def _say(language: Language, name: str, values: Mapping[str, str]) -> str:
    return phrase(name, language, values)


def _tell(language: Language, problem: Problem) -> tuple[str, str]:
    return text_and_fix(problem.code, language, dict(problem.values))
