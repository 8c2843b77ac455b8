"""``/_review/``: a request -> the page, or a word written into the glossary by whoever was handed in to do so."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus

from bulletin.errors import BulletinError
from bulletin.model.review import Review
from bulletin.serve.review_page import LANGUAGES, POLICY, Say, View, address, fault_page, review_page
from bulletin.serve.rooms import Answer, Request, see_other

Look = Callable[[str, int], Review]  # edition tag ("": the first), limit
Accept = Callable[[str, str, str, str], object]  # word, form, edition tag, digest of the glossary as it was shown

_LIMIT = 40
_MOST = 5_000


class ReviewRoom:
    """Remembers what it looked up until ``forget`` is called, which whoever builds has to do."""

    def __init__(self, look: Look, accept: Accept, words: Mapping[str, Say], language: str, home: str = "/") -> None:
        self._look = look
        self._accept = accept
        self._words = words
        self._language = language
        self._home = home
        self._token = secrets.token_urlsafe(32)
        self._lock = threading.Lock()
        self._known: dict[tuple[str, int], Review] = {}

    def forget(self) -> None:
        with self._lock:
            self._known.clear()

    def __call__(self, request: Request) -> Answer:
        fields = request.form() if request.method == "POST" else request.query()
        view = self._view(fields)
        if request.method == "POST":
            return self._write(request, fields, view)
        return self._show(fields.get("edition", ""), view)

    def _view(self, fields: Mapping[str, str]) -> View:
        language = fields.get("in", "")
        language = language if language in self._words and language in LANGUAGES else self._language
        limit = fields.get("limit", "")
        number = int(limit) if limit.isascii() and limit.isdigit() and len(limit) < 5 else 0
        return View(
            language=language,
            say=self._words[language],
            token=self._token,
            home=self._home,
            limit=min(number, _MOST) or _LIMIT,
            saved=fields.get("saved", "")[:60],
        )

    def _show(self, edition: str, view: View) -> Answer:
        try:
            found = self.found(edition, view.limit)
        except BulletinError as error:
            is_unknown = error.code == "E937"  # no such edition
            status = HTTPStatus.NOT_FOUND if is_unknown else HTTPStatus.INTERNAL_SERVER_ERROR
            return _fault(status, view, view.say(error.code, error.values))
        return _page(HTTPStatus.OK, review_page(found, view))

    def found(self, edition: str, limit: int) -> Review:
        """What was looked up last, or now. Raises BulletinError."""
        with self._lock:
            if (edition, limit) not in self._known:
                self._known[edition, limit] = self._look(edition, limit)
            return self._known[edition, limit]

    def _write(self, request: Request, fields: Mapping[str, str], view: View) -> Answer:
        """Only for whoever sits at this machine, and for a page of ours: the token can't be read by another site, and
        the browser says where it is from."""
        has_token = hmac.compare_digest(fields.get("token", "").encode(), self._token.encode())
        if not (has_token and request.is_from_here and request.is_local):
            return _fault(HTTPStatus.FORBIDDEN, view, view.say("Review_refused", {}))
        word, form = fields.get("word", "").strip(), fields.get("form", "").strip()
        edition = fields.get("edition", "")
        try:
            if not word or not form:
                raise BulletinError("E936", value=f"{word}={form}")
            self._accept(word, form, edition, fields.get("glossary", ""))
        except BulletinError as error:
            self.forget()
            return _fault(HTTPStatus.CONFLICT, view, view.say(error.code, error.values))
        self.forget()
        return see_other(address(edition, view, saved=word))


def _fault(status: HTTPStatus, view: View, text: str) -> Answer:
    return _page(
        status, fault_page(View(view.language, view.say, view.token, view.home, view.limit, fault=text))
    )


def _page(status: HTTPStatus, html: str) -> Answer:
    # With "no-referrer" a browser would send "Origin: null" with our own forms
    headers = (("Content-Security-Policy", POLICY), ("Referrer-Policy", "same-origin"), ("X-Frame-Options", "DENY"))
    return Answer(status, html.encode("utf-8"), headers=headers)
