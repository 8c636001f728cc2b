"""Publishing: what people decide stands in every file of the class, and nothing else changes."""

import csv
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.batch.kept import RELEASE_FILE, read_call
from autograder.batch.run import run_batch
from autograder.errors import AutograderError
from autograder.gradebook.decisions import (
    AnswerGrade,
    CellComment,
    Decisions,
    Override,
    Rubric,
    RubricItem,
)
from autograder.late_policy import LatePolicy
from autograder.limits import Limits
from autograder.release_zip import Release, read_release
from autograder.report.publish import publish, write_pages
from autograder.results.answers import code_of
from autograder.results.journal import Journal, writing
from autograder.results.outcome import GRADED, Answer, Outcome, QuestionResult, Verdict
from tests.support.answering import release
from tests.support.tiny import code_notebook

LIMITS = Limits(seconds=77)
RUBRIC = Rubric((RubricItem("a", "names *linearity*", 0.5), RubricItem("b", "says why", 0.5)))
NAMES = ("ada", "ben", "cem")


def executor(_, work, __):
    for unique in work:
        name = unique.submissions[0].name
        score = 1.0 if name == "ben" else 2.0
        verdicts = (Verdict("q1: a", False, score == 2, "try 1"),)
        questions = (QuestionResult("q1", score, 2.0, verdicts),)
        answers = (Answer("q2", 1.0, f"answer of {name}"),)
        yield unique, Outcome(GRADED, "", score, 2.0, 0.1, questions, answers)


def code(name: str) -> str:
    return code_of("q2", f"answer of {name}")


def grade(package: Release, paths, out: Path, run=executor, **more) -> list[str]:
    said: list[str] = []
    pages = lambda journal, rows: write_pages(journal, package, out, rows)  # noqa: E731
    run_batch(
        run, package, paths, out, LIMITS, lambda _: None, say=said.append, pages=pages, **more
    )
    return said


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return read_release(release(tmp_path_factory.mktemp("release")))


@pytest.fixture
def out(package: Release, tmp_path: Path) -> Path:
    paths = [tmp_path / f"{name}.ipynb" for name in NAMES]
    for path in paths:
        path.write_text(code_notebook(f"# {path.stem}", "x = 1\ny = <b>2</b>"))
    grade(package, paths, tmp_path / "out")
    return tmp_path / "out"


def decide(out: Path, *changes) -> int:
    with Journal(out, grader=False) as journal:
        return Decisions(journal).decide("dan", changes)


def table(out: Path) -> dict[str, tuple[str, str, str, str]]:
    with (out / "grades.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = {row["submission"]: row for row in csv.DictReader(file)}
    return {
        name: (row["q1"], row["q2"], row["score"], row["max_score"]) for name, row in rows.items()
    }


def files(out: Path) -> dict[str, tuple[int, bytes]]:
    found = [*(out / "results").iterdir(), *(out / "feedback").iterdir()]
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in found}


def test_where_nothing_is_decided_nothing_is_written(out: Path):
    before, tables = files(out), (out / "grades.csv").read_bytes()
    assert publish(out) == []
    assert (files(out), (out / "grades.csv").read_bytes()) == (before, tables)


def test_a_rubric_and_its_items_reach_every_file_and_a_change_moves_earlier_grades(out: Path):
    decide(
        out,
        ("rubric", ("q2",), RUBRIC),
        ("answer", (code("ada"),), AnswerGrade(("a",), comment="<b>and?</b>", done=True)),
        ("answer", (code("ben"),), AnswerGrade(("a", "b"), done=True)),
    )
    assert publish(out) == ["ada", "ben", "cem"]  # the maximum is another one for all of them
    assert table(out) == {
        "ada": ("2", "0.5", "2.5", "3"),
        "ben": ("1", "1", "2", "3"),
        "cem": ("2", "", "2", "3"),
    }
    page = (out / "feedback" / "ada.html").read_text()
    assert "2.5 of 3" in page
    assert "<li>+0.5: names <em>linearity</em></li>" in page
    assert "&lt;b&gt;and?&lt;/b&gt;" in page
    entry = json.loads((out / "results" / "ada.json").read_text())["tests"][-1]
    assert entry["score"] == 0.5
    assert "(+0.5: names *linearity*)" in entry["output"]
    report = (out / "report.html").read_text()
    assert "1 answer to questions that\npeople grade has no points yet" in report
    before = files(out)
    cheaper = Rubric((RubricItem("a", "names it", 0.25), RUBRIC.items[1]))
    action = decide(out, ("rubric", ("q2",), cheaper))
    assert publish(out) == ["ada", "ben"]
    assert {name: row[1] for name, row in table(out).items()} == {
        "ada": "0.25",
        "ben": "0.75",
        "cem": "",
    }
    assert files(out)["cem.html"] == before["cem.html"]
    with Journal(out, grader=False) as journal:
        Decisions(journal).undo("dan", action)
    assert publish(out) == ["ada", "ben"]
    assert [content for _, content in files(out).values()] == [
        content for _, content in before.values()
    ]


