"""Grading one submission, where the machine lets it down for a moment."""

import pytest

from autograder.grading.grade import grade_submission
from autograder.grading.process import GradingProcess
from autograder.release_zip import read_release
from autograder.sandbox.confine import supervisor
from autograder.sandbox.control import StartError
from tests.support.answering import RIGHT, notebook
from tests.support.releases import autograder_zip


@pytest.mark.parametrize("failures", [1, 2])
def test_a_process_that_does_not_start_is_started_once_more(failures, tiny, tmp_path, monkeypatch):
    start = supervisor.start
    tries = tmp_path / "tries"

    def fail_at_first(*arguments):
        with tries.open("a") as file:
            file.write("+")
        if len(tries.read_text()) <= failures:
            raise OSError("no process can be had")
        return start(*arguments)

    monkeypatch.setattr(supervisor, "start", fail_at_first)  # in the zygote, which is a copy
    handed_in = tmp_path / "tiny.ipynb"
    handed_in.write_text(notebook(RIGHT))
    with GradingProcess(lambda: read_release(autograder_zip(tiny))) as process:
        if failures == 1:
            outcome = grade_submission(process, handed_in)
            assert (outcome.status, outcome.message) == ("graded", "")
        else:
            with pytest.raises(StartError):
                grade_submission(process, handed_in)
    assert tries.read_text() == "++"
