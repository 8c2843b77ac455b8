"""An entry more in glossary.yaml: nothing that was there moves, and what is read is what was read and the entry."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bulletin.errors import BulletinError
from bulletin.model.content import Glossary
from bulletin.read.block import read_settings_text
from bulletin.read.glossary import read_glossary
from bulletin.read.glossary_entry import line_of, with_entry
from bulletin.read.values import Reader

Forms = tuple[tuple[str, str], ...]
GENERAL: Forms = (("zh-Hant", "幹部"),)
BY_EDITION: Forms = (("zh-Hant-TW", "計程車"), ("zh-Hant-HK", "的士"))


def read(text: str) -> Glossary:
    return read_glossary(Reader("glossary.yaml"), read_settings_text(text)[0])


@pytest.mark.parametrize(
    ("before", "word", "forms", "after"),
    [
        ("", "干部", GENERAL, "- 干部: 幹部\n"),
        ("# 用字表\n", "干部", GENERAL, "# 用字表\n- 干部: 幹部\n"),
        ("- 余浦  # 地名\n", "干部", GENERAL, "- 余浦  # 地名\n- 干部: 幹部\n"),
        ("- 余浦", "干部", GENERAL, "- 余浦\n- 干部: 幹部\n"),
        ("  - 余浦\n", "干部", GENERAL, "  - 余浦\n  - 干部: 幹部\n"),
        ("- 余浦\n# 结尾的说明\n", "余江", (), "- 余浦\n# 结尾的说明\n- 余江\n"),
        ("云塘: 雲塘\n", "干部", GENERAL, "云塘: 雲塘\n干部: 幹部\n"),
        ("云塘: 雲塘\n", "余浦", (), "云塘: 雲塘\n余浦:\n"),
        ("- 云塘:\n    zh-Hant-TW: 雲塘\n", "干部", GENERAL, "- 云塘:\n    zh-Hant-TW: 雲塘\n- 干部: 幹部\n"),
        ("", "出租车", BY_EDITION, "- 出租车: {zh-Hant-TW: 計程車, zh-Hant-HK: 的士}\n"),
        ("", "A: b", (("zh-Hant", "# c"),), '- "A: b": "# c"\n'),
        ("", "no", (("zh-Hant", 'x"y'),), '- "no": "x\\"y"\n'),
        ("- 干部: 幹部\n", "干部", GENERAL, "- 干部: 幹部\n"),
        ("- 干部： 幹部", "干部", GENERAL, "- 干部： 幹部"),
    ],
    ids=str,
)
def test_added(before: str, word: str, forms: Forms, after: str) -> None:
    assert with_entry(before, word, forms) == after


@pytest.mark.parametrize(
    ("before", "word", "forms", "code"),
    [
        ("# 表\n- 干部: 乾部\n", "干部", GENERAL, "E933"),
        ("- 出租车: {zh-Hant-TW: 計程車}\n", "出租车", BY_EDITION, "E933"),
        ("", "干", (("zh-Hant", "幹"),), "E939"),
        ("", "", GENERAL, "E934"),
        ("", "甲：乙", (), "E934"),
        ("", "甲\n- 乙", GENERAL, "E934"),
        ("- 云塘: [雲塘,\n", "干部", GENERAL, "E934"),
    ],
    ids=str,
)
def test_refused(before: str, word: str, forms: Forms, code: str) -> None:
    with pytest.raises(BulletinError) as caught:
        with_entry(before, word, forms)
    assert caught.value.code == code
    if code == "E933":
        assert caught.value.values["line"] == ("2" if before[0] == "#" else "1")


WORDS = st.text(st.sampled_from("干部云余范 a:#'\"{}[],-|>&*!%@`\\：，\n\tnoé\u3000"), min_size=1, max_size=6)
CHINESE = st.text(st.sampled_from("干部云塘余浦范里制"), min_size=2, max_size=4)
FORMS = st.one_of(
    st.just(()),
    WORDS.map(lambda form: (("zh-Hant", form),)),
    st.tuples(WORDS, WORDS).map(lambda pair: (("zh-Hant-TW", pair[0]), ("zh-Hant-HK", pair[1]))),
)
LINES = st.one_of(
    st.just("# 说明"),
    st.just(""),
    CHINESE.map(lambda word: f"- {word}"),
    CHINESE.map(lambda word: f"- {word}: {word}  # 写法"),
    CHINESE.map(lambda word: f"- {word}：{word}"),
    CHINESE.map(lambda word: f"- {word}: {{zh-Hant-HK: {word}}}"),
    CHINESE.map(lambda word: f"- {word}:\n    zh-Hant-TW: {word}"),
    CHINESE.map(lambda word: f"{word}: {word}"),
    WORDS,
)
TEXTS = st.tuples(st.lists(LINES, max_size=6).map("\n".join), st.sampled_from(["", "\n", "\n\n"])).map("".join)


@given(TEXTS, st.one_of(WORDS, CHINESE), FORMS)
def test_what_is_read_is_what_was_read_and_the_entry(before: str, word: str, forms: Forms) -> None:
    old = read(before)
    try:
        after = with_entry(before, word, forms)
    except BulletinError as error:
        refused = error.code
    else:
        refused = ""
    if refused:
        assert refused in {"E933", "E934", "E939"}
        return
    assert after.startswith(before), "all that was there is there, to the letter"
    if after == before:
        assert word.strip() in dict(old.entries)
        return
    new = read(after)
    assert new.entries[:-1] == old.entries
    assert new.entries[-1] == (word.strip(), tuple((tag, form.strip()) for tag, form in forms))
    assert len(dict(new.entries)) == len(new.entries), "no word twice"
    assert with_entry(after, word, forms) == after, "written once"


@given(st.lists(st.tuples(CHINESE, CHINESE), unique_by=lambda pair: pair[0]))
def test_plain_words_are_never_refused_and_any_yaml_reads_them(pairs: list[tuple[str, str]]) -> None:
    text = "# 用字表\n"
    for word, form in pairs:
        text = with_entry(text, word, (("zh-Hant", form),))
    assert (yaml.safe_load(text) or []) == [{word: form} for word, form in pairs]


@given(WORDS.filter(lambda word: "\n" not in word and "\t" not in word), WORDS.filter(lambda word: "\n" not in word))
def test_line_is_yaml(word: str, form: str) -> None:
    assert yaml.safe_load(line_of(word, (("zh-Hant", form),))) == [{word: form}]
