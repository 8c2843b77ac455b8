from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.model.content import Config


@pytest.mark.parametrize("url", ["https://a.example.org/", "https://a.example.org/b/", "http://localhost:8000/"])
@given(path=st.text("/.abA9%~-_?#: \t@;", max_size=9))
def test_an_absolute_url_is_what_joining_gives(url: str, path: str) -> None:
    assert Config("", url, (), ()).absolute("/" + path) == urljoin(url, "/" + path)
    assert Config("", url, (), ()).absolute(path) == urljoin(url, path)
