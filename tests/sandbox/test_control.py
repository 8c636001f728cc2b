"""States of a notebook outlive what student code does, and hold nothing of the tests."""

import os
import signal
import time
from contextlib import contextmanager
from multiprocessing import Pipe

import pytest

from autograder.cell import Cell
from autograder.checks.session import current, session_with
from autograder.errors import StudentError
from autograder.limits import Limits
from autograder.sandbox.confine import supervisor
from autograder.sandbox.confine.zygote import Zygote, ZygoteError
from autograder.sandbox.control import Sandbox, StartError

LEAVE = "import os\ndef leave():\n    os._exit(0)"
END = "import os; os._exit(3)"


@pytest.fixture
def zygote():
    """Return a zygote, and see that it ends with all that it has started."""
    started = Zygote()
    yield started
    started.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(started._process, os.WNOHANG)


@contextmanager
def run(zygote, *sources, checks=None):
    """Yield a sandbox in which cells have been run; ``checks`` are questions by cell."""
    asked = checks or {}
    cells = [Cell(text, n, asked.get(n, [])) for n, text in enumerate(sources, start=1)]
    with Sandbox(cells, ["q1", "q2"], {}, Limits(seconds=60), zygote=zygote) as sandbox:
        sandbox.begin()
        sandbox.follow()
        yield sandbox


def test_names_are_as_they_were_at_the_check_cell(zygote):
    with run(zygote, "a = 1", "a = 2", checks={1: ["q1"]}) as sandbox:
        for question, value in {"q1": 1, "q2": 2}.items():
            with sandbox.environment(question, 10) as names:
                assert names["a"] == value


def test_a_test_that_ends_the_process_leaves_the_state_to_the_next_one(zygote):
    with (
        run(zygote, LEAVE, "a = 5", checks={2: ["q1"]}) as sandbox,
        sandbox.environment("q1", 30) as environment,
    ):
        for _ in range(3):
            with pytest.raises(StudentError, match="ended the process"):
                environment["leave"]()
            assert environment["a"] == 5


def test_a_state_is_there_a_second_time(zygote):
    with run(zygote, "a = [1]", checks={1: ["q1"]}) as sandbox:
        for _ in range(2):
            environment = sandbox.environment("q1", 30)
            assert environment["a"] == [1]
            environment.close()


def test_a_cell_that_ends_the_process_leaves_what_came_before_it(zygote):
    with run(zygote, "a = 1", END, "a = 2") as sandbox:
        assert sandbox.record.stop.cell == 2
        with sandbox.environment("q1", 10) as names:
            assert names["a"] == 1


def test_a_first_cell_that_ends_the_process_leaves_no_names(zygote):
    with run(zygote, END) as sandbox:
        assert sandbox.record.stop.cell == 1
        with sandbox.environment("q1", 10) as names:
            assert "a" not in names


def test_a_notebook_is_run_a_second_time_and_no_third(zygote):
    late = time.time() + 5
    end_late = f"import os, time\nif time.time() > {late}: os._exit(0)"
    wait_and_end = f"time.sleep({late} + 0.1 - time.time()); os._exit(0)"
    with (
        run(zygote, "a = 1", end_late, wait_and_end) as sandbox,
        pytest.raises(StudentError, match="again when it was run a second time"),
    ):
        sandbox.environment("q1", 10)


def test_a_process_that_does_not_start_is_not_taken_for_the_notebooks_doing(monkeypatch):
    monkeypatch.setattr(supervisor, "_fill", lambda *_: os._exit(1))  # in a copy of this process
    zygote = Zygote()
    with pytest.raises(StartError, match="did not start"), run(zygote, "a = 1"):
        pass
    zygote.close()


def test_one_zygote_starts_student_processes_without_what_was_read_meanwhile(zygote):
    look = "from autograder.checks.session import current\nseen = current().reference"
    before = current().reference
    with session_with(reference="a secret"):
        for _ in range(2):
            with run(zygote, look, checks={1: ["q1"]}) as sandbox:
                assert sandbox.environment("q1", 10)["seen"] == before


# a sandbox that could not be entered leaves its ends of the lines to the garbage collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_zygote_that_has_ended_is_told_of():
    zygote = Zygote()
    os.kill(zygote._process, signal.SIGKILL)
    os.waitpid(zygote._process, 0)
    with pytest.raises(ZygoteError, match="cannot be started"), run(zygote, "a = 1"):
        pass


def test_a_supervisor_that_is_stuck_does_not_keep_the_grading_process_waiting():
    ours, theirs = Pipe()
    for _ in range(10_000):  # far more than the line takes
        supervisor.tell(ours, "keep between 1")
    assert supervisor.next_word(ours, 0.01) == ""
    assert supervisor.next_word(theirs, 0.01) == "keep between 1"
    ours.close()
    while supervisor.next_word(theirs, 1):
        pass
    assert supervisor.next_word(theirs, 1) is None
    supervisor.tell(theirs, "stopped")


@pytest.mark.parametrize(
    ("files", "words"),
    [({}, "there are no files"), ({"my data.csv": b"1", "b.txt": b"2"}, "b.txt, my data.csv")],
)
def test_where_a_file_is_missing_those_that_are_there_are_named(zygote, files, words):
    cells = [Cell("open('/home/me/data.csv')", 1)]
    with Sandbox(cells, ["q1"], files, Limits(seconds=60), zygote=zygote) as sandbox:
        sandbox.begin()
        sandbox.follow()
        assert words in sandbox.record.errors[1]
        assert "name them without a folder" in sandbox.record.errors[1]
