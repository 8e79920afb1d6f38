"""Sheets made by a Dask cluster, a real one on loopback: the same bytes, whatever becomes of workers; none where anything differs."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from sheetgen import __version__
from sheetgen.batch.cluster import NO_WORKER, endings_kept
from sheetgen.batch.work import Task, documents
from sheetgen.errors import Failed, Place, Problem, Refused
from sheetgen.facts.known import given
from sheetgen.render import Plan
from tests.batch.loopback import Cluster, cluster, until
from tests.calls import Run
from tests.documents.jobs import ISSUED, REQUESTS, loaded
from tests.places import CHECKOUT

PROGRAM = (sys.executable, "-m", "sheetgen", "render")
MADE = ("--lang", "de", "--format", "pdf", "--format", "txt", "--format", "json")
KILLS = "import os\nfrom sheetgen.batch import work\nwork.documents = lambda *_: os._exit(1)\n"
NOTES = """
import os
from sheetgen.batch import work
def documents(source, task, made=work.documents):
    with open({path!r}, "a") as notes:
        notes.write(f"{{os.getpid()}} {{task.request.domain.ascii}}\\n")
    return made(source, task)
if work.documents.__module__ == work.__name__:  # Dask loads what it preloads twice
    work.documents = documents
"""
OTHER_VERSION = "import sheetgen\nsheetgen.__version__ = '0.0.1'\n"


@pytest.fixture(scope="module")
def scheduled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler for all tests that leave it as it was."""
    with cluster(tmp_path_factory.mktemp("dask")) as made:
        yield made


@pytest.fixture
def running(scheduled: Cluster) -> Iterator[Cluster]:
    """The cluster, whose workers are each test's own."""
    with scheduled.workers:
        yield scheduled


@pytest.fixture
def partners(tmp_path: Path) -> Path:
    """A hundred rows; every twentieth, an international name, is laid out for itself, which takes a while."""
    rows = (f"{'bücher' if i % 20 == 19 else 'firma'}{i}.de;kunde.de;4711" for i in range(100))
    path = tmp_path / "partners.csv"
    path.write_text("\n".join(("domain;customer;ticket", *rows)), "utf-8")
    return path


@contextmanager
def call(partners: Path, made: Cluster, out: str, *more: str) -> Iterator[subprocess.Popen[str]]:
    """The command, under way."""
    command = (*PROGRAM, "--from", str(partners), "--dask", made.address, "--date", "2026-11-24", "--out", out, *MADE, *more)
    with subprocess.Popen(command, cwd=partners.parent, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as one:
        try:
            yield one
        finally:
            one.kill()


def sheets(out: Path) -> dict[Path, bytes]:
    """Every file, without journal and report, which name the folder."""
    return {path.relative_to(out): path.read_bytes() for path in out.glob("*/**/*") if path.is_file()}


def inodes(out: Path) -> dict[Path, int]:
    """Which file each name is: one that is written anew is another."""
    return {path: (out / path).stat().st_ino for path in sheets(out)}


def told(one: subprocess.Popen[str], status: int) -> str:
    """What it said until it ended so."""
    _, said = one.communicate(timeout=120)
    assert one.returncode == status, said
    return said


def under_way(one: subprocess.Popen[str], out: Path) -> None:
    """Wait until the journal names sheets, and more are to come."""
    until(lambda: any(path.read_bytes().count(b"\n") > 1 for path in out.glob("journal_*")) or one.poll() is not None)
    assert one.poll() is None
    assert not list(out.glob("report_*"))


def test_a_worker_is_killed(running: Cluster, partners: Path, tmp_path: Path, run_here: Run) -> None:
    """What one of two had begun the other makes anew: all sheets, byte for byte those of a run without a cluster."""
    notes = tmp_path / "notes"
    (tmp_path / "notes.py").write_text(NOTES.format(path=str(notes)))
    workers = {str(worker.pid): worker for worker in (running.worker("--preload", str(tmp_path / "notes.py")) for _ in range(2))}

    def begun() -> list[list[str]]:
        return [line.split() for line in notes.read_text().split("\n")[:-1]]

    def at_work() -> list[str]:
        """Those that lay a sheet out."""
        return [pid for pid, name in dict(begun()).items() if name.startswith("xn--")]

    with call(partners, running, "cluster") as one:
        under_way(one, tmp_path / "cluster")
        until(at_work)
        workers.pop(at_work()[0]).kill()
        assert "100 made" in told(one, 0)
    assert len({name for _, name in begun()}) == 100 < len(begun())
    done = run_here("render", "--from", str(partners), "--out", "local", "--jobs", "1", *MADE)
    assert done.returncode == 0, done.stderr
    assert len(sheets(tmp_path / "local")) == 300
    assert sheets(tmp_path / "cluster") == sheets(tmp_path / "local")


def test_interrupted_it_goes_on(running: Cluster, partners: Path, tmp_path: Path) -> None:
    """Ctrl-C ends a run with its journal; the same command makes the rest, and no sheet twice."""
    running.worker()
    with call(partners, running, "out") as one:
        under_way(one, tmp_path / "out")
        one.send_signal(signal.SIGINT)
        assert "of 100 rows are done, and the same command goes on from there" in told(one, 130)
    before = inodes(tmp_path / "out")
    with call(partners, running, "out") as one:
        assert "goes on with the run of 2026-11-24" in told(one, 0)
    after = inodes(tmp_path / "out")
    assert {path: after[path] for path in before} == before
    assert 0 < len(before) < len(after) == 300


@pytest.mark.parametrize(("number", "raised"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, SystemExit)])
def test_an_interrupt_that_is_swallowed_is_heard(number: signal.Signals, raised: type[BaseException]) -> None:
    """Where an object that is collected swallows it, the run ends all the same; and who listened before listens again."""

    def leave(*_: object) -> None:
        raise raised

    before = signal.signal(number, leave)
    try:
        with endings_kept() as heard:
            heard()
            with suppress(raised):
                signal.raise_signal(number)
            with pytest.raises(raised):
                heard()
        assert signal.getsignal(number) is leave
    finally:
        signal.signal(number, before)


