"""What gunicorn refuses to read is answered by a page of ours, in plain Swedish."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from typing import Any

import pytest
from gunicorn.app.wsgiapp import WSGIApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.http import errors as refused
from werkzeug.datastructures import Headers

from app.web.worker import Worker
from tests.inspecting import header_faults, page_faults

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def worker(app: Any) -> Iterator[Worker]:
    config = Config()
    made = Worker(0, 0, [], None, 30, config, Logger(config))
    made.wsgi = app
    yield made
    made.tmp.close()


def told(worker: Worker, fault: Exception) -> HTTPResponse:
    """What comes over the line to who sent something that cannot be read."""
    here, there = socket.socketpair()
    with here, there:
        worker.handle_error(None, there, ("127.0.0.1", 1), fault)
        there.close()
        answer = HTTPResponse(here)
        answer.begin()
        answer.body = answer.read().decode()
        return answer


@pytest.mark.parametrize(
    ("fault", "status", "heading"),
    [
        (refused.LimitRequestLine(9000, 8190), 414, "Adressen är för lång"),
        (refused.LimitRequestHeaders("Many"), 431, "Det webbläsaren skickade är för stort"),
        (refused.InvalidRequestLine("GET"), 400, "Vi förstod inte det"),
        (refused.InvalidHeader("x<script>"), 400, "Vi förstod inte det"),
    ],
)
def test_what_cannot_be_read_gets_a_page_like_all_others(
    worker: Worker, fault: Exception, status: int, heading: str
) -> None:
    answer = told(worker, fault)
    assert answer.status == status
    assert f"<h1>{heading}</h1>" in answer.body
    assert "script>" not in answer.body.replace("</script>", "")
    assert page_faults(answer.body) == []
    assert header_faults(Headers(answer.getheaders())) == []


def test_what_goes_wrong_between_programs_is_told_by_gunicorn(worker: Worker) -> None:
    assert told(worker, refused.UnsupportedTransferCoding("x")).status == 501
    assert told(worker, refused.InvalidResponseHeader("x")).status == 500


def test_who_has_hung_up_is_told_nothing(worker: Worker) -> None:
    here, there = socket.socketpair()
    here.close()
    with there:
        worker.handle_error(None, there, ("127.0.0.1", 1), refused.LimitRequestLine(9000, 8190))


def test_gunicorn_serves_with_it_and_reads_as_long_addresses_as_it_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("sys.argv", ["gunicorn", "-c", "app/serving.py", "wsgi:app"])
    config = WSGIApplication().cfg
    assert config.worker_class is Worker
    assert (config.workers, config.threads, config.limit_request_line) == (2, 4, 8190)
