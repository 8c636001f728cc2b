"""A release that shows what is for staff is refused, wherever the leak is planted."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from autograder.cli import app as cli
from autograder.errors import LeakError
from autograder.release.archive import zip_bytes
from autograder.release.contents import autograder_files, student_files
from autograder.release.leaks import check_release
from autograder.release.master import read_master
from autograder.release.masters import is_strict
from autograder.release_format import RUBRICS, SETTINGS

EXPECTED = {"tiny/tiny.ipynb", "tiny/requirements.txt", "tiny/README.md"}


def check(tiny, change=None, expected=EXPECTED, *, strict=True):
    master = read_master(tiny.save())
    files = student_files(master)
    if change:
        change(files)
    archive = zip_bytes({f"tiny/{name}": data for name, data in files.items()})
    return check_release(archive, master, expected, strict=strict)


def edit_notebook(edit):
    def change(files):
        notebook = json.loads(files["tiny.ipynb"])
        edit(notebook)
        files["tiny.ipynb"] = json.dumps(notebook).encode()

    return change


def test_an_honest_release_passes(tiny):
    check(tiny)


@pytest.mark.parametrize(
    ("edit", "part"),
    [
        (
            lambda nb: nb["cells"].append(
                {**nb["cells"][0], "id": "x", "source": ["    result  =  2*x   # why\n"]}
            ),
            "the solution in cell 7",
        ),
        (
            lambda nb: nb["metadata"].update(note="    unlikely_number = -21"),
            "the hidden test in cell 11",
        ),
        (
            lambda nb: nb["cells"][1]["metadata"].update(
                hint=["Because doubling is linear. Rubric: one point for linearity."]
            ),
            "the solution in cell 17",
        ),
        (lambda nb: nb["cells"][0].update(outputs=[{"text": "x"}]), "has outputs"),
    ],
    ids=["solution", "hidden test", "rubric", "output"],
)
def test_a_planted_line_is_found(tiny, edit, part):
    with pytest.raises(LeakError, match=part):
        check(tiny, edit_notebook(edit))


def test_a_file_too_many_is_found(tiny):
    with pytest.raises(LeakError, match=r"reference\.py, which does not belong"):
        check(tiny, lambda files: files.update({"reference.py": b"x"}))


def test_the_rubrics_go_to_graders_and_not_to_students(tiny):
    master = read_master(tiny.save())
    rubrics = autograder_files(master, ("x.whl", b""))[RUBRICS]
    assert json.loads(rubrics) == {
        "q2": {
            "prompt": "**Question 2.** Why?",
            "rubric": "Because doubling is linear. Rubric: one point for linearity.",
        }
    }
    assert b"linear" not in b"".join(student_files(master).values())
    with pytest.raises(LeakError, match=r"rubrics\.json, which does not belong"):
        check(tiny, lambda files: files.update({RUBRICS: rubrics}))


def test_settings_read_before_student_code_hold_no_rubric(tiny):
    settings = autograder_files(read_master(tiny.save()), ("x.whl", b""))[SETTINGS]
    assert b"Question 2" in settings
    assert b"linear" not in settings


@pytest.mark.parametrize("name", ["misconceptions.py", "accepted.py", "accepted/q1_sums.py"])
def test_a_line_of_a_staff_file_is_found(tiny, name):
    (tiny.master.parent / name).parent.mkdir(exist_ok=True)
    (tiny.master.parent / name).write_text("def double(x):\n    return x + x + 0\n")
    with pytest.raises(LeakError, match=f"from {name}"):
        check(tiny, edit_notebook(lambda nb: nb["metadata"].update(copied="return x + x + 0")))


def test_a_line_that_the_master_shows_by_design_is_no_leak(tiny):
    tiny.cells.insert(2, new_markdown_cell("A hint: begin with\n\n    result = 2 * x\n"))
    check(tiny)


def test_a_cell_that_repeats_a_whole_solution_is_a_leak(tiny):
    tiny.cells.append(new_code_cell("def check(x):\n    result = 2 * x\n    return result"))
    with pytest.raises(LeakError, match="cell 21: students would read the whole solution"):
        check(tiny)


def test_a_leak_in_a_master_that_is_not_strict_is_told(tiny):
    tiny.cells.append(new_markdown_cell("As in\n\n    result = 2 * x\n    return result"))
    (told,) = check(tiny, strict=False)
    assert "cell 21: students would read the whole solution" in told
    with pytest.raises(LeakError, match="does not belong"):
        check(tiny, lambda files: files.update({"reference.py": b""}), strict=False)


@pytest.mark.parametrize(("said", "strict"), [(None, True), (True, True), (False, False)])
def test_what_lies_beside_a_master_makes_it_strict_unless_it_says_no(tiny, said, strict):
    master = tiny.save()
    master.with_name("misconceptions.py").write_text("")
    assert is_strict(master, said) is strict


def test_a_build_that_leaks_writes_nothing(tiny, monkeypatch, capsys):
    cells = json.loads(tiny.master.read_text())["cells"]
    solution = "".join(next(c["source"] for c in cells if "result = 2" in "".join(c["source"])))
    (tiny.master.parent / "data.txt").write_text(solution)
    tiny.cells[0].source += "files: [data.txt]\n"
    tiny.save()
    monkeypatch.setattr(
        "sys.argv", ["autograder", "build", "--root", str(tiny.root), "--out", str(tiny.out)]
    )
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 2
    assert "would leak: tiny/data.txt holds" in capsys.readouterr().err
    assert list(tiny.out.iterdir()) == []
    assert not (tiny.root / "assignments").exists()


ANSWER = '''\
# BEGIN SOLUTION
import math
@staticmethod
def double(x):
    """Return twice what is given."""
    # YOUR CODE HERE
    return math.fsum([x, x])
# END SOLUTION
'''


def with_prompt(tiny, *lines):
    prompt = [new_raw_cell("# BEGIN PROMPT"), new_code_cell("\n".join(lines))]
    tiny.cells[6] = new_code_cell(ANSWER)
    tiny.cells[5:5] = [*prompt, new_raw_cell("# END PROMPT")]


def in_the_cell(tiny, *lines):
    text = "\n".join(lines)
    tiny.cells[6] = new_code_cell(f'{ANSWER}""" # BEGIN PROMPT\n{text}\n""" # END PROMPT')


def test_a_prompt_repeats_what_answers_nothing(tiny):
    lines = (
        "import math",
        "@staticmethod",
        "def double(x):",
        "    # YOUR CODE HERE",
        "    return ...",
    )
    in_the_cell(tiny, *lines)
    check(tiny)


def test_a_docstring_may_be_in_the_prompt_too(tiny):
    with_prompt(tiny, "def double(x):", '    """Return twice what is given."""', "    ...")
    check(tiny)


def test_a_prompt_that_holds_the_answer_is_a_leak(tiny):
    in_the_cell(tiny, "def double(x):", "    return math.fsum([x, x])")
    with pytest.raises(LeakError, match=r"math\.fsum"):
        check(tiny)
