"""Events: appended in turn by several processes, whole or not at all, and never changed."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.errors import AutograderError
from autograder.results.events import StoredEvent
from autograder.results.journal import FILE, Journal

A, B = ("answer", ("a",)), ("answer", ("b",))
DECIDING = """\
import sys
from pathlib import Path
from autograder.results.journal import Journal
folder, who = Path(sys.argv[1]), sys.argv[2]
with Journal(folder, grader=False) as journal:
    for number in range(int(sys.argv[3])):
        changes = [("answer", (f"{who}-{part}",), str(number)) for part in range(5)]
        journal.events.write(who, changes)
        print(number, flush=True)
"""


@pytest.fixture
def journal(tmp_path: Path):
    with Journal(tmp_path) as opened:
        yield opened


def test_an_event_says_who_when_what_before_and_after(journal: Journal):
    assert journal.events.last() == 0
    first = journal.events.write("ada", [(*A, "1"), (*B, "2")])
    second = journal.events.write("ben", [(*A, "3"), (*B, "2")])
    assert (first, second) == (1, 3)
    found = journal.events.since(0)
    assert [event._replace(time="") for event in found] == [
        StoredEvent(1, 1, "", "ada", "answer", ("a",), None, "1", None),
        StoredEvent(2, 1, "", "ada", "answer", ("b",), None, "2", None),
        StoredEvent(3, 3, "", "ben", "answer", ("a",), "1", "3", None),
    ]
    assert all(event.time.endswith("+00:00") for event in found)
    assert journal.events.values("answer") == {("a",): "3", ("b",): "2"}
    assert journal.events.since(2) == found[2:]
    assert journal.events.since(0, ["rubric"]) == []


def test_what_changes_nothing_is_no_event(journal: Journal):
    journal.events.write("ada", [(*A, "1")])
    assert journal.events.write("ada", [(*A, "1"), (*B, None)]) == 0
    assert journal.events.last() == 1


def test_undoing_puts_back_what_was_before_and_is_undone_in_its_turn(journal: Journal):
    events = journal.events
    one = events.write("ada", [(*A, "1")])
    two = events.write("ada", [(*A, "2"), (*B, "2")])
    assert events.last_undoable("ada") == two
    back = events.undo("ada", two)
    assert events.values("answer") == {("a",): "1"}
    assert events.since(back - 1)[0].undoes == two
    assert events.last_undoable("ada") == one
    again = events.undo("ada", back)
    assert events.values("answer") == {("a",): "2", ("b",): "2"}
    assert events.last_undoable("ada") == two
    events.undo("ada", again)
    events.undo("ada", one)
    assert events.values("answer") == {}
    assert (events.last_undoable("ada"), events.last_undoable("ben")) == (None, None)
    assert len(events.since(0)) == 10


def test_what_somebody_has_changed_since_is_not_undone(journal: Journal):
    one = journal.events.write("ada", [(*A, "1"), (*B, "1")])
    journal.events.write("ben", [(*B, "2")])
    before = journal.events.since(0)
    with pytest.raises(AutograderError, match="cannot be undone: ben has changed it since, at 20"):
        journal.events.undo("ada", one)
    with pytest.raises(AutograderError, match="no action 77"):
        journal.events.undo("ada", 77)
    assert journal.events.since(0) == before


def test_several_graders_decide_at_once_and_nothing_is_lost(tmp_path: Path):
    with Journal(tmp_path) as journal:  # a grading that runs meanwhile
        people = [
            subprocess.Popen(
                [sys.executable, "-c", DECIDING, str(tmp_path), who, "20"],
                stdout=subprocess.DEVNULL,
            )
            for who in ("ada", "ben")
        ]
        assert [one.wait(60) for one in people] == [0, 0]
        events = journal.events.since(0)
    assert [event.number for event in events] == list(range(1, 201))
    actions = [event.action for event in events]
    assert all(actions[n : n + 5] == [n + 1] * 5 for n in range(0, 200, 5))
    for event in events:
        number = int(event.after or "")
        assert event.before == (str(number - 1) if number else None)


def test_a_grader_that_is_killed_leaves_whole_actions_and_all_that_were_said_to_be_kept(
    tmp_path: Path,
):
    with Journal(tmp_path):
        pass
    for delay in (0.0, 0.003, 0.011, 0.02):
        process = subprocess.Popen(
            [sys.executable, "-c", DECIDING, str(tmp_path), f"ada{delay}", "100000"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        for _ in range(3):
            process.stdout.readline()
        time.sleep(delay)
        os.kill(process.pid, signal.SIGKILL)
        said = [2, *map(int, process.stdout.read().split("\n")[:-1])]
        process.wait()
        process.stdout.close()
        with Journal(tmp_path, grader=False) as journal:
            mine = [one for one in journal.events.since(0) if one.who == f"ada{delay}"]
            numbers = [int(one.after or "") for one in mine]
            assert len(mine) % 5 == 0
            assert numbers == [n for n in range(len(mine) // 5) for _ in range(5)]
            assert max(numbers) in (said[-1], said[-1] + 1)
    with sqlite3.connect(tmp_path / FILE) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_whoever_only_decides_needs_a_folder_of_a_class(tmp_path: Path):
    opened = Journal(tmp_path, grader=False)
    with pytest.raises(AutograderError, match=r"holds no journal\.sqlite; give the --out folder"):
        opened.__enter__()
    assert list(tmp_path.iterdir()) == []


def test_how_far_a_grading_is_can_be_seen_from_outside(tmp_path: Path):
    with Journal(tmp_path) as grader:
        grader.begin(2, 5)
        with Journal(tmp_path, grader=False) as desk:
            running = desk.running()
            assert running is not None
            assert (running.done, running.total) == (2, 5)
    with Journal(tmp_path, grader=False) as desk:
        assert desk.running() is None


def test_a_journal_that_cannot_be_written_is_one_clear_line(journal: Journal, tmp_path: Path):
    with sqlite3.connect(tmp_path / FILE, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        journal.events._database.execute("PRAGMA busy_timeout = 50")
        with pytest.raises(AutograderError, match=r"cannot be written \(database is locked\)"):
            journal.events.write("ada", [(*A, "1")])
        other.execute("ROLLBACK")
    other.close()
    assert journal.events.write("ada", [(*A, "1")]) == 1
