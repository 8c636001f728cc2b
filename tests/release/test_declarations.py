"""Misconceptions and accepted variants: files or folders of them, and edits written out."""

import re
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_raw_cell

from autograder.checks import edit
from autograder.checks.misconceptions import Variant
from autograder.checks.session import session_with
from autograder.errors import CourseError
from autograder.release.contents import autograder_files
from autograder.release.declarations import read_declarations
from autograder.release.extraction import extract_reference
from autograder.release.master import read_master
from autograder.release.masters import is_strict
from autograder.verify.attempts import read_declared
from tests.support.tiny import TinyCourse

HEAD = "from autograder.checks import accepted, edit, misconception\n\n\n"
FILE = "misconceptions.py"
MEAN = '''\
class Mean:
    """The mean of what is added."""

    def __init__(self):
        self.total, self.count = 0, 0

    @property
    def value(self):
        return self.total / self.count

    def add(self, x: float):
        self.total += x  # x may be negative
        self.count += 1
'''
RUN = "m = Mean()\nfor x in (1, 2, 3):\n    # one by one\n    m.add(x)\n"


@pytest.fixture
def course(tiny: TinyCourse) -> TinyCourse:
    """Return a small course that asks for a class and for a run, too."""
    for name, source in (("q3", MEAN), ("q3_run", RUN)):
        tiny.cells[-1:-1] = [
            new_raw_cell(f"# BEGIN QUESTION\nname: {name}\npoints: 1"),
            new_raw_cell("# BEGIN SOLUTION"),
            new_code_cell(f"# BEGIN SOLUTION NO PROMPT\n{source}# END SOLUTION"),
            new_raw_cell("# END SOLUTION"),
            new_raw_cell("# BEGIN TESTS"),
            new_code_cell("def test_it_is_there(env):\n    assert env"),
            new_raw_cell("# END TESTS"),
            new_raw_cell("# END QUESTION"),
        ]
    tiny.save()
    return tiny


def wrong(body: str, question: str = "q3", head: str = "class Mean:", more: str = "") -> str:
    """Return a declaration."""
    text = "".join(f"    {line}\n" for line in body.splitlines())
    return f'@misconception("{question}", "Why?"{more})\n{head}\n{text}\n\n'


def double(body: str, label: str = "Sums", more: str = "") -> str:
    """Return a declaration of a wrong ``double``."""
    return wrong(f'"""{label}"""\n{body}', "q1", "def double():", more)


def declare(course: TinyCourse, text: str, name: str = FILE) -> Path:
    """Write a file of declarations beside the master."""
    path = course.master.parent / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEAD + text)
    return path


def declared(course: TinyCourse) -> list[Variant]:
    """Return the misconceptions, as verification reads them."""
    master = read_master(course.master)
    with session_with(reference=extract_reference(master)):
        found = read_declared(master, FILE, ("q1", "q3", "q3_run"))
    return [variant for variant, _ in found.variants]


def test_an_edit_stands_for_the_solution_in_which_it_is_made(course):
    declare(course, double('edit("2 * x", "x + 2")', "Adds 2.", ', finding="sum"'))
    (found,) = declared(course)
    assert found.source == "def double(x):\n    result = x + 2\n    return result"
    assert (found.name, found.label, found.hint) == ("double", "Adds 2", "Why?")
    assert (found.question, found.finding) == ("q1", "sum")


def test_edits_change_words_lines_and_several_places(course):
    edits = (
        'edit("@property", "@staticmethod")\n'
        'edit("self.count += 1", "")\n'
        'edit("self.total / self.count", "self.total\\nreturn 0")\n'
        'edit("self.total", "self.sum", times=3)'
    )
    declare(course, wrong(f'"""Overlaps"""\n{edits}'))
    with pytest.raises(CourseError, match=r"two edits change 'self\.total' in the solution of q3"):
        declared(course)
    declare(course, wrong(f'"""Much"""\n{edits.rpartition("edit")[0]}edit("x", "2 * x", times=1)'))
    with pytest.raises(CourseError, match="'x' is 3 times in the solution of q3, not 1 times"):
        declared(course)
    declare(course, wrong(f'"""Much"""\n{edits.rpartition("edit")[0]}edit("x", "z", times=3)'))
    (found,) = declared(course)
    assert found.source == (
        "class Mean:\n\n    def __init__(self):\n        self.total, self.count = 0, 0\n\n"
        "    @staticmethod\n    def value(self):\n        return self.total\n        return 0\n\n"
        "    def add(self, z: float):\n        self.total += z  # z may be negative"
    )


