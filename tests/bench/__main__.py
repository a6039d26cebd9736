"""`python3 -m tests.bench [NAME ...]`: one JSON object a line, progress on stderr.

`--profile PAGE` shows instead where the time of one page goes, in this process.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.bench import figures, profile
from tests.bench.people import say


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=_on_disk()) as name, ExitStack() as stack:
        bench = figures.Bench(Path(name), stack, arguments.people, arguments.rounds)
        if arguments.profile:
            profile.show(bench.big, arguments.profile)
            return
        for wanted in arguments.names or figures.NAMES:
            say(f"measuring {wanted}")
            made: figures.Figure = getattr(bench, wanted)()
            limit = figures.LIMITS.get(wanted)
            note = made.note if limit is None else f"at most {limit:g}; {made.note}"
            line = {
                "name": made.name,
                "value": round(made.value, 3),
                "unit": made.unit,
                "note": note,
            }
            print(json.dumps(line, ensure_ascii=False), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(figures.NAMES))
    parser.add_argument(
        "--people", type=int, default=50_000, help="how many people; usually 50 000"
    )
    parser.add_argument("--rounds", type=int, default=9, help="how often each figure is measured")
    parser.add_argument("--profile", metavar="PAGE", help=", ".join(profile.PAGES))
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - set(figures.NAMES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if arguments.profile and arguments.profile not in profile.PAGES:
        parser.error(f"unknown: {arguments.profile}")
    return arguments


def _on_disk() -> str | None:
    """A folder on disk where there is one: a commit in memory costs nothing and is not durable."""
    lasting = Path("/var/tmp")
    return str(lasting) if lasting.is_dir() else None


if __name__ == "__main__":
    sys.exit(main())
