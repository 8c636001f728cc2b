import re

import pytest

from autograder.desk.notebook_view import differences, places, view_of
from autograder.desk.render import MOST_LINES, MOST_OF_CELL, code_lines, markdown, render_cell
from autograder.errors import SubmissionError
from autograder.intake.handed_in import identify_here
from autograder.release_format import ManualQuestion, Sought
from tests.support.hostile_notebooks import hostile_cells, write_hostile

PICTURES = {"my plot.png": "data:image/png;base64,AAAA"}
TAG = re.compile(r"<(/?)([a-z0-9]+)((?: [a-z]+=\"[^\"]*\")*)>")
ALLOWED = {"href", "rel", "target", "class", "src", "alt", "start"}


def attributes(html):
    """Return all attributes of all tags; what looks like a tag and is none fails."""
    rest = TAG.sub("", html)
    assert "<" not in rest, rest[:200]
    return [
        (name, value)
        for match in TAG.finditer(html)
        for name, value in re.findall(r' ([a-z]+)="([^"]*)"', match[3])
    ]


def test_markdown_is_shown_as_jupyter_shows_it():
    html = markdown("# Title\n\n*so* ~~not~~ `x < y`\n\n| a |\n|---|\n| 1 |\n\n3. three\n")
    for part in ('<p class="heading one">Title</p>', "<em>so</em>", "<s>not</s>", "<td>1</td>"):
        assert part in html
    assert "<code>x &lt; y</code>" in html
    assert '<ol start="3">' in html


def test_formulas_stay_text_for_the_script_that_shows_them():
    html = markdown("so $a<b$ but 5$ and 6$\n\n$$\n\\sum_i x_i\n$$\n")
    assert '<span class="math inline">a&lt;b</span> but 5$ and 6$' in html
    assert '<div class="math block">\n\\sum_i x_i\n</div>' in html


def test_a_picture_of_the_notebook_is_shown_and_no_other():
    html = markdown(
        "![a plot](attachment:my%20plot.png) ![far](http://evil.example/x.png) "
        "<img src='attachment:my plot.png' onerror=x> <img src='data:image/png;base64,BBBB' "
        'alt="<script>x</script>">',
        PICTURES,
    )
    assert html.count(f'src="{PICTURES["my plot.png"]}"') == 2
    assert "<em>[far: not shown]</em>" in html
    assert "<em>[&lt;script&gt;x&lt;/script&gt;: not shown]</em>" in html
    assert "evil.example" not in html
    assert "BBBB" not in html


@pytest.mark.parametrize("what", sorted(hostile_cells()))
def test_hostile_texts_become_few_tags_with_few_attributes(what):
    for cell in hostile_cells()[what]:
        shown = render_cell(cell.cell_type, 1, cell.source, PICTURES)
        for html in (shown.text, *shown.lines):
            for name, value in attributes(html):
                assert name in ALLOWED
                if name == "href":
                    assert re.match(r"https?://|mailto:", value)
                if name == "src":
                    assert value in PICTURES.values()


def test_code_has_colours_line_by_line():
    lines = code_lines('def f(x):\n    """one\n    <b>"""\n    return x')
    assert lines[0].startswith('<span class="k">def</span>')
    assert lines[2] == '<span class="sd">    &lt;b&gt;&#34;&#34;&#34;</span>'
    assert len(lines) == 4


def test_letters_that_turn_code_around_are_shown_as_what_they_are_not():
    assert "\u202e" not in "".join(code_lines("x = 1  # \u202e begin"))
    assert "\u2066" not in markdown("\u2066 x")


def test_a_huge_cell_is_cut_and_says_so():
    assert render_cell("code", 1, "x" * (MOST_OF_CELL + 1)).cut
    long = render_cell("code", 1, "x\n" * (MOST_LINES + 1))
    assert long.cut
    assert len(long.lines) == MOST_LINES
    assert not render_cell("markdown", 1, "x\n").cut


def kept(folder, what):
    return identify_here(write_hostile(folder, what)[what], Sought())[1]


def test_a_notebook_that_takes_too_long_is_shown_plainly(tmp_path, monkeypatch):
    def endless(*_):
        raise SubmissionError("it takes too much time")

    monkeypatch.setattr("autograder.desk.notebook_view.run_limited", endless)
    view = view_of(kept(tmp_path, "code"))
    assert "<script>" not in "".join(view.cells[0].lines)
    assert "without colours" in view.notes[0]


def test_of_very_many_cells_the_first_are_shown(tmp_path):
    view = view_of(kept(tmp_path, "many cells"))
    assert len(view.cells) == 1_000
    assert "The first 1,000 of 3,000 cells are shown." in view.notes


def test_a_question_stands_beside_its_code_and_an_answer_beside_its_text(tmp_path):
    from nbformat import write
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    cells = [
        new_markdown_cell('# Title\n\nRun `grader.check("q1")`.'),
        new_code_cell("# then comes grader.check('q1')\ndef double(x): ..."),
        new_code_cell('grader.check("q1")'),
        new_markdown_cell("**Question 3.** Why?"),
        new_markdown_cell("Because doubling is linear, as anybody can see."),
        new_markdown_cell("an answer", id="answer-q4"),
    ]
    write(new_notebook(cells=cells), tmp_path / "a.ipynb")
    view = view_of(identify_here(tmp_path / "a.ipynb", Sought())[1])
    manual = [ManualQuestion(name, 1.0, "") for name in ("q3", "q4", "q5")]
    answers = {"q3": "Because doubling is linear, as anybody can see.", "q4": "an answer"}
    binds = {"q1": ["nothing"], "q7": ["twice", "double"]}
    assert places(view, ["q1", "q2", "q7"], binds, manual, answers) == {
        2: ["q1", "q7"],
        0: ["q2", "q5"],
        5: ["q3"],
        6: ["q4"],
    }


def test_what_has_changed_between_submissions_is_told_line_by_line(tmp_path):
    before, after = kept(tmp_path, "code"), kept(tmp_path, "raw")
    kinds = {kind for kind, _ in differences(before, after)}
    assert {"+", "-"} <= kinds
    assert differences(before, before) == []
