"""A body -> a few numbers that near-identical bodies share: the smallest hashes of its sentences (Broder's bottom-k).

Two texts share most of these as far as they share most sentences. Equal in each process and on each machine.
"""

from __future__ import annotations

from zlib import crc32

from bulletin.model.late import regex

SIZE = 8
_SHORTEST = 10  # characters of a sentence that tells anything
_ENDS = regex(r"[。！？!?；;\n][。！？!?；;\n]*")  # one class first: searched for three times as quickly
_EDGES = " \u3000\t*_#>-“”‘’「」（）()"


def fingerprint(body: str) -> tuple[int, ...]:
    """At most SIZE numbers, smallest first; () for a single short sentence."""
    sentences = {one.strip(_EDGES) for one in _ENDS.split(body) if len(one) >= _SHORTEST}
    if len(sentences) < 2 and len(body) < 60:
        return ()
    return tuple(sorted({crc32(one.encode("utf-8", "surrogatepass")) for one in sentences})[:SIZE])
