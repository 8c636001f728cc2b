"""Notebooks that attack the grader: none gains, reads, reaches, breaks or outlives anything.

Each notebook in ``attacks/`` says in its first cell what it tries, and in its metadata what its
honest part earns. Attacks of one group are graded in one call, each followed by an honest
submission. What an attack finds it reports in every way it can; the harness waits at each.
"""

import os
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import nbformat
import pytest

from tests.support.attack_traces import MARKER
from tests.support.attack_users import ORDINARY_USER, foreign_python, in_pid_namespace, python_path
from tests.support.attack_yard import ATTACKS, HONEST_SCORES, Attack, Graded, Yard, honest_notebook

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="confinement needs Linux")

__all__ = ["foreign_python"]  # a fixture


@pytest.fixture(scope="session")
def release(built: Path) -> Path:
    return built / "dist" / "a0-pytorch-review" / "a0-pytorch-review-autograder.zip"


Grading = Callable[[Attack, str], Graded]


@pytest.fixture(scope="session")
def graded(release: Path, request: pytest.FixtureRequest) -> Grading:
    """Return a function that grades the group of an attack, once for each kind of user."""
    chosen = {
        (item.callspec.params["attack"], item.callspec.params["user"])
        for item in request.session.items
        if item.path == Path(__file__) and hasattr(item, "callspec")
    }

    @cache
    def grade(group: str, slow: bool, user: str) -> Graded:
        members = [
            attack
            for attack in ATTACKS.values()
            if (attack.group, attack.slow) == (group, slow) and (attack.name, user) in chosen
        ]
        if user == "ordinary user":
            command = request.getfixturevalue("foreign_python")
            environment, owner = python_path(), ORDINARY_USER
        else:
            command = [str(Path(sys.executable).with_name("autograder"))]
            environment, owner = {}, os.geteuid()
        if members[0].pid_namespace:
            command = [*in_pid_namespace(owner), *command]
        yard = Yard(release, command, environment, owner)
        try:
            return yard.grade(members)
        finally:
            yard.close()

    return lambda attack, user: grade(attack.group, attack.slow, user)


def cases() -> list[object]:
    """Return every attack with every user; what takes long is marked as slow."""
    found: list[object] = []
    for attack in ATTACKS.values():
        for user in ("this user", "ordinary user"):
            slow = attack.slow or (user == "ordinary user" and not attack.ordinary_user)
            marks = [pytest.mark.slow] if slow else []
            label = attack.name if user == "this user" else f"{attack.name}-as-ordinary-user"
            found.append(pytest.param(attack.name, user, marks=marks, id=label))
    return found


each_attack = pytest.mark.parametrize(("attack", "user"), cases())


def scores(result: object) -> dict[str, float]:
    """Return the points of each question, and check that a result has Gradescope's shape."""
    assert isinstance(result, dict), "the result is no JSON object"
    assert isinstance(result["tests"], list)
    found = {}
    for test in result["tests"]:
        assert isinstance(test["name"], str)
        if test.get("score") is not None:
            assert isinstance(test["score"], int | float)
            assert 0 <= test["score"] <= test["max_score"]
            found[test["name"]] = float(test["score"])
    return found


@each_attack
def test_an_attack_gains_nothing(
    attack: str, user: str, graded: Grading, request: pytest.FixtureRequest
) -> None:
    if ATTACKS[attack].known:
        # strict: once a check sees through it, the note in the notebook has to go
        request.applymarker(pytest.mark.xfail(reason=ATTACKS[attack].known, strict=True))
    outcome = graded(ATTACKS[attack], user)
    assert attack in outcome.results, f"there is no result; the terminal says\n{outcome.terminal}"
    honest = ATTACKS[attack].honest
    earned = scores(outcome.results[attack])
    gained = {q: points for q, points in earned.items() if points > honest.get(q, 0)}
    assert not gained, "the attack gained points"
    assert set(earned) <= set(HONEST_SCORES), "the attack added a question"


@each_attack
def test_an_attack_takes_no_earlier_credit_away(attack: str, user: str, graded: Grading) -> None:
    outcome = graded(ATTACKS[attack], user)
    earned = scores(outcome.results[attack])
    for question, points in ATTACKS[attack].honest.items():
        if question not in ATTACKS[attack].may_lose:
            assert earned.get(question) == points, outcome.texts[attack][:3000]


@each_attack
def test_the_next_submission_is_graded_normally(attack: str, user: str, graded: Grading) -> None:
    outcome = graded(ATTACKS[attack], user)
    name = f"honest-after-{attack}"
    assert name in outcome.results, f"there is no result; the terminal says\n{outcome.terminal}"
    assert scores(outcome.results[name]) == HONEST_SCORES, outcome.texts[name][:3000]


@each_attack
def test_an_attack_reads_nothing(attack: str, user: str, graded: Grading) -> None:
    outcome = graded(ATTACKS[attack], user)
    text = outcome.texts[attack]
    assert "LOOT " not in text, text[text.index("LOOT ") :][:3000]
    plain = text.replace('\\"', '"')
    leaked = [k for k, v in outcome.secrets.items() if v in plain or v in outcome.terminal]
    assert not leaked


