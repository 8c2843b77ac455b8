"""``SITE/deploy.toml`` -> the targets that a site may be sent to.

    [web]                      # a name of your choice
    folder = "/mnt/www/news"   # a folder of this machine, or of a mounted disk

No secret stands in it: a key by that kind of name is refused.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from bulletin.deploy.folder import FolderTarget
from bulletin.errors import BulletinError

FILE = "deploy.toml"


def target_of(site: Path, name: str, output: Path) -> FolderTarget:
    """The one called ``name``, or the only one where it is "".

    Raises BulletinError: E955 no usable file, E956 no such target, E957 a setting that is wrong, E958 a folder that
    overlaps the output or the site, E959 one that is not there: a disk that is not mounted looks just like that.
    """
    tables = _tables(site)
    if not name and len(tables) == 1:
        name = next(iter(tables))
    if name not in tables:
        raise BulletinError("E956", name=name, known=" ".join(tables))
    table = tables[name]
    for key, value in table.items():
        if key != "folder" or not isinstance(value, str) or not value.strip():
            raise BulletinError("E957", name=name, key=key)
    if "folder" not in table:
        raise BulletinError("E957", name=name, key="folder")
    folder = (site / str(table["folder"])).resolve()
    own = (output.resolve(), (site / "content").resolve())
    if any(folder.is_relative_to(place) or place.is_relative_to(folder) for place in own):
        raise BulletinError("E958", path=str(folder))
    if not folder.is_dir():
        raise BulletinError("E959", path=str(folder))
    return FolderTarget(folder)


def _tables(site: Path) -> dict[str, dict[str, object]]:
    try:
        data = tomllib.loads((site / FILE).read_text("utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or str(error)
        raise BulletinError("E955", path=str(site / FILE), reason=reason) from error
    tables = {name: table for name, table in data.items() if isinstance(table, dict)}
    if not tables or len(tables) < len(data):
        raise BulletinError("E955", path=str(site / FILE), reason="[web]")
    return tables
