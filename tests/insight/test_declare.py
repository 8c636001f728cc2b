"""A misconception is drafted from an example, and written into a course only where it can be."""

import pytest

from autograder.checks.misconceptions import run_declarations
from autograder.errors import CourseError
from autograder.insight.declare import declaration, take_back, write_declaration
from autograder.insight.examples import example
from autograder.insight.found import Draft, UnknownMistake
from autograder.insight.suggest import suggest
from autograder.release.code_cells import code_cells
from autograder.release.declarations import read_declarations
from autograder.release.declared_edits import Bases
from autograder.release.master import read_master
from autograder.release_format import MISCONCEPTIONS

TWO = Draft("q1", "Three times x", "How often does x go in?", "def double(x):\n    return 3 * x")


@pytest.fixture
def master(tiny):
    return read_master(tiny.save())


def mistake(code, question="q1", finding=""):
    return UnknownMistake("id", question, ("a",), ("c",), ("t",), "", "", finding, code, "", ())


def drafted(code, master, names=("double",)):
    return suggest(mistake(code), names, Bases(code_cells(master)) if master else None)


def declared(master):
    there = read_declarations(master, MISCONCEPTIONS)
    return [one for one, _ in run_declarations(there.text, "x", {}).variants] if there else []


def test_a_change_of_a_line_is_drafted_as_an_edit(master):
    found = drafted("def double(x):\n    result = 3 * x\n    return result", master)
    assert found.code == "edit('result = 2 * x', 'result = 3 * x')"
    assert found.name == "double"
    found = drafted(
        "def double(x):\n    result = 2 * x\n    result += 1\n    return result", master
    )
    assert found.code == "edit('result = 2 * x', 'result = 2 * x\\nresult += 1')"


def test_anything_else_is_drafted_as_its_definition(master):
    code = "def double(x):\n    y = x\n    y = y + x\n    return y + x"
    assert drafted(code, master).code == code
    assert drafted(code, None).code == code


def test_helpers_go_into_the_function(master):
    code = "import math\n\ndef half(x):\n    return x / 2\n\ndef double(x):\n    return half(x)"
    found = drafted(code, master).code
    assert found.startswith("def double(x):\n    import math\n    def half(x):")
    write_declaration(master, "tiny", Draft("q1", "Half of x", "Which way?", found))


def test_what_is_no_definition_is_drafted_as_a_cell(master):
    found = drafted("weights = 3", master, ("weights",))
    assert (found.cell, found.code) == (True, "weights = 3")


@pytest.mark.parametrize(
    "draft",
    [
        TWO,
        Draft("q1", "Three times x", "How?", "edit('2 * x', '3 * x')", "double"),
        Draft("q1", "Three times x", "How?", "def double(x): return 3 * x"),
        Draft("q1", "Three times x", "How?", 'def double(x):\n    """By ada."""\n    return 3 * x'),
        Draft("q1", 'A "title" \\ ü', 'It\'s a \\ "hint" ' * 20, TWO.code),
    ],
    ids=range(5),
)
def test_what_is_written_is_declared(master, draft):
    written = write_declaration(master, "tiny", draft)
    (one,) = declared(master)
    assert (one.label, one.hint) == (draft.title, " ".join(draft.hint.split()))
    assert "3 * x" in one.source
    assert "ada" not in one.source
    take_back(written)
    assert declared(master) == []
    assert not (master.path.parent / MISCONCEPTIONS).exists()


def test_more_come_behind_what_is_there_and_go_again(master):
    first = write_declaration(master, "tiny", TWO)
    path = master.path.parent / MISCONCEPTIONS
    before = path.read_text()
    second = write_declaration(
        master, "tiny", Draft("q1", "A cube", "Which power?", "def double(x):\n    return x ** 3")
    )
    assert [one.label for one in declared(master)] == ["Three times x", "A cube"]
    with pytest.raises(CourseError, match="has changed since"):
        take_back(first)
    take_back(second)
    assert path.read_text() == before


