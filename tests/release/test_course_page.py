"""The course page: every released assignment, in order, with links that lead somewhere."""

import html
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from autograder.errors import CourseError
from autograder.release.course import Course
from autograder.release.course_page import course_page, verification_figures
from tests.support.repository import REPOSITORY, run_build
from tests.support.tiny import TinyCourse, tiny_cells


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course of two assignments that have been built."""
    root = tmp_path_factory.mktemp("two") / "course"
    for slug, heading in (("b-second", "# The second"), ("a-first", "# The <first>")):
        made = TinyCourse(root, tiny_cells())
        made.cells[0].source = made.cells[0].source.replace("tiny", slug)
        made.cells[1].source = heading
        made.cells[4].source = "### Question 1: twice `x` (2 points)\n\nWrite `double(x)`."
        made.save()
        made.master.rename(made.master.with_name(f"{slug}.ipynb"))
        made.master.parent.rename(root / "solutions" / slug)
    (root / "solutions" / "course.yml").write_text("title: Doubling\norder: [b-second]\n")
    out = root / "dist"
    process = run_build(REPOSITORY, "--root", str(root), "--out", str(out))
    assert process.returncode == 0, process.stderr
    return root


def test_it_lists_questions_and_points_and_its_links_lead_to_files(course: Path):
    page = (course / "dist" / "index.html").read_text(encoding="utf-8")
    assert page.count("twice x") == 2
    assert "The &lt;first&gt;" in page
    text = html.unescape(re.sub(r"<[^>]*>", " ", page))
    assert re.search(r"2 assignments,\s+6 points", text)
    assert page.index("The second") < page.index("The &lt;first&gt;")
    links = re.findall(r'href="([^"#]+)"', page)
    assert len(links) == 6
    assert all((course / "dist" / unquote(link)).is_file() for link in links)
    anchors = re.findall(r'href="#([^"]+)"', page)
    assert anchors == ["b-second", "a-first"]
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_it_says_what_verification_found_or_that_there_was_none(course: Path):
    out = course / "dist"
    assert (out / "index.html").read_text().count("Built without verification") == 2
    figures = out / "a-first" / verification_figures("a-first")
    figures.write_text("a-first: verified; 12 of 12\n")
    page = course_page(Course(course), out)
    figures.unlink()
    assert page.count("Built without verification") == 1
    assert "a-first: verified; 12 of 12" in page


def test_an_order_that_names_nobody_is_refused(course: Path, tmp_path: Path):
    (tmp_path / "solutions").symlink_to(course / "solutions", target_is_directory=True)
    assert [a.slug for a in Course(tmp_path).assignments([])] == ["b-second", "a-first"]
    (tmp_path / "solutions").unlink()
    solutions = tmp_path / "solutions"
    (solutions / "only").mkdir(parents=True)
    (solutions / "only" / "only.ipynb").touch()
    for text, problem in (
        ("order: [other]", "lists other, which is not in"),
        ("order: 3", "cannot be used"),
        ("ordre: [only]", "cannot be used"),
        ("order: [", "cannot be used"),
    ):
        (solutions / "course.yml").write_text(text)
        with pytest.raises(CourseError, match=problem):
            Course(tmp_path).assignments([])
