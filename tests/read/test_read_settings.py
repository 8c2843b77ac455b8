from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.errors import ConfigError
from bulletin.model.content import Config, Edition, IssueRules, Section, Union
from bulletin.model.problem import Problem
from bulletin.read import keys
from bulletin.read.settings import Settings, read_settings

HEAD = "标题: 工会周刊\n网址: https://www.example.org/\n"
Site = Callable[..., Path]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    (tmp_path / "content").mkdir()

    def write(text: str | bytes = HEAD, unions: str = "", glossary: str = "") -> Path:
        for name, one in (("site", text), ("unions", unions), ("glossary", glossary)):
            (tmp_path / "content" / f"{name}.yaml").write_bytes(one if isinstance(one, bytes) else one.encode())
        return tmp_path

    return write


def faults(site: Path) -> list[tuple[str, int, str]]:
    try:
        problems = read_settings(site).problems
    except ConfigError as error:
        problems = error.problems
    return [(problem.path, problem.line, problem.code) for problem in problems]


def value(problem: Problem, name: str) -> str:
    return dict(problem.values)[name]


FULL_CHINESE = """\
# 网站
标题：工会周刊
网址: https://www.example.org/union/
口号: 办职工看得见的事 # 报头
说明: '每周一期: 工会 #1'
关键词: [工会, 职工]
版本:
  - zh-Hans
  - {标识: zh-Hant, 路径: trad/, 名称: 繁體字, 引号: 弯}
  - 标识: 香港
    风格: press
栏目:
  - 要闻
  - 名称: 维权服务
    网址: rights
    说明: 帮扶
    关键词: 维权、法律
    别名: [维权]
时区: Asia/Hong_Kong
主题: mine
每页: 10
订阅篇数: ５０
期刊:
  刊名: 工运
  截止: 周五
  基准: {期: 2026-40, 总期: 1178}
  主办: 甲
  编印: 乙
  主编: 丙
  责任编辑: 丁
主办单位: 市总工会
网站建设: 信息中心
地址: 文化路5号
电话: 057155501234
邮箱: a@example.org
版权: 2014年
备案:
  ICP: 浙ICP备12345678号-1
  公安: 浙公网安备 33010000000001号
网站标识码: 3301000001
图片主机: [img.example.org, 图.example.org]
离线: 是
搜索: 否
"""
FULL_ENGLISH = """\
---
Title: 工会周刊
url: https://www.example.org/union
tagline: 办职工看得见的事
description: "每周一期: 工会 #1"
keywords: 工会, 职工
editions:
- tag: zh-hans
- tag: zh-Hant
  path: /trad
  name: 繁體字
  quotes: curly
- tag: zh-HK
  style: press
sections:
- 要闻
- {name: 维权服务, id: rights, description: 帮扶, keywords: [维权, 法律], aliases: 维权}
timezone: Asia/Hong_Kong
theme: mine
page_size: 10
feed_size: 50
issues: {name: 工运, closes: Friday, base: {issue: 2026-40, total: 1178},
  publisher: 甲, compiler: 乙, chief_editor: 丙, editor: 丁}
owner: 市总工会
builder: 信息中心
address: 文化路5号
phone: 057155501234
email: a@example.org
copyright: 2014
filings: {icp: 浙ICP备12345678号-1, police: 浙公网安备 33010000000001号}
site_code: 3301000001
image_hosts:
  - IMG.example.org
  - xn--yetr3k.example.org
offline: yes
search: no
"""
FULL = Config(
    title="工会周刊",
    url="https://www.example.org/union/",
    editions=(
        Edition("zh-Hans", "", "简体", "curly"),
        Edition("zh-Hant", "trad/", "繁體字", "curly"),
        Edition("zh-Hant-HK", "hant-hk/", "繁體（香港）", "corner", "press"),
    ),
    sections=(Section("要闻", "要闻"), Section("rights", "维权服务", "帮扶", ("维权", "法律"), ("维权",))),
    timezone="Asia/Hong_Kong",
    tagline="办职工看得见的事",
    description="每周一期: 工会 #1",
    keywords=("工会", "职工"),
    theme="mine",
    page_size=10,
    feed_size=50,
    issues=IssueRules("工运", 5, (2026, 40, 1178), "甲", "乙", "丙", "丁"),
    owner="市总工会",
    builder="信息中心",
    address="文化路5号",
    phone="057155501234",
    email="a@example.org",
    copyright_from=2014,
    icp="浙ICP备12345678号-1",
    police="浙公网安备 33010000000001号",
    site_code="3301000001",
    image_hosts=("img.example.org", "图.example.org".encode("idna").decode()),
    offline=True,
    search=False,
)