@each_attack
def test_an_attack_does_not_change_what_is_recorded(
    attack: str, user: str, graded: Grading
) -> None:
    outcome = graded(ATTACKS[attack], user)
    honest, attacked = (outcome.results[name]["extra_data"] for name in ("honest-first", attack))
    if attacked["status"] != "invalid":  # then nothing ran
        assert attacked["layers"] == honest["layers"], outcome.texts[attack][:3000]
        assert attacked["missing_layers"] == honest["missing_layers"]


@each_attack
def test_an_attack_reaches_nobody_and_leaves_nothing(
    attack: str, user: str, graded: Grading
) -> None:
    outcome = graded(ATTACKS[attack], user)
    # of the whole group: which of its attacks it was, a run of one alone shows
    assert outcome.visitors == []
    assert outcome.survivors == []
    assert outcome.traces == []
    assert outcome.changed == []


@each_attack
def test_an_attack_does_not_disturb_the_call(attack: str, user: str, graded: Grading) -> None:
    outcome = graded(ATTACKS[attack], user)
    assert outcome.status == 0, outcome.terminal
    assert "Traceback" not in outcome.terminal
    assert MARKER not in outcome.terminal
    assert not re.search(rf"\x1b\].*{MARKER}", outcome.terminal)
    header, *rows = outcome.rows
    assert header[:5] == ["submission", "students", "ids", "emails", "late"]
    assert header[5:8] == ["status", "score", "max_score"]
    assert header[-5:] == ["seconds", "identical_to", "in_last_call", "tests", "flags"]
    by_name = {Path(row[0]).stem: row for row in rows}
    assert attack in by_name
    assert float(by_name[attack][6]) == sum(scores(outcome.results[attack]).values())
    assert len(outcome.texts[attack]) < 1_000_000, "the result is too large"


@pytest.fixture
def yard(release: Path) -> Iterator[Yard]:
    words = [str(Path(sys.executable).with_name("autograder"))]
    found = Yard(release, words, {}, os.geteuid())
    yield found
    found.close()


def hostile_zip(yard: Yard, notebook: str) -> Path:
    """Return a submission whose other files have names that lead out of any folder."""
    path = yard.folder / "submission" / "hostile-zip.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inside.ipynb", notebook)
        for name in (
            f"../../{MARKER}-up",
            f"/tmp/{MARKER}-absolute",
            f"a/../../../{MARKER}-within",
            f"..\\..\\{MARKER}-windows",
            f"{yard.folder}/out/results/{MARKER}.json",
        ):
            archive.writestr(name, MARKER)
        link = zipfile.ZipInfo("link.json")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, str(yard.folder / "earlier.json"))
        through = zipfile.ZipInfo("folder")
        through.external_attr = 0o120777 << 16
        archive.writestr(through, str(yard.folder))
        archive.writestr(f"folder/{MARKER}-through-a-link", MARKER)
    return path


def hostile_folder(yard: Yard, notebook: str) -> Path:
    """Return a submission whose other files are links to what is secret."""
    folder = yard.folder / "submission" / "hostile-folder"
    folder.mkdir()
    (folder / "inside.ipynb").write_text(notebook)
    (folder / "link.json").symlink_to(yard.folder / "earlier.json")
    (folder / "folder").symlink_to(yard.folder / "source", target_is_directory=True)
    os.mkfifo(folder / "pipe.csv")
    return folder


def test_paths_and_links_in_a_submission_lead_nowhere(yard: Yard) -> None:
    spy = yard.put("spy", ATTACKS["read-neighbours"].path.read_text())
    notebook = spy.read_text()
    spy.unlink()
    others = [hostile_zip(yard, notebook), hostile_folder(yard, notebook)]
    outcome = yard.grade([], others)
    assert outcome.status == 0, outcome.terminal
    assert outcome.traces == []
    assert outcome.changed == []
    for name in ("hostile-zip", "hostile-folder"):
        assert "LOOT " not in outcome.texts[name], outcome.texts[name][:2000]
        assert scores(outcome.results[name]).get("q1", 0) in (0, 2)


def test_a_file_name_cannot_write_on_the_terminal_or_into_a_spreadsheet(yard: Yard) -> None:
    names = [f"=HYPERLINK({MARKER!r})", f"[bold]{MARKER}[", f"\x1b]0;{MARKER}\x07", "two\nlines"]
    others = [yard.put(name, honest_notebook(name)) for name in names]
    outcome = yard.grade([], others)
    assert outcome.status == 0, outcome.terminal
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", outcome.terminal.replace("\r\n", "\n"))
    assert len(outcome.rows) == 2 + len(names)
    assert not any(row[0].startswith(("=", "+", "-", "@")) for row in outcome.rows)


def test_there_are_enough_attacks_and_each_says_what_it_tries() -> None:
    assert sum(not attack.slow for attack in ATTACKS.values()) >= 30
    for attack in ATTACKS.values():
        notebook = nbformat.read(attack.path, as_version=4)
        nbformat.validate(notebook)
        first = notebook.cells[0]
        assert first.cell_type == "markdown"
        assert first.source.startswith(f"# {attack.name}\n")
        assert all(not cell.get("outputs") for cell in notebook.cells)
