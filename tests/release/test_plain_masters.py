"""Masters as plain Otter has them are built as they are, and graded as Otter grades them."""

import json
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from autograder.cli.app import main
from autograder.errors import MasterError
from autograder.release.masters import read_any_master
from autograder.release.plain.reading import PlainMaster
from tests.support.command import grade, plain_otter

CONFIG = "# ASSIGNMENT CONFIG\n"


def raw(text: str):
    return new_raw_cell(text)


def solution(*cells):
    return [raw("# BEGIN SOLUTION"), *cells, raw("# END SOLUTION")]


def checked(*sources: str):
    return [raw("# BEGIN TESTS"), *map(new_code_cell, sources), raw("# END TESTS")]


def question(settings: str, text: str, *cells):
    head = raw(f"# BEGIN QUESTION\n{settings}")
    return [head, new_markdown_cell(text), *cells, raw("# END QUESTION")]


def plain_cells():
    """Return a master that does most of what ours must not."""
    hidden = '""" # BEGIN TEST CONFIG\nname: many\nhidden: true\npoints: 2\n""" # END TEST CONFIG\n'
    return [
        raw(f"{CONFIG}seed:\n  variable: rng_seed\n  autograder_value: 90\n  student_value: 2\n"
            "show_question_points: true\ncheck_all_cell: true\nfiles: [data.csv]\n"
            "requirements: ../../needs.txt\n"
            "generate:\n  pdf: true\nsolutions_pdf: true"),
        new_markdown_cell("# Plain things"),
        new_code_cell("import pandas as pd\nrng_seed = 2\ndata = pd.read_csv('data.csv')"),
        *question(
            "name: 1.1\npoints: [1, 2]",
            "**Question 1.1.** The sum of the column.",
            *solution(new_code_cell("total = data['a'].sum() # SOLUTION\nbox = {'n': 0}")),
            *checked("assert total > 0", f"{hidden}assert total == data['a'].iloc[:3].sum() == 6"),
        ),
        *question(
            "name: q2\npoints: 3\nmanual: true",
            "**Question 2.** Why?",
            *solution(new_markdown_cell("Because the numbers add up. **SOLUTION**")),
        ),
        *question(
            "name: q3\npoints: 4",
            "**Question 3.** An iterator.",
            *solution(new_code_cell("def count():\n    yield from range(3) # SOLUTION")),
            *checked(
                ">>> c = count()\n>>> next(c)\n0\n>>> next(c)\n1",
                "# HIDDEN\nassert list(count()) == [0, 1, 2]",
            ),
        ),
        *question("name: loose", "**Question 4.** Try something.", new_code_cell("x = 1")),
        new_markdown_cell("```otter\n# BEGIN QUESTION\nname: q5\npoints: 1\n```\n**Q5.** Fenced."),
        new_markdown_cell("```otter\n# BEGIN SOLUTION\n```"),
        new_code_cell("five = 5 # SOLUTION"),
        new_markdown_cell("```otter\n# END SOLUTION\n```\n\n```otter\n# BEGIN TESTS\n```"),
        new_code_cell(">>> five\n5"),
        new_markdown_cell("```otter\n# END TESTS\n```\n\n```otter\n# END QUESTION\n```"),
    ]  # fmt: skip


def course(root: Path, cells, slug: str = "plain") -> Path:
    folder = root / "solutions" / slug
    folder.mkdir(parents=True)
    (folder / "data.csv").write_text("a,b\n1,x\n2,y\n3,z\n")
    (root / "needs.txt").write_text("# for all assignments\npandas\n")
    nbformat.write(new_notebook(cells=cells), folder / f"{slug}.ipynb")
    return root


