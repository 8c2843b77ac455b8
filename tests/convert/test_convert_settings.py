from __future__ import annotations

from dataclasses import replace

from convert.factory_convert import HANS, HANT, UNIONS, make_config

from bulletin.convert.settings import convert_config, in_both_scripts
from bulletin.model.content import Glossary, Section, Union


def test_texts_and_names_in_the_script_of_the_edition() -> None:
    config = convert_config(make_config(), HANT, UNIONS)
    assert (config.title, config.tagline) == ("工會週報", "「一週」新聞")
    assert config.description == "某某市總工會（本會）的新聞"
    assert config.keywords == ("工會", "職工")
    assert config.sections[0] == Section("news", "工會動態", "各級工會的新聞", ("工會", "動態"))
    assert (config.owner, config.builder, config.address) == ("某某市總工會（本會）", "于占海", "里弄發展路1號")
    assert (config.issues.name, config.issues.chief_editor) == ("裡面週報", "余干")


def test_addresses_and_numbers_stay() -> None:
    before, after = make_config(), convert_config(make_config(), HANT)
    for name in ("url", "phone", "email", "icp", "police", "site_code", "editions", "timezone", "theme"):
        assert getattr(after, name) == getattr(before, name)


def test_own_script_stays() -> None:
    assert convert_config(make_config(), HANS, UNIONS) == make_config()


def test_a_site_written_in_traditional() -> None:
    config = make_config(HANT, HANS, title="工會週報", sections=(Section("news", "工會動態"),), tagline="「一週」")
    assert convert_config(config, HANS).title == "工会周报"
    assert convert_config(config, HANS).tagline == "“一周”"


def test_glossary() -> None:
    config = convert_config(make_config(), HANT, UNIONS, Glossary((("周报", (("zh-Hant", "周報"),)),)))
    assert config.title == "工會周報"


def test_names_are_known_in_both_scripts() -> None:
    config = replace(make_config(), sections=(Section("news", "要闻"), Section("fun", "文體活動")))
    known, unions = in_both_scripts(config, (Union("c", "临江市总工会", aliases=("市总",)),))
    assert "要聞" in known.sections[0].aliases
    assert "文体活动" in known.sections[1].aliases
    assert {"臨江市總工會", "市總", "市总"} <= set(unions[0].aliases)
    assert unions[0].name not in unions[0].aliases
