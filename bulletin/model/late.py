"""A regular expression -> the same, compiled when it is first asked for.

Python 3.11 looks at each character of a range of Han characters when it compiles a class: some 3 ms for each pattern.
What only few texts need is not compiled where there is none: a start, and a build after one change, would wait for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial


def late(pattern: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """``_MARK = late("[，。]")``, then ``_MARK().finditer(text)``. For what is looked for in every text, compile."""
    return cache(partial(re.compile, pattern, flags))
