"""Where the time of one page goes: cProfile over the application in this process."""

from __future__ import annotations

import cProfile
import io
import itertools
import pstats
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from app.core.db import db

if TYPE_CHECKING:
    from tests.bench.figures import Town

PAGES = ("module", "start", "question", "answer", "feedback", "map", "persons", "units", "unit")
TIMES = {"map": 10, "persons": 3, "units": 5, "unit": 5, "answer": 400}


def show(town: Town, page: str) -> None:
    """Print the time of one page and its statements, then what calls it consists of."""
    count = TIMES.get(page, 400)
    requests = _requests(town, page, 3 * count + 1)
    statements = _statements(town, [next(requests)])
    for request in itertools.islice(requests, count):
        serve(town, request)
    start = time.process_time()
    for request in itertools.islice(requests, count):
        serve(town, request)
    each = 1000 * (time.process_time() - start) / count
    print(f"{page}: {each:.3f} ms in the application, {len(statements)} statements")
    for statement in statements:
        print("  " + " ".join(statement.split())[:160])
    profile = cProfile.Profile()
    profile.enable()
    for request in itertools.islice(requests, count):
        serve(town, request)
    profile.disable()
    for order in ("cumulative", "tottime"):
        written = io.StringIO()
        pstats.Stats(profile, stream=written).strip_dirs().sort_stats(order).print_stats(40)
        print(written.getvalue())


def _requests(town: Town, page: str, count: int) -> Iterator[bytes]:
    hr, manager = town.role["hr"], town.role["manager"]
    from tests.bench.figures import MAP, get

    course, module = town.course, town.course.modules[0]
    question = f"/kurser/{course.id}/{module.id}/fragor/{module.asked[0].id}"
    fixed = {
        "question": (question, town.learners[0]),
        "feedback": ("/kurser/svar/1", ""),
        "map": (MAP, hr),
        "persons": ("/personer", hr),
        "units": ("/enheter", manager),
        "unit": (f"/enheter/{town.made.manager_place}", manager),
    }
    if page == "module":
        return town.module_pages()
    if page == "start":
        return town.start_pages()
    if page == "answer":
        wanted = count // 15 + 2
        return itertools.chain.from_iterable(town.answers(wanted))
    if page == "feedback":
        return _feedback(town)
    path, cookie = fixed[page]
    return itertools.repeat(get(path, cookie))


def _feedback(town: Town) -> Iterator[bytes]:
    """A newcomer answers once, then reads the feedback without end."""
    from tests.bench.figures import get
    from tests.bench.people import cookies

    token = next(town.newcomers)
    location = serve(town, town.course_of(token)[0])[1]["Location"]
    (cookie,) = cookies(town.app, [token])
    return itertools.repeat(get(location, cookie))


def serve(town: Town, request: bytes) -> tuple[int, dict[str, str]]:
    """One request through the whole application, as gunicorn would hand it on."""
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    method, target, _version = first.split(" ")
    path, _, query = target.partition("?")
    sent = dict(line.split(": ", 1) for line in lines)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": sent["Host"],
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "HTTP_HOST": sent["Host"],
        "HTTP_COOKIE": sent["Cookie"],
        "CONTENT_TYPE": sent.get("Content-Type", ""),
        "CONTENT_LENGTH": sent.get("Content-Length", ""),
    }
    told: list[Any] = []
    answer: Iterable[bytes] = town.app(environ, lambda *words: told.extend(words))  # type: ignore[arg-type,return-value]
    for _piece in answer:
        pass
    if (close := getattr(answer, "close", None)) is not None:
        close()
    status = int(told[0].split()[0])
    if status >= 400:
        raise RuntimeError(f"{target}: {told[0]}")
    return status, dict(told[1])


def _statements(town: Town, requests: list[bytes]) -> list[str]:
    seen: list[str] = []
    with town.app.app_context():
        engine = db.engine

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    for request in requests:
        serve(town, request)
    event.remove(engine, "before_cursor_execute", note)
    return seen
