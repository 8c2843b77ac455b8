"""``::: 附件 标题`` … ``:::``: the names of containers, the HTML that opens and closes each, and which closes which."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from html import escape

from bulletin.convert.markup.draft import Draft, OpenContainer
from bulletin.convert.markup.limits import DEEPEST, Refused
from bulletin.model.late import regex

_HEAD = regex(r"([:：]{3,})[ \t\u3000]*([^\s:：{]*)[ \t\u3000]*(.*?)[ \t\u3000]*[:：]*$")
_LANG = regex(r"(?:lang=[\"']?)?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)[\"']?")

Maker = Callable[[str], tuple[str, str]]
UNTITLED_ANNEX = "附件"


def put_container(draft: Draft, bare: str) -> bool:
    """A line that opens or closes a container; False when it is neither."""
    head = _HEAD.match(bare)
    if head is None:
        return False
    draft.block()
    colons, name, rest = len(head[1]), head[2], head[3]
    if name:
        _open(draft, colons, name, rest)
    else:
        _close(draft, colons)
    return True


def close_all(draft: Draft) -> None:
    draft.block()
    while draft.containers:
        _close_last(draft, is_missing=True)


def _open(draft: Draft, colons: int, name: str, rest: str) -> None:
    if len(draft.containers) >= DEEPEST:
        raise Refused("E602", draft.first + draft.at, limit=str(DEEPEST))
    maker = _MAKERS.get(name.lower())
    opening, closing = maker(rest) if maker else ("", "")
    draft.containers.append(OpenContainer(colons, name, closing, draft.at - 1))
    if opening:
        draft.stash(opening)
        return
    draft.fault("W610", draft.at - 1, name=name, nearest=_nearest_name(name))
    if rest:
        draft.put(rest.replace("[^", "\\[^"))


def _close(draft: Draft, colons: int) -> None:
    """Close the innermost one opened with as many colons, else with fewer; those inside it were left open."""
    same = [i for i, c in enumerate(draft.containers) if c.colons == colons]
    fewer = [i for i, c in enumerate(draft.containers) if c.colons < colons]
    if not same and not fewer:
        draft.fault("W614", draft.at - 1)
        return
    target = (same or fewer)[-1]
    while len(draft.containers) > target + 1:
        _close_last(draft, is_missing=True)
    _close_last(draft, is_missing=False)


def _close_last(draft: Draft, *, is_missing: bool) -> None:
    container = draft.containers.pop()
    if container.closing:
        draft.stash(container.closing)
        if is_missing:
            draft.fault("W611", container.line, name=container.name)


def _nearest_name(name: str) -> str:
    found = get_close_matches(name.lower(), _MAKERS, n=1, cutoff=0.3)
    return found[0] if found else "附件"


def _box(tag: str, name: str, *, heading: str = "p", default: str = "") -> Maker:
    def make(title: str) -> tuple[str, str]:
        title = title or default
        attributes = ' class="label"' if heading == "p" else ""
        label = f"<{heading}{attributes}>{escape(title)}</{heading}>" if title else ""
        return f'<{tag} class="{name}">{label}', f"</{tag}>"

    return make


def _quote(source: str) -> tuple[str, str]:
    close = f'<p class="source">{escape(source)}</p>' if source else ""
    return '<blockquote class="quote">', f"{close}</blockquote>"


def _details(title: str) -> tuple[str, str]:
    return f"<details><summary>{escape(title or '更多')}</summary>", "</details>"


def _original(rest: str) -> tuple[str, str]:
    """Text that stays in the script and language it was written in."""
    lang, title = "", rest
    first, _, after = rest.partition(" ")
    if match := _LANG.fullmatch(first):
        lang, title = f' lang="{match[1]}"', after.strip()
    label = f'<p class="label">{escape(title)}</p>' if title else ""
    return f'<div class="original"{lang} data-no-convert>{label}', "</div>"


_KINDS: tuple[tuple[Maker, tuple[str, ...]], ...] = (
    (_box("section", "attachment", heading="h2", default=UNTITLED_ANNEX), ("附件", "attachment")),
    (_box("section", "contact"), ("联系方式", "联系人", "聯繫方式", "聯絡方式", "聯絡人", "contact")),
    (_original, ("原文", "original")),
    (_box("div", "digest"), ("摘编", "摘要", "摘編", "digest")),
    (_box("div", "note"), ("提示", "注意", "说明", "說明", "note", "tip", "warning")),
    (_box("div", "editor-note"), ("按语", "编者按", "按語", "編者按", "editor-note")),
    (_box("div", "signature"), ("落款", "signature")),
    (_box("div", "gallery"), ("图集", "組圖", "组图", "圖集", "gallery")),
    (_quote, ("引文", "引用", "quote")),
    (_details, ("折叠", "详情", "摺疊", "詳情", "details")),
)
_MAKERS: dict[str, Maker] = {name: maker for maker, names in _KINDS for name in names}
