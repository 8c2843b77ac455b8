"""``python build.py`` is ``bulletin build .``; options may follow."""

import sys
from pathlib import Path

from bulletin.cli.main import main

if __name__ == "__main__":
    sys.exit(main(["build", str(Path(__file__).parent), *sys.argv[1:]]))
