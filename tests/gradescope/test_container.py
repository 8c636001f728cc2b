"""In a root of its own: the release's real setup.sh, and what hurts nobody there either."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from tests.support.attack_yard import ATTACKS, HONEST_SCORES, honest_notebook
from tests.support.container import Container, can_be_made

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("container"),
    pytest.mark.skipif(not can_be_made(), reason="needs root, mmdebstrap, unshare and setpriv"),
]

SLUG = "a0-pytorch-review"
Hostile = Callable[[Path], None]


def save_notebook(folder: Path, *sources: str, **metadata: str) -> None:
    """Write the honest notebook, with more cells at its end, into a submission's folder."""
    notebook = nbformat.reads(honest_notebook(folder.name), as_version=4)
    notebook.cells += [nbformat.v4.new_code_cell(source) for source in sources]
    notebook.metadata.setdefault("otter", {}).update(metadata)
    nbformat.write(notebook, folder / "mine.ipynb")


def halves(folder: Path) -> None:
    save_notebook(folder, "x = 1")
    path = folder / "mine.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"][0]["id"] = "\ud800"
    notebook["metadata"]["title"] = "\udfff"
    path.write_text(json.dumps(notebook))


def bomb(unit: bytes) -> Hostile:
    def write(folder: Path) -> None:
        with zipfile.ZipFile(folder / "hand-in.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.ipynb", b'{"cells":[' + unit * 3_000_000 + b"0]}")

    return write


def names(folder: Path) -> None:
    save_notebook(folder)
    for name in (b"tmp", b"data-\xff.txt", b"NUL", b"dots. ", b"\x1b[2J", b"n" * 255):
        (folder / os.fsdecode(name)).write_bytes(b"1")


def attack(name: str) -> Hostile:
    return lambda folder: (folder / f"{name}.ipynb").write_bytes(ATTACKS[name].path.read_bytes())


SOCKETS = """\
import socket
kept = []
while True:
    one, other = socket.socketpair()
    kept.append((one, other))
    one.setblocking(False)
    try:
        while True:
            one.send(bytes(65536))
    except BlockingIOError:
        pass
"""
HOSTILE: dict[str, tuple[Hostile, bool]] = {
    "1 halves of characters": (halves, True),
    "2 a bomb": (bomb(b'{"":0},'), False),
    "2 a bomb of no numbers": (bomb(b'{"":NaN},'), False),
    "3 a source that takes long to be read": (
        lambda folder: save_notebook(folder, "\n".join(["x = !true"] * 700)),
        True,
    ),
    "4 odd names": (names, True),
    "5 a notebook that goes on": (attack("notebook-goes-on-during-tests"), False),
    "5 a daemon that goes on": (attack("daemon-goes-on-during-tests"), False),
    "6 shared memory": (attack("shared-memory-bomb"), False),
    "6 disk": (attack("disk-bomb"), False),
    "6 sockets": (lambda folder: save_notebook(folder, SOCKETS), True),
    "7 a name for the terminal": (
        lambda folder: save_notebook(folder, assignment_name="\x1b[2J\x1b]0;owned\x07"),
        False,
    ),
}
"""By the kind of harm: what makes it, and whether it has an honest part that is graded."""


@pytest.fixture(scope="module")
def container(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Container:
    release = built / "dist" / SLUG / f"{SLUG}-autograder.zip"
    made = Container(tmp_path_factory.mktemp("container") / "root", release)
    done = made.run("bash", "/autograder/source/setup.sh", seconds=1_800)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "torch 2.13.0" in done.stdout
    assert "Python 3.11" in done.stdout  # the image's own
    path = made.inside("/autograder/source/assignment.json")
    settings = json.loads(path.read_text())
    settings["limits"] = {"seconds": 30, "cell_seconds": 5, "question_seconds": 10}
    path.write_text(json.dumps(settings))
    return made


def scores(result: dict) -> dict[str, float]:
    return {test["name"]: test["score"] for test in result["tests"] if test.get("max_score")}


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_next_submission_of_a_container_is_graded_as_alone(kind, container, tmp_path):
    write, is_graded = HOSTILE[kind]
    hostile, honest = tmp_path / "hostile", tmp_path / "honest"
    for folder in (hostile, honest):
        folder.mkdir()
    write(hostile)
    save_notebook(honest)
    result = container.grade(hostile)
    assert result["extra_data"]["status"] != "failed", result
    if is_graded:
        assert scores(result) == HONEST_SCORES
    after = container.grade(honest)
    assert scores(after) == HONEST_SCORES
    assert after["extra_data"]["status"] == "graded"
    assert "unprivileged user" in after["extra_data"]["layers"]
    assert "namespaces" not in after["extra_data"]["layers"]


def test_a_class_with_all_of_them_is_graded_in_a_container(container):
    folder = container.inside("/class")
    for number, (kind, (write, _)) in enumerate(HOSTILE.items()):
        name = f"{number:02}-{kind.replace(' ', '-')}"
        for student, make in ((name, write), (f"{name}-then-honest", save_notebook)):
            (folder / student).mkdir(parents=True)
            make(folder / student)
        (folder / f"{name}-then-honest" / "who.txt").write_text(name)  # each its own content
    command = ["/opt/autograder/venv/bin/autograder", "grade", "--out", "/grades", "--quiet"]
    archive = container.inside("/release.zip")
    with zipfile.ZipFile(archive, "w") as made:
        source = container.inside("/autograder/source")
        for path in source.rglob("*"):
            if path.is_file():
                made.write(path, path.relative_to(source))
    done = container.run(*command, "/release.zip", "/class", seconds=600)
    assert done.returncode == 0, done.stdout + done.stderr
    results = {
        path.stem: json.loads(path.read_text())
        for path in container.inside("/grades/results").glob("*.json")
    }
    assert len(results) == 2 * len(HOSTILE)
    for name, result in results.items():
        assert result["extra_data"]["status"] != "failed", name
        if name.endswith("then-honest"):
            assert scores(result) == HONEST_SCORES, name