def test_in_a_folder_each_question_has_its_file(master):
    folder = master.path.parent / "misconceptions"
    folder.mkdir()
    (folder / "shared.py").write_text('"""Shared."""\n')
    write_declaration(master, "tiny", TWO)
    assert sorted(path.name for path in folder.iterdir()) == ["q1.py", "shared.py"]
    assert [one.label for one in declared(master)] == ["Three times x"]


def test_an_import_that_is_there_is_made_longer(master):
    path = master.path.parent / MISCONCEPTIONS
    path.write_text('"""Wrong."""\n\nfrom autograder.checks import misconception\n')
    code = "edit('2 * x', '3 * x')"
    write_declaration(master, "tiny", Draft("q1", "Three times x", "How?", code, "double"))
    assert path.read_text().count("import") == 1
    assert "from autograder.checks import edit, misconception\n" in path.read_text()
    assert len(declared(master)) == 1


def test_what_arguments_should_be_is_left_out():
    code = "def double(x: 'Tensor') -> torch.Tensor:\n    return x ** 2 - 1"
    assert drafted(example(code, ("double",)), None).code == "def double(x):\n    return x ** 2 - 1"


def test_a_file_that_imports_less_gets_what_is_missing(master):
    path = master.path.parent / MISCONCEPTIONS
    path.write_text('"""Wrong."""\n\nimport math\n')
    write_declaration(master, "tiny", TWO)
    assert path.read_text().startswith('"""Wrong."""\n\nimport math\nfrom autograder.checks import')
    assert len(declared(master)) == 1


REFUSED = [
    (Draft("q1", "", "h", TWO.code), "write a title"),
    (Draft("q1", "t", " ", TWO.code), "write a hint"),
    (Draft("q1", "t", "h", ""), "there is no code"),
    (Draft("q1", "t", "h", "def double(x:"), "no Python: line 1"),
    (Draft("q1", "t", "h", "\0"), "no Python"),
    (Draft("q1", "t", "h", "x = 1"), "or one function or class"),
    (Draft("q1", "t", "h", f"import os\n{TWO.code}"), "helpers go into it"),
    (Draft("q1", "t", "h", f"@misconception('q1', 'h')\n{TWO.code}"), "leave the decorator out"),
    (Draft("q1", "t", "h", "edit('no such', '')", "double"), "is 0 times in the solution"),
    (Draft("q1", "t", "h", "edit('2', '3')", ""), "by its name"),
    (
        Draft("q1", "t", "h", "def double(x):\n    result = 2 * x\n    return result"),
        "the solution",
    ),
    (Draft("q1", "t", "h", "def double(x):\n    'only a text'"), "has no code"),
    (Draft("q9", "t", "h", "edit('2', '3')", "double"), "no question q9"),
]


@pytest.mark.parametrize(("draft", "message"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_declared_is_refused_and_nothing_written(master, draft, message):
    with pytest.raises(CourseError, match=message):
        write_declaration(master, "tiny", draft)
    assert not (master.path.parent / MISCONCEPTIONS).exists()


def test_what_is_there_already_is_refused(master):
    write_declaration(master, "tiny", TWO)
    with pytest.raises(CourseError, match="has a misconception “Three times x” already"):
        write_declaration(master, "tiny", Draft("q1", TWO.title, "h", "def double(x):\n    pass"))
    with pytest.raises(CourseError, match="this code already, as “Three times x”"):
        write_declaration(master, "tiny", Draft("q1", "t", "h", f"{TWO.code}  # the same"))
    assert read_declarations(master, MISCONCEPTIONS).text.count("@misconception") == 1


def test_what_an_earlier_desk_has_written_stays_as_it_is(master):
    first = write_declaration(master, "tiny", TWO)
    again = write_declaration(master, "tiny", TWO)
    assert (master.path.parent / MISCONCEPTIONS).read_text() == first.after == again.after
    with pytest.raises(CourseError, match="had it before"):
        take_back(again)


def test_a_cell_is_declared_with_its_finding():
    text = declaration(Draft("q1", "t", "h", "x = 1\ny = 2", "cell", "other values", cell=True))
    assert 'finding="other values",\n    cell=True' in text
    assert "def cell():" in text