@pytest.mark.parametrize("text", [FULL_CHINESE, FULL_ENGLISH.replace("xn--yetr3k", "图"), FULL_CHINESE.encode("gbk")])
def test_chinese_and_english_say_the_same(site: Site, text: str | bytes) -> None:
    assert read_settings(site(text)).config == FULL


def test_every_setting_of_the_model_has_a_key_that_works() -> None:
    """FULL differs from the defaults in every field, so a key that is not read shows in the test above."""
    small = Config(title="", url="", editions=(), sections=())
    for field in fields(Config):
        assert getattr(FULL, field.name) != getattr(small, field.name), field.name
    known = {key.field for key in keys.SITE} - {"filings"} | {key.field for key in keys.FILINGS}
    assert known == {field.name for field in fields(Config)}
    assert {key.field for key in keys.ISSUES} == {field.name for field in fields(IssueRules)}
    assert {key.field for key in keys.EDITION} == {field.name for field in fields(Edition)}
    assert {key.field for key in keys.SECTION} == {field.name for field in fields(Section)}
    assert {key.field for key in keys.UNION} == {field.name for field in fields(Union)}


@pytest.mark.parametrize("table", keys.KNOWN_KEYS.values(), ids=keys.KNOWN_KEYS)
def test_no_name_of_a_table_is_there_twice(table: tuple[keys.Key, ...]) -> None:
    for key in table:
        assert all(keys.find_key(table, name) is key for name in key.names)
        assert key.doc.endswith("。")


def test_a_slug_is_named_as_in_an_item(site: Site) -> None:
    """网址 is slug in the front matter, so it may be slug here."""
    got = read_settings(site("title: x\nurl: https://x.example/\nsections: [{name: 要闻, slug: news}]"))
    assert ([one.id for one in got.config.sections], got.problems) == (["news"], ())


def test_two_lines_are_enough(site: Site) -> None:
    got = read_settings(site())
    config = got.config
    assert [edition.tag for edition in config.editions] == ["zh-Hans", "zh-Hant"]
    assert [edition.path for edition in config.editions] == ["", "hant/"]
    assert [edition.quotes for edition in config.editions] == ["curly", "corner"]
    assert (config.timezone, config.theme, config.page_size, config.feed_size) == ("Asia/Shanghai", "plain", 20, 30)
    assert (config.sections, config.issues, got.unions, got.glossary.entries) == ((), IssueRules(), (), ())
    assert got.problems == ()


@pytest.mark.parametrize(
    ("typed", "editions"),
    [
        ("[zh-Hant, zh-Hans]", [("zh-Hant", "", "繁體"), ("zh-Hans", "hans/", "简体")]),
        ("繁體、简体", [("zh-Hant", "", "繁體"), ("zh-Hans", "hans/", "简体")]),
        ("[zh-Hans]", [("zh-Hans", "", "简体")]),
        (
            "[zh-Hans, zh-Hant-TW, zh-Hant-HK]",
            [
                ("zh-Hans", "", "简体"),
                ("zh-Hant-TW", "hant-tw/", "繁體（臺灣）"),
                ("zh-Hant-HK", "hant-hk/", "繁體（香港）"),
            ],
        ),
        ("[zh_hans, 台湾]", [("zh-Hans", "", "简体"), ("zh-Hant-TW", "hant-tw/", "繁體（臺灣）")]),
    ],
)
def test_editions(site: Site, typed: str, editions: list[tuple[str, str, str]]) -> None:
    config = read_settings(site(HEAD + f"版本: {typed}")).config
    assert [(edition.tag, edition.path, edition.name) for edition in config.editions] == editions


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://www.example.org", "https://www.example.org/"),
        ("http://localhost:8000/a/b", "http://localhost:8000/a/b/"),
        ("https://EXAMPLE.org//a//", "https://example.org/a/"),
        ("https://工会.中国/周刊/", "https://xn--6krs60k.xn--fiqs8s/%E5%91%A8%E5%88%8A/"),
        ("https://example.org/%E5%91%A8", "https://example.org/%E5%91%A8/"),
    ],
)
def test_addresses(site: Site, typed: str, url: str) -> None:
    assert read_settings(site(f"标题: x\n网址: {typed}")).config.url == url.replace(
        "xn--6krs60k.xn--fiqs8s", "工会.中国".encode("idna").decode()
    )


@pytest.mark.parametrize(
    "typed",
    [
        "www.example.org", "ftp://example.org/", "https://", "https://a b/", "https://u:p@example.org/",
        "//example.org/", "https://example.org/?a=b", "https://example.org/#a", "https://example.org/../a",
        "https://[::1", "javascript:alert(1)",
        "https://example.org:99999/", "https://-a-.org/", "https://a..b/", "[a, b]",
    ],
)  # fmt: skip
def test_addresses_that_are_none(site: Site, typed: str) -> None:
    assert {code for _, line, code in faults(site(f"标题: x\n网址: {typed}")) if line == 2} & {"E304", "E301"}


