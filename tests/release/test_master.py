"""Good masters are read; bad ones are refused in one line that names the cell."""

import pytest
from nbformat.v4 import new_code_cell, new_raw_cell

from autograder.cli import app as cli
from autograder.release.master import read_master

SECOND_Q1 = [
    new_raw_cell("# BEGIN QUESTION\nname: q1\nmanual: true"),
    new_raw_cell("# END QUESTION"),
]


def bad_masters():
    """Yield a name, a change that spoils the tiny master's cells, the cell, part of the line."""

    def replace(index, cell):
        def change(cells):
            cells[index] = cell

        return change

    def remove(index):
        def change(cells):
            del cells[index]

        return change

    def source(index, old, new):
        def change(cells):
            assert old in cells[index].source
            cells[index].source = cells[index].source.replace(old, new)

        return change

    def test(text):
        return replace(9, new_code_cell(text))

    config = "# ASSIGNMENT CONFIG\n"
    yield "config is no YAML", replace(0, new_raw_cell(config + "a: [")), 1, "not valid YAML"
    yield "unknown setting", source(0, "name: tiny", "name: tiny\nnope: 1"), 1, "nope"
    yield "wrong name", source(0, "name: tiny", "name: huge"), 1, "set name: tiny"
    yield "OK format", source(0, "ok_format: false", "ok_format: true"), 1, "exception-based"
    yield "plugins", source(0, "name: tiny", "name: tiny\nplugins: [x]"), 1, "not supported"
    yield "second config", lambda c: c.append(new_raw_cell(config)), 21, "a second config cell"
    yield "one name twice", lambda c: c.extend(SECOND_Q1), 21, "a second question named q1"
    yield "nameless question", source(3, "name: q1", "title: q1"), 4, "there is no setting title"
    yield "question with points only", source(3, "name: q1", ""), 4, "the question has no name"
    yield "name with a slash", source(3, "name: q1", "name: a/b"), 4, "question name 'a/b'"
    yield "open question at the end", remove(18), 14, "BEGIN QUESTION is never closed"
    yield "open question before another", remove(12), 4, "BEGIN QUESTION is never closed"
    yield "open solution", remove(7), 6, "BEGIN SOLUTION is never closed"
    yield "open tests", remove(11), 9, "BEGIN TESTS is never closed"
    yield "end without begin", remove(8), 11, "END TESTS without BEGIN TESTS"
    yield "answer without a block", remove(5), 6, "solution markers outside a solution block"
    yield (
        "tests outside a question",
        lambda c: c.append(new_raw_cell("# BEGIN TESTS")),
        21,
        "outside",
    )
    yield "open solution in code", source(6, "    # END SOLUTION\n", ""), 7, "BEGIN PROMPT inside"
    yield "unmarked solution", replace(6, new_code_cell("x = 1")), 7, "no line of this solution"
    yield (
        "student cell is no Python",
        source(6, "raise Not", "raise raise Not"),
        7,
        "not valid Python",
    )
    yield (
        "plain cell is no Python",
        lambda c: c.append(new_code_cell("x = (")),
        21,
        "not valid Python",
    )
    yield "no tests, not manual", lambda c: c.__delitem__(slice(8, 12)), 4, "has no tests"
    yield "only hidden tests", remove(9), 4, "hidden tests only"
    yield "test is no Python", test("def test_a(:\n    pass"), 10, "not valid Python"
    yield "two functions in a test", test("def a(): pass\ndef b(): pass"), 10, "one function"
    yield (
        "public test with our package",
        test("def t():\n    import autograder"),
        10,
        "cannot import",
    )
    yield (
        "one test name twice",
        test("def test_negative_numbers_are_doubled(): pass"),
        11,
        "a second",
    )
    yield "points do not add up", source(10, "hidden: true", "hidden: true\npoints: 5"), 4, "add up"


@pytest.mark.parametrize(
    ("change", "cell", "part"), [pytest.param(*row[1:], id=row[0]) for row in bad_masters()]
)
def test_a_bad_master_is_refused_in_one_line(tiny, capsys, monkeypatch, change, cell, part):
    earlier = tiny.out / "tiny" / "tiny-student.zip"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("an earlier release")
    change(tiny.cells)
    path = tiny.save()
    monkeypatch.setattr(
        "sys.argv", ["autograder", "build", "--root", str(tiny.root), "--out", str(tiny.out)]
    )
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 2
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error:")]
    assert len(lines) == 1
    assert f"{path}, cell {cell}: " in lines[0]
    assert part in lines[0]
    assert earlier.read_text() == "an earlier release"
    assert [p.name for p in tiny.out.iterdir()] == ["tiny"]


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "is not a notebook"),
        (b'{"cells": [', "is not a notebook"),
        (b'["json", "but no notebook"]', "is not a notebook"),
        (b'{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []}', "format 3"),
        ("é".encode("latin-1"), "not UTF-8"),
        (b"print('a script')", "is not a notebook"),
    ],
)
def test_what_is_no_notebook_is_refused_in_one_line(tiny, capsys, monkeypatch, content, part):
    tiny.master.write_bytes(content)
    monkeypatch.setattr("sys.argv", ["autograder", "build", "--root", str(tiny.root)])
    monkeypatch.chdir(tiny.root)
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 2
    (line,) = [x for x in capsys.readouterr().err.splitlines() if x.startswith("error:")]
    assert str(tiny.master) in line
    assert part in line


def test_a_good_master_is_read_into_questions_and_tests(tiny):
    master = read_master(tiny.master)
    q1, q2 = master.questions
    assert master.title == "A tiny assignment"
    assert (q1.name, q1.points, q1.manual) == ("q1", 2, False)
    assert [(t.title, t.hidden) for t in q1.tests] == [
        ("one is doubled", False),
        ("negative numbers are doubled", True),
    ]
    assert q2.manual
    assert not q2.tests


def test_a_missing_assignment_is_named_with_those_that_exist(tiny, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["autograder", "build", "nope", "--root", str(tiny.root)])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 2
    assert "the assignments are tiny" in capsys.readouterr().err
