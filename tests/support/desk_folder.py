"""A graded class on disk, made without grading: outcomes by hand, notebooks as they are read."""

import json
import zipfile

import msgspec

from autograder.batch.kept import keep_call
from autograder.batch.work import release_digest
from autograder.gradebook.manual import ManualGrades
from autograder.intake.handed_in import identify_here
from autograder.release_format import RUBRICS, SETTINGS, Guide, ManualQuestion, Settings
from autograder.release_zip import read_release
from autograder.results.journal import Journal, Member

MANUAL = (
    ManualQuestion("q3", 2.0, "**Question 3.** Why?", text="**Question 3.** Why?"),
    ManualQuestion("q6", 1.0, "**Question 6.** What is $x^2$?"),
)
GUIDES = {
    "q3": Guide("**Question 3.** Why?", "Because $a<b$.\n\n- 1: says so\n- 1: says why"),
    "q6": Guide("**Question 6.** What is $x^2$?", "- 1: a square"),
}
POINTS = {"q1": 2.0, "q2": 4.0, "q4": 3.0, "q5": 3.0}


def make_release(path, title="a1-networks", points=POINTS, manual=MANUAL, guides=GUIDES):
    """Write an autograder zip without tests that run, and return what it holds."""
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("otter_config.json", json.dumps({"assignment_name": title}))
        settings = Settings(points=points, manual=list(manual))
        file.writestr(SETTINGS, msgspec.json.encode(settings))
        file.writestr(RUBRICS, msgspec.json.encode(guides))
        for question in points:
            file.writestr(f"tests/{question}.py", "")
    return read_release(path)


def make_folder(out, rows, notebooks=None, release=None):
    """Write the journal of a class.

    Args:
        out: the folder.
        rows: submissions and their results; see ``made_up_class.py``.
        notebooks: paths of notebooks by the names of submissions; several are earlier ones, too.
        release: what the class was graded with.
    """
    out.mkdir(parents=True, exist_ok=True)
    release = release or make_release(out / "made.zip")
    with Journal(out, release_digest(release, release.limits)) as journal:
        keep_call(journal, out, release, release.limits, None, None)
        members, kept, outcomes = [], [], {}
        for number, row in enumerate(rows):
            content = f"{number:064x}"
            paths = (notebooks or {}).get(row.name, ())
            for version, path in enumerate(paths):
                digest, data = identify_here(path, release.sought)
                content = digest if version == len(paths) - 1 else content
                kept.append((row.name, digest, data))
            outcomes[content] = row.outcome
            one = row.submission
            members.append(Member(row.name, one.students, one.late, None, content, journal.release))
        for content, outcome in outcomes.items():
            journal.add(content, outcome)
        journal.keep(members)
        journal.keep_notebooks(kept)
        ManualGrades(journal, release).begin_rubrics(release.guides())
    return release
