import subprocess
import sys

import pytest

from autograder.desk.live import Live
from autograder.desk.regrading import Regrading
from autograder.errors import AutograderError

WITHOUT = """
import sys
from pathlib import Path
sys.modules[{module!r}] = None
from autograder.cli import desk
from autograder.errors import AutograderError
try:
    desk.run(Path("x"), None, 0, True, "127.0.0.1", None, None, None)
except AutograderError as error:
    print(error)
"""


@pytest.mark.parametrize("module", ["starlette", "uvicorn", "nh3", "python_multipart"])
def test_without_the_extra_one_line_says_how_to_install_it(module):
    # a module that is None counts as missing
    program = WITHOUT.format(module=module)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8")
    assert done.stderr == ""
    assert done.stdout == (
        f"the desk needs {module}, which is not installed; pip install 'torch-autograder[desk]'\n"
    )


def test_no_other_command_imports_the_desk():
    program = (
        "import sys, autograder.cli.app, autograder.cli.grade, autograder.cli.answers\n"
        "print(*(name for name in sys.modules if 'desk' in name or name == 'starlette'))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8")
    assert done.stdout.strip() == ""


def test_a_second_submission_has_to_wait(tmp_path):
    import asyncio

    async def begin_two():
        regrading = Regrading(tmp_path, Live())
        regrading.begin("ada")
        try:
            with pytest.raises(AutograderError, match="ada is being graded; wait"):
                regrading.begin("ben")
            while regrading.is_running:
                await asyncio.sleep(0.05)
        finally:
            await regrading.close()
        return regrading

    regrading = asyncio.run(begin_two())
    assert regrading.failed  # the folder holds no class
    assert "release.zip" in regrading.said[-1]
