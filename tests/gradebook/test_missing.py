"""Who handed in nothing stands in a table, and who is not in the roster in a line."""

from pathlib import Path

from autograder.gradebook.missing import MISSING_FILE, write_missing
from autograder.intake.roster import Roster, Student, Submission, read_roster
from autograder.results.outcome import GRADED, Outcome, Row


def roster(folder: Path, *names: str) -> Roster:
    path = folder / "roster.csv"
    path.write_text("\n".join(["Name", *names]))
    return read_roster(path)


def row(name: str, *students: str) -> Row:
    authors = tuple(map(Student, students))
    return Row(Submission(name, Path(name), authors), Outcome(GRADED, "", 1.0, 2.0, 1.0))


def test_people_without_a_submission_are_written_and_named(tmp_path: Path):
    people = roster(tmp_path, "Ada A", "=Ben B", *(f"Cem {n}C" for n in range(10)))
    rows = [row("x", "A, Ada"), row("Untitled"), row("cem 1c")]
    missing, strangers = write_missing(people, rows, tmp_path)
    lines = (tmp_path / MISSING_FILE).read_text(encoding="utf-8-sig").splitlines()
    assert lines[:2] == ["name,id,email", "'=Ben B,,"]
    assert len(lines) == 11
    assert missing.startswith("10 of 12 in the roster handed in nothing: =Ben B, Cem 0C, Cem 2C")
    assert "and 5 more" in missing
    assert strangers.endswith("1 of 3 submissions are from nobody in the roster: Untitled")


def test_where_all_are_there_no_old_table_stays(tmp_path: Path):
    (tmp_path / MISSING_FILE).write_text("of yesterday")
    assert write_missing(roster(tmp_path, "Ada A"), [row("x", "Ada A")], tmp_path) == []
    assert not (tmp_path / MISSING_FILE).exists()
