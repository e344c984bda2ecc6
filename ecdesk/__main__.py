"""``python -m ecdesk``."""

from __future__ import annotations

import sys

from ecdesk.cli import main

if __name__ == "__main__":
    sys.exit(main())