def build(root: Path, slug: str = "plain") -> Path:
    arguments = ["autograder", "build", slug, "--no-verify", "--root", str(root)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", [*arguments, "--out", str(root / "dist")])
        main()
    return root / "dist" / slug


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(course(tmp_path_factory.mktemp("plain"), plain_cells()))


def solved(built: Path) -> Path:
    """Write the students' notebook with every answer, and return its path."""
    notebook = nbformat.read(built / "student" / "plain.ipynb", as_version=4)
    answers = {
        "total = ...": "total = data['a'].sum()\nbox = {'n': 0}",
        "def count()": "def count():\n    yield from range(3)",
        "five = ...": "five = 5",
        "_Type your": "They add up.",
    }
    for cell in notebook.cells:
        for start, answer in answers.items():
            if cell.source.startswith(start):
                cell.source = answer
    path = built.parent / "plain.ipynb"
    nbformat.write(notebook, path)
    return path


def test_what_students_get_is_what_otter_gives_them(built):
    names = {path.name for path in (built / "student").iterdir()}
    assert names == {"plain.ipynb", "data.csv", "requirements.txt", "README.md"}
    text = (built / "student" / "plain.ipynb").read_text()
    assert "total == 6" not in text
    assert "yield from" not in text
    notebook = json.loads(text)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert any("grader.check_all()" in "".join(cell["source"]) for cell in notebook["cells"])
    assert any("_Points:_ 3" in "".join(cell["source"]) for cell in notebook["cells"])


def test_a_second_build_is_the_same(built, tmp_path):
    master = built.parents[1] / "solutions" / "plain" / "plain.ipynb"
    again = build(course(tmp_path, nbformat.read(master, as_version=4).cells))
    for name in ("plain-student.zip", "plain-autograder.zip", "plain-solution.html"):
        assert (again / name).read_bytes() == (built / name).read_bytes(), name


def test_the_zip_grades_with_our_scripts(built):
    with zipfile.ZipFile(built / "plain-autograder.zip") as archive:
        names = set(archive.namelist())
        assert {"tests/1.1.py", "tests/q3.py", "tests/q5.py", "files/data.csv"} <= names
        assert "environment.yml" not in names
        assert b'/autograder" gradescope' in archive.read("run_autograder")
        settings = json.loads(archive.read("assignment.json"))
    assert settings["points"] == {"1.1": 3.0, "q3": 4.0, "q5": 1.0}
    assert [one["name"] for one in settings["manual"]] == ["q2"]


@pytest.mark.parametrize("which", ["solved", "blank"])
def test_scores_are_those_of_plain_otter(built, which, tmp_path):
    path = solved(built) if which == "solved" else built / "student" / "plain.ipynb"
    archive = built / "plain-autograder.zip"
    ours = grade(archive, [path], tmp_path / "grades").graded["plain"]
    scores = {
        test["name"]: test["score"]
        for test in ours.result["tests"]
        if test.get("max_score") is not None
    }
    otter = plain_otter(archive, path, tmp_path / "otter", "plain.ipynb")
    assert scores == {name: score for name, (score, _) in otter.items()}
    if which == "solved":
        assert scores == {"1.1": 3, "q3": 4, "q5": 1}
        manual = next(test for test in ours.result["tests"] if test["name"].startswith("q2"))
        assert "> They add up." in manual["output"]


def test_what_is_not_honoured_is_said(tmp_path, capsys):
    build(course(tmp_path, plain_cells()))
    said = " ".join(capsys.readouterr().err.split())
    for words in (
        "built as plain Otter does",
        "no PDF of the solution is made",
        "no PDFs are uploaded to Gradescope",
        "question loose has no tests and is not manual: it is ungraded",
    ):
        assert words in said
    assert "its solution has" not in said


def refused(tmp_path: Path, cells) -> str:
    path = course(tmp_path, cells) / "solutions" / "plain" / "plain.ipynb"
    with pytest.raises(MasterError) as error:
        read_any_master(path)
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("name: q1\npoints: .nan", "points are nan"),
        ("name: q1\npoints: yes", "points are True"),
        ("name: q1\npoints: -1", "points are -1"),
        ("name: q1\npoints: 1,5", "points are '1,5'"),
        ("name: q1\npoints: [1, x]", "points are 'x'"),
        ("name: yes", "put it in quotes"),
        ("points: 1", "has no name"),
        ("name: q1\npoints: 1\npoints: 2", "two of points"),
        ("name: q1\npoints: {each: 1, each: 2}", "two of each"),
    ],
)
def test_settings_that_cannot_be_are_refused(settings, words, tmp_path):
    cells = [raw(f"{CONFIG}seed: 1"), *question(settings, "**Q.**", *checked("assert 1 == 1"))]
    assert words in refused(tmp_path, cells)


def test_a_setting_that_is_given_twice_alike_says_one_thing(tmp_path):
    cells = [raw(f"{CONFIG}seed: 1"), *question("name: q1\npoints: 2\npoints: 2", "**Q.**")]
    path = course(tmp_path, cells) / "solutions" / "plain" / "plain.ipynb"
    assert any("q1 has no tests" in line for line in read_any_master(path).warnings)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# Lab\n```\nBEGIN QUESTION\nname: q1\n```", "autograder import writes it anew"),
        ("Type `BEGIN QUESTION`.", "no question with tests"),
    ],
)
def test_a_master_in_which_nothing_is_graded_is_told(text, words, tmp_path):
    path = course(tmp_path, [raw(f"{CONFIG}seed: 1"), new_markdown_cell(text)])
    *_, told = read_any_master(path / "solutions" / "plain" / "plain.ipynb").warnings
    assert told.startswith("nothing in it is graded")
    assert words in told


