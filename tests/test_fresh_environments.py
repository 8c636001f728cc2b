"""The releases in environments of their own. Each installs torch again, so these are slow."""

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.slow

SLUG = "a0-pytorch-review"


def run(command, **settings):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def wheel_folders():
    """Return settings that make uv look where pip is told to look for wheels on disk."""
    folder = os.environ.get("PIP_FIND_LINKS")
    return {"UV_FIND_LINKS": folder, "UV_TORCH_BACKEND": ""} if folder else {}


def test_the_gradescope_container_is_set_up_and_grades(built, tmp_path):
    """Lay out /autograder in a scratch folder, as Gradescope does, and grade two submissions."""
    root, prefix = tmp_path / "autograder", tmp_path / "opt"
    for name in ("source", "submission", "results"):
        (root / name).mkdir(parents=True)
    release = built / "dist" / SLUG
    with zipfile.ZipFile(release / f"{SLUG}-autograder.zip") as archive:
        archive.extractall(root / "source")
    (root / "submission_metadata.json").write_text("{}")
    settings = {
        **os.environ,
        "AUTOGRADER_ROOT": str(root),
        "AUTOGRADER_PREFIX": str(prefix),
        "AUTOGRADER_PYTHON": sys.executable,
        "AUTOGRADER_UV": str(Path(sys.executable).with_name("uv")),
        **wheel_folders(),
    }
    log = run(["bash", str(root / "source" / "setup.sh")], env=settings)
    assert "torch 2.13.0" in log
    uv, python = settings["AUTOGRADER_UV"], str(prefix / "venv" / "bin" / "python")
    installed = {
        p["name"] for p in json.loads(run([uv, "pip", "list", "--format", "json", "-p", python]))
    }
    assert "torch" in installed
    assert not {p for p in installed if p.startswith(("nvidia", "cuda"))}
    shutil.copy(release / "student" / f"{SLUG}.ipynb", root / "submission")
    run(["bash", str(root / "source" / "run_autograder")], env=settings)
    results = json.loads((root / "results" / "results.json").read_text())
    scores = {t["name"]: t["score"] for t in results["tests"] if "max_score" in t}
    assert scores.keys() >= {"q1", "q2", "q4", "q5"}
    assert not any(scores.values())


def execute_alone(folder, python, notebook):
    """Execute a notebook alone in its folder; return its code cells."""
    run(
        [python, "-m", "jupyter", "execute", "--allow-errors", "--inplace", notebook],
        cwd=folder,
    )
    executed = nbformat.read(folder / notebook, as_version=4)
    return [cell for cell in executed.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("packages", ["requirements", "colab"])
def test_the_student_notebook_runs_where_students_are(built, tmp_path, packages):
    """With its requirements.txt, and with torch and otter-grader only, as on Colab."""
    release = built / "dist" / SLUG / "student"
    venv.create(tmp_path / "venv", with_pip=True)
    python = str(tmp_path / "venv" / "bin" / "python")
    install = [python, "-m", "pip", "install", "--quiet"]
    if packages == "colab":
        pins = (release / "requirements.txt").read_text().splitlines()
        wanted = [p for p in pins if p.startswith(("torch", "otter-grader"))]
        run([*install, *wanted, "ipykernel", "nbclient"])
    else:
        run([*install, "-r", str(release / "requirements.txt")])
    folder = tmp_path / "alone"
    folder.mkdir()
    shutil.copy(release / f"{SLUG}.ipynb", folder)
    cells = execute_alone(folder, python, f"{SLUG}.ipynb")
    assert all(cell.execution_count for cell in cells)
    checks = [cell for cell in cells if cell.source.startswith("grader.check(")]
    assert checks
    for cell in checks:
        text = "".join(o.get("data", {}).get("text/plain", "") for o in cell.outputs)
        assert "Test case failed" in text
