"""A command line that can't be understood: exit 2, nothing on stdout, and in the reader's words what to type."""

from __future__ import annotations

import pytest

from bulletin.cli.main import main


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "少写了 COMMAND。 → 看用法：bulletin --help"),
        ("frob", "COMMAND 不能是“frob”。 → 可以写：build "),
        ("buld", "COMMAND 不能是“buld”。 → 可以写：build"),
        ("build --stric1", "不认识“--stric1”。"),
        ("build --strict=1", "--strict"),
        ("build --st", "不认识“--st”。"),
        ("build a b", "不认识“b”。"),
        ("build --now", "少写了 --now。"),
        ("build --jobs -1", "--jobs 不能是“-1”。"),
        ("build --jobs x'y", "--jobs 不能是“x'y”。"),
        ("build --output=", "--output 不能是“”。"),
        ("serve --port x", "--port 不能是“x”。"),
        ("build --lang fr", "--lang 不能是“fr”。 → 可以写：zh-Hans zh-Hant en"),
        ("new", "少写了 TITLE。 → 看用法：bulletin new --help"),
        ("frob --lang zh-Hant", "COMMAND 不能是「frob」。"),
        ("frob --lang en", "COMMAND can't be “frob”. → write build "),
    ],
)
def test_what_is_wrong_and_what_to_type(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(words.split())
    out, err = capsys.readouterr()
    assert left.value.code == 2
    assert out == ""
    assert said in err.splitlines()[-1]
    assert err.startswith("usage: " if "lang en" in words else "用法：")


@pytest.mark.parametrize("command", ["", "build", "rollback", "serve", "check", "new", "init"])
def test_help_is_in_one_language(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*command.split(), "--help"])
    out = capsys.readouterr().out
    assert left.value.code == 0
    assert out.startswith("用法：bulletin")
    for english in ("usage", "positional arguments", "options:", "show"):
        assert english not in out
