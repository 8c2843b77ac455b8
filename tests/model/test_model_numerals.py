from __future__ import annotations

import pytest

from bulletin.model.numerals import number_of


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("二〇二四", 2024), ("二○二四", 2024), ("二零二四", 2024), ("九", 9), ("〇", 0), ("十", 10),
        ("十二", 12), ("二十", 20), ("三十一", 31), ("廿五", 25), ("卅", 30), ("一" * 30, 111_111_111),
    ],
)  # fmt: skip
def test_numbers_of_dates(numeral: str, number: int) -> None:
    assert number_of(numeral) == number
