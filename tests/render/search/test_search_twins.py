"""The browser's engine, run by Node, gives the same articles in the same order as the one in Python."""

from __future__ import annotations

import json
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import pytest
from library_search import COUNT, engine, hans_text, hans_title, index_of, sites, to_hant

from bulletin.render.scripts import bare_script
from bulletin.render.search import index, shards
from bulletin.render.search.engine import Engine
from bulletin.render.search.question import ask

ASSETS = Path(__file__).parents[3] / "themes" / "plain" / "assets"
NODE = shutil.which("node")
FORMS = ("{0}", '"{0}"', "「{0}」 {1}", "{0} {1}", "{0} -{1}", "-“{1}” {0}", "来源:杭州 {0}", "欄目：{0}", "2026年 {0}")


def twin(files: Mapping[str, bytes], queries: Sequence[str], folder: Path) -> list[list[list[int]]]:
    """For each query what was found and what is near. The scripts are put, as they are
    published, where Node takes them for modules."""
    assert NODE is not None
    (folder / "scripts").mkdir()
    for path in ASSETS.glob("*.js"):
        (folder / "scripts" / path.name).write_bytes(bare_script(path.read_bytes()))
    (folder / "scripts" / "package.json").write_text('{"type": "module"}')
    asked = folder / "asked.json"
    asked.write_text(
        json.dumps({"index": {name: b64encode(data).decode() for name, data in files.items()}, "queries": queries})
    )
    command = [NODE, str(Path(__file__).with_name("answers.mjs")), str(folder / "scripts"), str(asked)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answers: list[list[list[int]]] = json.loads(done.stdout)
    return answers


LITERAL = ("里程", "裡程", "这里", "皇后码头", "後", "里", "面条 头发", "2026年9月", "類型:通知 后勤", "像 画")


def queries(count: int) -> list[str]:
    """Pieces of the articles in either script, in every form of the language of questions."""
    dice = Random(7)

    def piece() -> str:
        number = int(dice.random() * COUNT)
        text = hans_title(number) + hans_text(number)
        start = int(dice.random() * len(text))
        found = text[start : start + 1 + int(dice.random() * 9)]
        return to_hant().text(found) if dice.random() < 0.4 else found

    return [FORMS[int(dice.random() * len(FORMS))].format(piece(), piece()) for _ in range(count)]


@pytest.mark.skipif(NODE is None, reason="no Node on this machine; the browser's tests compare the two as well")
@pytest.mark.parametrize(
    ("apart", "near"),
    [(shards.APART, index.NEAR), (4, index.NEAR), (4, 12)],
    ids=["few apart", "many apart", "many too frequent to be near"],
)
def test_same_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: int, near: int) -> None:
    """Also where most terms have their places in files of their own: of the same articles, the same answers."""
    engine()  # made before, as it is otherwise
    index_near = index.NEAR
    monkeypatch.setattr(shards, "APART", apart)
    monkeypatch.setattr(index, "NEAR", near)
    files = index_of(sites())
    assert (sum(name.startswith("places/") for name in files) > 100) == (apart == 4)
    asked = [*queries(300), *LITERAL]
    answers = twin(files, asked, tmp_path)
    one = Engine(files.__getitem__)
    for query, (found, some) in zip(asked, answers, strict=True):
        question = ask(query)
        assert found == one.search(question), query
        assert some == one.near(question) == engine().near(question), query
        same = (lambda numbers: numbers) if near == index_near else sorted
        assert same(found) == same(engine().search(question)), query
    assert sum(bool(found) for found, _ in answers) > 100
