from __future__ import annotations

import pytest
from check.factory_check import bulletin, said, text

QUIET = [
    ("2026-10-14", "10月14日，市总召开会议。", ""),
    ("2026-10-14", "10月13日，市总召开会议。", ""),
    ("2026-10-14", "10月20日，市总将召开会议。", ""),
    ("2026-10-14", "10月20日前，各单位上报名单。", ""),
    ("2026-10-14", "10月20日至22日，报名。", ""),
    ("2026-01-05", "12月28日，市总召开会议。", ""),
    ("2026-10-14", "10月32日，市总召开会议。", ""),
    ("2026-10-14", "10月20日起，凭证领取。", ""),
    ("2026-10-14", "会议于10月20日召开。", ""),
    ("2026-10-14", "10月20日召开会议。", "类型: 通知"),
    ("2026-10-14", "正文。", "类型: 通知\n成文日期: 2026-10-14"),
    ("2026-10-14", "10月20日，市总召开会议。<!-- bulletin: off W449 -->\n\n<!-- bulletin: off W449 -->", ""),
]
SPEAKS = [
    ("2026-10-14", "10月20日，市总召开会议。", "", "a.md:3 W449"),
    ("2026-10-14", "　　10月15日上午，全市表彰。", "", "a.md:3 W449"),
    ("2026-10-14", "（本报讯 记者丁砚秋）11月2日，表彰。", "", "a.md:3 W449"),
    ("2025-12-30", "2026年1月4日，表彰。", "", "a.md:3 W449"),
    ("2026-10-14", "正文。", "类型: 通知\n成文日期: 2026-10-15", "a.md:5 W499"),
]


@pytest.mark.parametrize(("date", "body", "front"), QUIET)
def test_quiet(date: str, body: str, front: str) -> None:
    found = bulletin({"a.md": text("甲", f"日期: {date}\n{front}".strip(), body)}).problems
    assert said(found, "W449", "W499") == []


@pytest.mark.parametrize(("date", "body", "front", "expected"), SPEAKS)
def test_speaks(date: str, body: str, front: str, expected: str) -> None:
    found = bulletin({"a.md": text("甲", f"日期: {date}\n{front}".strip(), body)}).problems
    assert said(found, "W449", "W499") == [expected]
