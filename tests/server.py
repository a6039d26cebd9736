"""The service as its owner starts it: `python3 wsgi.py`, a process of its own that can be killed.

`Server` starts and kills it; `Client` is a person's browser without a screen: cookies and forms.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
HERE = "127.0.0.1"
PATIENCE = 60.0
TRIES = 3000


class Server:
    """The house on a free port, with an instance folder of its own, while the block lasts."""

    def __init__(self, instance: Path, courses: Path) -> None:
        self.port = _free_port()
        self.url = f"http://{HERE}:{self.port}"
        self.log = instance / "server.log"
        ours = {"INSTANCE": instance, "COURSES": courses, "PORT": self.port, "PUBLIC_URL": self.url}
        left_out = {"DATABASE_URL", "HOST", "STARTED_AGAIN_IN"}
        self.environment = {k: v for k, v in os.environ.items() if k not in left_out}
        self.environment |= {name: str(value) for name, value in ours.items()}
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    def start(self) -> None:
        """Start as its owner does, and come back when somebody listens."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "wsgi.py"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        for _ in range(TRIES):
            if _listens(self.port):
                return
            try:
                ended = self.process.wait(PATIENCE / TRIES)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError(f"The server ended with {ended}: {self.log.read_text('utf-8')}")
        raise AssertionError(f"Nobody listened on {self.port} within {PATIENCE:.0f} s")

    def kill(self) -> None:
        """SIGKILL to the master and its workers at once: nobody has time to say goodbye."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
            for _ in range(TRIES):
                if not _listens(self.port):
                    return
            raise AssertionError("Somebody listens who should be dead")

    def kill_worker(self, which: int) -> None:
        """SIGKILL to one worker; the master starts another."""
        workers = self.workers()
        if workers:
            os.kill(workers[which % len(workers)], signal.SIGKILL)

    def workers(self) -> list[int]:
        """The ids of the worker processes."""
        assert self.process is not None
        pid = self.process.pid
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`python3 wsgi.py WORDS`, beside the running server and with its settings."""
        run = [sys.executable, "wsgi.py", *words]
        return subprocess.run(
            run, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )


def _free_port() -> int:
    with socket.socket() as door:
        door.bind((HERE, 0))
        return int(door.getsockname()[1])


def _listens(port: int) -> bool:
    try:
        with socket.create_connection((HERE, port), 1) as line:
            return bool(line.getsockname() != line.getpeername())  # a lone line can meet itself
    except OSError:
        return False


class Answered:
    """What came back: the status, where it leads, and the page."""

    def __init__(self, answer: HTTPResponse | urllib.error.HTTPError) -> None:
        self.status = int(answer.status or 0)
        self.location = answer.headers.get("Location", "")
        self.page = answer.read().decode("utf-8")

    def hidden(self, name: str) -> str:
        """The value of a hidden field of the page's form."""
        found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', self.page)
        assert found, f"the page has no field {name}: {self.page[:500]}"
        return found[1]


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer of its own, not followed."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Client:
    """Cookies and forms. Raises OSError or HTTPException when the whole answer does not come."""

    def __init__(self, url: str) -> None:
        self.url = url
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies, _Stay())

    def get(self, path: str) -> Answered:
        return self._ask(path, None)

    def post(self, path: str, fields: Mapping[str, str] | Sequence[tuple[str, str]]) -> Answered:
        return self._ask(path, urlencode(fields).encode())

    def _ask(self, path: str, body: bytes | None) -> Answered:
        try:
            with self.opener.open(self.url + path, body, PATIENCE) as answer:
                return Answered(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                return Answered(refused)
