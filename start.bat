@echo off
rem A double click opens the editors' desk: finds Bulletin, or installs it into .venv from what lies here, then serves.
rem No labels and no blocks: cmd.exe loses its place in files that hold Chinese. pushd and not cd: a shared folder
rem (\\server\share) gets a letter. Each program found is tried: a copied .venv still names the folder it came from.
chcp 65001 >nul
setlocal
pushd "%~dp0"
set PYTHONUTF8=1
set "PROGRAM="
set "SOURCE="
set "PYTHON="
set "FRESH="
set "CLEAR="
set "FROM="
if not exist ".venv" set "FRESH=yes"

if exist ".venv\Scripts\bulletin.exe" ".venv\Scripts\bulletin.exe" --version >nul 2>nul && set "PROGRAM=.venv\Scripts\bulletin.exe"
if not defined PROGRAM if exist ".venv\Scripts\bulletin.exe" set "CLEAR=--clear"
if not defined PROGRAM if exist "..\.venv\Scripts\bulletin.exe" "..\.venv\Scripts\bulletin.exe" --version >nul 2>nul && set "PROGRAM=..\.venv\Scripts\bulletin.exe"
if not defined PROGRAM for %%P in (bulletin.exe) do if not "%%~$PATH:P"=="" "%%~$PATH:P" --version >nul 2>nul && set "PROGRAM=%%~$PATH:P"

for %%W in ("wheels\bulletin-*.whl") do set "SOURCE=%%~fW"
for %%W in ("..\bulletin-*.whl") do set "SOURCE=%%~fW"
for %%W in ("bulletin-*.whl") do set "SOURCE=%%~fW"
if exist "..\pyproject.toml" findstr /b /c:"name = \"bulletin\"" "..\pyproject.toml" >nul && set "SOURCE=.."
if exist "pyproject.toml" findstr /b /c:"name = \"bulletin\"" "pyproject.toml" >nul && set "SOURCE=."
if exist "wheels\*.whl" set "FROM=--no-index --find-links wheels"

py -3 -c "import sys, venv; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "PYTHON=py -3"
if not defined PYTHON python -c "import sys, venv; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "PYTHON=python"

if not exist "content" echo ✗ 这里没有 content 文件夹。→ 如果是在压缩包里点开的，先全部解压缩，再到解压出来的文件夹里双击。
if not exist "content" set "PROGRAM="
if not exist "content" set "SOURCE="
if exist "content" if not defined PROGRAM if not defined PYTHON echo ✗ 没有找到 Python 3.11 或更新的版本。→ 到 https://www.python.org/downloads/ 下载安装，安装时勾选 Add to PATH，再双击一次。没有网络的电脑，把安装程序用 U 盘拷过来。
if exist "content" if not defined PROGRAM if defined PYTHON if not defined SOURCE echo ✗ 这里没有 Bulletin。→ 把 bulletin-….whl 文件放进这个文件夹，再双击一次。
if not defined PROGRAM if defined PYTHON if defined SOURCE echo 正在准备，第一次要几分钟……
if not defined PROGRAM if defined PYTHON if defined SOURCE %PYTHON% -m venv %CLEAR% .venv && .venv\Scripts\python -m pip install --quiet --disable-pip-version-check %FROM% "%SOURCE%[docx,web]" && set "PROGRAM=.venv\Scripts\bulletin.exe"
if not defined PROGRAM if defined PYTHON if defined SOURCE echo ✗ 没有装好，原因在上面。→ 检查网络，再双击一次。没有网络的电脑，把要用的 .whl 文件都放进 wheels 文件夹，再双击一次。
if not defined PROGRAM if defined FRESH if exist ".venv" rmdir /s /q ".venv"

if defined PROGRAM echo 正在打开编辑台。用完关掉这个窗口。
if defined PROGRAM "%PROGRAM%" serve --open .
if not defined PROGRAM pause
if defined PROGRAM if errorlevel 1 pause
popd
