"""Bytes of an editor's file -> clean text: decoded, NFC, LF line ends, nothing invisible that could mislead."""

from __future__ import annotations

import codecs
import re
import unicodedata
from itertools import islice

from bulletin.model.late import late, late_module, regex
from bulletin.model.making import frozen
from bulletin.read.accents import MOST as MOST_ACCENTS
from bulletin.read.accents import cut_accents

MISSING = "□"  # 虚缺号 of GB/T 15834-2011: stands for a character that can't be read
_MOST_FINDINGS = 5  # of one kind in one file; more would bury the rest

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins like that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"PK\x03\x04", "Word / ZIP"),
    (b"\xd0\xcf\x11\xe0", "Word 97–2003 / WPS"),
    (b"%PDF-", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
)
_ANY_SIGNATURE = tuple(signature for signature, _ in _SIGNATURES)
# Line ends of Word (VT, FF), of old systems (NEL) and of Unicode (LS, PS); those of DOS and old Macs go before
_GUESSING = late_module("bulletin.read.guessing")
_LINE_END = regex("[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = late(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"  # C0, C1, not characters
    "|(?P<bidi>[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])"  # they can show text in another order
    "|(?P<zero>[\u00ad\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb]"
    # Joiners are spelling in Arabic, Indic scripts and emoji: only beside Han, Latin and marks they are litter
    "|(?<![\u0370-\u1fff\u2190-\u2bff\ua000-\uabff\ufb50-\ufdff\ufe00-\ufe0f\ufe70-\ufefe\U0001f000-\U0001faff])[\u200c\u200d])"
)
# What most texts are made of: none of it is suspect, combines with what stands before it, or has another normal form
_UNUSUAL = regex("[^\u4e00-\u9fff\\n -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u3000-\u3029\uff01-\uff5e]")
# One search that says whether another one needs any of this
_SUSPECT = regex(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef"
    "\ufeff\ufff9-\ufffb\ufffd-\uffff]"
)


@frozen
class Finding:
    """A Problem that does not know its file yet."""

    code: str
    line: int = 0
    column: int = 0
    values: tuple[tuple[str, str], ...] = ()


@frozen
class Decoded:
    text: str  # "" where a finding is an error that leaves nothing to read
    encoding: str  # Python's name, "utf-8" normally
    codes: tuple[Finding, ...]


def decode(data: bytes) -> Decoded:
    """BOM, else UTF-8, else GB18030 or Big5 (with the supplement of Hong Kong), whichever fits. Never raises, never
    gives U+FFFD, a control, a surrogate or a character without width; says what was taken away and where."""
    text, encoding, findings = _decode(data)
    text, more = clean(text)
    return Decoded(text, encoding, (*findings, *more))