@pytest.mark.parametrize(
    ("typed", "day"),
    [("周五", 5), ("星期日", 7), ("礼拜天", 7), ("週三", 3), ("Friday", 5), ("fri", 5), ("5", 5), ("５", 5)],
)
def test_weekdays(site: Site, typed: str, day: int) -> None:
    assert read_settings(site(HEAD + f"期刊:\n  截止: {typed}")).config.issues.closes == day


@pytest.mark.parametrize(
    ("typed", "base"),
    [
        ("{期: 2026-40, 总期: 1178}", (2026, 40, 1178)),
        ("{期: 2026年第40期, 总期: 1178}", (2026, 40, 1178)),
        ("{期: 2026-53, 总期: 1}", (2026, 53, 1)),
    ],
)
def test_the_base_of_numbers(site: Site, typed: str, base: tuple[int, int, int]) -> None:
    assert read_settings(site(HEAD + f"期刊:\n  基准: {typed}")).config.issues.base == base


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("每页: 二十", "E303"),
        ("每页: 0", "E303"),
        ("每页: 201", "E303"),
        ("每页: 2.5", "E303"),
        ("每页: [20]", "E301"),
        ("时区: Asia/Beijing", "E305"),
        ("时区: Asia", "E305"),
        ("时区: ../../etc/passwd", "E305"),
        ("版本: [zh-Hans, ja]", "E306"),
        ("版本: [zh-Hans, zh-Hans]", "E321"),
        ("版本: [zh-Hans, {标识: zh-Hant, 路径: ../x}]", "E307"),
        ("版本: [zh-Hans, {标识: zh-Hant, 路径: photos/}]", "E307"),
        ("版本: [zh-Hans, {标识: zh-Hant, 路径: 2026/}]", "E307"),
        ("版本: [{标识: zh-Hans, 路径: hans/}]", "E325"),
        ("版本: [zh-Hans, {标识: zh-Hant, 引号: 书名号}]", "E308"),
        ("版本: [zh-Hans, {标识: zh-Hant-TW, 风格: 漂亮}]", "E324"),
        ("版本: {标识: zh-Hans}", "E302"),
        ("期刊: 周刊", "E322"),
        ("期刊: {截止: 周八}", "E309"),
        ("期刊: {基准: {期: 2025-53, 总期: 1}}", "E310"),
        ("期刊: {基准: {期: 第四十期, 总期: 1}}", "E310"),
        ("期刊: {基准: {期: 2026-40}}", "E314"),
        ("期刊: {基准: {期: 2026-40, 总期: 零}}", "E303"),
        ("栏目: [要闻, 要闻]", "E316"),
        ("栏目: [要闻, {名称: 新闻, 别名: 要闻}]", "E316"),
        ("栏目: [{网址: news}]", "E323"),
        ("栏目: [{名称: 要闻, 网址: a/b}]", "E317"),
        ("主题: ../plain", "E326"),
        ("邮箱: 无", "E327"),
        ("图片主机: https://img.example.org/", "E320"),
        ("栏目: [{名称: 要闻, 更新期限: 两周}]", "E303"),
        ("栏目: [{名称: 要闻, 更新期限: 9999}]", "E303"),
        ("离线: 也许", "E328"),
        ("搜索: 也许", "E328"),
        ("图片主机: \"a.org; script-src *\"", "E320"),
        ("标题: 又一个", "E105"),
        ("title: 又一个", "E329"),
        ("这一行没有冒号", "E104"),
        ("关键词: [a, \"b]", "E110"),
        ("关键词: [&a b, *a, \"\"]", "E111"),
        ("关键词: [!!int \"3\"]", "E112"),
        ("关键词: {甲: 乙}", "E302"),
        ("口号: [一, 二]", "E301"),
        ("栏木: [要闻]", "W330"),
        ("page_sise: 20", "W330"),
        ("xyzzy: 1", "W331"),
        ("备案: {ICP: 12345678}", "W332"),
        ("备案: {公安: 浙公网安备}", "W333"),
        ("期刊: {截至: 周五}", "W330"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(site: Site, line: str, code: str) -> None:
    assert faults(site(HEAD + line)) == [("site.yaml", 3, code)]


@pytest.mark.parametrize(
    ("line", "nearest"),
    [("栏木: 要闻", "栏目"), ("Sectoins: a", "sections"), ("主办单: a", "主办单位"), ("time_zone: a", "timezone")],
)
def test_an_unknown_key_is_answered_with_the_nearest(site: Site, line: str, nearest: str) -> None:
    (problem,) = read_settings(site(HEAD + line)).problems
    assert value(problem, "nearest") == nearest


def test_all_faults_of_all_files_at_once(site: Site) -> None:
    folder = site(
        "标题: x\n每页: 零\n时区: 火星\n栏木: a\n",
        unions="- 名称: 甲\n- 名称: 甲\n  地区: x\n- {地区: y}\n",
        glossary="- 甲\n- 甲\n",
    )
    with pytest.raises(ConfigError) as caught:
        read_settings(folder)
    assert (caught.value.code, caught.value.values) == ("E315", {"count": "6"})
    assert faults(folder) == [
        ("glossary.yaml", 2, "E316"),
        ("site.yaml", 0, "E314"),
        ("site.yaml", 2, "E303"),
        ("site.yaml", 3, "E305"),
        ("site.yaml", 4, "W330"),
        ("unions.yaml", 2, "E316"),
        ("unions.yaml", 4, "E323"),
    ]


@pytest.mark.parametrize(("data", "code"), [(b"PK\x03\x04\xff\x00", "E204"), (bytes(range(128, 256)), "E202")])
def test_a_file_that_is_no_text(site: Site, data: bytes, code: str) -> None:
    assert faults(site(data)) == [("site.yaml", 0, code)]


def test_what_is_missing_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read_settings(tmp_path)
    assert caught.value.code == "E311"
    (tmp_path / "content").mkdir()
    with pytest.raises(ConfigError) as caught:
        read_settings(tmp_path)
    assert caught.value.code == "E313"
    (tmp_path / "content" / "site.yaml").symlink_to("/dev/zero")
    assert faults(tmp_path) == [("site.yaml", 0, "E213")]


def test_the_digest_follows_the_values_not_the_text(site: Site) -> None:
    def digest(text: str, **more: str) -> str:
        got: Settings = read_settings(site(text, **more))
        return got.digest

    assert digest(HEAD) == digest("# 注\n" + HEAD.replace("标题", "title"))
    assert digest(HEAD) != digest(HEAD.replace("周刊", "月刊"))
    assert digest(HEAD) != digest(HEAD, glossary="- 余浦")
    assert digest(HEAD) != digest(HEAD, unions="- 甲")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(st.sampled_from("标题网址栏目版本期刊上级: ：-[]{}\"'#|>&*!\n  ab,，、工会\\0"), max_size=200))
