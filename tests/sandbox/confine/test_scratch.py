"""Folders of graders that were ended are removed, and nobody else's."""

import pytest

from autograder.sandbox.confine import processes, scratch
from tests.support.child_process import in_child


@pytest.fixture(autouse=True)
def parent(tmp_path, monkeypatch):
    monkeypatch.setattr(scratch, "_SCRATCH", tmp_path)
    return tmp_path


def test_a_folder_is_removed_once_its_grader_has_ended(parent):
    ours = scratch.make_scratch()
    left = in_child(lambda: str(scratch.make_scratch()))
    assert sorted(map(str, parent.iterdir())) == sorted([str(ours), left])
    scratch.remove_stale_scratch()
    assert list(parent.iterdir()) == [ours]


def test_what_is_no_grader_s_of_here_stays(parent):
    numbering, _, process = in_child(processes.own_mark).partition(".")
    others = {
        f"autograder-{int(numbering) + 1}.{process}-abc",  # of another container
        f"autograder-{process}-abc",  # of an older version, or somebody else's
        f"autograder-{numbering}.1-abc",
        f"autograder-{numbering}.{'9' * 40}-abc",
        f"autograder-{numbering}.-abc",
        "autograder-abc",
        f"other-{numbering}.{process}-abc",
    }
    for name in others:
        (parent / name).mkdir()
    scratch.remove_stale_scratch()
    assert {path.name for path in parent.iterdir()} == others
