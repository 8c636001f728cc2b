"""Questions that people grade: answers without names, and points that come back."""

import csv
import json
import shutil
import sqlite3
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from autograder.errors import AutograderError
from autograder.gradebook.decisions import AnswerGrade, Decisions
from autograder.gradebook.manual import ManualGrades
from autograder.gradebook.points import read_points, read_table
from autograder.release_format import ManualQuestion
from autograder.release_zip import read_release
from autograder.report.sheets import write_answers
from autograder.results.answers import code_of
from autograder.results.journal import Journal
from tests.support.answering import HOSTILE, RIGHT, release, write_class
from tests.support.browser import ask, needs_a_browser
from tests.support.command import start_grading
from tests.support.inside import run_inside

NAMES = ("doe", "roe", "eve", "Öst", "1001", "0042", "example.org", "submission_", "loose", "tiny.")
LINEAR, SIMPLE, EVIL, MAIL = (
    code_of("q2", text)
    for text in (RIGHT, "It just is.", "\n".join(HOSTILE.splitlines()), "I came by mail.")
)
Q2 = ManualQuestion("q2", 1.0, "**Question 2.** Why?")
FILLED = f"""\
Answer;Points;Comment
{LINEAR.upper()} ;1;
{SIMPLE};0,5;"Why, though?
<b>Try</b> 2 * (x + y)"
{EVIL};0;=no
"""


def command(*words: object) -> subprocess.CompletedProcess[str]:
    return run_inside(*map(str, words))


def rows(out: Path) -> dict[str, dict[str, str]]:
    with (out / "grades.csv").open(newline="", encoding="utf-8-sig") as file:
        return {row["submission"]: row for row in csv.DictReader(file)}


def scores(out: Path) -> dict[str, tuple[str, str, str]]:
    return {name: (row["score"], row["max_score"], row["q2"]) for name, row in rows(out).items()}


def table(path: Path) -> dict[str, tuple[str, str]]:
    lines = read_table(path).lines
    return {line.cells["answer"]: (line.cells["points"], line.cells["comment"]) for line in lines}


