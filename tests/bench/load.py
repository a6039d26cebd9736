"""A gunicorn to measure and a small loopback load: latencies, and the CPU that the workers spent.

Closed loop on a few connections: each sends its next request when its answer has come. Nothing but
127.0.0.1 is called.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
HERE = "127.0.0.1"
LONGEST = 120.0


class Broken(Exception):
    """What was to be measured does not answer as it should."""


# --- the server


class Server:
    """Gunicorn as `wsgi.py` starts it, on a free port, for as long as the block lasts."""

    def __init__(self, application: str) -> None:
        self.application = application
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Server:
        options = ["-c", "app/serving.py", "-b", f"{HERE}:{self.port}"]
        command = [sys.executable, "-m", "gunicorn", *options, self.application]
        self.process = subprocess.Popen(command, cwd=ROOT)
        wait_for(self.port, self.process)
        until = time.monotonic() + 30
        while len(self.workers()) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process is not None:
            stop(self.process)

    def workers(self) -> list[int]:
        """The ids of the worker processes."""
        assert self.process is not None
        return children(self.process.pid)

    def cpu(self) -> dict[int, float]:
        """Seconds of CPU (user and system) that each worker has used so far."""
        return {pid: cpu_of(pid) for pid in self.workers()}

    def peak_mb(self) -> float:
        """The most memory that any worker has held at once, in MB."""
        return max(peak_of(pid) for pid in self.workers()) / 1e6


def free_port() -> int:
    with socket.socket() as door:
        door.bind((HERE, 0))
        return int(door.getsockname()[1])


def children(pid: int) -> list[int]:
    """The ids of a process's own child processes."""
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu_of(pid: int) -> float:
    """Seconds of CPU of a process with its threads (what /proc/PID/stat rounds to 10 ms)."""
    return time.clock_gettime((~pid << 3) | 2)


def peak_of(pid: int) -> int:
    """The peak resident memory of a process, in bytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise Broken(f"No peak memory is known of process {pid}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server that we started, and its workers with it."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        for pid in (*children(process.pid), process.pid):
            os.kill(pid, signal.SIGKILL)
        process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes], seconds: float = 60) -> float:
    """Seconds until something listens on the port."""
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        if process.poll() is not None:
            raise Broken(f"The server ended with {process.returncode} before it answered")
        try:
            socket.create_connection((HERE, port), 1).close()
            return time.monotonic() - start
        except OSError:
            time.sleep(0.01)
    raise Broken(f"Nothing listened on {port} within {seconds} s")


# --- requests and answers


def get(path: str, cookie: str) -> bytes:
    """A request for a page, as a browser on a kept connection sends it."""
    return _head("GET", path, cookie, "") + b"\r\n"


def post(path: str, cookie: str, body: str) -> bytes:
    """A sent form."""
    sent = body.encode()
    kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(sent)}\r\n"
    return _head("POST", path, cookie, kind) + b"\r\n" + sent


def _head(method: str, path: str, cookie: str, more: str) -> bytes:
    return (
        f"{method} {path} HTTP/1.1\r\nHost: {HERE}\r\nAccept: text/html\r\n"
        f"Accept-Language: sv\r\nCookie: {cookie}\r\n{more}"
    ).encode()


@dataclass(slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def whole(received: bytes) -> Answer | None:
    """The answer if all of it has come."""
    head, found, body = received.partition(b"\r\n\r\n")
    if not found:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    if headers.get("transfer-encoding") == "chunked":
        if not body.endswith(b"0\r\n\r\n"):
            return None
    elif len(body) < int(headers.get("content-length", "0")):
        return None
    return Answer(int(first.split()[1]), headers, body)


def fetch(port: int, request: bytes) -> tuple[Answer, float]:
    """One answer on a connection of its own, and the seconds until all of it had come."""
    with socket.create_connection((HERE, port), LONGEST) as line:
        start = time.perf_counter()
        line.sendall(request)
        parts: list[bytes] = []
        while piece := line.recv(262144):
            parts.append(piece)
            if (len(parts) < 50 or len(piece) < 4096) and (answer := whole(b"".join(parts))):
                return answer, time.perf_counter() - start
    raise Broken("The connection was closed before the whole answer had come")


# --- the load


@dataclass(slots=True)
class Measured:
    """What one portion of load cost: CPU of the workers in all, and each answer's seconds."""

    requests: int
    cpu: float
    seconds: list[float] = field(repr=False)

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of server CPU for each request."""
        return 1000 * self.cpu / self.requests

    def percentile_ms(self, percent: float) -> float:
        """The latency that `percent` of the answers were within, in milliseconds."""
        ordered = sorted(self.seconds)
        place = min(len(ordered) - 1, int(len(ordered) * percent / 100))
        return 1000 * ordered[place]


@dataclass(slots=True)
class _Line:
    """One connection with the requests that are still to be sent on it."""

    waiting: Iterator[bytes]
    door: socket.socket
    sent_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)

    def go_on(self, selector: selectors.BaseSelector) -> None:
        """Send the next request; close when there is none."""
        request = next(self.waiting, None)
        if request is None:
            selector.unregister(self.door)
            self.door.close()
            return
        self.received.clear()
        self.sent_at = time.perf_counter()
        self.door.sendall(request)

    def receive(self) -> int | None:
        """The status of the answer if all of it has come."""
        piece = self.door.recv(262144)
        if not piece:
            raise Broken("The server closed a connection under load")
        self.received += piece
        answer = whole(bytes(self.received))
        return answer.status if answer else None


def drive(server: Server, lists: Sequence[Iterable[bytes]], expected: int = 200) -> Measured:
    """Send each list of requests in order on a connection of its own, all at the same time."""
    seconds: list[float] = []
    until = time.monotonic() + LONGEST
    with selectors.DefaultSelector() as selector:
        lines = [_Line(iter(requests), _door(server.port)) for requests in lists]
        before = server.cpu()
        for line in lines:
            selector.register(line.door, selectors.EVENT_READ, line)
            line.go_on(selector)
        while selector.get_map():
            if time.monotonic() > until:
                raise Broken(f"The load was not served within {LONGEST:.0f} s")
            for key, _events in selector.select(1):
                line = key.data
                if status := line.receive():
                    seconds.append(time.perf_counter() - line.sent_at)
                    if status != expected:
                        raise Broken(f"Status {status} instead of {expected}")
                    line.go_on(selector)
        after = server.cpu()
    if before.keys() != after.keys():
        raise Broken("A worker was exchanged while it was measured")
    return Measured(len(seconds), sum(after[pid] - before[pid] for pid in before), seconds)


def _door(port: int) -> socket.socket:
    door = socket.create_connection((HERE, port), 30)
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door