def test_a_theme_is_carried(running: Cluster, tmp_path: Path, run_here: Run) -> None:
    """A theme, whose relative path means nothing to a worker, gives the same bytes; what it does wrong is told at its own place."""
    (tmp_path / "one.csv").write_text("domain;customer\nfirma.de;kunde.de\n")
    theme = tmp_path / "theme"
    theme.mkdir()
    blocks = (CHECKOUT / "templates" / "blocks.html").read_text("utf-8")
    (theme / "screen.css").write_text((CHECKOUT / "templates" / "screen.css").read_text("utf-8") + ".sec { color: #123456 }\n", "utf-8")
    (theme / "blocks.html").write_text(blocks, "utf-8")
    arguments = ("render", "--from", "one.csv", "--lang", "de", "--format", "html", "--templates", "theme")
    assert run_here(*arguments, "--out", "local").returncode == 0
    running.worker()
    told_of = ("--dask", running.address, "--date", "2026-11-24")

    def by_the_cluster(out: str) -> subprocess.CompletedProcess[str]:
        command = (sys.executable, "-m", "sheetgen", *arguments, *told_of, "--out", out)
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)

    done = by_the_cluster("cluster")
    assert done.returncode == 0, done.stderr
    assert sheets(tmp_path / "cluster") == sheets(tmp_path / "local")
    assert b"#123456" in next(iter(sheets(tmp_path / "cluster").values()))
    (tmp_path / "theme" / "blocks.html").write_text("{{ nobody.knows.it }}\n" + blocks, "utf-8")
    done = by_the_cluster("none")
    assert done.returncode == 2
    assert "theme/blocks.html:1: " in done.stderr
    assert "sheetgen-theme" not in done.stderr
    assert sheets(tmp_path / "none") == {}


def test_a_worker_that_differs_makes_nothing(running: Cluster, partners: Path, tmp_path: Path) -> None:
    """A worker with another sheetgen is found before anything is made, beside one that is right; both versions are told."""
    (tmp_path / "other.py").write_text(OTHER_VERSION)
    running.worker()
    running.worker("--preload", str(tmp_path / "other.py"))
    with call(partners, running, "out") as one:
        said = told(one, 1)
    assert "1 of 2 workers would make other sheets than this machine; tcp://127.0.0.1:" in said
    assert f"sheetgen 0.0.1, here {__version__}" in said
    assert not list((tmp_path / "out").iterdir())


def test_a_worker_that_differs_joins(running: Cluster, partners: Path, tmp_path: Path) -> None:
    """Without workers a run waits for one; if that is not alike it makes nothing, either."""
    (tmp_path / "other.py").write_text(OTHER_VERSION)
    with call(partners, running, "out") as one:
        assert one.stderr
        assert any(NO_WORKER in line for line in one.stderr)
        running.worker("--preload", str(tmp_path / "other.py"))
        said = told(one, 1)
    assert f"a worker joined that would make other sheets than this machine: sheetgen 0.0.1, here {__version__}" in said
    assert not list((tmp_path / "out").iterdir())


