"""unions.yaml and glossary.yaml, read with a site.yaml of two lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin.errors import ConfigError
from bulletin.model.content import Union
from bulletin.read.settings import read_settings


def write(folder: Path, name: str, text: str) -> Path:
    content = folder / "content"
    content.mkdir(exist_ok=True)
    (content / "site.yaml").write_text("标题: 工会周刊\n网址: https://www.example.org/\n", encoding="utf-8")
    (content / name).write_text(text, encoding="utf-8")
    return folder


UNIONS = """\
- 名称: 临江市总工会
  网址: lj
  别名: [市总, 市總工會]
  地区: 临江
- name: 鹭洲区总工会
  parent: 市总
  names: 鷺洲區總工會
- 名称: 余浦镇工会
  网址: yp
  上级: 鹭洲区总工会
  繁体: {zh-Hant-TW: 余浦鎮工會, 香港: 余浦鎮}
- 纺织工会
"""


def test_unions(tmp_path: Path) -> None:
    assert read_settings(write(tmp_path, "unions.yaml", UNIONS)).unions == (
        Union("lj", "临江市总工会", ("市总", "市總工會"), "临江"),
        Union("鹭洲区总工会", "鹭洲区总工会", (), "", "lj", (("zh-Hant", "鷺洲區總工會"),)),
        Union("yp", "余浦镇工会", (), "", "鹭洲区总工会", (("zh-Hant-TW", "余浦鎮工會"), ("zh-Hant-HK", "余浦鎮"))),
        Union("纺织工会", "纺织工会"),
    )


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("- 名称: 甲\n  别名: [a]\n- 名称: 乙\n  别名: [A]", 3, "E316"),
        ("- 名称: 甲\n  网址: x\n- 名称: X", 3, "E316"),
        ("- 名称: 甲\n- 名称: 乙\n  上级: 丙", 2, "E318"),
        ("- 名称: 甲\n  上级: 甲", 1, "E319"),
        ("- 名称: 甲\n  上级: 乙\n- 名称: 乙\n  上级: 丙\n- 名称: 丙\n  上级: 甲", 1, "E319"),
        ("- 名称: 外\n  上级: 甲\n- 名称: 甲\n  上级: 乙\n- 名称: 乙\n  上级: 甲", 1, "E319"),
        ("- 名称: 甲\n  繁体: {ja: a}", 2, "E306"),
        ("- 名称: 甲\n  繁体: {zh-TW: a, 台湾: b}", 2, "E321"),
        ("- 名称: 甲\n  别称: 乙", 2, "W330"),
        ("名称: 甲", 1, "E302"),
        ("- 名称: 甲\n乙", 2, "E104"),
    ],
)
def test_faults_of_unions(tmp_path: Path, text: str, line: int, code: str) -> None:
    folder = write(tmp_path, "unions.yaml", text)
    if code[0] == "W":
        problems = read_settings(folder).problems
    else:
        with pytest.raises(ConfigError) as caught:
            read_settings(folder)
        problems = caught.value.problems
    assert [(problem.path, problem.line, problem.code) for problem in problems] == [("unions.yaml", line, code)]


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("- 余浦\n- 娘家人", (("余浦", ()), ("娘家人", ()))),
        ("余浦:\n娘家人:", (("余浦", ()), ("娘家人", ()))),
        ("云塘: 雲塘", (("云塘", (("zh-Hant", "雲塘"),)),)),
        (
            "- 余浦 # 地名\n- 出租车: {zh-Hant-TW: 計程車, zh-Hant-HK: 的士}\n- 云塘：雲塘",
            (
                ("余浦", ()),
                ("出租车", (("zh-Hant-TW", "計程車"), ("zh-Hant-HK", "的士"))),
                ("云塘", (("zh-Hant", "雲塘"),)),
            ),
        ),
        ("园:\n  zh-Hant: 園\n  香港: 幼稚園", (("园", (("zh-Hant", "園"), ("zh-Hant-HK", "幼稚園"))),)),
        ("“一函两书”: “一函兩書”\n①: ①", (("“一函两书”", (("zh-Hant", "“一函兩書”"),)), ("①", (("zh-Hant", "①"),)))),
        ("", ()),
    ],
)
def test_glossary(tmp_path: Path, text: str, entries: object) -> None:
    assert read_settings(write(tmp_path, "glossary.yaml", text)).glossary.entries == entries
