"""Gradescope's folders in, a result out, whatever the submission does."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.support.attack_yard import ATTACKS, hidden_lines

SLUG = "a0-pytorch-review"
COMMAND = [sys.executable, "-m", "autograder", "gradescope", "--root"]


@pytest.fixture
def root(built, tmp_path):
    """Return Gradescope's folder, laid out for a release and an empty submission."""
    folder = tmp_path / "autograder"
    for name in ("submission", "results"):
        (folder / name).mkdir(parents=True)
    with zipfile.ZipFile(built / "dist" / SLUG / f"{SLUG}-autograder.zip") as archive:
        archive.extractall(folder / "source")
    (folder / "submission_metadata.json").write_text(json.dumps({"id": 7, "users": []}))
    return folder


def grade(root: Path) -> dict:
    subprocess.run([*COMMAND, str(root)], check=True, capture_output=True, timeout=120)
    return json.loads((root / "results" / "results.json").read_text())


def student_notebook(built: Path) -> Path:
    return built / "dist" / SLUG / "student" / f"{SLUG}.ipynb"


def test_a_submission_is_graded_with_every_question_shown(root, built):
    notebook = json.loads(student_notebook(built).read_text())
    for cell in notebook["cells"]:
        if cell["id"] == "answer-q3":
            cell["source"] = ["Yes: a step can jump over the valley.\n", "\n", "Really."]
    (root / "submission" / "mine.ipynb").write_text(json.dumps(notebook))
    result = grade(root)
    entries = {entry["name"]: entry for entry in result["tests"]}
    for question, points in (("q1", 2), ("q2", 4), ("q4", 3), ("q5", 3)):
        assert entries[question]["score"] == 0
        assert entries[question]["max_score"] == points
        assert entries[question]["status"] == "failed"
        assert entries[question]["output_format"] == "text"
        assert entries[question]["visibility"] in ("hidden", "after_published", "visible")
    manual = entries["q3 (1 point, graded by staff)"]
    assert "> Yes: a step can jump over the valley.\n> \n> Really." in manual["output"]
    assert "score" not in manual
    assert result["execution_time"] >= 0
    assert result["extra_data"]["status"] == "graded"
    assert result["extra_data"]["submission"] == {"id": 7}
    assert result["extra_data"]["layers"]


def test_no_submission_is_a_result_too(root):
    result = grade(root)
    assert result["score"] == 0
    assert "holds no notebook" in result["output"]


def test_a_broken_release_is_the_instructors_to_mend(root, built):
    shutil.copy(student_notebook(built), root / "submission")
    (root / "source" / "tests" / "q1.py").write_text("raise ValueError('a typo')")
    result = grade(root)
    assert result["extra_data"]["status"] == "failed"
    assert "tests/q1.py cannot be loaded" in result["output"]


def test_a_provisional_result_is_there_when_grading_is_ended_from_outside(root, built):
    notebook = json.loads(student_notebook(built).read_text())
    notebook["cells"][3] = {
        "cell_type": "code",
        "id": "endless",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": "while True: pass",
    }
    (root / "submission" / "mine.ipynb").write_text(json.dumps(notebook))
    process = subprocess.Popen([*COMMAND, str(root)], stdout=subprocess.DEVNULL)
    path = root / "results" / "results.json"
    for _ in range(600):
        if path.exists():
            break
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    result = json.loads(path.read_text())
    assert result["score"] == 0
    assert "Grading did not finish" in result["output"]


def test_of_two_notebooks_the_newer_is_graded_and_named(root, built):
    for age, name in enumerate(("b.ipynb", "a.ipynb")):
        path = root / "submission" / name
        shutil.copy(student_notebook(built), path)
        os.utime(path, (1e9 - age, 1e9 - age))
    result = grade(root)
    assert not any(test.get("score") for test in result["tests"])  # nothing is written yet
    assert "holds 2 notebooks; b.ipynb was graded" in result["output"]


def test_settings_of_otter_are_honoured(root, built):
    shutil.copy(student_notebook(built), root / "submission")
    settings = json.loads((root / "source" / "assignment.json").read_text())
    del settings["feedback"]  # which would decide what students see in Otter's place
    (root / "source" / "assignment.json").write_text(json.dumps(settings))
    config = json.loads((root / "source" / "otter_config.json").read_text())
    config.update(show_hidden=True, points_possible=100, score_threshold=0.0)
    (root / "source" / "otter_config.json").write_text(json.dumps(config))
    result = grade(root)
    assert result["score"] == 100
    visible = {e["visibility"] for e in result["tests"] if "max_score" in e}
    assert visible == {"after_published"}


@pytest.mark.parametrize("attack", ["read-by-frames-and-gc", "read-own-memory"])
def test_student_code_finds_nothing_of_the_tests_in_its_memory(attack, root):
    text = ATTACKS[attack].path.read_text().replace("/autograder", str(root))
    (root / "submission" / "mine.ipynb").write_text(text)
    said = json.dumps(grade(root))
    assert "nothing found" in said
    assert "LOOT " not in said
    tests = {path.name: path.read_text() for path in (root / "source" / "tests").glob("*.py")}
    plain = said.replace('\\"', '"')
    assert not [line for line in hidden_lines(tests) if line in plain]


def test_odd_names_beside_the_notebook_cost_nothing(root, built):
    folder = root / "submission"
    shutil.copy(student_notebook(built), folder)
    for name in (b"tmp", b"data-\xff.txt", b"NUL", b"dots. ", b"\x1b[2J"):
        (folder / os.fsdecode(name)).write_bytes(b"1")
    result = grade(root)
    assert "not your fault" not in json.dumps(result)
    assert "data-?.txt" in result["output"]
    assert [test["name"] for test in result["tests"] if "max_score" in test] != []


def test_the_log_is_one_line_without_warnings_or_control_characters(root):
    (root / "submission" / "\x1b[2Jmine.ipynb").write_text("no notebook")
    environment = {"HOME": "/dev/null/home", "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [*COMMAND, str(root)], check=True, capture_output=True, timeout=120, env=environment
    )
    assert done.stderr == b""
    assert b"mine.ipynb" in done.stdout
    assert done.stdout.decode().rstrip("\n").isprintable()
