"""What the preview server shows besides the site: the rooms, each told how to look and how to write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from bulletin.errors import BulletinError
from bulletin.model.review import Review
from bulletin.review import accept, forms_for, open_site, review, traditional_editions
from bulletin.serve.review_room import ReviewRoom
from bulletin.words import Language, phrase

_LANGUAGES: tuple[Language, ...] = ("hans", "hant", "en")


def review_room(site: Path, now: Callable[[], datetime], language: Language) -> ReviewRoom:
    """Looks at the site as it is on disk whenever it is asked and has forgotten."""

    def look(tag: str, limit: int) -> Review:
        return review(open_site(site, now(), jobs=1), tag, limit)

    def write(word: str, form: str, tag: str, digest: str) -> object:
        editions = traditional_editions(site)
        edition = next((one for one in editions if one.tag == tag), None)
        if edition is None:
            raise BulletinError("E937", tag=tag, known=" ".join(one.tag for one in editions))
        return accept(site, word, forms_for(editions, form, word, edition), digest)

    return ReviewRoom(look, write, {name: partial(_say, name) for name in _LANGUAGES}, language)


def _say(language: Language, name: str, values: dict[str, str]) -> str:
    return phrase(name, language, values)
