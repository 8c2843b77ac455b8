#!/bin/bash
# 双击打开编辑台（苹果电脑、Linux）。第一次会在这个文件夹里建 .venv，把 Bulletin 装进去，要几分钟、要上网；以后几秒钟就开。
# A double click opens the editors' desk: finds Bulletin, or installs it into .venv from what lies here, then serves.
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
export PYTHONUTF8=1

program=""
for one in .venv/bin/bulletin ../.venv/bin/bulletin "$(command -v bulletin)"; do
  if [ -z "$program" ] && [ -n "$one" ] && "$one" --version >/dev/null 2>&1; then program="$one"; fi
done

if [ -z "$program" ]; then
  source=""
  for one in ./wheels/bulletin-*.whl ../bulletin-*.whl ./bulletin-*.whl; do
    if [ -f "$one" ]; then source="$one"; fi
  done
  for one in .. .; do
    if grep -qs '^name = "bulletin"$' "$one/pyproject.toml"; then source="$one"; fi
  done
  python=""
  for one in python3.14 python3.13 python3.12 python3.11 python3; do
    if [ -z "$python" ] && "$one" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      python="$one"
    fi
  done
  if [ -z "$python" ]; then
    echo "✗ 没有找到 Python 3.11 或更新的版本。→ 到 https://www.python.org/downloads/ 下载安装，再双击一次。"
  elif [ -z "$source" ]; then
    echo "✗ 这里没有 Bulletin。→ 把 bulletin-….whl 文件放进这个文件夹，再双击一次。"
  else
    echo "正在准备，第一次要几分钟……"
    fresh=""
    clear=""
    from=""
    if [ -e .venv/bin/bulletin ]; then clear="--clear"; fi # copied from elsewhere: it names the folder it came from
    if compgen -G "wheels/*.whl" >/dev/null; then from="--no-index --find-links wheels"; fi
    if [ ! -e .venv ]; then fresh="yes"; fi
    # shellcheck disable=SC2086 # options, of which there may be none
    if "$python" -m venv $clear .venv &&
      .venv/bin/python -m pip install --quiet --disable-pip-version-check $from "$source[docx,web]"
    then
      program=".venv/bin/bulletin"
    else
      if [ -n "$fresh" ]; then rm -rf .venv; fi
      echo "✗ 没有装好，原因在上面。→ 检查网络，再双击一次。没有网络的电脑，把要用的 .whl 文件都放进 wheels 文件夹。"
    fi
  fi
fi

code=1
if [ -n "$program" ]; then
  echo "正在打开编辑台。用完关掉这个窗口，或者按 Ctrl+C。"
  "$program" serve --open .
  code=$?
fi
if [ "$code" -ne 0 ] && [ "$code" -ne 130 ] && [ -t 0 ]; then
  read -r -p "按回车键关闭。"
fi
exit "$code"