def clean(text: str) -> tuple[str, tuple[Finding, ...]]:
    """LF, NFC, without what can't be seen."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _UNUSUAL.search(text) is None:
        return text, ()
    findings: tuple[Finding, ...] = ()
    if not _is_clear(text) and _SUSPECT.search(text) is not None:
        text = _LINE_END.sub("\n", text)
        findings = (*_invisible(text), *_damaged(text))
        text = _CONTROL().sub("", text).replace("\ufffd", MISSING)
    cut, runs = cut_accents(text)
    limit = ("limit", str(MOST_ACCENTS))
    stacked = (Finding("W231", *_place(text, at), (("count", str(count)), limit)) for at, count in runs)
    return unicodedata.normalize("NFC", cut), (*findings, *stacked)


def _is_clear(text: str) -> bool:
    """Nothing suspect is printable but U+FFFD, and Python sees quickly that all of a text is."""
    return "\ufffd" not in text and text.replace("\n", "").replace("\u3000", "").isprintable()


def _decode(data: bytes) -> tuple[str, str, tuple[Finding, ...]]:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _by_mark(data, codec)
    if name := _signature(data):  # before UTF-8: RTF and the head of a PDF are ASCII
        return "", "", (Finding("E204", values=(("format", name),)),)
    if b"\0" in data and (wide := _without_mark(data)):
        return wide
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _by_guess(data)
    return ("", "", (Finding("E202"),)) if "\0" in text and not _reads(text) else (text, "utf-8", ())


def _by_mark(data: bytes, codec: str) -> tuple[str, str, tuple[Finding, ...]]:
    name = codec.removesuffix("-sig")
    try:
        return data.decode(codec), name, ()
    except UnicodeDecodeError as error:
        if name == "utf-8":
            return _damaged_utf8(data)
        return "", name, (Finding("E203", values=(("encoding", name.upper()), ("byte", str(error.start + 1)))),)


def _without_mark(data: bytes) -> tuple[str, str, tuple[Finding, ...]] | None:
    """UTF-16 without a BOM: in it every line end and Latin letter holds a NUL byte."""
    for name, nul in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        other = data[::2] if name == "utf-16-le" else data[1::2]
        if len(data) % 2 == 0 and nul.count(0) > 4 * other.count(0):
            try:
                text = data.decode(name)
            except UnicodeDecodeError:
                continue
            if _reads(text):
                return text, name, (Finding("I201", values=(("encoding", "UTF-16"),)),)
    return None


def _reads(text: str) -> bool:
    """Whether nearly all of it can be print: bytes that are no text give private and unassigned characters."""
    strange = sum(unicodedata.category(char) in {"Cn", "Co", "Cc", "Cs"} and char not in "\r\n\t" for char in text)
    return strange * 20 < len(text)


def _signature(data: bytes) -> str:
    """What other kind of file this is, "" if none that we know."""
    if not data.startswith(_ANY_SIGNATURE):
        return ""
    return next(name for signature, name in _SIGNATURES if data.startswith(signature))


def _by_guess(data: bytes) -> tuple[str, str, tuple[Finding, ...]]:
    if _is_damaged_utf8(data):
        return _damaged_utf8(data)
    guess: str = _GUESSING().guessed(data)
    try:
        text = data.decode(guess) if guess else ""
    except UnicodeDecodeError:
        return _damaged_double_bytes(data, guess)
    if not text or b"\0" in data or not _reads(text):
        return "", "", (Finding("E202"),)
    name = "GB18030 (GBK)" if guess == "gb18030" else "Big5"
    return text, guess, (Finding("I201", values=(("encoding", name),)),)


def _damaged_double_bytes(data: bytes, encoding: str) -> tuple[str, str, tuple[Finding, ...]]:
    """A file of GBK or Big5 of which a few bytes are lost: named, as in UTF-8. Not one that is more UTF-8 than that."""
    text = data.decode(encoding, "replace")
    wide, lost = sum(char >= "\u3000" for char in text), text.count("\ufffd")
    if wide < 10 * lost or b"\0" in data or not _reads(text) or _utf8_share(data) > 0.5:
        return "", "", (Finding("E202"),)
    text = re.sub("\r\n?|" + _LINE_END.pattern, "\n", text)
    findings = tuple(Finding("E205", line, column) for line, column, _ in _places(text, "\ufffd+"))
    return text.replace("\ufffd", MISSING), encoding, findings


def _utf8_share(data: bytes) -> float:
    """Of all that is no ASCII, how much reads as UTF-8."""
    text = data.decode("utf-8", "replace")
    good, bad = sum("\u0080" <= char != "\ufffd" for char in text), text.count("\ufffd")
    return good / (good + bad) if good + bad else 0.0


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether nearly all characters are good UTF-8: GB18030 would read the whole file as other characters."""
    text = data.decode("utf-8", "replace")
    good = sum(char >= "\u0080" and char != "\ufffd" for char in text)
    return good > 4 * text.count("\ufffd")


def _damaged_utf8(data: bytes) -> tuple[str, str, tuple[Finding, ...]]:
    text = re.sub("\r\n?|" + _LINE_END.pattern, "\n", data.decode("utf-8-sig", "replace"))
    findings = tuple(Finding("E205", line, column) for line, column, _ in _places(text, "\ufffd+"))
    return text.replace("\ufffd", MISSING), "utf-8", findings


def _damaged(text: str) -> list[Finding]:
    """U+FFFD in good UTF-8: some program before ours lost these characters."""
    return [
        Finding("W206", line, column, (("text", _around(text, start)),))
        for line, column, start in _places(text, "\ufffd+")
    ]


def _invisible(text: str) -> list[Finding]:
    """One finding for each kind, where it comes first."""
    found: dict[str, tuple[int, int, int]] = {}
    for match in _CONTROL().finditer(text):
        code = {"bidi": "W208", "zero": "W209", None: "W207"}[match.lastgroup]
        start, count = (found[code][0], found[code][1]) if code in found else (match.start(), 0)
        found[code] = (start, count + 1, ord(text[start]))
    findings = []
    for code, (start, count, char) in sorted(found.items()):
        values = (("count", str(count)), ("character", f"U+{char:04X}"))
        findings.append(Finding(code, *_place(text, start), values))
    return findings


def _places(text: str, pattern: str) -> list[tuple[int, int, int]]:
    """Line, column and index of the first few."""
    matches = islice(re.finditer(pattern, text), _MOST_FINDINGS)
    return [(*_place(text, match.start()), match.start()) for match in matches]


def _place(text: str, index: int) -> tuple[int, int]:
    """Line and column, both from 1."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _around(text: str, index: int) -> str:
    line = text[max(0, index - 8) : index + 8]
    return line.replace("\n", " ").replace("\ufffd", MISSING).strip()
