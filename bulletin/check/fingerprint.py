"""A body -> a few numbers that near-identical bodies share: the smallest hashes of its sentences (Broder's bottom-k).

Two texts share most of these as far as they share most sentences. Equal in each process and on each machine.
"""

from __future__ import annotations

import re
from zlib import crc32

SIZE = 8
_SENTENCE = re.compile(r"[^。！？!?；;\n]{12,}")
_WORDLESS = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")


def fingerprint(body: str) -> tuple[int, ...]:
    """At most SIZE numbers, smallest first; () for a single short sentence."""
    sentences = {_WORDLESS.sub("", one) for one in _SENTENCE.findall(body)}
    if len(sentences) < 2 and len(body) < 60:
        return ()
    return tuple(sorted({crc32(one.encode("utf-8", "surrogatepass")) for one in sentences})[:SIZE])