def test_the_scheduler_is_killed(partners: Path, tmp_path: Path) -> None:
    """A run whose scheduler is gone fails, and says that the same command goes on."""
    with cluster(tmp_path) as made, call(partners, made, "out") as one:
        assert one.stderr
        assert any(NO_WORKER in line for line in one.stderr)
        made.scheduler.kill()
        assert told(one, 1) == "sheetgen: the Dask scheduler is gone; run the same command again: it goes on where it stood\n"


def test_workers_are_killed_again_and_again(partners: Path, tmp_path: Path) -> None:
    """Sheets over which Dask gives up, since each worker that makes them is killed, end the run."""
    (tmp_path / "kills.py").write_text(KILLS)
    with cluster(tmp_path, SCHEDULER__ALLOWED_FAILURES="0") as made:
        made.worker("--preload", str(tmp_path / "kills.py"))
        with call(partners, made, "out") as one:
            assert "workers were killed again and again over the same sheets, perhaps for want of memory; run" in told(one, 1)


@pytest.mark.parametrize(
    ("before", "address", "said"),
    [
        (
            "from sheetgen.batch import cluster; cluster.PATIENCE = 1",
            "tcp://127.0.0.1:1",
            "no Dask scheduler answers at tcp://127.0.0.1:1; look",
        ),
        ("import sys; sys.modules['distributed'] = None", "tcp://127.0.0.1:1", "that is not installed; pip install 'sheetgen[dask]'"),
        ("", "tls://127.0.0.1:1", "Dask has no certificates for tls://; name them in Dask's configuration: distributed.comm.tls"),
        (
            "import dask; dask.config.set({'distributed.comm.tls': {'ca-file': 'none.pem', 'client': {'cert': 'none.pem'}}})",
            "tls://127.0.0.1:1",
            "Dask's certificates can't be used",
        ),
    ],
)
def test_no_cluster(before: str, address: str, said: str, partners: Path, tmp_path: Path) -> None:
    """Where nobody answers, the extra is not installed, or certificates are missing, the run fails at once and leaves nothing."""
    arguments = ["render", "--from", str(partners), "--dask", address, "--out", "out"]
    code = f"{before}\nfrom sheetgen.cli import main\nmain({arguments!r})"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--dask", "10.0.0.7:8786"), "--dask: “10.0.0.7:8786” is no address of a Dask scheduler; write it as tcp://host:8786"),
        (("--dask", "tcp://host:70000"), "is no address of a Dask scheduler"),
        (("--dask", "inproc://1/2:3"), "is no address of a Dask scheduler"),
        (("--dask", "tcp://[::1]:1", "--jobs", "2"), "--dask: a cluster can't do what --jobs asks for"),
        (
            ("--dask", "tls://dask.example:8786", "--out", "-", "--lang", "de", "--format", "txt"),
            "--dask: a cluster can't do what --out - asks for",
        ),
    ],
)
def test_refused(arguments: tuple[str, ...], said: str, tmp_path: Path, run_here: Run) -> None:
    """An address that is none, and options that mean nothing to a cluster, are refused, each once, before anybody is asked."""
    (tmp_path / "one.csv").write_text("domain\nfirma.de\n")
    done = run_here("render", "--from", "one.csv", *arguments)
    assert done.returncode == 2
    assert done.stderr.count("--dask: ") == 1
    assert said in done.stderr


def test_it_goes_with_a_list(run_here: Run) -> None:
    """Without --from it would be ignored, so it is refused."""
    done = run_here("render", "firma.de", "--dask", "tcp://host:8786")
    assert done.returncode == 2
    assert "--dask: this goes with a list" in done.stderr


def test_a_task_can_be_pickled() -> None:
    """What goes to a worker and what comes back are the same on the other side: also why a sheet was refused or failed."""
    task = Task(REQUESTS["plain"], Plan(ISSUED, ("de",), ("txt",)))
    source = given(loaded("example"), ISSUED)
    made = documents(source, task)
    assert documents(given(pickle.loads(pickle.dumps(source.loaded)), ISSUED), pickle.loads(pickle.dumps(task))) == made
    assert pickle.loads(pickle.dumps(made)) == made
    failed = pickle.loads(pickle.dumps(Failed("message", "hint")))
    assert (failed.message, failed.hint) == ("message", "hint")
    problem = Problem("code", "refusal", "message", Place("file", 1, 2), "hint", {"name": "value"})
    assert pickle.loads(pickle.dumps(Refused([problem]))).problems == (problem,)