class Class:
    """A class in its folder, and what the commands said in turn."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.zip = release(folder)
        self.paths = write_class(folder / "class")
        self.out = folder / "out"

    def grade(self, *options: str) -> subprocess.CompletedProcess[str]:
        return start_grading(self.zip, self.paths, self.out, *options)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """Return a class that is graded, with its answers written; the folder stays as it is."""
    made = Class(tmp_path_factory.mktemp("answers"))
    process = made.grade()
    assert process.returncode == 0, process.stderr
    assert f"q2: 5 answers have no points yet; to give some: autograder desk {made.out}" in (
        process.stderr
    )
    process = command("answers", made.out)
    assert process.returncode == 0, process.stderr
    return made


@pytest.fixture(scope="module")
def marked(graded: Class, tmp_path_factory: pytest.TempPathFactory) -> Class:
    """Return a copy of the class in which some answers have points."""
    made = Class.__new__(Class)
    made.__dict__.update(vars(graded))
    made.out = tmp_path_factory.mktemp("marked") / "out"
    shutil.copytree(graded.out, made.out)
    filled = made.out / "answers" / "q2.csv"
    filled.write_text(FILLED, encoding="utf-16")
    process = made.grade("--manual", str(filled))
    assert process.returncode == 0, process.stderr
    assert "q2: 2 answers have no points yet" in process.stderr
    return made


def test_the_page_has_every_answer_and_no_name(graded: Class):
    page = (graded.out / "answers" / "q2.html").read_text()
    assert "5 different answers</strong>\nin 7 submissions." in page
    assert "2 more submissions have no\nanswer" in page
    assert page.count(RIGHT) == 2  # once in the rubric
    for text in ("It just is.", "I came by mail.", "Rubric: one point for linearity", "Why?"):
        assert text in page
    assert not [name for name in NAMES if name in page.replace("tiny.ipynb", "")]
    codes = [line.cells["answer"] for line in read_table(graded.out / "answers/q2.csv").lines]
    assert codes == sorted(codes)
    assert {LINEAR, SIMPLE, EVIL, MAIL} < set(codes)
    assert all(f'id="{code}"' in page for code in codes)


def test_nothing_that_a_student_wrote_is_markup(graded: Class):
    class Reader(HTMLParser):
        met: set[str] = set()  # noqa: RUF012

        def handle_starttag(self, tag, attrs):
            self.met |= {tag, *(name for name, _ in attrs)}

    page = (graded.out / "answers" / "q2.html").read_text()
    reader = Reader()
    reader.feed(page)
    assert not reader.met & {"script", "img", "svg", "onerror", "onload", "src"}
    assert "javascript:alert(1)" in page  # as text
    assert "{{ 7 * 7 }}" in page
    assert not set(page) & set("\x1b\u202e")


@needs_a_browser
def test_the_page_fits_a_phone_and_runs_no_script(graded: Class, tmp_path: Path):
    page = (graded.out / "answers" / "q2.html").read_text()
    evil = page.replace("<main>", "<main><script>document.title = 'owned'</script>")
    found, log = ask(
        evil,
        "[page.documentElement.scrollWidth, page.title, page.querySelectorAll('article').length,"
        " page.images.length]",
        tmp_path,
    )
    assert found == [390, "Answers to q2 of tiny", 5, 0]
    assert log.count("violates the following Content Security Policy") == 1


def test_points_reach_results_grades_feedback_and_report(marked: Class):
    assert scores(marked.out) == {
        "blankb-1005": ("2", "3", "0"),
        "brokenb-1006": ("0", "3", ""),
        "doejane-1001": ("3", "3", "1"),
        "evemallory-1003": ("2", "3", "0"),
        "loose": ("2", "3", ""),
        "roebob-1002": ("2.5", "3", "0.5"),
        "submission_201": ("3", "3", "1"),
        "submission_202": ("0", "3", "0"),
        "submission_203": ("2.5", "3", "0.5"),
        "wordyw-1004": ("2", "3", ""),
    }
    result = json.loads((marked.out / "results" / "roebob-1002.json").read_text())
    entry = result["tests"][-1]
    assert (entry["name"], entry["score"], entry["max_score"]) == ("q2", 0.5, 1.0)
    assert entry["output"].startswith("> It just is.\n\n**Comment:** Why, though?\n<b>Try</b>")
    page = (marked.out / "feedback" / "roebob-1002.html").read_text()
    for text in ("2.5 of 3</strong>\npoints.", "q2: 0.5 of 1", "<blockquote>It just is.<"):
        assert text in page
    assert "&lt;b&gt;Try&lt;/b&gt; 2 * (x + y)</p>" in page
    assert "Ann Öst,,0042,ann@example.org,,3\n" in (marked.out / "canvas.csv").read_text()
    report = (marked.out / "report.html").read_text()
    assert "(graded by people, 7 so far)" in report
    assert "2 answers to questions that\npeople grade have no points yet" in report


def test_points_are_kept_whatever_the_zip_and_the_limits_are(marked: Class, tmp_path: Path):
    before = scores(marked.out)
    few = [marked.paths[0] / "roebob_1002_9002_tiny.ipynb"]
    out = tmp_path / "out"
    shutil.copytree(marked.out, out)
    process = start_grading(marked.zip, few, out, "--timeout", "50", "--quiet")
    assert (process.returncode, process.stderr) == (0, "")
    after = scores(out)
    (alone,) = after.keys() - before.keys()  # without its folder nobody knows whose it is
    assert after == {**before, alone: before["roebob-1002"]}


def test_the_folder_s_own_zip_goes_on_with_what_the_last_call_had(marked: Class, tmp_path: Path):
    out = tmp_path / "out"
    shutil.copytree(marked.out, out)
    before = rows(out)
    process = start_grading(out / "release.zip", [], out, "--regrade", "roebob-1002")
    assert process.returncode == 0, process.stderr
    after = rows(out)
    assert "roebob-1002: graded" in process.stdout + process.stderr
    for table in (before, after):
        del table["roebob-1002"]["seconds"]
    assert after == before


def test_a_journal_of_an_older_form_is_said_to_be_old_and_graded_again(
    marked: Class, tmp_path: Path
):
    out = tmp_path / "out"
    shutil.copytree(marked.out, out)
    with sqlite3.connect(out / "journal.sqlite") as journal:
        journal.execute('UPDATE results SET outcome = \'{"report": {"tests": []}}\'')
        journal.execute("DROP TABLE events")
        journal.execute("DROP TABLE answers")
        journal.execute(
            "CREATE TABLE answers (code TEXT PRIMARY KEY, question TEXT NOT NULL, points REAL,"
            " comment TEXT NOT NULL DEFAULT '') WITHOUT ROWID"
        )
        points = [(LINEAR, 1.0), (SIMPLE, 0.5), (EVIL, 0.0), (MAIL, None)]
        journal.executemany("INSERT INTO answers VALUES (?, 'q2', ?, '')", points)
        journal.execute("PRAGMA user_version = 0")
    process = start_grading(marked.zip, marked.paths, out)
    assert process.returncode == 0, process.stderr
    line = f"{out / 'journal.sqlite'} was written by an older version: all is graded again\n"
    assert process.stderr.count(line) == 1
    assert "(graded before)" not in process.stderr
    assert scores(out) == scores(marked.out)
    assert line not in start_grading(marked.zip, marked.paths, out).stderr


def test_later_points_override_earlier_ones_and_an_empty_cell_none(marked: Class, tmp_path: Path):
    package = read_release(marked.zip)
    path = tmp_path / "later.csv"
    with Journal(tmp_path / "out", "release") as journal:
        journal.meet([(LINEAR, "q2"), (SIMPLE, "q2")])
        for text in (f"{LINEAR},1\n{SIMPLE},0", f"{LINEAR},.5\n{SIMPLE},"):
            path.write_text(f"answer,points\n{text}\n")
            given = read_points([path], journal.answers(), package.manual)
            ManualGrades(journal, package).give(given)
    with Journal(tmp_path / "out", "another release") as journal:
        decisions = Decisions(journal)
        assert decisions.all("answer") == {
            (LINEAR,): AnswerGrade(points=0.5, done=True),
            (SIMPLE,): AnswerGrade(points=0.0, done=True),
        }
        assert [(one.who, one.key[0]) for one in decisions.events()] == [
            ("table later.csv", LINEAR), ("table later.csv", SIMPLE), ("table later.csv", LINEAR)
        ]  # fmt: skip


def test_what_was_filled_in_is_never_lost(graded: Class, tmp_path: Path):
    out = tmp_path / "out"
    shutil.copytree(graded.out, out)
    path = out / "answers" / "q2.csv"
    path.write_text(
        f'answer,points,grader,comment\n{LINEAR},"0,5",Zoë,"fine\nso far"\ngone-codes,1,Zoë,x\n'
    )
    write_answers(out)
    first = path.read_bytes()
    lines = {line.cells["answer"]: line.cells for line in read_table(path).lines}
    assert lines[LINEAR] == {
        "answer": LINEAR, "points": "0,5", "grader": "Zoë", "comment": "fine\nso far"
    }  # fmt: skip
    assert lines["gone-codes"]["points"] == "1"
    assert lines[SIMPLE]["points"] == ""
    assert len(lines) == 6
    write_answers(out)
    assert path.read_bytes() == first
    path.write_text("answer,points\n'unclosed\n\"x,1\n")
    with pytest.raises(AutograderError, match=r"q2\.csv, line 3: this is not CSV"):
        write_answers(out)
    assert path.read_text() == "answer,points\n'unclosed\n\"x,1\n"


def test_points_from_the_journal_fill_a_table_that_was_lost(marked: Class, tmp_path: Path):
    shutil.copytree(marked.out, tmp_path / "out")
    path = tmp_path / "out" / "answers" / "q2.csv"
    path.unlink()
    write_answers(tmp_path / "out")
    found = table(path)
    assert found[SIMPLE] == ("0.5", "Why, though?\n<b>Try</b> 2 * (x + y)")
    assert (found[LINEAR], found[MAIL]) == (("1", ""), ("", ""))


def test_bad_points_change_nothing(graded: Class, tmp_path: Path):
    path = tmp_path / "bad.csv"
    path.write_text(f"answer,points,comment\n{LINEAR},1,\n{SIMPLE},1.5,\n")
    before = {p: p.read_bytes() for p in graded.out.rglob("*.[chj]*") if "sqlite" not in p.name}
    process = graded.grade("--manual", str(path), "--regrade", "all")
    assert process.returncode == 2
    assert process.stderr == (
        f"error: {path}, line 3: points are 1.5, but q2 has from 0 to 1; correct them\n"
    )
    assert before == {p: p.read_bytes() for p in before}
    with sqlite3.connect(graded.out / "journal.sqlite") as journal:
        assert journal.execute("SELECT count(*) FROM answers").fetchone() == (5,)
        assert journal.execute("SELECT count(*) FROM events").fetchone() == (0,)


def test_answers_needs_a_graded_class_with_something_to_grade(tmp_path: Path):
    with pytest.raises(AutograderError, match=r"holds no manual\.json; give the --out folder"):
        write_answers(tmp_path)
    (tmp_path / "manual.json").write_text('{"title": "a", "questions": []}')
    with pytest.raises(AutograderError, match="a has no questions that people grade"):
        write_answers(tmp_path)


def test_a_zip_without_rubrics_says_so_on_the_page(graded: Class, tmp_path: Path):
    sheets = json.loads((graded.out / "manual.json").read_text())
    sheets["questions"][0]["guide"] = {}
    (tmp_path / "manual.json").write_text(json.dumps(sheets))
    write_answers(tmp_path)
    page = (tmp_path / "answers" / "q2.html").read_text()
    assert "There is none in the autograder zip." in page
    assert "Its text is not in the autograder zip." in page
