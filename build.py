"""``python build.py`` is ``bulletin build .``; options may follow."""

import sys
from pathlib import Path

from bulletin.__main__ import run

if __name__ == "__main__":
    sys.argv[1:1] = ["build", str(Path(__file__).parent)]
    sys.exit(run())