def test_a_text_of_several_lines_is_found_however_it_is_indented(course):
    body = '"""Swaps"""\nedit("self.total += x  # x may be negative\\nself.count += 1", "pass")'
    declare(course, wrong(body))
    assert declared(course)[0].source.endswith("def add(self, x: float):\n        pass")


def test_only_whole_words_and_numbers_are_found(tiny):
    tiny.cells[6].source = tiny.cells[6].source.replace("2 * x", "12 * x + 2 * x")
    tiny.save()
    declare(tiny, double('edit("2 * x", "x")'))
    assert "result = 12 * x + x\n" in declared(tiny)[0].source


def test_edits_of_a_cell_change_the_solution_s_last_cell(course):
    body = '"""Adds twice"""\nedit("m.add(x)", "m.add(x)\\nm.add(x)")'
    more = ', finding="another mean", cell=True'
    declare(course, wrong(body, "q3_run", "def twice():", more))
    (found,) = declared(course)
    assert found.source == RUN.strip() + "\n    m.add(x)"
    assert not found.name


def test_edits_of_another_variant_name_it(course):
    whole = wrong('"""By a sum."""\nresult = x + x\nreturn x', "q1", "def double(x):")
    declare(course, whole.replace('misconception("q1", "Why?"', 'accepted("q1"'), "accepted.py")
    more = double('edit("x + x", "x + x + x")', "Three", ', base="By a sum"')
    declare(course, more + double('edit("x + x + x", "x - x")', more=', base="Three"'))
    sources = [variant.source for variant in declared(course)]
    assert [re.findall(r"= (.*)", source) for source in sources] == [
        ["x + x + x"],
        ["x - x"],
    ]


@pytest.mark.parametrize(
    "source", ["def double(x): return 2 * x", "def double(\n    x): return 2 * x"]
)
def test_a_solution_may_stand_beside_its_head(tiny, source):
    tiny.cells[6].source = f"# BEGIN SOLUTION NO PROMPT\n{source}\n# END SOLUTION"
    tiny.save()
    declare(tiny, double('edit("2 * x", "x")'))
    assert declared(tiny)[0].source == "def double(x):\n    return x"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (double('edit("3 * x", "x")'), "'3 * x' is 0 times in the solution of q1, not 1 times"),
        (double('edit("esult", "x")'), "'esult' is 0 times in the solution of q1"),
        (double('edit("", "x")'), "'' is 0 times in the solution of q1"),
        (double('edit("2 * x", "2 *")'), "the solution of q1 is no Python: invalid syntax: result"),
        (double('edit("double", "twice")'), "is not the definition of double any more"),
        (double('edit("2 * x", "x")\nreturn 1'), "holds edits, so nothing else can stand below"),
        (double('edit("2 * x", 3)'), "3 has to be a str that is written out"),
        (double('edit("2 * x", "x")', more=", **{}"), "arguments of misconception have to be"),
        (double('edit("2 * x")'), "edit: missing a required argument: 'new'"),
        (
            double('edit("2 * x", "x")', more=', base="Three"'),
            "no variant 'Three' of q1 is accepted",
        ),
        (double("return 1", more=', base="Three"'), "names a base, but holds no edits of it"),
        (
            wrong('"""Nine"""\nedit("2", "3")', "q9", "def double():"),
            "there is no question q9 with a solution and tests",
        ),
        (
            wrong('"""Nine"""\nedit("2", "3")', "q1", "def triple():"),
            "the solution of q1 defines no function or class triple; it defines double",
        ),
        (wrong('edit("2 * x", "x")', "q1", "def double():"), "double has no docstring"),
        ('@misconception(edit("a", "b"), "?")\ndef f():\n    """F"""\n', "in the wrong place"),
    ],
)
def test_an_edit_that_cannot_be_made_is_one_line_with_its_place(course, text, complaint):
    path = declare(course, text)
    with pytest.raises(CourseError, match=re.escape(complaint)) as caught:
        declared(course)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert re.search(r"line [45]\b", str(caught.value))