def test_other_points_and_comments_stand_on_the_page_until_somebody_hands_in_again(
    package: Release, out: Path, tmp_path: Path
):
    decide(
        out,
        ("override", ("ben", "q1"), Override(1.75, "right <b>but</b> for a sign")),
        ("comment", ("ben", "2", "2"), CellComment("Why <i>bold</i>?")),
        ("comment", ("ben", "1", ""), CellComment("Well named.")),
        ("comment", ("ben", "99", "99"), CellComment("Nowhere.")),
    )
    assert publish(out, ["ada", "ben"]) == ["ben"]
    assert table(out)["ben"] == ("1.75", "", "1.75", "2")
    page = (out / "feedback" / "ben.html").read_text()
    reason = "Your instructor gave 1.75 points in place of 1: right &lt;b&gt;but&lt;/b&gt; for a"
    for text in (
        reason,
        "Comment on cell 2, line 2",
        "<pre>y = &lt;b&gt;2&lt;/b&gt;</pre>",
        "Why &lt;i&gt;bold&lt;/i&gt;?",
        "Comment on cell 1</h2>",
        "<pre># ben</pre>",
        "Comment on cell 99, line 99",
    ):
        assert text in page
    assert page.index("Comment on cell 1</h2>") < page.index("Comment on cell 2, line 2")
    entries = json.loads((out / "results" / "ben.json").read_text())["tests"]
    assert entries[0]["score"] == 1.75
    assert entries[-2]["output"] == "y = <b>2</b>\n\nWhy <i>bold</i>?"
    assert any("1 submission has other points" in line for line in grade(package, [], out))
    with (out / "changes.csv").open(newline="") as file:
        assert list(csv.reader(file))[1:] == [
            ["ben", "q1", "1", "1.75", "points of people"],
            ["ben", "score", "1", "1.75", "points of people"],
        ]
    (tmp_path / "ben.ipynb").write_text(code_notebook("# ben once more"))
    grade(package, [tmp_path / "ben.ipynb"], out)
    assert table(out)["ben"] == ("1", "", "1", "2")
    assert "Your instructor" not in (out / "feedback" / "ben.html").read_text()


def test_a_grader_brings_in_what_is_decided_while_it_works(package: Release, tmp_path: Path):
    out = tmp_path / "out"
    paths = [tmp_path / f"{name}.ipynb" for name in NAMES]
    for path in paths:
        path.write_text(code_notebook(f"# {path.stem}"))

    def deciding(*given) -> Iterator:
        for number, found in enumerate(executor(*given)):
            yield found
            if number == 1:  # two are known; the desk writes beside the grader
                assert sorted(table_of_now(out)) == ["ada", "ben"]
                decide(out, ("answer", (code("ada"),), AnswerGrade(points=1.0, done=True)))
                assert publish(out) == ["ada", "ben"]
                assert table(out)["ada"] == ("2", "1", "3", "3")

    grade(package, paths, out, deciding)
    assert table(out) == {
        "ada": ("2", "1", "3", "3"),
        "ben": ("1", "", "1", "3"),
        "cem": ("2", "", "2", "3"),
    }
    assert '"score": 1.0' in (out / "results" / "ada.json").read_text()
    assert publish(out) == []


def table_of_now(out: Path) -> list[str]:
    publish(out)
    return list(table(out))


def test_two_who_publish_wait_for_each_other(out: Path):
    decide(out, ("override", ("ada", "q1"), Override(0.0, "")))
    done: list[list[str]] = []
    thread = threading.Thread(target=lambda: done.append(publish(out)))
    with writing(out):
        thread.start()
        time.sleep(0.3)
        assert done == []
    thread.join(30)
    assert done == [["ada"]]


def test_publishing_that_is_killed_is_made_up_for_by_the_next(out: Path):
    decide(out, *(("override", (name, "q1"), Override(0.5, "")) for name in NAMES))
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom autograder.report import publish as p\n"
        "whole = p.write_feedback\n"
        "def slow(*given):\n    whole(*given)\n    print('.', flush=True)\n    time.sleep(60)\n"
        "p.write_feedback = slow\np.publish(Path(sys.argv[1]))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, out], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
    assert publish(out) == list(NAMES)
    assert {row[0] for row in table(out).values()} == {"0.5"}


def test_what_the_last_call_graded_with_is_kept(package: Release, out: Path, tmp_path: Path):
    policy = LatePolicy(0.1)
    grade(package, [], out, late=policy)
    with Journal(out, grader=False) as journal:
        call = read_call(journal, out)
    assert (call.limits, call.late, call.roster) == (LIMITS, policy, None)
    assert (call.release.digest, call.release.title) == (package.digest, package.title)
    assert (out / RELEASE_FILE).read_bytes() == package.path.read_bytes()
    # a folder that another zip was put into is taken for what it is
    other = tmp_path / "other"
    (other / "tests").mkdir(parents=True)
    (other / "tests" / "q9.py").write_text("")
    unpacked = read_release(other)
    grade(unpacked, [], out)
    with Journal(out, grader=False) as journal:
        call = read_call(journal, out)
    assert (call.release.digest, call.release.title) == (unpacked.digest, "other")
    assert call.release.questions == ("q9",)
    (out / RELEASE_FILE).unlink()
    with pytest.raises(AutograderError, match="does not hold what its class was graded with"):
        publish(out)
