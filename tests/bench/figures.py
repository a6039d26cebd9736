"""The figures, by name: each measured in rounds beside the yardstick; the median ratio counts."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from flask import Flask

from app import create_app
from app.content.check import checked, report
from app.content.queries_search import search_size
from app.content.rules import Course
from app.web import current
from tests.bench import answers, load, people, yardstick
from tests.bench.load import Measured, Server, drive, get, post

LIMITS = {
    "module_page_vs_y": 2.0,
    "start_page_vs_y": 2.5,
    "answer_vs_y2": 3.0,
    "p95_32_vs_y": 3.0,
    "map_50k_ms": 150.0,
    "map_growth_5k_50k": 1.5,
    "worker_peak_mb": 150.0,
    "start_s": 3.0,
    "courses_check_s": 2.0,
    "search_ms": 20.0,
    "text_edition_pdf_s": 2.0,
}
CONNECTIONS = 4
MANY = 32
REQUESTS = 400
MAP = "/kompetens?enhet=1&niva=2"
SEARCHES = tuple(
    f"/sok?q={words}"
    for words in (
        "upphandla+livsmedel",
        "kommunens+ansvar",
        "m%C3%A5l+budget",
        "h%C3%A5llbar+utveckling",
        "barn+skola",
        "f%C3%B6lja+upp",
    )
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report."""

    name: str
    value: float
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Ours and the yardstick over all rounds."""

    ratio: float
    ours: float
    yard: float
    ratios: Sequence[float]

    def note(self, what: str, unit: str = "ms CPU") -> str:
        low, high = min(self.ratios), max(self.ratios)
        return (
            f"{what}: {self.ours:.2f} {unit}, yardstick {self.yard:.2f} {unit}; "
            f"{len(self.ratios)} rounds {low:.2f}-{high:.2f}"
        )


class Town:
    """A municipality with the requests that its people make."""

    def __init__(self, made: people.Municipality, app: Flask) -> None:
        self.made, self.app = made, app
        with self.app.app_context():
            self.course: Course = next(iter(current.library().courses.values()))
        self.learners = people.cookies(self.app, made.learners)
        self.role = dict(
            zip(made.roles, people.cookies(self.app, made.roles.values()), strict=True)
        )
        self.newcomers: Iterator[str] = iter(made.newcomers)
        self.dice = random.Random(1)

    def module_pages(self) -> Iterator[bytes]:
        """Learners reading the modules, without end."""
        paths = [f"/kurser/{self.course.id}/{module.id}" for module in self.course.modules]
        for n in itertools.count():
            yield get(paths[n % len(paths)], self.learners[n % len(self.learners)])

    def start_pages(self) -> Iterator[bytes]:
        for cookie in itertools.cycle(self.learners):
            yield get("/", cookie)

    def answers(self, count: int) -> list[list[bytes]]:
        """For so many newcomers: all that an employee is asked, in order, and what went wrong once
        more.
        """
        return [self.course_of(next(self.newcomers)) for _ in range(count)]

    def course_of(self, token: str) -> list[bytes]:
        (cookie,) = people.cookies(self.app, [token])
        form = people.csrf_token(self.app, token)
        sent: list[bytes] = []
        for module in self.course.modules_for({"alla"}):
            again = []
            for question in module.asked:
                wrong = question.graded and self.dice.random() < 0.2
                given = answers.wrong(question) if wrong else answers.right(question)
                again += [question] if wrong else []
                sent.append(self.answer(cookie, form, module.id, question, given))
            for question in again:
                sent.append(self.answer(cookie, form, module.id, question, answers.right(question)))
        return sent

    def answer(
        self, cookie: str, form: str, module: str, question: answers.Question, given: answers.Given
    ) -> bytes:
        key = f"{self.dice.getrandbits(96):024x}"
        path = f"/kurser/{self.course.id}/{module}/fragor/{question.id}"
        return post(path, cookie, answers.sent(question, given, key, form))

    def all_pages(self) -> list[tuple[str, str]]:
        """Every kind of page, as somebody who may see it: cookie and path."""
        course, unit = self.course, self.made.manager_place
        first = course.modules[0]
        learner = [
            "/",
            f"/kurser/{course.id}",
            f"/kurser/{course.id}/skriv-ut?spar=hela",
            f"/kurser/{course.id}/skriv-ut.pdf?spar=hela",
            *(f"/kurser/{course.id}/{module.id}" for module in course.modules),
            *(f"/kurser/{course.id}/{first.id}/fragor/{q.id}" for q in first.asked),
        ]
        figures = [
            MAP,
            "/kompetens?enhet=1&niva=alla",
            f"{MAP}&grad=shown",
            "/kompetens.csv",
            "/kompetens.xlsx",
        ]
        persons = [
            "/personer",
            "/personer?sida=20",
            "/personer?status=late",
            "/personer.csv",
            "/personer.xlsx",
        ]
        units = ["/enheter", f"/enheter/{unit}", f"/enheter/{unit}.csv", f"/enheter/{unit}.xlsx"]
        by_role = (
            (self.learners[0], learner),
            (self.role["manager"], [*units, "/kompetens"]),
            (self.role["strategist"], figures),
            (self.role["secretary"], persons[:1]),
            (self.role["hr"], figures + persons),
        )
        return [(cookie, path) for cookie, paths in by_role for path in paths]


class Served(Town):
    """A municipality behind gunicorn."""

    def __init__(self, made: people.Municipality, server: Server) -> None:
        super().__init__(made, create_app({"INSTANCE": str(made.instance)}))
        self.server = server


class Bench:
    """What is being measured, made when it is first asked for."""

    def __init__(self, folder: Path, stack: ExitStack, size: int, rounds: int) -> None:
        self.folder, self.stack, self.size, self.rounds = folder, stack, size, rounds
        self.towns: dict[int, Served] = {}

    def town(self, size: int) -> Served:
        """A municipality of this size, served and warm."""
        if size not in self.towns:
            asked = people.Size(size, signed_in=min(64, size // 10), newcomers=min(600, size // 4))
            made = people.make(self.folder / f"instance-{size}", asked)
            served = f"app:create_app({{'INSTANCE': '{made.instance}'}})"
            town = Served(made, self.stack.enter_context(Server(served)))
            warm(town.server, town.module_pages())
            warm(town.server, town.start_pages())
            drive(town.server, town.answers(16), 303)
            self.towns[size] = town
        return self.towns[size]

    @property
    def big(self) -> Served:
        return self.town(self.size)

    @property
    def small(self) -> Served:
        return self.town(self.size // 10)

    @cached_property
    def yard(self) -> Yard:
        file = yardstick.fill(self.folder)
        secret = random.Random(2).randbytes(16).hex()
        yard = Yard(
            self.stack.enter_context(Server(f"tests.bench.yardstick:create('{file}', '{secret}')")),
            yardstick.create(str(file), secret),
        )
        warm(yard.server, yard.pages())
        drive(yard.server, yard.notes(400, MANY), 303)
        return yard

    def against(self, ours: Callable[[], Measured], yard: Callable[[], Measured]) -> Pair:
        """CPU for each request: yardstick, ours, yardstick ...; ours against the two beside it."""
        return self._against(ours, yard, lambda measured: measured.cpu_ms)

    def _against(
        self,
        ours: Callable[[], Measured],
        yard: Callable[[], Measured],
        read: Callable[[Measured], float],
    ) -> Pair:
        beside, own = [read(yard())], []
        for _ in range(self.rounds):
            own.append(read(ours()))
            beside.append(read(yard()))
        ratios = [
            2 * mine / (one + other)
            for mine, one, other in zip(own, beside, beside[1:], strict=False)
        ]
        median = statistics.median
        return Pair(median(ratios), median(own), median(beside), ratios)

    # --- the figures, by name

    def y_ms(self) -> Figure:
        measured = [self.yard.page_load().cpu_ms for _ in range(self.rounds)]
        return Figure(
            "y_ms",
            statistics.median(measured),
            "ms",
            "CPU of the workers for each page of the yardstick",
        )

    def y2_ms(self) -> Figure:
        measured = [self.yard.note_load().cpu_ms for _ in range(self.rounds)]
        return Figure(
            "y2_ms",
            statistics.median(measured),
            "ms",
            "CPU of the workers for each row that the yardstick commits",
        )

    def module_page_vs_y(self) -> Figure:
        pages = self.big.module_pages()
        pair = self.against(lambda: drive(self.big.server, portions(pages)), self.yard.page_load)
        return Figure("module_page_vs_y", pair.ratio, "ratio", pair.note("module page"))

    def start_page_vs_y(self) -> Figure:
        pages = self.big.start_pages()
        pair = self.against(lambda: drive(self.big.server, portions(pages)), self.yard.page_load)
        return Figure("start_page_vs_y", pair.ratio, "ratio", pair.note("start page"))

    def answer_vs_y2(self) -> Figure:
        def ours() -> Measured:
            courses = self.big.answers(6 * CONNECTIONS)
            lists = [list(itertools.chain(*courses[n::CONNECTIONS])) for n in range(CONNECTIONS)]
            return drive(self.big.server, lists, 303)

        pair = self.against(ours, self.yard.note_load)
        return Figure(
            "answer_vs_y2",
            pair.ratio,
            "ratio",
            pair.note("answer, all that an employee is asked, in order"),
        )

    def p95_32_vs_y(self) -> Figure:
        pages = self.big.module_pages()
        pair = self._against(
            lambda: drive(self.big.server, portions(pages, 4 * REQUESTS, MANY)),
            lambda: self.yard.page_load(4 * REQUESTS, MANY),
            lambda measured: measured.percentile_ms(95),
        )
        return Figure("p95_32_vs_y", pair.ratio, "ratio", pair.note("95 % within", "ms"))

    def map_50k_ms(self) -> Figure:
        wall, cpu = self.map_times(self.big, "strategist", MAP)
        _, hr = self.map_times(self.big, "hr", MAP)
        whole, _ = self.map_times(self.big, "strategist", "/kompetens?enhet=1&niva=alla")
        note = (
            f"strategist, {self.big.made.size.shown} units and 10 competences, whole answer; "
            f"CPU {cpu:.0f} ms, as HR {hr:.0f} ms; all {self.big.made.size.units} units "
            f"{whole:.0f} ms"
        )
        return Figure("map_50k_ms", wall, "ms", note)

    def map_growth_5k_50k(self) -> Figure:
        pair = self._against(
            lambda: self.map_load(self.big, "strategist", MAP),
            lambda: self.map_load(self.small, "strategist", MAP),
            lambda measured: measured.cpu_ms,
        )
        return Figure(
            "map_growth_5k_50k",
            pair.ratio,
            "ratio",
            f"{self.big.made.size.people} people: {pair.ours:.0f} ms CPU, "
            f"{self.small.made.size.people}: {pair.yard:.0f} ms, the same units",
        )

    def map_times(self, town: Served, role: str, path: str) -> tuple[float, float]:
        self.map_load(town, role, path)
        rounds = [self.map_load(town, role, path) for _ in range(self.rounds)]
        return (
            statistics.median(measured.percentile_ms(50) for measured in rounds),
            statistics.median(measured.cpu_ms for measured in rounds),
        )

    def map_load(self, town: Served, role: str, path: str) -> Measured:
        return drive(town.server, [[get(path, town.role[role])] * 4])

    def worker_peak_mb(self) -> Figure:
        server = self.big.server
        before = server.peak_mb()
        slow: list[tuple[float, str]] = []
        for _ in range(3):
            for cookie, path in self.big.all_pages():
                answer, seconds = load.fetch(server.port, get(path, cookie))
                if answer.status != 200:
                    raise load.Broken(f"{path}: {answer.status}")
                slow.append((seconds, path))
            drive(server, portions(self.big.module_pages(), 100))
        slowest = ", ".join(f"{path} {seconds:.1f} s" for seconds, path in _slowest(slow))
        note = (
            f"largest of two workers; {before:.0f} MB after the load on learners' pages; "
            f"slowest: {slowest}"
        )
        return Figure("worker_peak_mb", server.peak_mb(), "MB", note)

    def start_s(self) -> Figure:
        """From `python3 wsgi.py` to the first page, on a database that is set up."""
        size = self.size if self.size in self.towns else 500
        seconds = [_start(self.town(size).made) for _ in range(3)]
        note = f"median of {', '.join(f'{s:.2f}' for s in seconds)}; {size} people"
        return Figure("start_s", statistics.median(seconds), "s", note)

    def courses_check_s(self) -> Figure:
        """Reading and checking all courses in all their languages; what the program's own start
        adds to the command is in the note.
        """
        seconds, today = [], date(2026, 11, 25)
        for _ in range(self.rounds):
            begun = time.perf_counter()
            lines, clean = report(checked(load.ROOT / "courses", today))
            seconds.append(time.perf_counter() - begun)
            if not clean:
                raise load.Broken("\n".join(lines))
        count = sum(1 for _ in (load.ROOT / "courses").rglob("*.md"))
        command = _command(self.folder / "instance-check", "courses", "check")
        note = f"{count} files of text; the command with its start {command:.2f} s"
        return Figure("courses_check_s", statistics.median(seconds), "s", note)

    def search_ms(self) -> Figure:
        """A search for two words by somebody signed in, from the request to the whole answer."""
        cookies, loads = itertools.cycle(self.big.learners), []
        for _ in range(self.rounds):
            asked = [get(path, next(cookies)) for path in SEARCHES for _ in range(8)]
            loads.append(drive(self.big.server, [asked]))
        wall = statistics.median(measured.percentile_ms(50) for measured in loads)
        late = statistics.median(measured.percentile_ms(95) for measured in loads)
        cpu = statistics.median(measured.cpu_ms for measured in loads)
        with self.big.app.app_context():
            texts, words = search_size()
        note = (
            f"{len(SEARCHES)} searches for two words among {texts} texts with {words} words; "
            f"95 % within {late:.1f} ms, CPU {cpu:.1f} ms"
        )
        return Figure("search_ms", wall, "ms", note)

    def text_edition_pdf_s(self) -> Figure:
        """The whole course as PDF, made afresh for each that asks, from request to last byte."""
        town = self.town(self.size if self.size in self.towns else 500)
        path = f"/kurser/{town.course.id}/skriv-ut.pdf?spar=hela"
        seconds, size = [], 0
        for _ in range(self.rounds):
            answer, taken = load.fetch(town.server.port, get(path, town.learners[4]))
            if answer.status != 200:
                raise load.Broken(f"{path}: {answer.status}")
            seconds.append(taken)
            size = len(answer.body)
        note = f"{min(seconds):.2f}-{max(seconds):.2f}; {size / 1000:.0f} kB"
        return Figure("text_edition_pdf_s", statistics.median(seconds), "s", note)


class Yard:
    """The yardstick being served, with its requests."""

    def __init__(self, server: Server, app: Flask) -> None:
        self.server = server
        self.cookies = [yardstick.cookie(app, 1 + n * 701) for n in range(64)]
        self.body = "choice=2&key=" + "0a1b2c3d" * 3 + "&csrf_token=" + "x" * 91

    def pages(self) -> Iterator[bytes]:
        for cookie in itertools.cycle(self.cookies):
            yield get("/y", cookie)

    def notes(self, count: int, connections: int) -> list[list[bytes]]:
        sent = (post("/y2", cookie, self.body) for cookie in itertools.cycle(self.cookies))
        return portions(sent, count, connections)

    def page_load(self, count: int = REQUESTS, connections: int = CONNECTIONS) -> Measured:
        return drive(self.server, portions(self.pages(), count, connections))

    def note_load(self) -> Measured:
        return drive(self.server, self.notes(REQUESTS, CONNECTIONS), 303)


def portions(
    requests: Iterator[bytes], count: int = REQUESTS, connections: int = CONNECTIONS
) -> list[list[bytes]]:
    """So many requests, shared out on so many connections."""
    return [list(itertools.islice(requests, count // connections)) for _ in range(connections)]


def warm(server: Server, requests: Iterator[bytes]) -> None:
    """Let both workers and all their threads have served."""
    drive(server, portions(requests, 10 * MANY, MANY))


def _slowest(seen: list[tuple[float, str]]) -> list[tuple[float, str]]:
    best: dict[str, float] = {}
    for seconds, path in seen:
        best[path] = min(seconds, best.get(path, seconds))
    return sorted(((s, path) for path, s in best.items()), reverse=True)[:3]


def _start(made: people.Municipality) -> float:
    port = load.free_port()
    own = {"INSTANCE": str(made.instance), "COURSES": str(made.courses), "PORT": str(port)}
    environment = {**os.environ, **own}
    for name in ("STARTED_AGAIN_IN", "DATABASE_URL"):
        environment.pop(name, None)
    python = shutil.which("python3") or "python3"
    begun = time.monotonic()
    process = subprocess.Popen(
        [python, "wsgi.py"], cwd=load.ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        load.wait_for(port, process)
        answer, _ = load.fetch(port, get("/logga-in", ""))
        taken = time.monotonic() - begun
    finally:
        load.stop(process)
    if answer.status != 200:
        raise load.Broken(f"The first page gave {answer.status}")
    return taken


def _command(instance: Path, *words: str) -> float:
    """How long a command takes from its beginning to its end."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    environment = {**os.environ, "INSTANCE": str(instance)}
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=load.ROOT, env=environment, capture_output=True, text=True)
    taken = time.perf_counter() - begun
    if done.returncode:
        raise load.Broken(f"{' '.join(words)}: {done.stdout}{done.stderr}")
    return taken


NAMES: tuple[str, ...] = (
    "y_ms",
    "y2_ms",
    "module_page_vs_y",
    "start_page_vs_y",
    "answer_vs_y2",
    "p95_32_vs_y",
    "map_50k_ms",
    "map_growth_5k_50k",
    "worker_peak_mb",
    "start_s",
    "courses_check_s",
    "search_ms",
    "text_edition_pdf_s",
)
