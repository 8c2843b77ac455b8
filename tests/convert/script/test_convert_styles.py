"""House styles: which accepted form an edition prints, per region."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.script_eval import pairs, score
from bulletin.convert.script.converter import Converter
from bulletin.convert.script.styles import restyle, style_of
from bulletin.model.content import Edition, Glossary

TAIWAN = Edition("zh-Hant-TW", "tw/", "繁體（臺灣）", "corner")
HONG_KONG = Edition("zh-Hant-HK", "hk/", "繁體（香港）", "corner")
STYLES = [("TW", "press"), ("TW", "government"), ("HK", "press"), ("HK", "government")]


@pytest.mark.parametrize(
    ("edition", "style", "before", "after"),
    [
        (TAIWAN, "opencc", "台湾，发布，占多数", "臺灣，發佈，佔多數"),
        (TAIWAN, "press", "台湾，发布，占多数，了解", "台灣，發布，占多數，了解"),
        (TAIWAN, "government", "台湾，发布，占多数", "臺灣，發布，占多數"),
        (TAIWAN, "government", "雇主雇用工人的计划，彻底搜集", "雇主僱用工人的計畫，澈底蒐集"),
        (TAIWAN, "opencc", "账户，计划，吸烟，剩余", "賬戶，計劃，吸菸，剩餘"),
        (TAIWAN, "press", "账户，计划，吸烟，撫恤金，身份，剩余", "帳戶，計畫，吸菸，撫卹金，身份，剩餘"),
        (TAIWAN, "government", "账户，计划，尽快，身份，剩余，复查", "帳戶，計畫，儘快，身分，賸餘，複查"),
        (HONG_KONG, "opencc", "启动，永恒", "啓動，永恆"),
        (HONG_KONG, "press", "启动，永恒", "啟動，永恒"),
        (HONG_KONG, "government", "启动，永恒，蕴藏，酝酿", "啟動，永恆，蘊藏，醞釀"),
        (TAIWAN, "government", "水表，古迹，史迹", "水錶，古蹟，史蹟"),
        (HONG_KONG, "opencc", "用户说卫生间里着火", "用户説衞生間裏着火"),
        (HONG_KONG, "press", "用户说卫生间里着火", "用戶說衛生間裡着火"),
        (HONG_KONG, "government", "用户说卫生间里着火", "用户説衞生間裏着火"),
        (TAIWAN, "government", "枪炮弹药，火炮，炮制", "槍砲彈藥，火砲，炮製"),
        (TAIWAN, "press", "炮兵开炮，鞭炮", "砲兵開砲，鞭炮"),
        (TAIWAN, "opencc", "火炮", "火炮"),
        (HONG_KONG, "press", "金项链，手链，供应链", "金項鏈，手鏈，供應鏈"),
        (HONG_KONG, "government", "金项链，手链", "金項鏈，手鏈"),
        (TAIWAN, "press", "金项链，手链", "金項鍊，手鍊"),
        (HONG_KONG, "no such style", "用户说", "用户説"),
    ],
)
def test_styles(edition: Edition, style: str, before: str, after: str) -> None:
    assert Converter("Hans", replace(edition, style=style)).text(before) == after


def test_a_traditional_source_gets_the_style_as_well() -> None:
    assert Converter("Hant", replace(HONG_KONG, style="press")).text("用户説衞生，用戶說") == "用戶說衛生，用戶說"
    assert Converter("Hant", replace(TAIWAN, style="press")).text("臺灣") == "台灣"


def test_what_a_source_of_a_style_does_not_settle_is_left_to_the_writer() -> None:
    government = Converter("Hant", replace(TAIWAN, style="government"))
    assert government.text("遺跡與遺蹟，水表與水錶，紀錄與記錄") == "遺跡與遺蹟，水表與水錶，紀錄與記錄"
    listed = Converter("Hant", replace(HONG_KONG, style="government"))
    assert listed.text("恆與恒") == "恆與恒"


def test_a_simplified_edition_has_none() -> None:
    assert Converter("Hans", Edition("zh-Hans", "", "简体", "curly", "press")).text("台湾发布") == "台湾发布"


def test_fixed_words_keep_their_form() -> None:
    glossary = Glossary((("台州", (("zh-Hant", "臺州"),)),))
    converter = Converter("Hans", replace(TAIWAN, style="press"), glossary)
    assert converter.text("台州、台湾") == "臺州、台灣"


def test_doubtful_places_are_shown_in_the_style() -> None:
    found = Converter("Hans", replace(HONG_KONG, style="press")).doubtful("村里")
    assert {found[0].chosen, *found[0].alternatives} == {"里", "裡"}


@pytest.mark.parametrize(("region", "style"), STYLES)
@given(text=st.text(alphabet="臺台佈布佔占祕秘瞭解僱主雇用計劃畫裏裡説說羣群峯槍炮彈砲項鍊鏈子a\n\x1e", max_size=30))
def test_as_long_as_before_and_once_is_enough(region: str, style: str, text: str) -> None:
    styled = restyle(region, style, text)
    assert len(styled) == len(text)
    assert restyle(region, style, styled) == styled


def test_a_style_can_go_to_another_process() -> None:
    step = style_of(replace(TAIWAN, style="press"))
    assert step is not None
    assert pickle.loads(pickle.dumps(step))("臺灣") == "台灣"
    assert style_of(TAIWAN) is None


def test_government_style_is_nearer_to_what_the_government_of_taiwan_writes() -> None:
    simplified, right = pairs("tw_labour_law_dev")
    raw = {}
    for style in ("opencc", "government"):
        converter = Converter("Hans", replace(TAIWAN, quotes="curly", style=style))
        raw[style] = score(right, converter.text("\n".join(simplified)).split("\n"), "tw").rates()[0]
    assert raw["government"] < 0.6 * raw["opencc"]
