"""A setting of a wrong type is told in one line, for masters of both kinds."""

import json

import nbformat
import pytest
from nbformat.v4 import new_raw_cell

from autograder.errors import AutograderError, MasterError
from autograder.release.contents import autograder_files, student_files
from autograder.release.master import read_master
from autograder.release.plain.reading import read_plain_master

VALUES = ("1", ".nan", "1,5", "[1]", "{a: 1}", "null")
KEYS = ("name", "requirements", "export_cell", "generate", "files", "tests", "late", "lang")
QUESTION_KEYS = ("name", "points", "manual", "bonus")
TEXTS = (
    "",
    "\tname: q1",
    "- a",
    "name: q1\nname: q2",
    "? a\n: b",
    "1: 2",
    "null: 1",
    "{",
    "name: &a [*a]",
    "name: q1\n[a]: 3",
    "name: q1\n---\nname: q3",
)


def complaint_of(tiny) -> str:
    """Build what can be built without grading, in both ways; return what is refused."""
    complaints = []
    tiny.save()
    for read in (read_master, read_plain_master):
        try:
            master = read(tiny.master)
            assert master.points >= 0
            if read is read_master:
                student_files(master)
                autograder_files(master, ("a.whl", b""))
        except AutograderError as error:
            complaints.append(str(error))
    return "\n".join(complaints)


@pytest.mark.parametrize("key", KEYS)
def test_no_value_of_a_setting_ends_in_a_traceback(tiny, key):
    kept = [line for line in tiny.cells[0].source.splitlines() if not line.startswith(f"{key}:")]
    if key == "tests":
        kept.remove("  ok_format: false")
    if key == "export_cell":
        kept.remove("  pdf: false")
    for value in VALUES:
        tiny.cells[0].source = "\n".join([*kept, f"{key}: {value}"])
        assert complaint_of(tiny).count("\n") <= 1, value


@pytest.mark.parametrize("key", QUESTION_KEYS)
def test_no_value_of_a_question_ends_in_a_traceback(tiny, key):
    for value in (*VALUES, "yes", ".inf", "[a]", "{each: x}", "1e400"):
        name = "" if key == "name" else "name: q1\n"
        tiny.cells[3] = new_raw_cell(f"# BEGIN QUESTION\n{name}{key}: {value}")
        assert complaint_of(tiny).count("\n") <= 1, value


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(("cell", "head"), [(0, "# ASSIGNMENT CONFIG"), (3, "# BEGIN QUESTION")])
def test_what_is_no_table_of_settings_is_told_in_a_line(tiny, cell, head, text):
    tiny.cells[cell] = new_raw_cell(f"{head}\n{text}")
    assert 1 <= len(complaint_of(tiny).splitlines()) <= 2


@pytest.mark.parametrize(
    ("cell", "settings", "expected"),
    [
        (0, "files: data.csv", "files is 'data.csv'; write a list, as [a, b]"),
        (0, "files: [1]", "files[0] is 1; write a text"),
        (0, "generate: 1", "generate is 1; write true or false, or settings of its own"),
        (0, "generate: {show_hidden: 3}", "generate.show_hidden is 3; write true or false"),
        (0, "init_cel: true", "there is no setting init_cel; did you mean init_cell?"),
        (3, "manual: maybe", "manual is 'maybe'; write true or false"),
        (3, "piont: 1", "there is no setting piont; did you mean points?"),
        (3, "\tpoints: 1", "of them); indent with spaces"),
    ],
)
def test_a_wrong_setting_is_told_with_what_to_write(tiny, cell, settings, expected):
    lines = [line for line in tiny.cells[cell].source.splitlines() if "points" not in line]
    tiny.cells[cell].source = "\n".join([*lines, settings])
    with pytest.raises(MasterError) as refused:
        read_master(tiny.save())
    assert f"cell {cell + 1}: " in str(refused.value)
    assert expected in str(refused.value)


@pytest.mark.parametrize("name", ["yes", "true", "[]"])
def test_a_question_is_not_called_true(tiny, name):
    tiny.cells[3] = new_raw_cell(f"# BEGIN QUESTION\nname: {name}")
    for read in (read_master, read_plain_master):
        with pytest.raises(MasterError, match=r"cell 4: the question has the name .*quotes"):
            read(tiny.save())


def test_that_zips_are_handed_in_needs_no_setting(tiny):
    tiny.cells[0].source += "generate: {zips: true, show_hidden: true}\n"
    config = autograder_files(read_master(tiny.save()), ("a.whl", b""))["otter_config.json"]
    assert b"show_hidden" in config
    assert b"zips" not in config


@pytest.mark.parametrize("kernel", [{"name": "course-env", "display_name": "Course"}, None])
def test_students_get_a_kernel_that_they_have(tiny, kernel):
    path = tiny.save()
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.kernelspec = kernel
    if kernel is None:
        del notebook.metadata["kernelspec"]
    path.write_text(json.dumps(notebook))
    released = json.loads(student_files(read_master(path))["tiny.ipynb"])
    assert released["metadata"]["kernelspec"]["name"] == "python3"


@pytest.mark.parametrize("marker", ["### BEGIN SOLUTION", "#BEGIN SOLUTION", "# begin solution"])
def test_a_misspelt_marker_is_told_with_what_to_write(tiny, marker):
    tiny.cells[6].source = f"{marker}\ndef double(x):\n    return 2 * x\n# END SOLUTION"
    for read in (read_master, read_plain_master):
        with pytest.raises(MasterError) as refused:
            read(tiny.save())
        expected = f"cell 7: line 1 says {marker}; write # BEGIN SOLUTION"
        assert str(refused.value).endswith(expected)
