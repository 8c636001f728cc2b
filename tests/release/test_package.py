"""The package puts itself into releases: from where it is installed as from its clone."""

import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.release import package
from tests.support.repository import REPOSITORY, copy_sources

WRITE_WHEEL = """
import sys
from pathlib import Path
from autograder.errors import CourseError
from autograder.release import package
try:
    name, data = package.wheel()
except CourseError as error:
    sys.exit(str(error))
Path(name).write_bytes(data)
Path("pins.txt").write_text(package.constraints())
"""


@pytest.fixture(scope="module")
def dependencies() -> str:
    """Return folders of packages: what this environment has, without what it adds by itself."""
    return os.pathsep.join(path for path in sys.path if path.endswith("site-packages"))


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which the package has been installed from a wheel that pip made."""
    folder = tmp_path_factory.mktemp("pristine")
    clone = copy_sources(folder / "clone")
    pip("wheel", "--no-build-isolation", "-w", str(folder), str(clone))
    (wheel,) = folder.glob("*.whl")
    pip("install", "--target", str(folder / "site-packages"), str(wheel))
    return folder / "site-packages"


@pytest.fixture
def installed(pristine: Path, tmp_path: Path) -> Path:
    """Return a copy of that folder, to be changed."""
    return shutil.copytree(pristine, tmp_path / "site-packages")


def pip(does: str, *arguments: str) -> None:
    command = [sys.executable, "-m", "pip", does, "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, "--no-deps", *arguments], check=True)


def wheel_from(installed: Path, dependencies: str, out: Path) -> subprocess.CompletedProcess[str]:
    """Ask an installed package for its wheel, in a folder."""
    path = os.pathsep.join([str(installed), dependencies])
    return subprocess.run(
        [sys.executable, "-S", "-c", WRITE_WHEEL],
        cwd=out,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_installed_package_makes_the_wheel_that_its_clone_makes(
    installed, dependencies, tmp_path
):
    done = wheel_from(installed, dependencies, tmp_path)
    assert done.returncode == 0, done.stderr
    name, data = package.wheel()
    assert (tmp_path / name).read_bytes() == data
    assert (tmp_path / "pins.txt").read_text() == (REPOSITORY / "constraints.txt").read_text()


def test_what_uv_has_installed_makes_it_too(dependencies, tmp_path):
    name, data = package.wheel()
    (tmp_path / name).write_bytes(data)
    folder = tmp_path / "by-uv"
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--no-deps"]
    subprocess.run([*command, "--target", str(folder), str(tmp_path / name)], check=True)
    (tmp_path / name).unlink()
    done = wheel_from(folder, dependencies, tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / name).read_bytes() == data


def test_its_wheel_can_be_installed_and_makes_itself_again(dependencies, tmp_path):
    name, data = package.wheel()
    (tmp_path / name).write_bytes(data)
    again = tmp_path / "again"
    pip("install", "--target", str(again), str(tmp_path / name))
    (tmp_path / name).unlink()
    done = wheel_from(again, dependencies, tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / name).read_bytes() == data


def test_a_wheel_lists_what_is_in_it():
    _, data = package.wheel()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        (record,) = (name for name in names if name.endswith(".dist-info/RECORD"))
        listed = [line.split(",")[0] for line in archive.read(record).decode().splitlines()]
    assert sorted(listed) == names
    assert "autograder/constraints.txt" in names
    assert not [name for name in names if "__pycache__" in name]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda file: file.write_text("LIMIT = 1\n"), "has been changed since it was installed"),
        (lambda file: file.unlink(), "is missing"),
    ],
)
def test_a_package_that_was_changed_after_its_installation_is_refused(
    installed, dependencies, tmp_path, change, complaint
):
    change(installed / "autograder" / "gradescope" / "entry.py")
    done = wheel_from(installed, dependencies, tmp_path)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert complaint in line
    assert "pip install --force-reinstall --no-deps torch-autograder" in line


def test_a_package_that_was_only_copied_is_refused(installed, dependencies, tmp_path):
    for info in installed.glob("*.dist-info"):
        info.rename(tmp_path / info.name)
    done = wheel_from(installed, dependencies, tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "so this copy of torch-autograder cannot go into releases" in done.stderr


def test_what_is_for_people_alone_stays_out_of_releases():
    _, data = package.wheel()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        (record,) = (name for name in names if name.endswith("RECORD"))
        assert not any(room in archive.read(record).decode() for room in package.NOT_FOR_GRADING)
    assert "autograder/cli/grade.py" in names
    assert not any(name.startswith(package.NOT_FOR_GRADING) for name in names)
