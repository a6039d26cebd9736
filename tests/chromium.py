"""Where this machine's Chromium is: asked by `python3 tests` and by the browser fixtures."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")


def chromium() -> str | None:
    """The first that is there: $CHROMIUM, then the known names on PATH."""
    named = (os.environ.get("CHROMIUM"), *NAMES)
    return next((path for name in named if name and (path := shutil.which(name))), None)