def test_a_folder_is_read_in_the_order_of_the_questions(course):
    half = double("return HALF", "Half")
    declare(course, wrong('"""A"""\nedit("x", "y", times=3)'), "misconceptions/q3_sums.py")
    declare(course, "HALF = 0.5\n", "misconceptions/shared.py")
    declare(course, half, "misconceptions/q1.py")
    declare(course, wrong('"""B"""\nedit("0, 0", "1, 1")'), "misconceptions/q3.py")
    run = wrong('"""C"""\nedit("2", "3")', "q3_run", "def f():", ', finding="f", cell=True')
    declare(course, run, "misconceptions/q3_run.py")
    declare(course, "", "misconceptions/.q1.py.swp")
    found = declared(course)
    assert [variant.label for variant in found] == ["Half", "B", "A", "C"]
    folder = course.master.parent / "misconceptions"
    files = ["q1.py", "q3.py", "q3_sums.py", "q3_run.py"]
    assert [variant.place for variant in found] == [f"{folder / file}, line 5" for file in files]
    text = autograder_files(read_master(course.master), ("x.whl", b""))[FILE].decode()
    assert "self.total, self.count = 1, 1" in text
    assert is_strict(course.master, None)


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("q4.py", "", "q4.py belongs to no question with tests; name it by its question, as q1.py"),
        ("q10.py", "", "(q1, q3, q3_run), shared.py if several need it"),
        ("notes.txt", "", "notes.txt belongs to no question"),
        (
            "q1.py",
            "def broken(:",
            "q1.py cannot be run: SyntaxError: invalid syntax (q1.py, line 4)",
        ),
        ("q1.py", "\nx = nothing", "q1.py cannot be run: NameError: name 'nothing' is not defined"),
        ("q1.py", "from __future__ import annotations", "q1.py, line 4: nothing can be imported"),
        ("q3.py", "def f():\n    from math import *", "q3.py cannot be run: SyntaxError: import *"),
        ("q3.py", wrong("return 1", "q1", "def f():"), "q3.py, line 5: f has no docstring"),
        ("../misconceptions.py", "", "misconceptions.py and "),
    ],
)
def test_a_folder_that_cannot_be_used_is_refused_in_one_line(course, name, text, complaint):
    declare(course, double('edit("2 * x", "x")'), "misconceptions/q3_run.py")
    declare(course, text, f"misconceptions/{name}")
    with pytest.raises(CourseError, match=re.escape(complaint)) as caught:
        declared(course)
    assert "\n" not in str(caught.value)


def test_a_file_that_fails_names_its_own_line(course):
    declare(course, double('edit("2 * x", "x")'), "misconceptions/q1.py")
    path = declare(course, "\nx = 1\n\nx / 0\n", "misconceptions/q3.py")
    with pytest.raises(CourseError, match="ZeroDivisionError") as caught:
        declared(course)
    assert str(caught.value) == (
        f"{path} cannot be run: ZeroDivisionError: division by zero (line 7)"
    )


def test_a_folder_without_declarations_is_something_else(course):
    (course.master.parent / "misconceptions").mkdir()
    (course.master.parent / "accepted").mkdir()
    (course.master.parent / "accepted" / "picture.png").touch()
    assert read_declarations(read_master(course.master), FILE) is None
    assert not is_strict(course.master, None)


def test_a_file_without_edits_is_taken_as_it_is(course):
    path = declare(course, double("return x").replace("double()", "double(x)") + "\n# the end")
    found = read_declarations(read_master(course.master), FILE)
    assert found is not None
    assert found.text == path.read_text()


def test_an_edit_in_the_wrong_place_says_so():
    with pytest.raises(CourseError, match="stands in the wrong place"):
        edit("a", "b")
