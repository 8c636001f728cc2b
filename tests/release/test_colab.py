"""On Colab the notebook is no file on disk; its set-up cell has to fetch the public tests."""

import subprocess
import sys

from autograder.release.master import read_master
from autograder.release.views import make_notebook

SHELL = """
from IPython.core.interactiveshell import InteractiveShell

class Shell(InteractiveShell):
    pass
"""

MESSAGE = """
import json, pathlib

def blocking_request(name):
    assert name == "get_ipynb"
    return {"ipynb": json.loads(pathlib.Path(__file__).with_name("notebook.ipynb").read_text())}
"""

RUN = """
import json, pathlib, sys
from google.colab._shell import Shell

notebook = pathlib.Path(sys.argv[1], "google", "colab", "notebook.ipynb")
shell = Shell.instance()
for cell in json.loads(notebook.read_text())["cells"]:
    if cell["cell_type"] == "code" and "export" not in cell["id"]:
        shell.run_cell("".join(cell["source"])).raise_error()
shell.run_cell('print(repr(grader.check("q1")))').raise_error()
"""


def test_checks_work_on_colab(tiny, tmp_path):
    """Colab's shell and its message channel are stood in for by classes of the same names."""
    package = tmp_path / "site" / "google" / "colab"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "_shell.py").write_text(SHELL)
    (package / "_message.py").write_text(MESSAGE)
    from autograder.notebook import write_notebook

    write_notebook(
        make_notebook(read_master(tiny.master), student=True), package / "notebook.ipynb"
    )
    folder = tmp_path / "content"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path / "site")],
        cwd=folder,
        env={"PYTHONPATH": str(tmp_path / "site"), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "q1: double is not written yet" in done.stdout
    assert (folder / "tests" / "q1.py").is_file()
