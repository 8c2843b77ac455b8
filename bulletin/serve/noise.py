"""A file's name -> whether its coming and going is an editor's, a Word's or a synchronising disk's own business.

Everything that the reader passes over is noise, and a few names more that live for a moment only. To take noise for a
change costs a look; to take a change for noise would lose it: where there is doubt, a name is none.
"""

from __future__ import annotations

import re

from bulletin.model.late import regex

_NOISE = regex(
    r"""\.                                    # hidden: .x.md.swp, .#x.md, .~lock.x.docx#, .goutputstream-…, .syncthing
    |~\$                                      # Word, WPS and Excel: who has the file open
    |~syncthing~
    |4913$                                    # vim tries whether it may write here
    |\#.*\#$                                  # Emacs
    |.*(?:
        \.(?:tmp|temp|swp|swo|bak|old|orig|part|partial|crdownload|download|downloading|lnk)
        |~                                    # backups
        |___jb_(?:tmp|old|bak)___             # JetBrains
        |\.sb-[0-9a-f]{8}-[0-9A-Za-z]{6}      # TextEdit
    )$
    |(?:thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|\$recycle\.bin|system\ volume\ information|@eadir|lost\+found)$""",
    re.IGNORECASE | re.VERBOSE,
)


def is_noise(name: str, is_folder: bool = False) -> bool:
    """``name`` without folders. A folder set aside with ``_`` is none of the site's."""
    return _NOISE.match(name) is not None or (is_folder and name.startswith("_"))
