"""The parser of the command line -> content/commands.md, the guide's page of all commands.

    python docs/guide/commands.py        after a command or an option was added
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from bulletin.cli.arguments import command_line

PAGE = Path(__file__).parent / "content" / "commands.md"
_HEAD = """\
---
标题: 全部命令
日期: 2026-09-28 04:30
栏目: 参考
网址: commands
---

每一条命令后面加 `--help`，屏幕上也有这些说明；加 `--lang en` 是英文，`--lang zh-Hant` 是繁体。
`SITE` 是放着 `content` 的文件夹，不写就是当前文件夹。

命令的结果写到标准输出，别的话都写到标准错误；加 `--json` 的，标准输出里只有一个 JSON 对象。
退出码：0 全部发布；1 发布了，有的稿件没有收入或者有错；2 什么也没有发布。
"""


def page() -> str:
    parser = command_line("hans")
    commands = next(one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    helps = {one.dest: one.help or "" for one in commands._choices_actions}
    parts = [_HEAD]
    for name, command in commands.choices.items():
        parts.append(f"\n## bulletin {name}\n\n{helps[name]}\n\n" + "".join(_table(command)))
    return "".join(parts)


def _table(command: argparse.ArgumentParser) -> Iterator[str]:
    yield "| 写法 | 说明 |\n|---|---|\n"
    for action in command._actions:
        if action.dest in ("help", "lang"):
            continue
        value = action.metavar or ("|".join(map(str, action.choices)) if action.choices else "")
        typed = " ".join(filter(None, (", ".join(action.option_strings), str(value) if action.nargs != 0 else "")))
        text = (action.help or "要建的文件夹，里面还没有网站").replace("|", "\\|")
        text = re.sub(r"[a-z]+://[^\s）]+", r"`\g<0>`", text)  # half-width marks are right there
        yield f"| `{typed.replace('|', chr(92) + '|')}` | {text} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8", newline="\n")
