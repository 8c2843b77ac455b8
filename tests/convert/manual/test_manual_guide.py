"""What the editors' guide says of marks is what they do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from convert.factory_convert import convert, make_item

GUIDE = (Path(__file__).parents[3] / "docs" / "guide" / "content" / "scripts.md").read_text(encoding="utf-8")
SECTION = GUIDE[GUIDE.index("## 在稿件里指定写法") : GUIDE.index("转换只换字形和引号")]
ROWS = [
    tuple(cell.replace("\\", "") for cell in row)
    for row in re.findall(r"^\| `([^`]+)`[^|]* \| ([^|]+?) \| ([^|；]+)(?:；[^|]*)? \|$", SECTION, re.MULTILINE)
]


def test_all_rows_are_read() -> None:
    assert len(ROWS) == SECTION.count("\n| `") == 9


@pytest.mark.parametrize(("mark", "simplified", "traditional"), ROWS, ids=[row[0] for row in ROWS])
def test_the_guide_is_right(mark: str, simplified: str, traditional: str) -> None:
    word = simplified if "{H|" in mark else ""  # a rule is seen where its word stands
    articles = convert(make_item(title="题", body=mark + word))
    shown = [article.card.title if "{T|" in mark else article.text for article in articles]
    assert shown == [simplified, traditional.strip()]