def test_any_text_gives_settings_or_faults(site: Site, text: str) -> None:
    for folder in (site(text), site(HEAD + text, unions=text, glossary=text)):
        for path, line, code in faults(folder):
            assert path.endswith(".yaml")
            assert line >= 0
            assert code[0] in "EW"


@pytest.mark.parametrize(
    ("typed", "former"),
    [
        ("旧称: 甲工会联合会", (("甲工会联合会", ""),)),
        ("旧称: [甲工会联合会, 甲工会办事处]", (("甲工会联合会", ""), ("甲工会办事处", ""))),
        ("曾用名: {名称: 甲工会联合会, 至: 2019-03-20}", (("甲工会联合会", "2019-03-20"),)),
        (
            "旧称: [{名称: 甲工会联合会, 至: 2019年3月20日}, 甲工会办事处]",
            (("甲工会联合会", "2019-03-20"), ("甲工会办事处", "")),
        ),
        ("former: [{name: 甲工会联合会, until: 2019.3.20}]", (("甲工会联合会", "2019-03-20"),)),
    ],
)
def test_former_names_of_a_union(site: Site, typed: str, former: tuple[tuple[str, str], ...]) -> None:
    (union,) = read_settings(site(HEAD, unions=f"- 名称: 甲总工会\n  {typed}\n")).unions
    assert union.former == former


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("旧称: {名称: 甲工会联合会, 至: 前年}", "E334"),
        ("旧称: {名称: 甲工会联合会, 至: 2019-02-30}", "E334"),
        ("旧称: [{至: 2019-03-20}]", "E323"),
        ("旧称: [乙总工会]", "E316"),
        ("旧称: {名称: 甲, 到期: 2019-03-20}", "W330"),
    ],
)
def test_a_former_name_that_is_wrong(site: Site, typed: str, code: str) -> None:
    folder = site(HEAD, unions=f"- 名称: 乙总工会\n- 名称: 甲总工会\n  {typed}\n")
    assert code in [code for _, _, code in faults(folder)]


def test_how_long_a_section_may_rest(site: Site) -> None:
    typed = "栏目: [要闻, {名称: 动态, 更新期限: 0}, {名称: 文体, 更新期限: 60}]"
    sections = read_settings(site(HEAD + typed)).config.sections
    assert [section.days for section in sections] == [None, 0, 60]
