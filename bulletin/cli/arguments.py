"""Words of the command line -> a namespace: the contract that others' scripts rely on."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from bulletin import __version__
from bulletin.cli.matching import FORMATS
from bulletin.cli.usage import parser_in
from bulletin.words import Language, phrase

Say = Callable[[str], str]
SHELLS = ("bash", "zsh", "fish", "powershell")


def parse(arguments: Sequence[str] | None, language: Language) -> argparse.Namespace:
    """Exits with 2 and a usage line where the words can't be understood."""
    return command_line(language).parse_args(arguments)


def command_line(language: Language) -> argparse.ArgumentParser:
    """All commands with their words and options."""

    def say(name: str) -> str:
        return phrase(f"Help_{name}", language, {})

    parser = parser_in(language)(prog="bulletin", description=say("bulletin"))
    parser.add_argument("--version", action="version", version=f"bulletin {__version__}", help=say("version"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=say(name), description=say(name))
        one.add_argument("--lang", choices=("zh-Hans", "zh-Hant", "en"), help=say("lang"))
        return one

    _build(command("build"), say)
    _rollback(command("rollback"), say)
    _deploy(command("deploy"), say)
    _serve(command("serve"), say)
    _check(command("check"), say)
    _new(command("new"), say)
    _search(command("search"), say)
    _import(command("import"), say)
    init = command("init")
    init.add_argument("folder", metavar="DIR", type=Path)
    _convert(command("convert"), say)
    _review(command("review"), say)
    completion = command("completion")
    completion.add_argument("shell", metavar="SHELL", choices=SHELLS, help=say("shell"))
    return parser


def _site(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("site", metavar="SITE", nargs="?", type=Path, default=Path(), help=say("site"))


def _flags(parser: argparse.ArgumentParser, say: Say, *names: str) -> None:
    for name in names:
        parser.add_argument(f"--{name}", action="store_true", help=say(name.replace("-", "_")))


def _build(parser: argparse.ArgumentParser, say: Say) -> None:
    _site(parser, say)
    parser.add_argument("--output", metavar="DIR", type=_folder, help=say("output"))
    parser.add_argument("--now", metavar="ISO", help=say("now"))
    parser.add_argument("--jobs", metavar="N", type=_count, default=0, help=say("jobs"))
    for name in ("executor", "content", "cache"):
        parser.add_argument(f"--{name}", metavar="URL", default="", help=say(f"{name}_url"))
    parser.add_argument("--import", action="store_true", dest="is_importing", help=say("import_dropped"))
    _flags(parser, say, "strict", "drafts", "no-cache", "allow-shrink", "profile", "json", "quiet")


def _rollback(parser: argparse.ArgumentParser, say: Say) -> None:
    _site(parser, say)
    parser.add_argument("--output", metavar="DIR", type=_folder, help=say("output"))
    _flags(parser, say, "json")


def _deploy(parser: argparse.ArgumentParser, say: Say) -> None:
    _site(parser, say)
    parser.add_argument("--target", metavar="NAME", default="", help=say("target"))
    parser.add_argument("--dry-run", action="store_true", help=say("deploy_dry_run"))
    parser.add_argument("--thorough", action="store_true", help=say("deploy_thorough"))
    _flags(parser, say, "json")


def _serve(parser: argparse.ArgumentParser, say: Say) -> None:
    _site(parser, say)
    parser.add_argument("--host", metavar="H", default="127.0.0.1", help=say("host"))
    parser.add_argument("--port", metavar="P", type=int, default=8000, help=say("port"))
    _flags(parser, say, "poll", "drafts", "open")


def _check(parser: argparse.ArgumentParser, say: Say) -> None:
    _site(parser, say)
    _flags(parser, say, "strict", "json", "fix", "fix-punct", "fix-damage")
    parser.add_argument("--dry-run", action="store_true", help=say("fix_dry_run"))
    _flags(parser, say, "undo")
    parser.add_argument("--explain", metavar="CODE", default="", help=say("explain"))
    parser.add_argument("--format", choices=FORMATS, default="text", help=say("format"))


def _new(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("title", metavar="TITLE", help=say("title"))
    parser.add_argument("--site", metavar="SITE", type=Path, default=Path(), help=say("site"))
    parser.add_argument("--section", metavar="S", default="", help=say("section"))
    parser.add_argument("--issue", metavar="N", default="", help=say("issue"))


def _import(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help=say("import_files"))
    parser.add_argument("--site", metavar="SITE", type=Path, default=Path(), help=say("site"))
    _flags(parser, say, "split", "dry-run", "json")


def _convert(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("files", metavar="FILE", nargs="*", help=say("files"))
    parser.add_argument("--to", metavar="TAG", type=_tag, help=say("to"))
    parser.add_argument("--from", metavar="SCRIPT", dest="source", type=_script, help=say("from"))
    parser.add_argument("--site", metavar="SITE", type=Path, help=say("words_of"))
    parser.add_argument("--style", choices=("opencc", "press", "government"), default="", help=say("style"))
    parser.add_argument("--review", action="store_true", help=say("doubtful"))
    _flags(parser, say, "json")


def _review(parser: argparse.ArgumentParser, say: Say) -> None:
    _site(parser, say)
    parser.add_argument("--edition", metavar="TAG", type=_tag, help=say("edition"))
    parser.add_argument("--limit", metavar="N", type=_count, default=40, help=say("limit"))
    task = parser.add_mutually_exclusive_group()
    task.add_argument("--accept", metavar="WORD=FORM", action="append", default=[], help=say("accept"))
    task.add_argument("--report", metavar="FILE", type=Path, help=say("report"))
    task.add_argument("--since-report", metavar="FILE", type=Path, help=say("since_report"))
    _flags(parser, say, "json")


def _tag(text: str) -> str:
    """An edition's tag in whatever case: zh-hant-tw."""
    known = {tag.lower(): tag for tag in ("zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK")}
    if text.lower() not in known:
        raise argparse.ArgumentTypeError(f"'{text}'")
    return known[text.lower()]


def _script(text: str) -> str:
    script = text.lower().removeprefix("zh-").capitalize()
    if script not in ("Hans", "Hant"):
        raise argparse.ArgumentTypeError(f"'{text}'")
    return script


def _search(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("words", metavar="QUERY", nargs="+", help=say("search_words"))
    parser.add_argument("--site", metavar="SITE", type=Path, default=Path(), help=say("site"))
    parser.add_argument("--edition", metavar="TAG", default="", help=say("search_edition"))
    parser.add_argument("--limit", metavar="N", type=_count, default=10, help=say("search_limit"))
    parser.add_argument("--all", action="store_true", help=say("search_all"))
    _flags(parser, say, "json")


def _folder(text: str) -> Path:
    """An empty word, from a variable that was never set, would be the folder one stands in."""
    if not text.strip():
        raise argparse.ArgumentTypeError(f"'{text}'")
    return Path(text)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"'{text}'")
    return int(text)
