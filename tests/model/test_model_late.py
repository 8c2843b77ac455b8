"""A late pattern is compiled once, when it is asked for, and then is the pattern itself."""

from __future__ import annotations

import re

import pytest

from bulletin.model.late import late


def test_it_is_compiled_when_it_is_asked_for() -> None:
    broken = late("(")
    with pytest.raises(re.error):
        broken()


def test_it_is_the_same_pattern_each_time() -> None:
    mark = late("[，。]+", re.MULTILINE)
    assert mark() is mark()
    assert (mark().pattern, mark().flags & re.MULTILINE) == ("[，。]+", re.MULTILINE)
    assert mark().sub("", "开会，散会。") == "开会散会"