def test_other_languages_and_boundaries_in_text_are_refused(tmp_path):
    assert "only Python" in refused(tmp_path / "r", [raw(f"{CONFIG}lang: r")])
    cells = [raw(f"{CONFIG}seed: 1"), new_markdown_cell("# BEGIN QUESTION\nname: q1")]
    assert "is a text cell, which Otter does not look at" in refused(tmp_path / "text", cells)


def test_otters_own_complaint_is_one_line(tmp_path, capsys):
    cells = [raw(f"{CONFIG}seed: 1"), raw("# BEGIN TESTS")]
    root = course(tmp_path, cells)
    with pytest.raises(SystemExit):
        build(root)
    said = capsys.readouterr().err
    assert "Otter cannot build it" in " ".join(said.split())
    assert "Traceback" not in said
    assert not (root / "dist" / "plain").exists()


def test_a_strict_master_is_never_built_otherwise(tmp_path):
    cells = plain_cells()
    cells[0].source += "\nstrict: true"
    assert "the setting seed is not supported" in refused(tmp_path, cells)


def test_misconceptions_beside_a_master_make_it_strict_unless_it_says_otherwise(tmp_path):
    root = course(tmp_path, plain_cells())
    folder = root / "solutions" / "plain"
    (folder / "misconceptions.py").write_text("")
    with pytest.raises(MasterError, match="the setting seed is not supported"):
        read_any_master(folder / "plain.ipynb")
    cells = plain_cells()
    cells[0].source += "\nstrict: false"
    nbformat.write(new_notebook(cells=cells), folder / "plain.ipynb")
    assert isinstance(read_any_master(folder / "plain.ipynb"), PlainMaster)


def test_settings_of_ours_and_a_file_of_settings_count(tmp_path):
    cells = [raw(f"{CONFIG}config_file: more.yml\nlimits: {{seconds: 33}}\nseed: 5"),
             *question("name: q1\nbonus: true", "**Q.**", *checked("assert 1 == 1"))]  # fmt: skip
    root = course(tmp_path, cells)
    (root / "solutions" / "plain" / "more.yml").write_text(
        "name: hw1\nlate: {per_day: 10 %}\nseed: 4"
    )
    master = read_any_master(root / "solutions" / "plain" / "plain.ipynb")
    assert isinstance(master, PlainMaster)
    assert (master.name, master.settings["generate"]["seed"], master.limits) == (
        "hw1",
        5,
        {"seconds": 33},
    )
    assert master.late is not None
    assert [one.bonus for one in master.questions] == [True]


def test_a_test_that_cannot_be_run_is_told_to_staff_and_not_held_against_the_student(
    tmp_path, capsys
):
    basket = "class Basket:\n    def __contains__(self, item):\n        return item == 5"
    asking = checked("assert True", "assert 5 in box")
    answer = solution(new_code_cell(f"{basket}\nbox = Basket() # SOLUTION"))
    cells = [raw(f"{CONFIG}seed: 5"), *question("name: q1", "**Q.** `Basket`", *answer, *asking)]
    built = build(course(tmp_path, cells))
    reason = "it applies in to an object of the notebook's class __main__.Basket"
    assert reason in " ".join(capsys.readouterr().err.split())
    path = tmp_path / "plain.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(f"{basket}\nbox = Basket()")]), path)
    archive = built / "plain-autograder.zip"
    run = grade(archive, [path], tmp_path / "alone")
    alone = run.graded["plain"]
    assert [test["score"] for test in alone.result["tests"] if "score" in test] == [0.5]
    assert "this test could not be run on what your notebook has" in alone.text
    tests = alone.result["tests"]
    assert not any("Basket" in one["output"] for one in tests if one["visibility"] != "hidden")
    assert "for you to look at; report.html says why: plain" in " ".join(run.terminal.split())
    assert alone.row["flags"].startswith("q1: ")
    assert "class __main__.Basket" in (tmp_path / "alone" / "report.html").read_text()
    run = grade(archive, [path], tmp_path / "beside", "--tests-with-student")
    beside = run.graded["plain"].result["tests"]
    assert [test["score"] for test in beside if "score" in test] == [1]
    assert "can forge a result" in " ".join(run.terminal.split())
    assert "students&#39; own processes" in (tmp_path / "beside" / "report.html").read_text()
