"""``/_desk/``: a request -> a page, or a wish carried out by whoever was handed in to do so, and then a page again."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date as Date
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from bulletin.errors import BulletinError
from bulletin.model.desk import Desk, Draft, Publication, Twin
from bulletin.model.making import frozen
from bulletin.model.page import Report
from bulletin.serve.desk_forms import LONGEST_TITLE, compare_page, doubts_page, new_page, publish_page
from bulletin.serve.desk_frame import ASSETS, DESK, PAGES, Tell, View, asset, framed, row_id
from bulletin.serve.desk_page import desk_page, problem_list
from bulletin.serve.review_page import LANGUAGES, Say
from bulletin.serve.review_room import Accept, Look
from bulletin.serve.rooms import Answer, Request, see_other

_LIMIT = 40
_MOST = 5_000
_WISHES = ("up", "down", "move", "pin", "unpin", "omit", "include")


@frozen
class Deeds:
    """What the room can have done. All may raise BulletinError, and then nothing was done."""

    look: Callable[[str], Desk]  # id of an issue, "" this week's
    arrange: Callable[[str, str, str, str, str], object]  # issue, digest of its file, wish, path, before which path
    create: Callable[[Draft], str]  # the new item's path
    make_ready: Callable[[str, str], object]  # path of a draft, digest of its file
    twin: Callable[[str], Twin]  # path
    place: Callable[[str], Path]  # path -> where the file lies, if it may be opened
    launch: Callable[[Path], bool]  # opens it in a program; False where there is none
    plan: Callable[[], Publication]
    publish: Callable[[str], Report]  # digest of the plan as it was shown
    has_target: Callable[[], bool]  # whether the site is sent elsewhere
    review: Look
    accept: Accept


class DeskRoom:
    """Only for whoever sits at this machine. ``forget`` has to be called whenever something was built."""

    paths = (*(DESK + page for page in PAGES), *(DESK + name for name in ASSETS))

    def __init__(
        self, deeds: Deeds, words: Mapping[str, tuple[Say, Tell]], language: str, forget: Callable[[], None]
    ) -> None:
        self._deeds = deeds
        self._words = words
        self._language = language
        self._forget = forget
        self._token = secrets.token_urlsafe(32)
        self._lock = threading.Lock()

    def __call__(self, request: Request) -> Answer:
        name = urlsplit(request.path).path.removeprefix(DESK)
        if name in ASSETS:
            return asset(name)
        fields = request.form() if request.method == "POST" else request.query()
        view = self._view(name, fields)
        if not request.is_local:
            return self._fault(HTTPStatus.FORBIDDEN, view, "Desk_not_local")
        with self._lock:
            try:
                return self._write(request, fields, view) if request.method == "POST" else self._show(fields, view)
            except BulletinError as error:
                self._forget()
                status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.INTERNAL_SERVER_ERROR
                return self._told(status, view, error)

    def _view(self, page: str, fields: Mapping[str, str]) -> View:
        language = fields.get("in", "")
        language = language if language in self._words and language in LANGUAGES else self._language
        say, tell = self._words[language]
        return View(language, say, tell, self._token, page if page in PAGES else "")

    # --- pages --------------------------------------------------------------------------------------------------

    def _show(self, fields: Mapping[str, str], view: View, status: HTTPStatus = HTTPStatus.OK) -> Answer:
        desk = self._deeds.look(fields.get("issue", ""))
        view = replace(view, home=desk.home, done=self._done(fields, view))
        if view.page == "new/":
            return framed(status, view, new_page(desk, fields, view))
        if view.page == "doubts/":
            limit = _limit(fields.get("limit", ""))
            return framed(status, view, doubts_page(self._deeds.review(fields.get("edition", ""), limit), limit, view))
        if view.page == "compare/":
            main = compare_page(self._deeds.twin(fields.get("path", "")), fields.get("edition", ""), view)
            return framed(status, view, main, has_frames=True)
        if view.page == "publish/":
            return framed(status, view, publish_page(self._deeds.plan(), self._deeds.has_target(), view))
        return framed(status, view, desk_page(desk, view))

    def _done(self, fields: Mapping[str, str], view: View) -> str:
        """What an address says was done: told, not believed."""
        done, path = fields.get("done", ""), fields.get("path", "") or fields.get("made", "")
        if done == "place":
            try:
                return view.say("Desk_done_place", {"path": str(self._deeds.place(path))})
            except BulletinError:
                return ""
        names = {"arrange", "nothing", "open", "create", "ready", "accept", "publish"}
        values = {"path": f"content/{path[:200]}", "word": fields.get("word", "")[:60]}
        return view.say(f"Desk_done_{done}", values) if done in names else ""

    # --- deeds --------------------------------------------------------------------------------------------------

    def _write(self, request: Request, fields: Mapping[str, str], view: View) -> Answer:
        """Only for a page of ours: the token can't be read by another site, and the browser says where it is from."""
        has_token = hmac.compare_digest(fields.get("token", "").encode(), self._token.encode())
        if not has_token or not request.is_from_here:
            return self._fault(HTTPStatus.FORBIDDEN, view, "Review_refused")
        wish = fields.get("do", "")
        if wish == "open":
            return self._open(fields, view)
        if wish in _WISHES and view.page == "":
            return self._arrange(wish, fields, view)
        if wish == "ready" and view.page == "":
            self._deeds.make_ready(fields.get("path", ""), fields.get("digest", ""))
            self._forget()
            return see_other(view.address("", done="ready", path=fields.get("path", "")))
        if wish == "create" and view.page == "new/":
            return self._create(fields, view)
        if wish == "publish" and view.page == "publish/":
            self._deeds.publish(fields.get("digest", ""))
            return see_other(view.address("publish/", done="publish"))
        if view.page == "doubts/":
            return self._accept(fields, view)
        return self._fault(HTTPStatus.BAD_REQUEST, view, "Desk_no_such_wish")

    def _arrange(self, wish: str, fields: Mapping[str, str], view: View) -> Answer:
        issue, path = fields.get("issue", ""), fields.get("path", "")
        changed = self._deeds.arrange(issue, fields.get("digest", ""), wish, path, fields.get("before", ""))
        self._forget()
        query = {"issue": issue, "done": "arrange" if changed else "nothing", "did": wish}
        return see_other(view.address("", **query) + "#" + row_id(path))

    def _create(self, fields: Mapping[str, str], view: View) -> Answer:
        try:
            date = Date.fromisoformat(fields.get("date", ""))
        except ValueError:
            return self._again(fields, view, BulletinError("E995", value=fields.get("date", "")[:40]))
        title = fields.get("title", "")[:LONGEST_TITLE]
        try:
            made = self._deeds.create(Draft(title, date, fields.get("section", ""), fields.get("source", "")[:200]))
        except BulletinError as error:
            return self._again(fields, view, error)
        self._forget()
        return see_other(view.address("new/", done="create", made=made))

    def _again(self, fields: Mapping[str, str], view: View, error: BulletinError) -> Answer:
        """The same form with all that was typed."""
        typed = {name: value for name, value in fields.items() if name not in ("done", "made", "issue")}
        return self._show(typed, replace(view, fault=view.say(error.code, error.values)), HTTPStatus.BAD_REQUEST)

    def _open(self, fields: Mapping[str, str], view: View) -> Answer:
        path = fields.get("path", "")
        is_open = self._deeds.launch(self._deeds.place(path))
        kept = {name: fields[name] for name in ("issue", "made", "edition") if fields.get(name)}
        url = view.address(view.page, **{**kept, "done": "open" if is_open else "place", "path": path})
        return see_other(url + ("" if view.page else "#" + row_id(path)))

    def _accept(self, fields: Mapping[str, str], view: View) -> Answer:
        word, form = fields.get("word", "").strip(), fields.get("form", "").strip()
        if not word or not form:
            raise BulletinError("E936", value=f"{word}={form}")
        edition = fields.get("edition", "")
        self._deeds.accept(word, form, edition, fields.get("glossary", ""))
        self._forget()
        return see_other(view.address("doubts/", edition=edition, done="accept", word=word))

    # --- what went wrong ----------------------------------------------------------------------------------------

    def _fault(self, status: HTTPStatus, view: View, name: str) -> Answer:
        return framed(status, replace(view, fault=view.say(name, {})), _back(view))

    def _told(self, status: HTTPStatus, view: View, error: BulletinError) -> Answer:
        """In place of the page, with the faults that it is about; the way back shows how things are now."""
        shown = problem_list(error.problems, view) if error.problems else ""
        return framed(status, replace(view, fault=view.say(error.code, error.values)), shown + _back(view))


def _back(view: View) -> str:
    page = "" if view.page == "compare/" else view.page
    return f'<p><a href="{view.address(page).replace("&", "&amp;")}">{view.word("back")}</a></p>'


def _limit(typed: str) -> int:
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
    return min(number, _MOST) or _LIMIT
